"""Targets: what a target group sends requests to, one registration per address and port.

Sources: Elastic Load Balancing API reference, RegisterTargets, DeregisterTargets, DescribeTargetHealth,
TargetDescription. Nothing answers health checks here, so targets in use are reported healthy, as moto does.
"""

import ipaddress
from typing import Any

from moto.elbv2.exceptions import ELBClientError, TargetGroupNotFoundError, TargetNotRunning
from moto.elbv2.models import ELBv2Backend, FakeTargetGroup, elbv2_backends

from ...extend import extend
from .balancer_targets import check_registration

_PER_GROUP, _PER_ZONE = 1000, 500
_PRIVATE = [ipaddress.ip_network(cidr) for cidr in ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16")]


class _Group:
    def register(self: Any, targets: list[dict[str, Any]]) -> None:
        made = [_make_target(self, target) for target in targets]
        changed = self.targets | {_identity(self, target): target for target in made}
        if self.target_type == "alb" and len(changed) > 1:
            raise ELBClientError("TooManyTargets", "A target group of type 'alb' can have one target")
        zones = [target.get("AvailabilityZone", "") for target in changed.values()]
        if len(changed) > _PER_GROUP:
            raise ELBClientError("TooManyTargets", f"The maximum number of targets ({_PER_GROUP}) has been reached")
        if self.protocol not in ("HTTP", "HTTPS", None) and any(zones.count(zone) > _PER_ZONE for zone in set(zones)):
            raise ELBClientError("TooManyTargets", f"The maximum number of targets per zone ({_PER_ZONE}) has been reached")
        self.targets = changed

    def deregister(self: Any, targets: list[dict[str, Any]]) -> None:
        for target in targets:  # "If the specified target does not exist, the action returns successfully."
            self.targets.pop(_identity(self, target), None)

    def deregister_terminated_instances(self: Any, instance_ids: list[str]) -> None:
        self.targets = {key: target for key, target in self.targets.items() if target["Id"] not in instance_ids}

    def health_for(self: Any, target: dict[str, Any], ec2_backend: Any) -> dict[str, Any]:
        registered = self.targets.get(_identity(self, target))
        if registered is None:
            health = {
                "State": "unused",
                "Reason": "Target.NotRegistered",
                "Description": "Target is not registered to the target group",
            }
        elif not self.load_balancer_arns:
            health = {
                "State": "unused",
                "Reason": "Target.NotInUse",
                "Description": "Target group is not configured to receive traffic from the load balancer",
            }
        elif self.target_type == "instance" and ec2_backend.get_instance(target["Id"]).state == "stopped":
            health = {
                "State": "unused",
                "Reason": "Target.InvalidState",
                "Description": "Target is in the stopped state",
            }
        else:
            health = {"State": "healthy"}
        shown = registered or {"Id": target["Id"], "Port": target.get("Port", self.port)}
        port = str(shown.get("Port")) if self.health_check_port == "traffic-port" else self.health_check_port
        return {"Target": shown, "HealthCheckPort": port, "TargetHealth": health}


class _Backend(ELBv2Backend):
    def describe_target_health(self, target_group_arn: str, targets: list[dict[str, Any]]) -> list[dict[str, Any]]:
        group = self.target_groups.get(target_group_arn)
        if group is None:
            raise TargetGroupNotFoundError()
        return [group.health_for(target, self.ec2_backend) for target in targets or list(group.targets.values())]


def _identity(group: FakeTargetGroup, target: dict[str, Any]) -> tuple[str, int | None]:
    """What tells registrations apart: one address may be registered with several ports."""
    port = target.get("Port") or group.port
    return target["Id"], int(port) if port else None


def _make_target(group: FakeTargetGroup, target: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"Id": target["Id"]}
    zone = target.get("AvailabilityZone")
    if group.target_type == "lambda":
        if zone not in (None, "all"):
            raise ELBClientError("ValidationError", "The only Availability Zone of a Lambda function is 'all'")
        return made
    made["Port"] = int(target.get("Port") or group.port)
    if not 1 <= made["Port"] <= 65535:
        raise ELBClientError("ValidationError", f"Target port '{made['Port']}' must be between 1 and 65535")
    if group.target_type == "ip":
        return made | {"AvailabilityZone": _zone_of_address(group, target["Id"], zone)}
    if zone:
        raise ELBClientError(
            "ValidationError", f"An Availability Zone cannot be specified for targets of type '{group.target_type}'"
        )
    if group.target_type == "alb":
        check_registration(elbv2_backends[group.account_id][group.region_name], group, target["Id"], made["Port"])
    else:
        instance = group.ec2_backend.get_instance_by_id(target["Id"])
        if instance is None or instance.vpc_id != group.vpc_id:
            raise ELBClientError(
                "InvalidTarget", f"The following targets are not in the VPC '{group.vpc_id}': '{target['Id']}'"
            )
        if instance.state != "running":
            raise TargetNotRunning(instance_id=target["Id"])
    return made


def _zone_of_address(group: FakeTargetGroup, text: str, zone: str | None) -> str:
    """The zone of an address in one of the VPC's subnets; of another private address the one that is asked for."""
    ec2 = group.ec2_backend
    try:
        address = ipaddress.ip_address(text)
    except ValueError as error:
        raise ELBClientError("ValidationError", f"The IP address '{text}' is not valid") from error
    if (address.version == 6) != (group.ip_address_type == "ipv6"):
        raise ELBClientError("ValidationError", f"The IP address '{text}' is not of the type '{group.ip_address_type}'")
    for subnet in ec2.describe_subnets(filters={"vpc-id": [group.vpc_id]}):
        blocks = [ipaddress.ip_network(subnet.cidr_block)] if subnet.cidr_block else []
        blocks += [ipaddress.ip_network(item["ipv6CidrBlock"]) for item in subnet.ipv6_cidr_block_associations.values()]
        if not any(address in block for block in blocks):
            continue
        if zone not in (None, subnet.availability_zone):
            raise ELBClientError(
                "ValidationError",
                f"The IP address '{text}' is within the VPC, and cannot have its Availability Zone overridden to '{zone}' "
                f"from '{subnet.availability_zone}'",
            )
        return subnet.availability_zone
    if not any(address in block for block in _PRIVATE if block.version == address.version):
        raise ELBClientError(
            "InvalidTarget",
            f"The IP address '{text}' is not a valid target: it must be in a subnet of the VPC '{group.vpc_id}' or in one of "
            f"{', '.join(map(str, _PRIVATE))}",
        )
    if zone is None:
        raise ELBClientError(
            "ValidationError", f"The Availability Zone is required for IP address '{text}' because it is not in the VPC"
        )
    if zone != "all" and zone not in [known.name for known in ec2.describe_availability_zones()]:
        raise ELBClientError(
            "ValidationError",
            "You must specify a valid Availability Zone or select 'all' for all enabled Availability zones, since the IP "
            f"address '{text}' is outside the VPC",
        )
    return zone


def install() -> None:
    """Let targets be registered as AWS documents it."""
    extend(FakeTargetGroup, _Group)
    extend(ELBv2Backend, _Backend)
