"""Security groups and their rules.

CreateSecurityGroup: moto takes any description. DeleteSecurityGroup: moto minds nothing. AuthorizeSecurityGroupIngress and
-Egress: moto takes ports in the wrong order, and groups of VPCs that nothing joins to the rule's. Rules: moto compares the description of a group's rule too, so that a duplicate
passes; keeps the description of CIDR rules only; and modifies CIDR rules only. RevokeSecurityGroupIngress and -Egress
answer an unknown rule ID as though it were an unknown permission.
"""

import itertools
import re
from typing import Any

from moto.ec2.exceptions import (
    DependencyViolationError,
    EC2ClientError,
    InvalidPermissionDuplicateError,
    InvalidSecurityGroupNotFoundError,
    InvalidSecurityGroupRuleIdNotFoundError,
)
from moto.ec2.models import EC2Backend
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupBackend, SecurityGroupRule
from moto.elbv2.models import elbv2_backends

from ..extend import extend, replaced

# Source: EC2 API reference, CreateSecurityGroup.
_DESCRIPTION = re.compile(r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*")

# Protocols whose ports are ports; those of ICMP are type and code.
_WITH_PORTS = {"tcp", "udp", "6", "17"}

# The field of a rule, as ModifySecurityGroupRules names it, that says whom the rule admits.
_PEERS = ("CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupId")


class _Rule(SecurityGroupRule):
    _construct = replaced(SecurityGroupRule, "__init__")

    def __init__(self, ec2_backend: Any, *args: Any, **kwargs: Any) -> None:
        self._construct(ec2_backend, *args, **kwargs)
        prefix_list = kwargs.get("prefix_list_id") or (args[6] if len(args) > 6 else None)
        self.prefix_list_description = (prefix_list or {}).get("Description")

    @property
    def peer(self) -> tuple[str | None, ...]:
        """Whom the rule admits: an IPv4 CIDR, an IPv6 CIDR, a prefix list or a group."""
        return self.cidr_ipv4, self.cidr_ipv6, self.prefix_list_id, self.source_group.get("GroupId")

    @property
    def description(self) -> str | None:
        return self.ip_range.get("Description") or self.source_group.get("Description") or self.prefix_list_description

    @description.setter
    def description(self, value: str) -> None:
        if self.ip_range:
            self.ip_range["Description"] = value
        elif self.source_group:
            self.source_group["Description"] = value
        else:
            self.prefix_list_description = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecurityGroupRule) and _identity(self) == _identity(other)

    __hash__ = None  # type: ignore[assignment]


