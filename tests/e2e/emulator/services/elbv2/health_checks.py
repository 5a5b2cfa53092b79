"""Health checks of target groups: their defaults by protocol and target type, and what AWS refuses.

Sources: Elastic Load Balancing API reference, CreateTargetGroup, ModifyTargetGroup, Matcher.
"""

import re
from typing import Any

from moto.elbv2.exceptions import ELBClientError

# The API's names of the settings, and those of moto's target group.
FIELDS = {
    "HealthCheckEnabled": "health_check_enabled",
    "HealthCheckProtocol": "health_check_protocol",
    "HealthCheckPort": "health_check_port",
    "HealthCheckPath": "health_check_path",
    "HealthCheckIntervalSeconds": "health_check_interval_seconds",
    "HealthCheckTimeoutSeconds": "health_check_timeout_seconds",
    "HealthyThresholdCount": "healthy_threshold_count",
    "UnhealthyThresholdCount": "unhealthy_threshold_count",
    "Matcher": "matcher",
}
_RANGES = {
    "HealthCheckIntervalSeconds": ("Health check interval", 5, 300),
    "HealthCheckTimeoutSeconds": ("Health check timeout", 2, 120),
    "HealthyThresholdCount": ("Healthy threshold count", 2, 10),
    "UnhealthyThresholdCount": ("Unhealthy threshold count", 2, 10),
}


def make_health_check(
    kind: str, protocol: str | None, protocol_version: str | None, given: dict[str, Any]
) -> dict[str, Any]:
    """The health check of a target group of this type and protocol, as the API shows it."""
    application = protocol in ("HTTP", "HTTPS") or kind == "lambda"
    check = {name: value for name, value in given.items() if name in FIELDS and value is not None}
    check.setdefault("HealthCheckEnabled", kind != "lambda")
    if kind == "lambda":
        if "HealthCheckProtocol" in check or "HealthCheckPort" in check:
            raise ELBClientError(
                "ValidationError", "Health check protocol and port cannot be specified for target type 'lambda'"
            )
    else:
        check.setdefault("HealthCheckProtocol", "HTTP" if application or kind == "alb" else "TCP")
        check.setdefault("HealthCheckPort", "80" if protocol == "GENEVE" else "traffic-port")
        _check_protocol(kind, protocol, check)
        if not check["HealthCheckEnabled"]:
            raise ELBClientError(
                "ValidationError", f"Health check enabled must be true for target groups with target type '{kind}'"
            )
    _set_numbers(kind, protocol, application, check)
    if check.get("HealthCheckProtocol") == "TCP":
        for name in ("HealthCheckPath", "Matcher"):
            if name in check:
                raise ELBClientError("ValidationError", f"{name} cannot be specified for TCP health checks")
    else:
        _set_answer(application, protocol_version, check)
    return check


def _check_protocol(kind: str, protocol: str | None, check: dict[str, Any]) -> None:
    named, port = check["HealthCheckProtocol"], check["HealthCheckPort"]
    if named not in ("HTTP", "HTTPS", "TCP"):
        raise ELBClientError("ValidationError", f"Health check protocol '{named}' must be one of '[HTTP, HTTPS, TCP]'")
    if named == "TCP" and protocol in ("HTTP", "HTTPS"):
        raise ELBClientError(
            "ValidationError", f"Health check protocol 'TCP' is not supported for target groups with protocol '{protocol}'"
        )
    if named == "TCP" and kind == "alb":
        raise ELBClientError(
            "ValidationError", "Health check protocol 'TCP' is not supported for target groups with the target type 'alb'"
        )
    if port != "traffic-port" and not (re.fullmatch(r"\d{1,5}", port) and 1 <= int(port) <= 65535):
        raise ELBClientError("ValidationError", f"Health check port '{port}' must be 'traffic-port' or in the range 1-65535")


def _set_numbers(kind: str, protocol: str | None, application: bool, check: dict[str, Any]) -> None:
    interval, timeout = 30, 10
    if kind == "lambda":
        interval, timeout = 35, 30
    elif protocol == "GENEVE":
        interval, timeout = 10, 5
    elif application:
        timeout = 5
    elif check["HealthCheckProtocol"] == "HTTP":
        timeout = 6
    defaults = {
        "HealthCheckIntervalSeconds": interval,
        "HealthCheckTimeoutSeconds": timeout,
        "HealthyThresholdCount": 5,
        "UnhealthyThresholdCount": 5 if kind == "lambda" else 2,
    }
    for name, (text, low, high) in _RANGES.items():
        check[name] = int(check.get(name, defaults[name]))
        if not low <= check[name] <= high:
            raise ELBClientError("ValidationError", f"{text} '{check[name]}' must be in the range {low}-{high}")
    interval, timeout = check["HealthCheckIntervalSeconds"], check["HealthCheckTimeoutSeconds"]
    if timeout > interval or (application and timeout == interval):
        bound = "smaller than" if application else "smaller than or equal to"
        raise ELBClientError("ValidationError", f"Health check timeout '{timeout}' must be {bound} the interval '{interval}'")


def _set_answer(application: bool, protocol_version: str | None, check: dict[str, Any]) -> None:
    grpc = protocol_version == "GRPC"
    check.setdefault("HealthCheckPath", "/AWS.ALB/healthcheck" if grpc else "/")
    if not check["HealthCheckPath"].startswith("/") or len(check["HealthCheckPath"]) > 1024:
        raise ELBClientError(
            "ValidationError", f"Health check path '{check['HealthCheckPath']}' must begin with a '/' and be at most 1024 long"
        )
    key, default = ("GrpcCode", "12") if grpc else ("HttpCode", "200" if application else "200-399")
    low, high = (0, 99) if grpc else (200, 499 if application else 599)
    matcher = check.setdefault("Matcher", {key: default})
    codes = matcher.get(key, "")
    numbers = [int(number) for number in re.findall(r"\d+", codes)]
    if not re.fullmatch(r"\d+(-\d+)?(,\d+(-\d+)?)*", codes) or not all(low <= number <= high for number in numbers):
        raise ELBClientError(
            "ValidationError", f"Health check matcher {key} '{codes}' must be values or ranges between {low} and {high}"
        )
