"""Actions of listeners and rules: what AWS refuses, and what it adds to them.

Sources: Elastic Load Balancing API reference, Action, ForwardActionConfig, RedirectActionConfig,
FixedResponseActionConfig, CreateListener and CreateRule.
"""

import copy
import re
from collections.abc import Iterator
from typing import Any

from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend, FakeAction, FakeLoadBalancer, FakeTargetGroup

_FINAL = {"forward", "redirect", "fixed-response"}
_TYPES = _FINAL | {"authenticate-oidc", "authenticate-cognito"}
_CONTENT_TYPES = {"text/plain", "text/css", "text/html", "application/javascript", "application/json"}
_KEEP = {"Protocol": "#{protocol}", "Port": "#{port}", "Host": "#{host}", "Path": "/#{path}", "Query": "#{query}"}
_GROUPS_PER_ACTION = 5
_GROUPS_PER_BALANCER = 100

# Listener protocols by type of load balancer, and the target groups' protocols that fit them.
PROTOCOLS = {
    "application": {"HTTP": {"HTTP", "HTTPS"}, "HTTPS": {"HTTP", "HTTPS"}},
    "network": {
        "TCP": {"TCP", "TCP_UDP"},
        "TLS": {"TCP", "TLS"},
        "UDP": {"UDP", "TCP_UDP"},
        "TCP_UDP": {"TCP_UDP"},
    },
    "gateway": {"GENEVE": {"GENEVE"}},
}


def make_actions(
    backend: ELBv2Backend, balancer: FakeLoadBalancer, protocol: str, given: list[dict[str, Any]]
) -> list[FakeAction]:
    """The actions as the API shows them, in their order."""
    if not given:
        raise ELBClientError("ValidationError", "At least one action must be specified")
    ordered = sorted(copy.deepcopy(given), key=lambda action: int(action.get("Order", 1)))
    for action in ordered:
        if action["Type"] not in _TYPES:
            raise ELBClientError("ValidationError", f"Action type '{action['Type']}' must be one of {sorted(_TYPES)}")
    finals = [action["Type"] for action in ordered if action["Type"] in _FINAL]
    if len(finals) != 1 or ordered[-1]["Type"] not in _FINAL:
        raise ELBClientError(
            "InvalidLoadBalancerAction",
            "There must be exactly one action of type forward, redirect or fixed-response, and it must be the last one",
        )
    for action in ordered:
        if action["Type"] == "forward":
            _complete_forward(backend, balancer, protocol, action)
        elif balancer.type != "application":
            raise ELBClientError(
                "InvalidConfigurationRequest",
                f"Action type '{action['Type']}' is not supported on load balancers with type '{balancer.type}'",
            )
        elif action["Type"] == "redirect":
            _complete_redirect(action)
        elif action["Type"] == "fixed-response":
            _check_fixed_response(action)
        elif protocol != "HTTPS":
            raise ELBClientError(
                "InvalidLoadBalancerAction", f"Action type '{action['Type']}' is supported on HTTPS listeners only"
            )
    return [FakeAction(action) for action in ordered]


def _complete_forward(
    backend: ELBv2Backend, balancer: FakeLoadBalancer, protocol: str, action: dict[str, Any]
) -> None:
    single = action.get("TargetGroupArn")
    config = action.setdefault("ForwardConfig", {"TargetGroups": [{"TargetGroupArn": single}] if single else []})
    tuples = config.get("TargetGroups", [])
    if not tuples:
        raise ELBClientError("ValidationError", "A target group ARN must be specified")
    if len(tuples) > _GROUPS_PER_ACTION:
        raise ELBClientError(
            "TooManyUniqueTargetGroupsPerLoadBalancer", f"An action can have at most {_GROUPS_PER_ACTION} target groups"
        )
    if single and [item["TargetGroupArn"] for item in tuples] != [single]:
        raise ELBClientError(
            "ValidationError", "The target group of the action and those of its forward config must be the same"
        )
    for item in tuples:
        item["Weight"] = int(item.get("Weight", 1))
        if not 0 <= item["Weight"] <= 999:
            raise ELBClientError("ValidationError", f"Target group weight '{item['Weight']}' must be between 0 and 999")
        _check_target_group(backend, balancer, protocol, item["TargetGroupArn"])
    if len(tuples) == 1:
        action["TargetGroupArn"] = tuples[0]["TargetGroupArn"]
    sticky = config.setdefault("TargetGroupStickinessConfig", {"Enabled": False})
    if sticky.get("Enabled") and not 1 <= int(sticky.get("DurationSeconds", 0)) <= 604800:
        raise ELBClientError("ValidationError", "Target group stickiness duration must be between 1 and 604800 seconds")


