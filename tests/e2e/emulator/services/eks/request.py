"""What a request says, by the names and types that the service's model gives its members."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote

from botocore import xform_name
from botocore.model import OperationModel, Shape
from moto.core.responses import ActionResult
from moto.core.utils import get_service_model
from moto.eks.models import EKSBackend, eks_backends
from moto.eks.responses import EKSResponse

from .errors import InvalidParameterException
from .principal import principal_of


class Request(dict[str, Any]):
    """The members of a request, and the ARN of the IAM principal that sent it."""

    principal: str


Operation = Callable[[EKSBackend, Request], dict[str, Any]]


def snake_case(operation: str) -> str:
    """The name of the method that moto calls for an operation."""
    return xform_name(operation)


def method(name: str, operation: Operation) -> Callable[[EKSResponse], ActionResult]:
    """The method of moto's response class that carries out an operation."""
    model = get_service_model("eks").operation_model(name)

    def carry_out(self: EKSResponse) -> ActionResult:
        request = Request(_members(self, model))
        request.principal = principal_of(self)
        _check(model.input_shape, request)
        backend = eks_backends[self.current_account][self.region]
        return ActionResult(operation(backend, request))

    carry_out.__name__ = snake_case(name)
    carry_out.__doc__ = f"Carry out {name}."
    return carry_out


def _members(response: EKSResponse, model: OperationModel) -> dict[str, Any]:
    body = json.loads(response.body) if response.body else {}
    query = parse_qs(response.parsed_url.query, keep_blank_values=True)
    path = response.uri_match.groupdict() if response.uri_match else {}
    members: dict[str, Any] = {}
    for name, shape in model.input_shape.members.items():
        location, there = shape.serialization.get("location"), shape.serialization.get("name", name)
        if location == "uri" and there in path:
            members[name] = unquote(path[there])
        elif location == "querystring" and there in query:
            members[name] = _from_query(shape, query[there])
        elif not location and body.get(there) is not None:
            members[name] = body[there]
    return members


def _from_query(shape: Shape, values: list[str]) -> Any:
    if shape.type_name == "list":
        return values
    if shape.type_name == "boolean":
        return values[0] == "true"
    return int(values[0]) if shape.type_name == "integer" else values[0]


def _check(shape: Shape, value: Any, where: str = "") -> None:
    """Refuse what the model does not allow: members that are missing, values outside an enumeration."""
    if shape.type_name == "structure":
        for name in shape.required_members:
            if name not in value:
                raise InvalidParameterException(message=f"Missing required parameter: {f'{where}.{name}'.lstrip('.')}")
        for name, member in shape.members.items():
            if value.get(name) is not None:
                _check(member, value[name], f"{where}.{name}".lstrip("."))
    elif shape.type_name == "list":
        for element in value:
            _check(shape.member, element, where)
    elif shape.type_name == "string" and getattr(shape, "enum", None) and value not in shape.enum:
        allowed = ", ".join(shape.enum)
        raise InvalidParameterException(message=f"Invalid value {value} for {where}: it must be one of {allowed}")
