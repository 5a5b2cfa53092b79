"""The WSGI application: moto's, but what it cannot do is said plainly.

moto answers an operation that it lacks with an empty page of status 500 (or 404, where no path matches), and a fault of
its own with a traceback in HTML. An SDK shows none of that and tries again. Here the answer is an error of the
service's own protocol that names service and operation, with a status that SDKs do not retry, and a line on stderr.

The log of requests names operations and error codes: most services take every request as ``POST /``.
"""

import json
import re
import sys
import traceback
from collections.abc import Callable, Iterable
from datetime import datetime
from http import HTTPStatus
from threading import Lock
from typing import Any, TextIO
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

import botocore.loaders
from flask import Flask, Response, request
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.exceptions import MethodNotAllowed, NotFound

NOT_IMPLEMENTED = "NotImplementedByEmulator"
FAULT = "EmulatorFault"

_XML_SERVICES = {"s3", "s3control", "route53", "cloudfront"}


class Application(DomainDispatcherApplication):
    """moto's dispatcher of requests to services, with errors that say what is missing."""

    def __init__(self, log: TextIO | None = None) -> None:
        super().__init__(_create_service_app)
        self._log = log
        # moto's backends are plain dictionaries. An engine makes dozens of requests at once, and one that walks through a
        # dictionary while another adds to it ends in an error that AWS would never give.
        self._one_at_a_time = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith("/moto-api"):
            return super().__call__(environ, start_response)
        _buffer(environ)
        if not self._log:
            return self._served(environ, start_response)
        noted: list[Any] = []

        def note(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            noted[:] = [status, headers]
            return start_response(status, headers, *rest)

        answer = self._served(environ, note)
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        self._log.write(f"{_summary(environ, *noted, body)}\n")
        self._log.flush()
        return [body]

    def _served(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            with self._one_at_a_time:
                return super().__call__(environ, start_response)
        except NotImplementedError as lacking:
            answer = refusal(environ, NOT_IMPLEMENTED, str(lacking))
        except Exception as fault:  # a fault of moto or of an extension: it must not look like AWS's answer
            traceback.print_exc()
            answer = refusal(environ, FAULT, f"{type(fault).__name__}: {fault}")
        return answer(environ, start_response)


def _summary(environ: dict[str, Any], status: str, headers: list[tuple[str, str]], body: bytes) -> str:
    """A request and what came of it, in a line: ``12:00:01 200 ec2:CreateVpc``."""
    line = f"{datetime.now():%H:%M:%S} {status[:3]} {service_of(environ)}:{operation_of(environ)}"
    if status[0] in "123":
        return line
    named = {name.lower(): value for name, value in headers}.get("x-amzn-errortype", "").encode()
    found = re.search(rb"<Code>([^<]*)|\"__type\": ?\"([^\"]*)", body)
    code = named or (found and (found.group(1) or found.group(2))) or b"without an error code"
    return f"{line} {code.decode(errors='replace')}"


def _create_service_app(service: Any) -> Flask:
    if service is None:
        raise NotImplementedError("moto does not have this service")
    app = create_backend_app(service)

    def unrouted(error: NotFound | MethodNotAllowed) -> Any:
        # Services raise the same classes for resources that do not exist; only a request without a route is unknown.
        if request.routing_exception is None:
            return error
        return refusal(request.environ, NOT_IMPLEMENTED, f"no route for {request.method} {request.path}")

    app.register_error_handler(NotFound, unrouted)
    app.register_error_handler(MethodNotAllowed, unrouted)
    return app


def refusal(environ: dict[str, Any], code: str, reason: str) -> Response:
    """The error for a request that cannot be served, in the protocol of its service; reported on stderr as well."""
    service, operation = service_of(environ), operation_of(environ)
    message = f"{service}:{operation} cannot be served by this emulator: {reason}"
    print(f"emulator: {code}: {message}", file=sys.stderr, flush=True)
    form = environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded")
    if service == "ec2":
        body = f"<Response><Errors><Error>{_error_xml(code, message)}</Error></Errors><RequestID>0</RequestID></Response>"
        content_type = "text/xml"
    elif form or service in _XML_SERVICES:
        body = f"<ErrorResponse><Error><Type>Receiver</Type>{_error_xml(code, message)}</Error></ErrorResponse>"
        content_type = "text/xml"
    else:
        body = json.dumps({"__type": code, "message": message})
        content_type = "application/x-amz-json-1.1"
    return Response(
        body,
        status=HTTPStatus.NOT_IMPLEMENTED,
        content_type=content_type,
        headers={"X-Amzn-ErrorType": code},
    )


def service_of(environ: dict[str, Any]) -> str:
    """The service's name in the request's signature."""
    scope = re.search(r"Credential=[^,\s]*", environ.get("HTTP_AUTHORIZATION", ""))
    parts = scope.group(0).split("/") if scope else []
    return parts[-2] if len(parts) >= 5 else "unsigned"


def operation_of(environ: dict[str, Any]) -> str:
    """The operation's name, or method and path where no model of the service knows them."""
    if target := environ.get("HTTP_X_AMZ_TARGET"):
        return target.rsplit(".", 1)[-1]
    fields = parse_qs(environ.get("QUERY_STRING", ""))
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        fields.update(parse_qs(environ.get("emulator.body", b"").decode("utf-8", "replace")))
    if action := fields.get("Action"):
        return action[0]
    method, path = environ.get("REQUEST_METHOD", ""), environ.get("PATH_INFO", "")
    return _rest_operation(service_of(environ), method, path) or f"{method} {path}"


def _rest_operation(service: str, method: str, path: str) -> str | None:
    loader = botocore.loaders.create_loader()
    if service not in loader.list_available_services("service-2"):
        return None
    for name, operation in loader.load_service_model(service, "service-2")["operations"].items():
        http = operation.get("http", {})
        pattern = re.sub(r"\\\{[^/]*?\\\}", "[^/]+", re.escape(http.get("requestUri", "").split("?")[0]))
        if http.get("method") == method and re.fullmatch(pattern, path):
            return name
    return None


def _buffer(environ: dict[str, Any]) -> None:
    """Keep the body of a form, so that an error can name the operation in it."""
    body = DomainDispatcherApplication._get_body(None, environ)  # type: ignore[arg-type]
    environ["emulator.body"] = (body or "").encode()


def _error_xml(code: str, message: str) -> str:
    return f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
