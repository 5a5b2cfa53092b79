"""Load balancers: names, identities, security groups and the end of one.

Sources: Elastic Load Balancing API reference (version 2015-12-01), CreateLoadBalancer, DescribeLoadBalancers,
DeleteLoadBalancer, SetSecurityGroups and SetIpAddressType.
"""

import re
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models import EC2Backend
from moto.elbv2.exceptions import ELBClientError, LoadBalancerNotFoundError
from moto.elbv2.models import ELBv2Backend, FakeLoadBalancer
from moto.elbv2.responses import ELBV2Response
from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

from ...extend import extend
from .attributes import default_attributes
from .balancer_targets import check_removal
from .hosted_zones import hosted_zone_id
from .subnets import enter, leave
from .zones import Zone, plan_zones

_PATHS = {"application": "app", "network": "net", "gateway": "gwy"}
_QUOTA = 50  # of each type, in a Region
_ADDRESS_TYPES = ("ipv4", "dualstack", "dualstack-without-public-ipv4")


def check_name(name: str) -> None:
    """Refuse names that AWS refuses."""
    if len(name) > 32:
        raise ELBClientError(
            "ValidationError", f"The load balancer name '{name}' cannot be longer than '32' characters"
        )
    if not re.fullmatch(r"[A-Za-z0-9-]+", name):
        raise ELBClientError(
            "ValidationError",
            f"The load balancer name '{name}' can only contain characters that are alphanumeric characters and hyphens(-)",
        )
    if name.startswith(("-", "internal-")) or name.endswith("-"):
        raise ELBClientError(
            "ValidationError", f"The load balancer name '{name}' cannot begin or end with '-' or begin with 'internal-'"
        )


def check_security_groups(ec2: EC2Backend, vpc_id: str, group_ids: list[str]) -> None:
    """Refuse security groups that do not exist or belong to another VPC."""
    for group_id in group_ids:
        group = ec2.get_security_group_from_id(group_id)
        if group is None:
            raise ELBClientError("InvalidSecurityGroup", f"The security group '{group_id}' does not exist")
        if group.vpc_id != vpc_id:
            raise ELBClientError(
                "InvalidConfigurationRequest", f"One or more security groups are invalid: '{group_id}' is not in {vpc_id}"
            )


def dns_name(name: str, kind: str, scheme: str, identity: str, region: str) -> str:
    """The name under which a load balancer answers."""
    if kind == "application":
        prefix = "internal-" if scheme == "internal" else ""
        return f"{prefix}{name}-{int(identity, 16) % 10**10}.{region}.elb.amazonaws.com"
    return f"{name}-{identity}.elb.{region}.amazonaws.com"


class _Balancer:
    @property
    def enforce_security_group_inbound_rules_on_private_link_traffic(self) -> str | None:
        """Shown for network load balancers with security groups only."""
        network = self.type == "network" and self.security_groups  # type: ignore[attr-defined]
        return self.private_link_rules if network else None  # type: ignore[attr-defined]


