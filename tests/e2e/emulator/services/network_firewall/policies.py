"""Firewall policies: CreateFirewallPolicy, UpdateFirewallPolicy, DescribeFirewallPolicy, DeleteFirewallPolicy,
ListFirewallPolicies.

moto has none of them. Source: AWS Network Firewall API reference, FirewallPolicy; developer guide, "Firewall policy
settings".
"""

import ipaddress
import re
from dataclasses import dataclass, field
from typing import Any

from moto.networkfirewall.models import NetworkFirewallBackend

from ...extend import extend
from .errors import InvalidOperationException, InvalidRequestException
from .resource import Resource, common, encryption_of
from .rule_groups import RuleGroup

_QUOTA, _GROUPS, _CAPACITY = 20, 20, 30_000
_STATELESS = ("aws:pass", "aws:drop", "aws:forward_to_sfe")
_DROPPING = ("aws:drop_strict", "aws:drop_established", "aws:drop_established_app_layer", "aws:drop_established_app_layer_to_server")
_REPORTING = tuple(action.replace(":drop", ":alert") for action in _DROPPING)
_MANAGED = re.compile(r"arn:aws:network-firewall:[a-z0-9-]+:aws-managed:stateful-rulegroup/[A-Za-z0-9]+(ActionOrder|StrictOrder)")
_STRICT = "STRICT_ORDER"


@dataclass
class Policy(Resource):
    """What becomes of packets."""

    rules: dict[str, Any] = field(default_factory=dict)

    @property
    def references(self) -> list[dict[str, Any]]:
        """The rule groups that the policy refers to."""
        return self.rules.get("StatefulRuleGroupReferences", []) + self.rules.get("StatelessRuleGroupReferences", [])

    @property
    def order(self) -> str:
        """The order in which stateful rules are evaluated."""
        return order_of(self.rules)

    def refers_to(self, arn: str) -> bool:
        """Whether the policy cannot do without a rule group or a TLS inspection configuration."""
        return arn == self.rules.get("TLSInspectionConfigurationArn") or any(item["ResourceArn"] == arn for item in self.references)


def order_of(policy: dict[str, Any]) -> str:
    """The order in which a policy evaluates stateful rules."""
    return policy.get("StatefulEngineOptions", {}).get("RuleOrder", "DEFAULT_ACTION_ORDER")


