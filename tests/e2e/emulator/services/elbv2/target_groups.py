"""Target groups: names, settings and the end of one.

Sources: Elastic Load Balancing API reference, CreateTargetGroup, ModifyTargetGroup, DeleteTargetGroup, TargetGroup.
"""

import re
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidVPCIdError
from moto.elbv2.exceptions import ELBClientError, TargetGroupNotFoundError
from moto.elbv2.models import ELBv2Backend, FakeTargetGroup
from moto.elbv2.responses import ELBV2Response

from ...extend import extend
from .health_checks import FIELDS, make_health_check
from .target_group_attributes import default_attributes

_PROTOCOLS = ("HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE")
_TYPES = ("instance", "ip", "lambda", "alb")
_VERSIONS = ("HTTP1", "HTTP2", "GRPC")

# What moto calls the arguments of CreateTargetGroup (CloudFormation and Auto Scaling call the backend by itself).
_ARGUMENTS = {
    "healthcheck_protocol": "HealthCheckProtocol",
    "healthcheck_port": "HealthCheckPort",
    "healthcheck_path": "HealthCheckPath",
    "healthcheck_interval_seconds": "HealthCheckIntervalSeconds",
    "healthcheck_timeout_seconds": "HealthCheckTimeoutSeconds",
    "healthcheck_enabled": "HealthCheckEnabled",
    "healthy_threshold_count": "HealthyThresholdCount",
    "unhealthy_threshold_count": "UnhealthyThresholdCount",
    "matcher": "Matcher",
    "vpc_id": "VpcId",
    "protocol": "Protocol",
    "protocol_version": "ProtocolVersion",
    "port": "Port",
    "target_type": "TargetType",
    "ip_address_type": "IpAddressType",
}


def check_name(name: str) -> None:
    """Refuse names that AWS refuses."""
    if len(name) > 32:
        raise ELBClientError("ValidationError", f"Target group name '{name}' cannot be longer than '32' characters")
    if not re.fullmatch(r"[A-Za-z0-9-]+", name):
        raise ELBClientError(
            "ValidationError",
            f"Target group name '{name}' can only contain characters that are alphanumeric characters or hyphens(-)",
        )
    if name.startswith("-") or name.endswith("-"):
        raise ELBClientError("ValidationError", f"Target group name '{name}' cannot begin or end with '-'")