def _check_target_group(backend: ELBv2Backend, balancer: FakeLoadBalancer, protocol: str, arn: str) -> None:
    group = backend.target_groups.get(arn)
    if group is None:
        raise ELBClientError("TargetGroupNotFound", f"Target groups '{arn}' not found")
    if group.target_type == "lambda":
        if balancer.type != "application":
            raise ELBClientError(
                "InvalidConfigurationRequest", "Target groups of type lambda are supported on application load balancers only"
            )
    elif group.vpc_id != balancer.vpc_id:
        raise ELBClientError(
            "InvalidConfigurationRequest",
            f"The target group '{arn}' is in the VPC '{group.vpc_id}', the load balancer in '{balancer.vpc_id}'",
        )
    elif group.protocol not in PROTOCOLS[balancer.type][protocol]:
        raise ELBClientError(
            "IncompatibleProtocols",
            f"The protocol '{group.protocol}' of target group '{arn}' is not compatible with the listener's '{protocol}'",
        )
    if any(other != balancer.arn for other in group.load_balancer_arns):
        raise ELBClientError(
            "TargetGroupAssociationLimit",
            f"The following target groups cannot be associated with more than one load balancer: {arn}",
        )
    used = {found.arn for found in backend.target_groups.values() if balancer.arn in found.load_balancer_arns} | {arn}
    if balancer.type == "application" and len(used) > _GROUPS_PER_BALANCER:
        raise ELBClientError(
            "TooManyUniqueTargetGroupsPerLoadBalancer",
            f"The maximum number of target groups ({_GROUPS_PER_BALANCER}) of the load balancer has been reached",
        )


def _complete_redirect(action: dict[str, Any]) -> None:
    config = action.get("RedirectConfig")
    if not config:
        raise ELBClientError("ValidationError", "A redirect config must be specified for redirect actions")
    if config.get("StatusCode") not in ("HTTP_301", "HTTP_302"):
        raise ELBClientError("ValidationError", "The status code of a redirect must be one of [HTTP_301, HTTP_302]")
    for name, value in _KEEP.items():
        config.setdefault(name, value)
    if config["Protocol"] not in ("HTTP", "HTTPS", "#{protocol}"):
        raise ELBClientError("ValidationError", f"Redirect protocol '{config['Protocol']}' is not valid")
    if config["Port"] != "#{port}" and not re.fullmatch(r"[1-9]\d{0,4}", config["Port"]):
        raise ELBClientError("ValidationError", f"Redirect port '{config['Port']}' must be between 1 and 65535")
    if all(config[name] == value for name, value in _KEEP.items() if name != "Query"):
        raise ELBClientError(
            "InvalidLoadBalancerAction",
            "The redirect is not valid because it creates a loop: protocol, port, host or path must change",
        )


def _check_fixed_response(action: dict[str, Any]) -> None:
    config = action.get("FixedResponseConfig")
    if not config:
        raise ELBClientError("ValidationError", "A fixed response config must be specified for fixed-response actions")
    if not re.fullmatch(r"[245]\d\d", config.get("StatusCode", "")):
        raise ELBClientError("ValidationError", "The status code of a fixed response must be 2XX, 4XX or 5XX")
    if config.get("ContentType", "text/plain") not in _CONTENT_TYPES:
        raise ELBClientError("InvalidLoadBalancerAction", f"The content type must be one of {sorted(_CONTENT_TYPES)}")
    if len(config.get("MessageBody", "")) > 1024:
        raise ELBClientError("ValidationError", "The message body cannot be longer than 1024 characters")


def target_groups_of(actions: list[FakeAction]) -> Iterator[str]:
    """The target groups that actions forward to."""
    for action in actions:
        for item in action.data.get("ForwardConfig", {}).get("TargetGroups", []):
            yield item["TargetGroupArn"]


def note_associations(backend: ELBv2Backend) -> None:
    """Let every target group know the load balancers that forward to it now."""
    users: dict[str, list[str]] = {}
    for balancer in backend.load_balancers.values():
        for listener in balancer.listeners.values():
            for rule in listener.rules.values():
                for arn in target_groups_of(rule.actions):
                    if balancer.arn not in users.setdefault(arn, []):
                        users[arn].append(balancer.arn)
    group: FakeTargetGroup
    for group in backend.target_groups.values():
        group.load_balancer_arns = users.get(group.arn, [])
