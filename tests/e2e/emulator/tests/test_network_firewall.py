"""AWS Network Firewall."""

from typing import Any

from emulator.tests.network import NetworkTest

RULE = 'pass tls $HOME_NET any -> any 443 (msg:"a"; flow:to_server; sid:{};)\n'
STRICT = {"RuleOrder": "STRICT_ORDER"}


class FirewallTest(NetworkTest):
    def setUp(self) -> None:
        super().setUp()
        self.firewalls = self.client("network-firewall")
        self.home = self.vpc()
        zones = ("use1-az1", "use1-az2", "use1-az4")
        self.subnets = [self.subnet(self.home, f"10.0.{n}.0/28", zone) for n, zone in enumerate(zones)]

    def group(self, name: str = "rules", rules: int = 1, capacity: int = 10, **more: Any) -> str:
        given: dict[str, Any] = {
            "RuleGroup": {
                "RulesSource": {"RulesString": "".join(RULE.format(n + 1) for n in range(rules))},
                "StatefulRuleOptions": STRICT,
            },
            "Type": "STATEFUL",
            "Capacity": capacity,
        }
        made = self.firewalls.create_rule_group(RuleGroupName=name, **(given | more))
        return made["RuleGroupResponse"]["RuleGroupArn"]

    def rules(self, *groups: str, **more: Any) -> dict[str, Any]:
        return {
            "StatelessDefaultActions": ["aws:forward_to_sfe"],
            "StatelessFragmentDefaultActions": ["aws:forward_to_sfe"],
            "StatefulDefaultActions": ["aws:drop_established"],
            "StatefulEngineOptions": STRICT,
            "StatefulRuleGroupReferences": [{"ResourceArn": arn, "Priority": n + 1} for n, arn in enumerate(groups)],
        } | more

    def policy(self, *groups: str, name: str = "policy", **more: Any) -> str:
        made = self.firewalls.create_firewall_policy(FirewallPolicyName=name, FirewallPolicy=self.rules(*groups, **more))
        return made["FirewallPolicyResponse"]["FirewallPolicyArn"]

    def firewall(self, name: str = "edge", count: int = 2, **more: Any) -> str:
        given = {"SubnetMappings": [{"SubnetId": subnet} for subnet in self.subnets[:count]], "VpcId": self.home}
        given |= {"FirewallPolicyArn": self.policy(name=name)} if "FirewallPolicyArn" not in more else {}
        return self.firewalls.create_firewall(FirewallName=name, **(given | more))["Firewall"]["FirewallArn"]

    def endpoints(self, arn: str) -> dict[str, str]:
        states = self.firewalls.describe_firewall(FirewallArn=arn)["FirewallStatus"]["SyncStates"]
        return {state["Attachment"]["SubnetId"]: state["Attachment"]["EndpointId"] for state in states.values()}


class RuleGroupTest(FirewallTest):
    def test_life(self) -> None:
        arn = self.group(Tags=[{"Key": "Name", "Value": "a"}], Description="rules")
        read = self.firewalls.describe_rule_group(RuleGroupArn=arn)
        self.assertEqual((10, 1), (read["RuleGroupResponse"]["Capacity"], read["RuleGroupResponse"]["ConsumedCapacity"]))
        self.assertEqual(RULE.format(1), read["RuleGroup"]["RulesSource"]["RulesString"])
        self.assertEqual("STRICT_ORDER", self.firewalls.describe_rule_group_metadata(RuleGroupArn=arn)["StatefulRuleOptions"]["RuleOrder"])
        changed = {"RulesSource": {"RulesString": RULE.format(1) + RULE.format(2)}, "StatefulRuleOptions": STRICT}
        token = self.firewalls.update_rule_group(RuleGroupArn=arn, UpdateToken=read["UpdateToken"], RuleGroup=changed)["UpdateToken"]
        with self.refused("InvalidTokenException"):
            self.firewalls.update_rule_group(RuleGroupArn=arn, UpdateToken=read["UpdateToken"], RuleGroup=changed)
        self.assertNotEqual(read["UpdateToken"], token)
        self.firewalls.delete_rule_group(RuleGroupArn=arn)
        with self.refused("ResourceNotFoundException"):
            self.firewalls.describe_rule_group(RuleGroupArn=arn)

    def test_refusals(self) -> None:
        arn = self.group()
        with self.refused("InvalidRequestException", "already exists"):
            self.group()
        with self.refused("InvalidRequestException", "need 11"):
            self.group("many", rules=11)
        with self.refused("InvalidRequestException", "duplicate sid"):
            self.group("twice", RuleGroup={"RulesSource": {"RulesString": RULE.format(1) * 2}})
        with self.refused("InvalidRequestException", "no sid"):
            self.group("none", RuleGroup={"RulesSource": {"RulesString": "pass tls any any -> any any (flow:to_server;)"}})
        self.policy(arn)
        with self.refused("InvalidOperationException", "still in use"):
            self.firewalls.delete_rule_group(RuleGroupArn=arn)

    def test_capacity_of_domains_and_stateless_rules(self) -> None:
        listed = {"Targets": [".a.example", ".b.example"], "TargetTypes": ["TLS_SNI", "HTTP_HOST"], "GeneratedRulesType": "ALLOWLIST"}
        arn = self.group(RuleGroup={"RulesSource": {"RulesSourceList": listed}})
        self.assertEqual(6, self.firewalls.describe_rule_group(RuleGroupArn=arn)["RuleGroupResponse"]["ConsumedCapacity"])
        match = {"Protocols": [6, 17], "Sources": [{"AddressDefinition": "10.0.0.0/8"}, {"AddressDefinition": "172.16.0.0/12"}]}
        rule = {"RuleDefinition": {"MatchAttributes": match, "Actions": ["aws:drop"]}, "Priority": 1}
        source = {"StatelessRulesAndCustomActions": {"StatelessRules": [rule]}}
        arn = self.group("stateless", Type="STATELESS", RuleGroup={"RulesSource": source})
        self.assertEqual(4, self.firewalls.describe_rule_group(RuleGroupArn=arn)["RuleGroupResponse"]["ConsumedCapacity"])