class _Backend(EC2Backend):
    def create_security_group(self, name: str, description: str, vpc_id: str | None = None, **kwargs: Any) -> SecurityGroup:
        if vpc_id:
            self.require_vpc(vpc_id)
        if not _DESCRIPTION.fullmatch(description or ""):
            message = f"Value ({description}) for parameter GroupDescription is invalid. "
            raise EC2ClientError("InvalidParameterValue", message + "Character sets beyond ASCII are not supported.")
        return SecurityGroupBackend.create_security_group(self, name, description, vpc_id, **kwargs)

    def authorize_security_group_ingress(self, group_name_or_id: str, *args: Any, **kwargs: Any) -> Any:
        self._require_valid_rule(group_name_or_id, kwargs)
        return SecurityGroupBackend.authorize_security_group_ingress(self, group_name_or_id, *args, **kwargs)

    def authorize_security_group_egress(self, group_name_or_id: str, *args: Any, **kwargs: Any) -> Any:
        self._require_valid_rule(group_name_or_id, kwargs)
        return SecurityGroupBackend.authorize_security_group_egress(self, group_name_or_id, *args, **kwargs)

    def _require_valid_rule(self, group_id: str, request: dict[str, Any]) -> None:
        first, last = request.get("from_port"), request.get("to_port")
        if request.get("ip_protocol") in _WITH_PORTS and first is not None and last is not None and int(first) > int(last):
            message = f"Invalid TCP/UDP port range ({first}:{last})"
            raise EC2ClientError("InvalidParameterValue", message)
        group = self.get_security_group_by_name_or_id(group_id)
        for item in request.get("source_groups") or []:
            peer = self.get_security_group_from_id(item["GroupId"]) if item.get("GroupId") else None
            if group and peer and group.vpc_id != peer.vpc_id and not self._joined(group.vpc_id, peer.vpc_id):
                raise EC2ClientError("InvalidGroup.NotFound", "You have specified two resources that belong to different networks.")

    def _joined(self, vpc: str, other: str) -> bool:
        """Whether rules of one VPC may name groups of another: they are peers, or share a transit gateway."""
        both = {vpc, other}
        if any(
            {peering.vpc.id, peering.peer_vpc.id} == both and peering._status.code == "active"
            for peering in self.vpc_pcxs.values()
        ):
            return True
        gateways: dict[str, set[str]] = {vpc: set(), other: set()}
        for attachment in self.transit_gateway_attachments.values():
            if attachment.resource_id in both and attachment.state == "available":
                gateways[attachment.resource_id].add(attachment.transit_gateway_id)
        return bool(gateways[vpc] & gateways[other])

    def delete_security_group(self, name: str | None = None, group_id: str | None = None) -> None:
        group = self.get_security_group_from_id(group_id) if group_id else self._named(name)
        if not group:
            raise InvalidSecurityGroupNotFoundError(group_id or name)
        if group.is_default:
            message = f'the specified group: "{group.id}" name: "{group.name}" cannot be deleted by a user'
            raise EC2ClientError("CannotDelete", message)
        if any(group.id in holders for holders in self._groups_in_use(group)):
            raise DependencyViolationError(f"resource {group.id} has a dependent object")
        self.groups[group.vpc_id].pop(group.id)

    def _named(self, name: str | None) -> SecurityGroup | None:
        return self.get_security_group_from_name(name, self.default_vpc.id) if name else None

    def _groups_in_use(self, group: SecurityGroup) -> Any:
        """The groups that an interface, a load balancer or another group's rule refers to."""
        yield {held.id for interface in self.enis.values() for held in interface._group_set}
        balancers = elbv2_backends[self.account_id][self.region_name].load_balancers.values()
        yield {held for balancer in balancers for held in balancer.security_groups or []}
        yield {
            rule.source_group.get("GroupId")
            for groups in self.groups.values()
            for other in groups.values()
            if other is not group
            for rule in itertools.chain(other.ingress_rules, other.egress_rules)
        }

    def revoke_security_group_ingress(self, group_name_or_id: str, *args: Any, **kwargs: Any) -> None:
        self._require_rules(group_name_or_id, "ingress_rules", kwargs)
        SecurityGroupBackend.revoke_security_group_ingress(self, group_name_or_id, *args, **kwargs)

    def revoke_security_group_egress(self, group_name_or_id: str, *args: Any, **kwargs: Any) -> None:
        self._require_rules(group_name_or_id, "egress_rules", kwargs)
        SecurityGroupBackend.revoke_security_group_egress(self, group_name_or_id, *args, **kwargs)

    def _require_rules(self, group_id: str, direction: str, request: dict[str, Any]) -> None:
        group = self.get_security_group_by_name_or_id(group_id)
        present = {rule.id for rule in getattr(group, direction)} if group else set()
        for rule_id in request.get("security_rule_ids") or []:
            if group and rule_id not in present:
                raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)

    def modify_security_group_rules(self, group_id: str, rules: dict[str, dict[str, Any]]) -> None:
        group = self.get_security_group_by_name_or_id(group_id)
        if not group:
            raise InvalidSecurityGroupNotFoundError(group_id)
        for rule_id, wanted in rules.items():
            rule = group.get_rule(rule_id)
            if not rule:
                raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)
            given = [name for name in _PEERS if wanted.get(name) is not None]
            if len(given) != 1:
                raise EC2ClientError(
                    "InvalidParameterCombination" if given else "MissingParameter",
                    "Only one of cidrIp, cidrIpv6, prefixListId, or referencedGroupId can be specified",
                )
            changed = self._modified_rule(rule, given[0], wanted)
            siblings = group.egress_rules if rule.is_egress else group.ingress_rules
            if any(other.id != rule_id and other == changed for other in siblings):
                raise InvalidPermissionDuplicateError
            siblings[[other.id for other in siblings].index(rule_id)] = changed

    def _modified_rule(self, rule: SecurityGroupRule, peer: str, wanted: dict[str, Any]) -> SecurityGroupRule:
        """The rule as it shall be; whom it admits cannot become of another kind."""
        before = _PEERS[[value is not None for value in rule.peer].index(True)]
        if before != peer:
            message = f"Invalid rule type for security group rule '{rule.id}'. You may not specify {peer} for an existing "
            raise EC2ClientError("InvalidParameterValue", message + f"{before} rule.")
        if wanted.get("IpProtocol") is None:
            raise EC2ClientError("InvalidParameterValue", "Invalid value 'null' for protocol.")
        described = {"Description": wanted["Description"]} if wanted.get("Description") is not None else {}
        ip_range = {{"CidrIpv4": "CidrIp"}.get(peer, peer): wanted[peer], **described} if peer.startswith("Cidr") else None
        group = {**rule.source_group, "GroupId": wanted[peer], **described} if peer == "ReferencedGroupId" else None
        prefixes = {"PrefixListId": wanted[peer], **described} if peer == "PrefixListId" else None
        ports = wanted.get("FromPort"), wanted.get("ToPort")
        if wanted["IpProtocol"] != "-1" and None in ports:
            message = "Invalid value for portRange. Must specify both from and to ports with TCP/UDP."
            raise EC2ClientError("InvalidParameterValue", message)
        changed = SecurityGroupRule(
            self, wanted["IpProtocol"], rule.group_id, *ports, ip_range, group, prefixes, is_egress=rule.is_egress
        )
        changed.id = rule.id
        return changed


def _identity(rule: SecurityGroupRule) -> tuple[Any, ...]:
    """What makes two rules the same; ports do not count where all protocols are admitted."""
    ports = (None, None) if rule.ip_protocol == "-1" else (rule.from_port, rule.to_port)
    return rule.is_egress, rule.ip_protocol, *ports, *rule.peer


def install() -> None:
    """Mend moto's security groups."""
    extend(SecurityGroupRule, _Rule)
    extend(EC2Backend, _Backend)
