"""Rules: conditions, priorities, and their limits."""

from typing import Any

from emulator.tests.load_balancing import LoadBalancingTest

HOST = {"Field": "host-header", "HostHeaderConfig": {"Values": ["shop.example.com", "*.example.org"]}}
PATH = {"Field": "path-pattern", "Values": ["/cart/*"]}


class RuleTest(LoadBalancingTest):
    def setUp(self) -> None:
        super().setUp()
        self.balancer, self.pods = self.alb(), self.target_group()
        self.arn = self.listener(self.balancer)["ListenerArn"]

    def rule(self, priority: int = 10, conditions: list[dict[str, Any]] | None = None, **arguments: Any) -> dict[str, Any]:
        given = {"ListenerArn": self.arn, "Actions": self.forward(self.pods)} | arguments
        return self.elb.create_rule(Priority=priority, Conditions=conditions or [HOST], **given)["Rules"][0]

    def shown(self) -> list[dict[str, Any]]:
        return self.elb.describe_rules(ListenerArn=self.arn)["Rules"]

    def test_reads_back(self) -> None:
        made = self.rule(conditions=[HOST, PATH])
        self.assertRegex(made["RuleArn"], r":listener-rule/app/front/[0-9a-f]{16}/[0-9a-f]{16}/[0-9a-f]{16}$")
        found = self.shown()[0]
        self.assertEqual(("10", False), (found["Priority"], found["IsDefault"]))
        self.assertEqual(HOST | {"Values": HOST["HostHeaderConfig"]["Values"]}, found["Conditions"][0])
        self.assertEqual(PATH | {"PathPatternConfig": {"Values": ["/cart/*"]}}, found["Conditions"][1])
        self.assertEqual(self.pods, found["Actions"][0]["TargetGroupArn"])
        self.assertEqual(1, found["Actions"][0]["ForwardConfig"]["TargetGroups"][0]["Weight"])

    def test_in_order_of_priority(self) -> None:
        for priority in (200, 3, 50000, 40):
            self.rule(priority)
        self.assertEqual(["3", "40", "200", "50000", "default"], [rule["Priority"] for rule in self.shown()])
        self.assertRegex(self.shown()[-1]["RuleArn"], r"/[0-9a-f]{16}$")

    def test_refusals_of_priorities(self) -> None:
        self.rule()
        with self.refused("PriorityInUse", "Priority '10' is currently in use"):
            self.rule()
        with self.refused("ValidationError", "between 1 and 50000"):
            self.rule(50001)

    def test_refusals_of_conditions(self) -> None:
        def host(*values: str) -> dict[str, Any]:
            return {"Field": "host-header", "HostHeaderConfig": {"Values": list(values)}}

        for reason, conditions in (
            ("only have '5' condition values", [host(*(f"h{n}.example.com" for n in range(6)))]),
            ("only have '5' condition values", [host(*(f"h{n}.example.com" for n in range(5))), PATH]),
            ("only have one 'host-header'", [HOST, HOST]),
            ("limit is '1'", [{"Field": "host-header", "Values": ["a.example.com", "b.example.com"]}]),
            ("both Values and", [HOST | {"Values": ["a.example.com"]}]),
            ("not valid for 'host-header'", [host("localhost")]),
            ("not valid for 'host-header'", [host("under_score.example.com")]),
            ("too long", [host("x" * 125 + ".com")]),
            ("not valid for 'path-pattern'", [{"Field": "path-pattern", "Values": ["/a b"]}]),
            ("not valid for 'source-ip'", [{"Field": "source-ip", "SourceIpConfig": {"Values": ["10.0.0.1/8"]}}]),
            ("must be one of", [{"Field": "colour", "Values": ["red"]}]),
            ("must be specified", [{"Field": "host-header"}]),
        ):
            with self.subTest(reason), self.refused("ValidationError", reason):
                self.rule(conditions=conditions)
        self.assertEqual(1, len(self.shown()))

    def test_at_most_100(self) -> None:
        for priority in range(1, 101):
            self.rule(priority)
        with self.refused("TooManyRules"):
            self.rule(101)

    def test_not_on_network_load_balancers(self) -> None:
        group = self.target_group("tcp", Protocol="TCP")
        listener = self.listener(self.nlb(), Protocol="TCP", DefaultActions=self.forward(group))["ListenerArn"]
        with self.refused("InvalidConfigurationRequest", "application load balancers only"):
            self.rule(ListenerArn=listener, Actions=self.forward(group))

    def test_change(self) -> None:
        made, other = self.rule(), self.target_group("other")
        self.elb.modify_rule(RuleArn=made["RuleArn"], Conditions=[PATH], Actions=self.forward(other))
        self.assertEqual(["path-pattern"], [condition["Field"] for condition in self.shown()[0]["Conditions"]])
        self.elb.delete_target_group(TargetGroupArn=self.pods)
        with self.refused("ResourceInUse", "in use by a listener or a rule"):
            self.elb.delete_target_group(TargetGroupArn=other)
        self.elb.delete_rule(RuleArn=made["RuleArn"])
        self.elb.delete_target_group(TargetGroupArn=other)
        with self.refused("RuleNotFound"):
            self.elb.delete_rule(RuleArn=made["RuleArn"])

    def test_default_rule_stays(self) -> None:
        default = self.shown()[0]["RuleArn"]
        with self.refused("OperationNotPermitted"):
            self.elb.delete_rule(RuleArn=default)

    def test_priorities_are_exchanged_at_once(self) -> None:
        first, second = self.rule(1)["RuleArn"], self.rule(2)["RuleArn"]
        self.rule(3)
        self.elb.set_rule_priorities(
            RulePriorities=[{"RuleArn": first, "Priority": 2}, {"RuleArn": second, "Priority": 1}]
        )
        self.assertEqual([second, first], [rule["RuleArn"] for rule in self.shown()[:2]])
        with self.refused("PriorityInUse"):
            self.elb.set_rule_priorities(RulePriorities=[{"RuleArn": first, "Priority": 3}])