class PolicyTest(FirewallTest):
    def test_life(self) -> None:
        group = self.group()
        managed = "arn:aws:network-firewall:us-east-1:aws-managed:stateful-rulegroup/ThreatSignaturesScannersStrictOrder"
        arn = self.policy(group, managed, PolicyVariables={"RuleVariables": {"HOME_NET": {"Definition": ["10.0.0.0/8"]}}})
        read = self.firewalls.describe_firewall_policy(FirewallPolicyArn=arn)
        self.assertEqual(10, read["FirewallPolicyResponse"]["ConsumedStatefulRuleCapacity"])
        self.assertEqual(2, len(read["FirewallPolicy"]["StatefulRuleGroupReferences"]))
        self.firewalls.update_firewall_policy(FirewallPolicyArn=arn, UpdateToken=read["UpdateToken"], FirewallPolicy=self.rules())
        self.firewalls.delete_rule_group(RuleGroupArn=group)
        self.firewalls.delete_firewall_policy(FirewallPolicyArn=arn)
        self.assertEqual([], self.firewalls.list_firewall_policies()["FirewallPolicies"])

    def test_refusals(self) -> None:
        unordered = self.group("unordered", RuleGroup={"RulesSource": {"RulesString": RULE.format(1)}})
        with self.refused("InvalidRequestException", "rule order"):
            self.policy(unordered)
        with self.refused("InvalidRequestException", "ActionOrder is not that of the policy"):
            self.policy("arn:aws:network-firewall:us-east-1:aws-managed:stateful-rulegroup/ThreatSignaturesScannersActionOrder")
        with self.refused("InvalidRequestException", "RuleGroupReferences"):
            self.policy("arn:aws:network-firewall:us-east-1:123456789012:stateful-rulegroup/none")
        group = self.group()
        twice = [{"ResourceArn": group, "Priority": 1}, {"ResourceArn": self.group("more"), "Priority": 1}]
        with self.refused("InvalidRequestException", "priority of its own"):
            self.policy(StatefulRuleGroupReferences=twice)
        for change in (
            {"StatelessDefaultActions": ["aws:alert"]},
            {"StatelessDefaultActions": []},
            {"StatefulDefaultActions": ["aws:drop_strict", "aws:drop_established"]},
            {"StatefulDefaultActions": ["aws:nothing"]},
            {"PolicyVariables": {"RuleVariables": {"HOME_NET": {"Definition": ["everything"]}}}},
        ):
            with self.refused("InvalidRequestException"):
                self.policy(**change)
        arn = self.policy(group)
        token = self.firewalls.describe_firewall_policy(FirewallPolicyArn=arn)["UpdateToken"]
        loose = {key: value for key, value in self.rules().items() if key.startswith("Stateless")}
        with self.refused("InvalidRequestException", "cannot be changed"):
            self.firewalls.update_firewall_policy(FirewallPolicyArn=arn, UpdateToken=token, FirewallPolicy=loose)
        self.firewall(FirewallPolicyArn=arn)
        with self.refused("InvalidOperationException", "still in use"):
            self.firewalls.delete_firewall_policy(FirewallPolicyArn=arn)