class _Backend(ELBv2Backend):
    def create_target_group(self, name: str, **kwargs: Any) -> FakeTargetGroup:
        tags = kwargs.pop("tags", None)
        given = {_ARGUMENTS[key]: value for key, value in kwargs.items() if value is not None}
        check_name(name)
        kind = given.get("TargetType", "instance")
        if kind not in _TYPES:
            raise ELBClientError("ValidationError", f"Target type '{kind}' must be one of {list(_TYPES)}")
        protocol, version = self._check_traffic(kind, given)
        check = make_health_check(kind, protocol, version, given)
        settings = {
            "target_type": kind,
            "protocol": protocol,
            "protocol_version": version,
            "port": int(given["Port"]) if "Port" in given else None,
            "vpc_id": given.get("VpcId"),
            "ip_address_type": given.get("IpAddressType", "ipv4") if kind != "lambda" and protocol != "GENEVE" else None,
            **{field: check.get(key) for key, field in FIELDS.items()},
        }
        for group in self.target_groups.values():
            if group.name != name:
                continue
            if all(getattr(group, field) == value for field, value in settings.items()):
                return group
            raise ELBClientError(
                "DuplicateTargetGroupName",
                f"A target group with the same name '{name}' exists, but with different settings",
            )
        group = FakeTargetGroup(
            name, self.account_id, self.region_name, settings["vpc_id"], protocol, settings["port"], target_type=kind
        )
        for field, value in settings.items():
            setattr(group, field, value)
        group.attributes = default_attributes(kind, protocol)
        self.target_groups[group.arn] = group
        self.tagging_service.tag_resource(group.arn, tags)
        return group

    def _check_traffic(self, kind: str, given: dict[str, Any]) -> tuple[str | None, str | None]:
        """The protocol and its version, refused where a target group of this type cannot have them."""
        if kind == "lambda":
            for key, text in (("Protocol", "Protocol"), ("Port", "Port"), ("VpcId", "VPC ID")):
                if key in given:
                    raise ELBClientError(
                        "ValidationError", f"{text} cannot be specified for target groups with target type 'lambda'"
                    )
            return None, None
        for key, text in (("Protocol", "protocol"), ("Port", "port"), ("VpcId", "VPC ID")):
            if key not in given:
                raise ELBClientError("ValidationError", f"A {text} must be specified")
        protocol, version = given["Protocol"], given.get("ProtocolVersion")
        if protocol not in _PROTOCOLS:
            raise ELBClientError("ValidationError", f"Target group protocol '{protocol}' must be one of {list(_PROTOCOLS)}")
        if kind == "alb" and protocol != "TCP":
            raise ELBClientError("ValidationError", "Target groups of target type 'alb' support the protocol TCP only")
        if not 1 <= int(given["Port"]) <= 65535 or (protocol == "GENEVE" and int(given["Port"]) != 6081):
            raise ELBClientError("ValidationError", f"Target group port '{given['Port']}' is not valid for {protocol}")
        if protocol in ("HTTP", "HTTPS"):
            version = version or "HTTP1"
            if version not in _VERSIONS:
                raise ELBClientError("ValidationError", f"Protocol version '{version}' must be one of {list(_VERSIONS)}")
        elif version:
            raise ELBClientError(
                "ValidationError", f"A protocol version cannot be specified for target groups with protocol '{protocol}'"
            )
        try:
            self.ec2_backend.get_vpc(given["VpcId"])
        except InvalidVPCIdError as error:
            raise ELBClientError("ValidationError", f"The VPC ID '{given['VpcId']}' is not found") from error
        return protocol, version

    def change_health_check(self, arn: str, given: dict[str, Any]) -> FakeTargetGroup:
        """What ModifyTargetGroup does."""
        group = self.target_groups.get(arn)
        if group is None:
            raise TargetGroupNotFoundError()
        old = {key: getattr(group, field) for key, field in FIELDS.items()}
        if given.get("HealthCheckProtocol") == "TCP":  # takes path and matcher along
            old["HealthCheckPath"] = old["Matcher"] = None
        check = make_health_check(group.target_type, group.protocol, group.protocol_version, {**old, **given})
        for key, field in FIELDS.items():
            setattr(group, field, check.get(key))
        return group

    def delete_target_group(self, target_group_arn: str) -> FakeTargetGroup:
        group = self.target_groups.get(target_group_arn)
        if group is None:
            raise TargetGroupNotFoundError()
        if group.load_balancer_arns:
            raise ELBClientError(
                "ResourceInUse", f"Target group '{target_group_arn}' is currently in use by a listener or a rule"
            )
        self.tagging_service.delete_all_tags_for_resource(target_group_arn)
        return self.target_groups.pop(target_group_arn)


class _Response(ELBV2Response):
    def create_target_group(self) -> ActionResult:
        params = self._get_params()
        arguments = {argument: params.get(key) for argument, key in _ARGUMENTS.items()}
        group = self.elbv2_backend.create_target_group(params["Name"], tags=params.get("Tags"), **arguments)
        return ActionResult({"TargetGroups": [group]})

    def modify_target_group(self) -> ActionResult:
        params = self._get_params()
        given = {key: value for key, value in params.items() if key in FIELDS}
        return ActionResult({"TargetGroups": [self.elbv2_backend.change_health_check(params["TargetGroupArn"], given)]})


def install() -> None:
    """Let target groups be as AWS documents them."""
    extend(ELBv2Backend, _Backend)
    extend(ELBV2Response, _Response)
