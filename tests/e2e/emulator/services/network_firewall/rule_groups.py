"""Rule groups: CreateRuleGroup, UpdateRuleGroup, DescribeRuleGroup, DescribeRuleGroupMetadata, DeleteRuleGroup,
ListRuleGroups.

moto has none of them.
"""

from dataclasses import dataclass, field
from typing import Any

from moto.networkfirewall.models import NetworkFirewallBackend

from ...extend import extend
from .capacity import consumed
from .errors import InvalidOperationException, InvalidRequestException
from .resource import Resource, common, encryption_of

_PATHS = {"STATEFUL": "stateful-rulegroup", "STATELESS": "stateless-rulegroup"}
_QUOTA, _LARGEST = 50, 30_000


@dataclass
class RuleGroup(Resource):
    """Rules with the capacity that was set aside for them."""

    type: str = "STATEFUL"
    capacity: int = 0
    consumed: int = 0
    rules: dict[str, Any] = field(default_factory=dict)

    @property
    def order(self) -> str:
        """The order in which the rules are evaluated."""
        return self.rules.get("StatefulRuleOptions", {}).get("RuleOrder", "DEFAULT_ACTION_ORDER")


class _Backend(NetworkFirewallBackend):
    def create_rule_group(self, given: dict[str, Any]) -> RuleGroup:
        kind, capacity = given.get("Type"), given.get("Capacity", 0)
        if kind not in _PATHS:
            raise InvalidRequestException(f"parameter is invalid, parameter: [{kind}], context: Type")
        if not 1 <= capacity <= _LARGEST:
            raise InvalidRequestException(f"parameter is invalid, parameter: [{capacity}], context: Capacity")
        same = {arn: group for arn, group in self.resources(RuleGroup).items() if group.type == kind}
        arn = self.new_arn(_PATHS[kind], given.get("RuleGroupName"), same, _QUOTA, "rule group")
        group = RuleGroup(given["RuleGroupName"], arn, type=kind, capacity=capacity, **common(given))
        _set_rules(group, given)
        self.resources(RuleGroup)[arn] = group
        return group

    def find_rule_group(self, given: dict[str, Any]) -> RuleGroup:
        kind = given.get("Type")
        return self.find(
            RuleGroup,
            "rule group",
            given.get("RuleGroupArn"),
            given.get("RuleGroupName"),
            lambda group: kind in (None, group.type),
        )

    def update_rule_group(self, given: dict[str, Any]) -> RuleGroup:
        group = self.find_rule_group(given)
        group.check_token(given.get("UpdateToken", ""))
        _set_rules(group, given)
        group.description = given.get("Description", group.description)
        if "EncryptionConfiguration" in given:
            group.encryption = encryption_of(given["EncryptionConfiguration"])
        group.touch()
        return group

    def delete_rule_group(self, given: dict[str, Any]) -> RuleGroup:
        group = self.find_rule_group(given)
        if self.policies_with(group.arn):
            message = f"Unable to delete the object because it is still in use: {group.arn}"
            raise InvalidOperationException(message)
        return self.resources(RuleGroup).pop(group.arn)

    def rule_group_answer(self, group: RuleGroup, status: str = "ACTIVE") -> dict[str, Any]:
        """The API's RuleGroupResponse."""
        return {
            "RuleGroupArn": group.arn,
            "RuleGroupName": group.name,
            "RuleGroupId": group.id,
            "Description": group.description,
            "Type": group.type,
            "Capacity": group.capacity,
            "ConsumedCapacity": group.consumed,
            "NumberOfAssociations": len(self.policies_with(group.arn)),
            "RuleGroupStatus": status,
            "EncryptionConfiguration": group.encryption,
            "LastModifiedTime": group.modified,
            "Tags": group.tag_list(),
        }


def _set_rules(group: RuleGroup, given: dict[str, Any]) -> None:
    if ("RuleGroup" in given) == ("Rules" in given):
        raise InvalidRequestException("You must provide either RuleGroup or Rules, and not both")
    rules = given.get("RuleGroup") or {"RulesSource": {"RulesString": given["Rules"]}}
    taken = consumed(group.type, rules)
    if taken > group.capacity:
        raise InvalidRequestException(
            f"The capacity of {group.name} is {group.capacity}, and its rules need {taken}: rule group capacity exceeded"
        )
    if group.rules:
        order = rules.get("StatefulRuleOptions", {}).get("RuleOrder", "DEFAULT_ACTION_ORDER")
        if order != group.order:
            raise InvalidRequestException(f"The rule order of {group.name} cannot be changed, parameter: [{order}]")
    group.rules, group.consumed = rules, taken


def install() -> None:
    """Let there be rule groups."""
    extend(NetworkFirewallBackend, _Backend)