class EndpointTest(FirewallTest):
    def test_endpoints_are_next_hops_that_only_the_firewall_deletes(self) -> None:
        arn = self.firewall()
        made = self.endpoints(arn)
        self.assertEqual(set(self.subnets[:2]), set(made))
        endpoint = made[self.subnets[0]]
        (read,) = self.ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"]
        self.assertEqual(("GatewayLoadBalancer", True, "available"), (read["VpcEndpointType"], read["RequesterManaged"], read["State"]))
        self.assertIn({"Key": "Firewall", "Value": arn}, read["Tags"])
        self.assertNotIn("PolicyDocument", read)
        with self.refused("OperationNotPermitted", "requester-managed"):
            self.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])
        with self.refused("DependencyViolation"):
            self.ec2.delete_subnet(SubnetId=self.subnets[0])
        table = self.ec2.create_route_table(VpcId=self.home)["RouteTable"]["RouteTableId"]
        self.ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", VpcEndpointId=endpoint)
        with self.refused("InvalidOperationException", "in use by route tables"):
            self.firewalls.delete_firewall(FirewallArn=arn)
        self.ec2.delete_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")
        self.firewalls.delete_firewall(FirewallArn=arn)
        self.assertEqual([], self.of_vpc("describe_network_interfaces", "NetworkInterfaces", self.home))
        with self.refused("ResourceNotFoundException"):
            self.firewalls.describe_firewall(FirewallArn=arn)

    def test_subnets_come_and_go(self) -> None:
        arn = self.firewall()
        with self.refused("InvalidRequestException", "one subnet in each"):
            same = self.subnet(self.home, "10.0.9.0/28", "use1-az1")
            self.firewalls.associate_subnets(FirewallArn=arn, SubnetMappings=[{"SubnetId": same}])
        self.firewalls.associate_subnets(FirewallArn=arn, SubnetMappings=[{"SubnetId": self.subnets[2]}])
        self.assertEqual(set(self.subnets), set(self.endpoints(arn)))
        self.firewalls.disassociate_subnets(FirewallArn=arn, SubnetIds=self.subnets[:1])
        self.assertEqual(set(self.subnets[1:]), set(self.endpoints(arn)))
        with self.refused("InvalidRequestException", "at least one"):
            self.firewalls.disassociate_subnets(FirewallArn=arn, SubnetIds=self.subnets[1:])
        with self.refused("InvalidRequestException", "subnet ID"):
            self.firewalls.disassociate_subnets(FirewallArn=arn, SubnetIds=self.subnets[:1])

    def test_refusals(self) -> None:
        foreign = self.subnet(self.vpc("10.1.0.0/16"), "10.1.0.0/28")
        for mappings in ([], [{"SubnetId": foreign}], [{"SubnetId": "subnet-0123456789abcdef0"}]):
            with self.refused("InvalidRequestException"):
                self.firewall(f"f{len(str(mappings))}", SubnetMappings=mappings)
        with self.refused("InvalidRequestException", "FirewallPolicyArn"):
            self.firewall(FirewallPolicyArn="arn:aws:network-firewall:us-east-1:123456789012:firewall-policy/none")
        self.assertEqual([], self.firewalls.list_firewalls()["Firewalls"])
        self.assertEqual([], self.of_vpc("describe_vpc_endpoints", "VpcEndpoints", self.home))

    def test_protections(self) -> None:
        arn = self.firewall(DeleteProtection=True, SubnetChangeProtection=True, FirewallPolicyChangeProtection=True)
        other = self.policy(name="other")
        with self.refused("InvalidOperationException", "DeleteProtection"):
            self.firewalls.delete_firewall(FirewallArn=arn)
        with self.refused("InvalidOperationException", "SubnetChangeProtection"):
            self.firewalls.associate_subnets(FirewallArn=arn, SubnetMappings=[{"SubnetId": self.subnets[2]}])
        with self.refused("InvalidOperationException", "PolicyChangeProtection"):
            self.firewalls.associate_firewall_policy(FirewallArn=arn, FirewallPolicyArn=other)
        self.firewalls.update_firewall_delete_protection(FirewallArn=arn, DeleteProtection=False)
        self.firewalls.update_subnet_change_protection(FirewallArn=arn, SubnetChangeProtection=False)
        self.firewalls.update_firewall_policy_change_protection(FirewallArn=arn, FirewallPolicyChangeProtection=False)
        self.firewalls.associate_firewall_policy(FirewallArn=arn, FirewallPolicyArn=other)
        self.firewalls.update_firewall_description(FirewallArn=arn, Description="a")
        read = self.firewalls.describe_firewall(FirewallArn=arn)["Firewall"]
        self.assertEqual((other, "a"), (read["FirewallPolicyArn"], read["Description"]))
        self.firewalls.delete_firewall(FirewallArn=arn)

    def test_tags(self) -> None:
        arn = self.firewall()
        self.firewalls.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
        self.firewalls.untag_resource(ResourceArn=arn, TagKeys=["a"])
        self.assertEqual([{"Key": "b", "Value": "2"}], self.firewalls.list_tags_for_resource(ResourceArn=arn)["Tags"])
        with self.refused("ResourceNotFoundException"):
            self.firewalls.tag_resource(ResourceArn=arn + "x", Tags=[{"Key": "a", "Value": "1"}])


