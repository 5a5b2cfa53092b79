"""Attributes of target groups: which each protocol and target type has, their defaults and what AWS refuses.

Source: Elastic Load Balancing API reference, TargetGroupAttribute, ModifyTargetGroupAttributes.
"""

from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.elbv2.exceptions import ELBClientError, TargetGroupNotFoundError
from moto.elbv2.models import ELBv2Backend, FakeTargetGroup
from moto.elbv2.responses import ELBV2Response

from ...extend import extend
from .attributes import check_value
from .balancer_targets import check_attributes_change

_BOOLEAN = "true|false"
_COUNT, _PERCENTAGE = r"off|[1-9]\d*", r"off|100|[1-9]\d?"
_HEALTH = "target_group_health"


def _http(kind: str, protocol: str | None) -> bool:
    return protocol in ("HTTP", "HTTPS")


def _network(kind: str, protocol: str | None) -> bool:
    return protocol in ("TCP", "TLS", "UDP", "TCP_UDP")


def _gateway(kind: str, protocol: str | None) -> bool:
    return protocol == "GENEVE"


def _function(kind: str, protocol: str | None) -> bool:
    return kind == "lambda"


def _not_function(kind: str, protocol: str | None) -> bool:
    return kind != "lambda"


def _not_gateway(kind: str, protocol: str | None) -> bool:
    return protocol != "GENEVE"


def _any(kind: str, protocol: str | None) -> bool:
    return True


_STICKINESS = {"source_ip": _network, "lb_cookie": _http, "app_cookie": _http}
_STICKINESS |= {"source_ip_dest_ip": _gateway, "source_ip_dest_ip_proto": _gateway}

# Key: who has it, the pattern or range of its values, its default.
_ATTRIBUTES: dict[str, tuple[Callable[[str, str | None], bool], str | tuple[int, int], str]] = {
    "deregistration_delay.timeout_seconds": (_not_function, (0, 3600), "300"),
    "stickiness.enabled": (_any, _BOOLEAN, "false"),
    "stickiness.type": (_any, "|".join(_STICKINESS), ""),
    "load_balancing.cross_zone.enabled": (
        _not_gateway,
        f"{_BOOLEAN}|use_load_balancer_configuration",
        "use_load_balancer_configuration",
    ),
    f"{_HEALTH}.dns_failover.minimum_healthy_targets.count": (_not_gateway, _COUNT, "1"),
    f"{_HEALTH}.dns_failover.minimum_healthy_targets.percentage": (_not_gateway, _PERCENTAGE, "off"),
    f"{_HEALTH}.unhealthy_state_routing.minimum_healthy_targets.count": (_not_gateway, r"[1-9]\d*", "1"),
    f"{_HEALTH}.unhealthy_state_routing.minimum_healthy_targets.percentage": (_not_gateway, _PERCENTAGE, "off"),
    "load_balancing.algorithm.type": (_http, "round_robin|least_outstanding_requests|weighted_random", "round_robin"),
    "load_balancing.algorithm.anomaly_mitigation": (_http, "on|off", "off"),
    "slow_start.duration_seconds": (_http, "0|[3-9][0-9]|[1-8][0-9]{2}|900", "0"),
    "stickiness.app_cookie.cookie_name": (_http, r"|(?!AWSALB)[^\s;,=]+", ""),
    "stickiness.app_cookie.duration_seconds": (_http, (1, 604800), "86400"),
    "stickiness.lb_cookie.duration_seconds": (_http, (1, 604800), "86400"),
    "lambda.multi_value_headers.enabled": (_function, _BOOLEAN, "false"),
    "deregistration_delay.connection_termination.enabled": (_network, _BOOLEAN, "false"),
    "preserve_client_ip.enabled": (_network, _BOOLEAN, "true"),
    "proxy_protocol_v2.enabled": (_network, _BOOLEAN, "false"),
    "target_health_state.unhealthy.connection_termination.enabled": (_network, _BOOLEAN, "true"),
    "target_health_state.unhealthy.draining_interval_seconds": (_network, (0, 360000), "0"),
    "target_failover.on_deregistration": (_gateway, "rebalance|no_rebalance", "no_rebalance"),
    "target_failover.on_unhealthy": (_gateway, "rebalance|no_rebalance", "no_rebalance"),
}


