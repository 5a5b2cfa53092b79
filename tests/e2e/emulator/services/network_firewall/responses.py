"""The operations of the service, each a request in JSON and an answer in JSON."""

import json
from typing import Any

from moto.networkfirewall.models import NetworkFirewallBackend
from moto.networkfirewall.responses import NetworkFirewallResponse

from ...extend import extend
from .errors import InvalidRequestException
from .firewalls import Firewall
from .policies import Policy
from .resource import Resource
from .rule_groups import RuleGroup
from .tls import TlsInspection

_PAGE = 100


class _Response(NetworkFirewallResponse):
    @property
    def _backend(self) -> NetworkFirewallBackend:
        return self.networkfirewall_backend

    @property
    def _given(self) -> dict[str, Any]:
        return json.loads(self.body or "{}")

    # Rule groups.

    def create_rule_group(self) -> str:
        group = self._backend.create_rule_group(self._given)
        return json.dumps({"UpdateToken": group.token, "RuleGroupResponse": self._backend.rule_group_answer(group)})

    def update_rule_group(self) -> str:
        group = self._backend.update_rule_group(self._given)
        return json.dumps({"UpdateToken": group.token, "RuleGroupResponse": self._backend.rule_group_answer(group)})

    def describe_rule_group(self) -> str:
        group = self._backend.find_rule_group(self._given)
        answer = self._backend.rule_group_answer(group)
        return json.dumps({"UpdateToken": group.token, "RuleGroup": group.rules, "RuleGroupResponse": answer})

    def describe_rule_group_metadata(self) -> str:
        answer = self._backend.rule_group_answer(group := self._backend.find_rule_group(self._given))
        names = ("RuleGroupArn", "RuleGroupName", "Description", "Type", "Capacity", "LastModifiedTime")
        options = {"StatefulRuleOptions": {"RuleOrder": group.order}} if group.type == "STATEFUL" else {}
        return json.dumps({name: answer[name] for name in names} | options)

    def delete_rule_group(self) -> str:
        group = self._backend.delete_rule_group(self._given)
        return json.dumps({"RuleGroupResponse": self._backend.rule_group_answer(group, "DELETING")})

    def list_rule_groups(self) -> str:
        return self._list(RuleGroup, "RuleGroups")

    # Policies.

    def create_firewall_policy(self) -> str:
        policy = self._backend.create_firewall_policy(self._given)
        return json.dumps({"UpdateToken": policy.token, "FirewallPolicyResponse": self._backend.policy_answer(policy)})

    def update_firewall_policy(self) -> str:
        policy = self._backend.update_firewall_policy(self._given)
        return json.dumps({"UpdateToken": policy.token, "FirewallPolicyResponse": self._backend.policy_answer(policy)})

    def describe_firewall_policy(self) -> str:
        policy = self._backend.find_policy(self._given)
        answer = self._backend.policy_answer(policy)
        return json.dumps({"UpdateToken": policy.token, "FirewallPolicy": policy.rules, "FirewallPolicyResponse": answer})

    def delete_firewall_policy(self) -> str:
        policy = self._backend.delete_firewall_policy(self._given)
        return json.dumps({"FirewallPolicyResponse": self._backend.policy_answer(policy, "DELETING")})

    def list_firewall_policies(self) -> str:
        return self._list(Policy, "FirewallPolicies")

    # TLS inspection configurations.

    def create_tls_inspection_configuration(self) -> str:
        tls = self._backend.create_tls_inspection(self._given)
        return json.dumps({"UpdateToken": tls.token, "TLSInspectionConfigurationResponse": self._backend.tls_answer(tls)})

    def update_tls_inspection_configuration(self) -> str:
        tls = self._backend.update_tls_inspection(self._given)
        return json.dumps({"UpdateToken": tls.token, "TLSInspectionConfigurationResponse": self._backend.tls_answer(tls)})

    def describe_tls_inspection_configuration(self) -> str:
        tls = self._backend.find_tls(self._given)
        answer = {"TLSInspectionConfiguration": tls.configuration, "TLSInspectionConfigurationResponse": self._backend.tls_answer(tls)}
        return json.dumps({"UpdateToken": tls.token} | answer)

    def delete_tls_inspection_configuration(self) -> str:
        tls = self._backend.delete_tls_inspection(self._given)
        return json.dumps({"TLSInspectionConfigurationResponse": self._backend.tls_answer(tls, "DELETING")})

    def list_tls_inspection_configurations(self) -> str:
        return self._list(TlsInspection, "TLSInspectionConfigurations")

    # Firewalls.

    def create_firewall(self) -> str:
        firewall = self._backend.make_firewall(self._given)
        status = self._backend.firewall_status(firewall, "PROVISIONING")
        return json.dumps({"Firewall": firewall.answer(), "FirewallStatus": status})

    def describe_firewall(self) -> str:
        firewall = self._backend.find_firewall(self._given)
        status = self._backend.firewall_status(firewall)
        return json.dumps({"UpdateToken": firewall.token, "Firewall": firewall.answer(), "FirewallStatus": status})

    def delete_firewall(self) -> str:
        firewall = self._backend.delete_firewall(self._given)
        status = self._backend.firewall_status(firewall, "DELETING")
        return json.dumps({"Firewall": firewall.answer(), "FirewallStatus": status})

    def list_firewalls(self) -> str:
        wanted = self._given.get("VpcIds")
        return self._list(Firewall, "Firewalls", lambda firewall: not wanted or firewall.vpc_id in wanted)

    def associate_subnets(self) -> str:
        return self._changed(self._backend.associate_subnets(self._given), "SubnetMappings")

    def disassociate_subnets(self) -> str:
        return self._changed(self._backend.disassociate_subnets(self._given), "SubnetMappings")

    def associate_firewall_policy(self) -> str:
        return self._changed(self._backend.associate_policy(self._given), "FirewallPolicyArn")

    def update_firewall_delete_protection(self) -> str:
        return self._changed(self._backend.change_firewall(self._given), "DeleteProtection")

    def update_subnet_change_protection(self) -> str:
        return self._changed(self._backend.change_firewall(self._given), "SubnetChangeProtection")

    def update_firewall_policy_change_protection(self) -> str:
        return self._changed(self._backend.change_firewall(self._given), "FirewallPolicyChangeProtection")

    def update_firewall_encryption_configuration(self) -> str:
        return self._changed(self._backend.change_firewall(self._given), "EncryptionConfiguration")

    def update_firewall_analysis_settings(self) -> str:
        return self._changed(self._backend.change_firewall(self._given), "EnabledAnalysisTypes")

    def update_firewall_description(self) -> str:
        return self._changed(self._backend.describe_as(self._given), "Description")

    def _changed(self, firewall: Firewall, member: str) -> str:
        answer = {"FirewallArn": firewall.arn, "FirewallName": firewall.name, "UpdateToken": firewall.token}
        return json.dumps(answer | {member: firewall.answer()[member]})

    # Logging.

    def update_logging_configuration(self) -> str:
        firewall = self._backend.update_logs(self._given)
        return json.dumps(self._backend.logs_answer(firewall) | {"FirewallName": firewall.name})

    def describe_logging_configuration(self) -> str:
        return json.dumps(self._backend.logs_answer(self._backend.find_firewall(self._given)))

    # Tags.

    def tag_resource(self) -> str:
        self._backend.tag(self._given["ResourceArn"], self._given["Tags"])
        return "{}"

    def untag_resource(self) -> str:
        self._backend.untag(self._given["ResourceArn"], self._given["TagKeys"])
        return "{}"

    def list_tags_for_resource(self) -> str:
        return json.dumps({"Tags": self._backend.tagged(self._given["ResourceArn"]).tag_list()})

    def _list(self, kind: type[Resource], key: str, wanted: Any = None) -> str:
        """A page of what a List operation answers: names and ARNs."""
        found = [item for item in self._backend.resources(kind).values() if not wanted or wanted(item)]
        try:
            start, size = int(self._given.get("NextToken") or 0), int(self._given.get("MaxResults") or _PAGE)
        except ValueError:
            raise InvalidRequestException("The NextToken is invalid") from None
        member = {"Firewalls": "Firewall"}.get(key, "")
        page: dict[str, Any] = {
            key: [{f"{member}Name": item.name, f"{member}Arn": item.arn} for item in found[start : start + size]]
        }
        if start + size < len(found):
            page["NextToken"] = str(start + size)
        return json.dumps(page)


def install() -> None:
    """Let the service have its operations."""
    extend(NetworkFirewallResponse, _Response)