class LoggingTest(FirewallTest):
    def setUp(self) -> None:
        super().setUp()
        for name in ("alert", "flow", "more"):
            self.client("logs").create_log_group(logGroupName=name)
        self.arn = self.firewall()

    def log(self, kind: str, group: str) -> dict[str, Any]:
        return {"LogType": kind, "LogDestinationType": "CloudWatchLogs", "LogDestination": {"logGroup": group}}

    def put(self, *logs: dict[str, Any]) -> None:
        self.firewalls.update_logging_configuration(FirewallArn=self.arn, LoggingConfiguration={"LogDestinationConfigs": list(logs)})

    def test_one_change_at_a_time(self) -> None:
        alert, flow = self.log("ALERT", "alert"), self.log("FLOW", "flow")
        self.assertNotIn("LoggingConfiguration", self.firewalls.describe_logging_configuration(FirewallArn=self.arn))
        with self.refused("InvalidRequestException", "one LogDestinationConfig at a time"):
            self.put(alert, flow)
        self.put(alert)
        self.put(alert, flow)
        with self.refused("InvalidRequestException", "one LogDestinationConfig at a time"):
            self.put(self.log("ALERT", "more"))
        self.put(self.log("ALERT", "more"), flow)
        read = self.firewalls.describe_logging_configuration(FirewallArn=self.arn)["LoggingConfiguration"]
        self.assertEqual([self.log("ALERT", "more"), flow], read["LogDestinationConfigs"])
        with self.refused("InvalidOperationException", "logging configuration first"):
            self.firewalls.delete_firewall(FirewallArn=self.arn)
        self.put(flow)
        self.put()
        self.firewalls.delete_firewall(FirewallArn=self.arn)

    def test_refusals(self) -> None:
        with self.refused("InvalidRequestException", "does not exist"):
            self.put(self.log("ALERT", "none"))
        with self.refused("InvalidRequestException", "LogType"):
            self.put(self.log("ALERT", "alert"), self.log("ALERT", "more"))
        self.put(self.log("ALERT", "alert"))
        with self.refused("InvalidRequestException", "LogDestinationType"):
            self.put({"LogType": "ALERT", "LogDestinationType": "S3", "LogDestination": {"bucketName": "a"}})


class TlsTest(FirewallTest):
    def test_life(self) -> None:
        acm = self.client("acm")
        certificate = acm.request_certificate(DomainName="a.example", ValidationMethod="DNS")["CertificateArn"]
        scope = {"Sources": [{"AddressDefinition": "0.0.0.0/0"}], "Destinations": [{"AddressDefinition": "10.0.0.0/8"}], "Protocols": [6]}
        server = {"ServerCertificates": [{"ResourceArn": certificate}], "Scopes": [scope]}
        given = {"ServerCertificateConfigurations": [server]}
        made = self.firewalls.create_tls_inspection_configuration(
            TLSInspectionConfigurationName="tls", TLSInspectionConfiguration=given
        )
        arn = made["TLSInspectionConfigurationResponse"]["TLSInspectionConfigurationArn"]
        policy = self.policy(TLSInspectionConfigurationArn=arn)
        with self.refused("InvalidOperationException", "still in use"):
            self.firewalls.delete_tls_inspection_configuration(TLSInspectionConfigurationArn=arn)
        token = self.firewalls.describe_firewall_policy(FirewallPolicyArn=policy)["UpdateToken"]
        with self.refused("InvalidRequestException", "neither added"):
            self.firewalls.update_firewall_policy(FirewallPolicyArn=policy, UpdateToken=token, FirewallPolicy=self.rules())
        self.firewalls.delete_firewall_policy(FirewallPolicyArn=policy)
        self.firewalls.delete_tls_inspection_configuration(TLSInspectionConfigurationArn=arn)
        server["ServerCertificates"] = [{"ResourceArn": certificate + "x"}]
        with self.refused("InvalidRequestException", "certificate does not exist"):
            self.firewalls.create_tls_inspection_configuration(
                TLSInspectionConfigurationName="tls", TLSInspectionConfiguration=given
            )