def default_attributes(kind: str, protocol: str | None) -> dict[str, str]:
    """All attributes of a new target group."""
    attributes = {key: default for key, (has, _, default) in _ATTRIBUTES.items() if has(kind, protocol)}
    types = [name for name, fits in _STICKINESS.items() if fits(kind, protocol)]
    attributes["stickiness.type"] = types[0] if types else "lb_cookie"
    if protocol in ("UDP", "TCP_UDP"):
        attributes["deregistration_delay.connection_termination.enabled"] = "true"
        attributes["target_health_state.unhealthy.connection_termination.enabled"] = "false"
    if kind == "ip" and protocol in ("TCP", "TLS"):
        attributes["preserve_client_ip.enabled"] = "false"
    return attributes


def check_attributes(group: FakeTargetGroup, given: dict[str, str]) -> dict[str, str]:
    """The attributes with these ones changed, refused where AWS refuses them."""
    for key, value in given.items():
        if key not in _ATTRIBUTES:
            raise ELBClientError("ValidationError", f"Target group attribute key '{key}' is not recognized")
        has, values, _ = _ATTRIBUTES[key]
        if not has(group.target_type, group.protocol):
            raise ELBClientError(
                "InvalidConfigurationRequest",
                f"Target group attribute key '{key}' is not supported for target groups with target type "
                f"'{group.target_type}' and protocol '{group.protocol}'",
            )
        check_value(f"Target group attribute '{key}'", values, value)
    changed = group.attributes | given
    sticky, datagrams = changed["stickiness.type"], group.protocol in ("UDP", "TCP_UDP")
    if "stickiness.type" in given and not _STICKINESS[sticky](group.target_type, group.protocol):
        raise ELBClientError(
            "InvalidConfigurationRequest",
            f"Stickiness type '{sticky}' is not supported for target groups with the {group.protocol} protocol",
        )
    if changed["stickiness.enabled"] == "true" and group.protocol == "TLS":
        raise ELBClientError(
            "InvalidConfigurationRequest", "You cannot enable stickiness on target groups with the TLS protocol"
        )
    if changed["stickiness.enabled"] == "true" and sticky == "app_cookie":
        if not changed["stickiness.app_cookie.cookie_name"]:
            raise ELBClientError(
                "InvalidConfigurationRequest",
                "You must set an application cookie name to enable stickiness of type 'app_cookie'",
            )
    if datagrams and changed["preserve_client_ip.enabled"] == "false":
        raise ELBClientError(
            "InvalidConfigurationRequest",
            f"Client IP preservation cannot be disabled for target groups with the {group.protocol} protocol",
        )
    termination = changed.get("target_health_state.unhealthy.connection_termination.enabled")
    if datagrams and termination == "true":
        raise ELBClientError(
            "InvalidConfigurationRequest",
            f"Connection termination cannot be enabled for target groups with the {group.protocol} protocol",
        )
    if termination == "true" and changed["target_health_state.unhealthy.draining_interval_seconds"] != "0":
        raise ELBClientError(
            "InvalidConfigurationRequest",
            "An unhealthy draining interval requires that connection termination of unhealthy targets is disabled",
        )
    return changed


class _Backend(ELBv2Backend):
    def modify_target_group_attributes(self, target_group_arn: str, attributes: dict[str, Any]) -> None:
        group = self.target_groups.get(target_group_arn)
        if group is None:
            raise TargetGroupNotFoundError()
        check_attributes_change(group)
        group.attributes = check_attributes(group, attributes)


class _Response(ELBV2Response):
    def modify_target_group_attributes(self) -> ActionResult:
        arn = self._get_param("TargetGroupArn")
        given = {item["Key"]: item.get("Value", "") for item in self._get_param("Attributes", [])}
        self.elbv2_backend.modify_target_group_attributes(arn, given)
        return ActionResult({"Attributes": self.elbv2_backend.target_groups[arn].attributes})


def install() -> None:
    """Let target groups have the attributes of their protocol and type."""
    extend(ELBv2Backend, _Backend)
    extend(ELBV2Response, _Response)