class _Backend(ELBv2Backend):
    def create_load_balancer(
        self,
        name: str,
        security_groups: list[str] | None,
        subnet_ids: list[str] | None,
        subnet_mappings: list[dict[str, str]] | None = None,
        scheme: str | None = "internet-facing",
        loadbalancer_type: str | None = None,
        ip_address_type: str = "ipv4",
        tags: list[dict[str, str]] | None = None,
    ) -> FakeLoadBalancer:
        kind, scheme = loadbalancer_type or "application", scheme or "internet-facing"
        if kind == "gateway":  # it has neither a scheme nor a name in the DNS
            scheme = None
        check_name(name)
        mappings = subnet_mappings or []
        for same in self.load_balancers.values():
            if same.name == name:
                zoned = {(item["SubnetId"], item.get("PrivateIPv4Address"), item.get("AllocationId")) for item in mappings}
                zoned |= {(subnet_id, None, None) for subnet_id in subnet_ids or []}
                if _same_settings(same, kind, scheme, ip_address_type, set(security_groups or []), zoned):
                    return same
                raise ELBClientError(
                    "DuplicateLoadBalancerName",
                    f"A load balancer with the same name '{name}' exists, but with different settings",
                )
        zones = plan_zones(self.ec2_backend, kind, scheme, subnet_ids or [], mappings, {})
        _check_address_type(ip_address_type, zones)
        vpc_id = zones[0].subnet.vpc_id
        groups = list(security_groups or [])
        if kind == "gateway" and groups:
            raise ELBClientError(
                "InvalidConfigurationRequest", "Security groups are not supported for load balancers with type 'gateway'"
            )
        check_security_groups(self.ec2_backend, vpc_id, groups)
        if kind == "application" and not groups:
            groups = [self.ec2_backend.get_default_security_group(vpc_id).id]
        if sum(balancer.type == kind for balancer in self.load_balancers.values()) >= _QUOTA:
            raise ELBClientError(
                "TooManyLoadBalancers", f"The maximum number of load balancers ({_QUOTA}) has been reached"
            )
        identity = mock_random.get_random_hex(16)
        balancer = FakeLoadBalancer(
            name=name,
            security_groups=groups,
            subnets=[],
            vpc_id=vpc_id,
            arn=f"arn:{get_partition(self.region_name)}:elasticloadbalancing:{self.region_name}:{self.account_id}"
            f":loadbalancer/{_PATHS[kind]}/{name}/{identity}",
            dns_name=dns_name(name, kind, scheme, identity, self.region_name) if scheme else None,
            state="provisioning",
            scheme=scheme,
            loadbalancer_type=kind,
            ip_address_type=ip_address_type,
        )
        balancer.zones = {}
        balancer.private_link_rules = "on"
        balancer.attrs = default_attributes(kind, scheme)
        balancer.canonical_hosted_zone_id = hosted_zone_id(self.region_name, kind) if scheme else None
        enter(self.ec2_backend, balancer, zones)
        self.load_balancers[balancer.arn] = balancer
        self.tagging_service.tag_resource(balancer.arn, tags)
        return balancer

    def describe_load_balancers(self, arns: list[str] | None, names: list[str] | None) -> list[FakeLoadBalancer]:
        found = list(self.load_balancers.values())
        if arns:
            found = [balancer for balancer in found if balancer.arn in arns]
        if names:
            found = [balancer for balancer in found if balancer.name in names]
        if missing := set(arns or []) - {balancer.arn for balancer in found}:
            raise ELBClientError("LoadBalancerNotFound", f"One or more load balancers not found: {sorted(missing)}")
        if missing := set(names or []) - {balancer.name for balancer in found}:
            raise ELBClientError("LoadBalancerNotFound", f"Load balancers '[{', '.join(sorted(missing))}]' not found")
        for balancer in found:
            balancer.activate()
        return found

    def delete_load_balancer(self, arn: str) -> None:
        balancer = self.load_balancers.get(arn)
        if balancer is None:  # "If the load balancer does not exist or has already been deleted, the call succeeds."
            return
        if balancer.attrs["deletion_protection.enabled"] == "true":
            raise ELBClientError(
                "OperationNotPermitted",
                f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled",
            )
        for service in self.ec2_backend.configurations.values():
            if arn in service.gateway_load_balancer_arns + service.network_load_balancer_arns:
                raise ELBClientError(
                    "ResourceInUse", f"Load balancer '{arn}' cannot be deleted because it is currently associated with another service"
                )
        check_removal(self, arn)
        for listener in list(balancer.listeners):
            self.delete_listener(listener)
        leave(self.ec2_backend, list(balancer.zones.values()))
        del self.load_balancers[arn]
        self.tagging_service.delete_all_tags_for_resource(arn)

    def set_security_groups(
        self, arn: str, sec_groups: list[str], private_link_rules: str | None = None
    ) -> FakeLoadBalancer:  # type: ignore[override]
        balancer = self.load_balancers.get(arn)
        if balancer is None:
            raise LoadBalancerNotFoundError()
        if balancer.type == "gateway" or (balancer.type == "network" and bool(sec_groups) != bool(balancer.security_groups)):
            raise ELBClientError(
                "InvalidConfigurationRequest",
                f"Security groups of load balancer '{arn}' cannot be added or removed: a network load balancer has "
                "them from its creation or never",
            )
        if balancer.type == "application" and not sec_groups:
            raise ELBClientError("ValidationError", "At least one security group must be specified")
        check_security_groups(self.ec2_backend, balancer.vpc_id, sec_groups)
        balancer.security_groups = list(sec_groups)
        if private_link_rules:
            if balancer.type != "network":
                raise ELBClientError(
                    "InvalidConfigurationRequest",
                    "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic is supported for network load balancers only",
                )
            balancer.private_link_rules = private_link_rules
        for zone in balancer.zones.values():
            zone.interface.set_security_groups(balancer.security_groups)
        return balancer

    def set_ip_address_type(self, arn: str, ip_type: str) -> None:
        balancer = self.load_balancers.get(arn)
        if balancer is None:
            raise LoadBalancerNotFoundError()
        _check_address_type(ip_type, list(balancer.zones.values()))
        balancer.ip_address_type = ip_type


def _same_settings(
    balancer: FakeLoadBalancer, kind: str, scheme: str, ip_type: str, groups: set[str], zones: set[tuple[str, Any, Any]]
) -> bool:
    """Whether a request asks for the load balancer that there is: it is answered with that one then."""
    return (
        (kind, scheme, ip_type) == (balancer.type, balancer.scheme, balancer.ip_address_type)
        and (groups == set(balancer.security_groups) or (kind == "application" and not groups))
        and zones == {zone.wanted() for zone in balancer.zones.values()}
    )


def _check_address_type(ip_type: str, zones: list[Zone]) -> None:
    if ip_type not in _ADDRESS_TYPES:
        raise ELBClientError(
            "ValidationError",
            f"1 validation error detected: Value '{ip_type}' at 'ipAddressType' failed to satisfy constraint: Member must "
            f"satisfy enum value set: [{', '.join(_ADDRESS_TYPES)}]",
        )
    for zone in zones:
        if ip_type != "ipv4" and not zone.subnet.ipv6_cidr_block_associations:
            raise ELBClientError(
                "InvalidSubnet", f"You must specify subnets with an associated IPv6 CIDR block ({zone.subnet.id})"
            )


class _Response(ELBV2Response):
    def set_security_groups(self) -> ActionResult:
        balancer = self.elbv2_backend.set_security_groups(
            self._get_param("LoadBalancerArn"),
            self._get_param("SecurityGroups", []),
            self._get_param("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"),
        )
        rules = balancer.enforce_security_group_inbound_rules_on_private_link_traffic
        return ActionResult(
            {
                "SecurityGroupIds": balancer.security_groups,
                "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": rules,
            }
        )


def install() -> None:
    """Let load balancers be made, found, changed and deleted as AWS documents it."""
    extend(FakeLoadBalancer, _Balancer)
    extend(ELBv2Backend, _Backend)
    extend(ELBV2Response, _Response)
