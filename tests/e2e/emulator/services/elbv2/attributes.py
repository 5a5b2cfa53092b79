"""Attributes of load balancers: which each type has, their defaults and what AWS refuses.

Source: Elastic Load Balancing API reference, LoadBalancerAttribute, ModifyLoadBalancerAttributes.
"""

import re
from typing import Any

from moto.elbv2.exceptions import ELBClientError, LoadBalancerNotFoundError
from moto.elbv2.models import ELBv2Backend

from ...extend import extend

_BOOLEAN = "true|false"
_TEXT = ".*"
_ALL, _NOT_GATEWAY = ("application", "network", "gateway"), ("application", "network")
_APPLICATION, _NETWORK = ("application",), ("network",)

# Key: the types that have it, the pattern of its values, its default. A range is a pair of numbers.
_ATTRIBUTES: dict[str, tuple[tuple[str, ...], str | tuple[int, int], str]] = {
    "deletion_protection.enabled": (_ALL, _BOOLEAN, "false"),
    "load_balancing.cross_zone.enabled": (_ALL, _BOOLEAN, "false"),
    "access_logs.s3.enabled": (_NOT_GATEWAY, _BOOLEAN, "false"),
    "access_logs.s3.bucket": (_NOT_GATEWAY, _TEXT, ""),
    "access_logs.s3.prefix": (_NOT_GATEWAY, _TEXT, ""),
    "ipv6.deny_all_igw_traffic": (_NOT_GATEWAY, _BOOLEAN, "false"),
    "zonal_shift.config.enabled": (_NOT_GATEWAY, _BOOLEAN, "false"),
    "idle_timeout.timeout_seconds": (_APPLICATION, (1, 4000), "60"),
    "client_keep_alive.seconds": (_APPLICATION, (60, 604800), "3600"),
    "connection_logs.s3.enabled": (_APPLICATION, _BOOLEAN, "false"),
    "connection_logs.s3.bucket": (_APPLICATION, _TEXT, ""),
    "connection_logs.s3.prefix": (_APPLICATION, _TEXT, ""),
    "health_check_logs.s3.enabled": (_APPLICATION, _BOOLEAN, "false"),
    "health_check_logs.s3.bucket": (_APPLICATION, _TEXT, ""),
    "health_check_logs.s3.prefix": (_APPLICATION, _TEXT, ""),
    "routing.http.desync_mitigation_mode": (_APPLICATION, "monitor|defensive|strictest", "defensive"),
    "routing.http.drop_invalid_header_fields.enabled": (_APPLICATION, _BOOLEAN, "false"),
    "routing.http.preserve_host_header.enabled": (_APPLICATION, _BOOLEAN, "false"),
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": (_APPLICATION, _BOOLEAN, "false"),
    "routing.http.xff_client_port.enabled": (_APPLICATION, _BOOLEAN, "false"),
    "routing.http.xff_header_processing.mode": (_APPLICATION, "append|preserve|remove", "append"),
    "routing.http2.enabled": (_APPLICATION, _BOOLEAN, "true"),
    "waf.fail_open.enabled": (_APPLICATION, _BOOLEAN, "false"),
    "dns_record.client_routing_policy": (
        _NETWORK,
        "availability_zone_affinity|partial_availability_zone_affinity|any_availability_zone",
        "any_availability_zone",
    ),
    "secondary_ips.auto_assigned.per_subnet": (_NETWORK, (0, 7), "0"),
}


def default_attributes(kind: str, scheme: str) -> dict[str, str]:
    """All attributes of a new load balancer."""
    attributes = {key: default for key, (kinds, _, default) in _ATTRIBUTES.items() if kind in kinds}
    if kind == "application":
        attributes["load_balancing.cross_zone.enabled"] = "true"
    if scheme == "internal" and "ipv6.deny_all_igw_traffic" in attributes:
        attributes["ipv6.deny_all_igw_traffic"] = "true"
    return attributes


def check_attribute(kind: str, key: str, value: str) -> None:
    """Refuse keys that a type of load balancer does not have, and values that a key does not take."""
    if key not in _ATTRIBUTES:
        raise ELBClientError("ValidationError", f"Load balancer attribute key '{key}' is not recognized")
    kinds, values, _ = _ATTRIBUTES[key]
    if kind not in kinds:
        raise ELBClientError(
            "InvalidConfigurationRequest",
            f"Load balancer attribute key '{key}' is not supported on load balancers with type '{kind}'",
        )
    check_value(f"Load balancer attribute '{key}'", values, value)
    if kind == "application" and key == "load_balancing.cross_zone.enabled" and value != "true":
        raise ELBClientError(
            "InvalidConfigurationRequest", "Cross-zone load balancing cannot be disabled on application load balancers"
        )


def check_value(name: str, values: str | tuple[int, int], value: str) -> None:
    """Refuse a value that neither matches the pattern nor lies in the range."""
    if isinstance(values, tuple):
        if not re.fullmatch(r"\d+", value) or not values[0] <= int(value) <= values[1]:
            raise ELBClientError("ValidationError", f"{name}: '{value}' must be between {values[0]} and {values[1]}")
    elif not re.fullmatch(values, value, re.DOTALL):
        raise ELBClientError("ValidationError", f"{name}: '{value}' must be one of [{values.replace('|', ', ')}]")


class _Backend(ELBv2Backend):
    def modify_load_balancer_attributes(self, arn: str, attrs: dict[str, Any]) -> dict[str, Any]:
        balancer = self.load_balancers.get(arn)
        if balancer is None:
            raise LoadBalancerNotFoundError()
        for key, value in attrs.items():
            check_attribute(balancer.type, key, value)
        changed = balancer.attrs | attrs
        for log in ("access_logs", "connection_logs", "health_check_logs"):
            if changed.get(f"{log}.s3.enabled") == "true" and not changed[f"{log}.s3.bucket"]:
                raise ELBClientError(
                    "InvalidConfigurationRequest", f"'{log}.s3.bucket' must be specified when '{log}.s3.enabled' is true"
                )
        balancer.attrs = changed
        return balancer.attrs


def install() -> None:
    """Let load balancers have the attributes of their type."""
    extend(ELBv2Backend, _Backend)
