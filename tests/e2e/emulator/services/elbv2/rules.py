"""Rules of application load balancers' listeners.

Sources: Elastic Load Balancing API reference, CreateRule, ModifyRule, DeleteRule, SetRulePriorities, Rule; user guide of
application load balancers, "Quotas".
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend, FakeListener, FakeListenerRule, FakeRule
from moto.elbv2.responses import ELBV2Response
from moto.moto_api._internal import mock_random

from ...extend import extend
from .actions import make_actions, note_associations
from .conditions import make_conditions

_QUOTA = 100  # per load balancer, default rules not counted
_HIGHEST = 50000


class _Backend(ELBv2Backend):
    def create_rule(
        self,
        listener_arn: str,
        conditions: list[dict[str, Any]],
        priority: int | str,
        actions: list[dict[str, Any]],
        tags: list[dict[str, str]] | None = None,
    ) -> FakeListenerRule:
        listener = self.describe_listeners(None, [listener_arn])[0]
        if listener.balancer.type != "application":
            raise ELBClientError(
                "InvalidConfigurationRequest", "Rules are supported on listeners of application load balancers only"
            )
        priority = _check_priority(priority)
        if any(rule.priority == priority for rule in listener._non_default_rules.values()):
            raise ELBClientError("PriorityInUse", f"Priority '{priority}' is currently in use")
        if sum(len(other._non_default_rules) for other in listener.balancer.listeners.values()) >= _QUOTA:
            raise ELBClientError("TooManyRules", f"The maximum number of rules ({_QUOTA}) has been reached")
        arn = f"{listener_arn.replace(':listener/', ':listener-rule/')}/{mock_random.get_random_hex(16)}"
        made = make_actions(self, listener.balancer, listener.protocol, actions)
        rule = FakeListenerRule(listener_arn, arn, make_conditions(conditions), priority, made)
        listener.register(arn, rule)
        note_associations(self)
        self.tagging_service.tag_resource(arn, tags)
        return rule

    def modify_rule(
        self, rule_arn: str, conditions: list[dict[str, Any]], actions: list[dict[str, Any]]
    ) -> FakeRule:
        rule, listener = self.find_rule(rule_arn)
        if rule.is_default:
            raise ELBClientError("OperationNotPermitted", f"Default rule '{rule_arn}' cannot be modified")
        if not conditions and not actions:
            raise ELBClientError("ValidationError", "Either conditions or actions must be specified")
        made_conditions = make_conditions(conditions) if conditions else rule.conditions
        made_actions = (
            make_actions(self, listener.balancer, listener.protocol, actions) if actions else rule.actions
        )
        rule.conditions, rule.actions = made_conditions, made_actions
        note_associations(self)
        return rule

    def delete_rule(self, arn: str) -> None:
        rule, listener = self.find_rule(arn)
        if rule.is_default:
            raise ELBClientError("OperationNotPermitted", f"Default rule '{arn}' cannot be deleted")
        listener.remove_rule(arn)
        note_associations(self)
        self.tagging_service.delete_all_tags_for_resource(arn)

    def set_rule_priorities(self, rule_priorities: list[dict[str, Any]]) -> list[FakeRule]:
        wanted = {item["RuleArn"]: _check_priority(item["Priority"]) for item in rule_priorities}
        for priority in (priorities := list(wanted.values())):
            if priorities.count(priority) > 1:
                raise ELBClientError("ValidationError", f"Priority '{priority}' was provided multiple times")
        found = [self.find_rule(arn) for arn in wanted]
        for rule, listener in found:
            if rule.is_default:
                raise ELBClientError("OperationNotPermitted", f"The priority of default rule '{rule.arn}' cannot be set")
            for other in listener._non_default_rules.values():
                if other.arn not in wanted and other.priority == wanted[rule.arn]:
                    raise ELBClientError("PriorityInUse", f"Priority '{other.priority}' is currently in use")
        for rule, _ in found:
            rule.priority = wanted[rule.arn]
        return [rule for rule, _ in found]

    def find_rule(self, arn: str) -> tuple[FakeRule, FakeListener]:
        """The rule of this ARN, with its listener."""
        for balancer in self.load_balancers.values():
            for listener in balancer.listeners.values():
                if rule := listener.rules.get(arn):
                    return rule, listener
        raise ELBClientError("RuleNotFound", f"One or more rules not found: ['{arn}']")


def _check_priority(priority: int | str) -> int:
    if not str(priority).isdigit() or not 1 <= int(priority) <= _HIGHEST:
        raise ELBClientError("ValidationError", f"Rule priority '{priority}' must be between 1 and {_HIGHEST}")
    return int(priority)


class _Response(ELBV2Response):
    def create_rule(self) -> ActionResult:
        params = self._get_params()
        if params.get("Transforms"):
            raise NotImplementedError("transforms of rules")
        rule = self.elbv2_backend.create_rule(
            listener_arn=params["ListenerArn"],
            conditions=params.get("Conditions", []),
            priority=params["Priority"],
            actions=params.get("Actions", []),
            tags=params.get("Tags"),
        )
        return ActionResult({"Rules": [rule]})


def install() -> None:
    """Let rules be as AWS documents them."""
    extend(ELBv2Backend, _Backend)
    extend(ELBV2Response, _Response)