class _Backend(NetworkFirewallBackend):
    def policies_with(self, arn: str) -> list[Policy]:
        """The policies that refer to a rule group or a TLS inspection configuration."""
        return [policy for policy in self.resources(Policy).values() if policy.refers_to(arn)]

    def create_firewall_policy(self, given: dict[str, Any]) -> Policy:
        arn = self.new_arn("firewall-policy", given.get("FirewallPolicyName"), self.resources(Policy), _QUOTA, "firewall policy")
        self._check_policy(given["FirewallPolicy"])
        policy = Policy(given["FirewallPolicyName"], arn, rules=given["FirewallPolicy"], **common(given))
        self.resources(Policy)[arn] = policy
        return policy

    def find_policy(self, given: dict[str, Any]) -> Policy:
        return self.find(Policy, "firewall policy", given.get("FirewallPolicyArn"), given.get("FirewallPolicyName"))

    def update_firewall_policy(self, given: dict[str, Any]) -> Policy:
        policy = self.find_policy(given)
        policy.check_token(given.get("UpdateToken", ""))
        rules = given["FirewallPolicy"]
        self._check_policy(rules)
        if order_of(rules) != policy.order:
            raise InvalidRequestException(f"The rule order of {policy.name} cannot be changed, parameter: [{order_of(rules)}]")
        tls = "TLSInspectionConfigurationArn"
        if bool(rules.get(tls)) != bool(policy.rules.get(tls)):
            message = "A TLS inspection configuration can be replaced in a policy, but neither added to it nor removed from it"
            raise InvalidRequestException(message)
        policy.rules = rules
        policy.description = given.get("Description", policy.description)
        if "EncryptionConfiguration" in given:
            policy.encryption = encryption_of(given["EncryptionConfiguration"])
        policy.touch()
        return policy

    def delete_firewall_policy(self, given: dict[str, Any]) -> Policy:
        policy = self.find_policy(given)
        if self.firewalls_with(policy.arn):
            raise InvalidOperationException(f"Unable to delete the object because it is still in use: {policy.arn}")
        return self.resources(Policy).pop(policy.arn)

    def policy_answer(self, policy: Policy, status: str = "ACTIVE") -> dict[str, Any]:
        """The API's FirewallPolicyResponse."""
        groups = [self.resources(RuleGroup).get(item["ResourceArn"]) for item in policy.references]
        taken = {kind: sum(group.capacity for group in groups if group and group.type == kind) for kind in ("STATEFUL", "STATELESS")}
        return {
            "FirewallPolicyName": policy.name,
            "FirewallPolicyArn": policy.arn,
            "FirewallPolicyId": policy.id,
            "Description": policy.description,
            "FirewallPolicyStatus": status,
            "ConsumedStatefulRuleCapacity": taken["STATEFUL"],
            "ConsumedStatelessRuleCapacity": taken["STATELESS"],
            "NumberOfAssociations": len(self.firewalls_with(policy.arn)),
            "EncryptionConfiguration": policy.encryption,
            "LastModifiedTime": policy.modified,
            "Tags": policy.tag_list(),
        }

    def _check_policy(self, policy: dict[str, Any]) -> None:
        custom = [action["ActionName"] for action in policy.get("StatelessCustomActions", [])]
        for name in ("StatelessDefaultActions", "StatelessFragmentDefaultActions"):
            actions = policy.get(name, [])
            if unknown := [action for action in actions if action not in (*_STATELESS, *custom)]:
                raise InvalidRequestException(f"parameter is invalid, parameter: {unknown}, context: {name}")
            if sum(action in _STATELESS for action in actions) != 1:
                raise InvalidRequestException(f"{name} takes exactly one of {list(_STATELESS)}")
        _check_defaults(policy)
        for variable in policy.get("PolicyVariables", {}).get("RuleVariables", {}).items():
            _check_variable(*variable)
        self._check_references(policy)
        if tls := policy.get("TLSInspectionConfigurationArn"):
            self.find_tls({"TLSInspectionConfigurationArn": tls})

    def _check_references(self, policy: dict[str, Any]) -> None:
        for kind in ("STATEFUL", "STATELESS"):
            references = policy.get(f"{kind.title()}RuleGroupReferences", [])
            arns = [item["ResourceArn"] for item in references]
            if len(arns) > _GROUPS or len(set(arns)) < len(arns):
                raise InvalidRequestException(f"A policy refers to at most {_GROUPS} rule groups of a type, each once")
            ordered = kind == "STATELESS" or order_of(policy) == _STRICT
            priorities = [item.get("Priority") for item in references]
            if ordered and (None in priorities or len(set(priorities)) < len(priorities)):
                raise InvalidRequestException("Each rule group needs a priority of its own, context: RuleGroupReferences")
            if not ordered and any(priority is not None for priority in priorities):
                raise InvalidRequestException(f"Priorities need the rule order {_STRICT}, context: RuleGroupReferences")
            taken = 0
            for arn in arns:
                if managed := _MANAGED.fullmatch(arn):
                    if (managed.group(1) == "StrictOrder") != (order_of(policy) == _STRICT):
                        raise InvalidRequestException(f"The rule order of {arn} is not that of the policy")
                    continue
                group = self.resources(RuleGroup).get(arn)
                if not group or group.type != kind:
                    raise InvalidRequestException(f"parameter is invalid, parameter: [{arn}], context: RuleGroupReferences")
                if kind == "STATEFUL" and group.order != order_of(policy):
                    raise InvalidRequestException(f"The rule order of {arn} is not that of the policy")
                taken += group.capacity
            if taken > _CAPACITY:
                raise InvalidRequestException(f"The rule groups of a policy have a capacity of {_CAPACITY} at most, not {taken}")


def _check_defaults(policy: dict[str, Any]) -> None:
    actions = policy.get("StatefulDefaultActions", [])
    if actions and order_of(policy) != _STRICT:
        raise InvalidRequestException(f"Stateful default actions need the rule order {_STRICT}, parameter: {actions}")
    if unknown := [action for action in actions if action not in (*_DROPPING, *_REPORTING)]:
        raise InvalidRequestException(f"parameter is invalid, parameter: {unknown}, context: StatefulDefaultActions")
    if sum(action in _DROPPING for action in actions) > 1:
        raise InvalidRequestException("StatefulDefaultActions takes one drop action at most")


def _check_variable(name: str, value: dict[str, list[str]]) -> None:
    if name != "HOME_NET" and name != "EXTERNAL_NET":
        raise InvalidRequestException(f"parameter is invalid, parameter: [{name}], context: PolicyVariables")
    for cidr in value.get("Definition", []):
        try:
            ipaddress.ip_network(cidr)
        except ValueError:
            raise InvalidRequestException(f"parameter is invalid, parameter: [{cidr}], context: PolicyVariables") from None


def install() -> None:
    """Let there be firewall policies."""
    extend(NetworkFirewallBackend, _Backend)
