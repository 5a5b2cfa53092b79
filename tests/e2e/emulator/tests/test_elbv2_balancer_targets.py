"""Application load balancers as targets: one per group, on a port where it listens, which it then keeps."""

from typing import Any

from emulator.tests.load_balancing import LoadBalancingTest


class BalancerTargetsTest(LoadBalancingTest):
    def setUp(self) -> None:
        super().setUp()
        self.balancer = self.alb(Scheme="internal")
        self.arn = self.front()

    def front(self, name: str = "front", **arguments: Any) -> str:
        """The ARN of a target group that leads to a load balancer."""
        return self.target_group(name, **{"Protocol": "TCP", "TargetType": "alb"} | arguments)

    def register(self, balancer: dict[str, Any], arn: str = "", **arguments: Any) -> None:
        target = {"Id": balancer["LoadBalancerArn"]} | arguments
        self.elb.register_targets(TargetGroupArn=arn or self.arn, Targets=[target])

    def shown(self) -> list[dict[str, Any]]:
        return [d["Target"] for d in self.elb.describe_target_health(TargetGroupArn=self.arn)["TargetHealthDescriptions"]]

    def test_it_listens_on_the_port(self) -> None:
        with self.refused("ValidationError", "at least one listener that matches the target group port"):
            self.register(self.balancer)
        self.listener(self.balancer)
        with self.refused("ValidationError", "port overrides"):
            self.register(self.balancer, Port=8080)
        self.register(self.balancer)
        self.register(self.balancer)  # once more says the same
        self.assertEqual([{"Id": self.balancer["LoadBalancerArn"], "Port": 80}], self.shown())

    def test_which_load_balancers(self) -> None:
        with self.refused("InvalidTarget", "not an application load balancer"):
            self.register(self.nlb())
        with self.refused("InvalidTarget", "not an application load balancer"):
            self.register({"LoadBalancerArn": self.balancer["LoadBalancerArn"] + "0"})
        elsewhere = self.ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
        self.listener(self.balancer)
        with self.refused("InvalidTarget", f"in the VPC '{elsewhere}'"):
            self.register(self.balancer, self.front("elsewhere", VpcId=elsewhere))
        with self.refused("ValidationError", "Availability Zone cannot be specified"):
            self.register(self.balancer, AvailabilityZone="all")

    def test_one_target(self) -> None:
        other = self.alb("other", Scheme="internal")
        for balancer in (self.balancer, other):
            self.listener(balancer)
            self.listener(balancer, Port=8080)
        self.register(self.balancer)
        with self.refused("TooManyTargets"):
            self.register(other)
        with self.refused("TooManyTargets"):
            self.register(self.balancer, Port=8080)
        both = [{"Id": balancer["LoadBalancerArn"]} for balancer in (self.balancer, other)]
        with self.refused("TooManyTargets"):
            self.elb.register_targets(TargetGroupArn=self.front("another"), Targets=both)

    def test_two_network_load_balancers(self) -> None:
        self.listener(self.balancer)
        self.register(self.balancer)
        self.register(self.balancer, self.front("second"))
        with self.refused("TooManyRegistrationsForTargetId"):
            self.register(self.balancer, self.front("third"))

    def test_what_is_a_target_stays(self) -> None:
        balancer, listener = self.balancer["LoadBalancerArn"], self.listener(self.balancer)["ListenerArn"]
        another = self.listener(self.balancer, Port=8080)["ListenerArn"]
        self.register(self.balancer)
        for refused in (
            lambda: self.elb.modify_listener(ListenerArn=listener, Port=81),
            lambda: self.elb.delete_listener(ListenerArn=listener),
        ):
            with self.refused("ResourceInUse", "Listener port '80' is in use by registered target"):
                refused()
        with self.refused("ResourceInUse", "is a target of"):
            self.elb.delete_load_balancer(LoadBalancerArn=balancer)
        self.elb.modify_listener(ListenerArn=listener, Port=80)
        self.elb.modify_listener(ListenerArn=another, Port=8081)
        self.elb.delete_listener(ListenerArn=another)
        self.elb.deregister_targets(TargetGroupArn=self.arn, Targets=[{"Id": balancer}])
        self.elb.delete_listener(ListenerArn=listener)
        self.elb.delete_load_balancer(LoadBalancerArn=balancer)

    def test_attributes_are_the_defaults_for_ever(self) -> None:
        answer = self.elb.describe_target_group_attributes(TargetGroupArn=self.arn)
        found = {item["Key"]: item["Value"] for item in answer["Attributes"]}
        self.assertEqual(("true", "false"), (found["preserve_client_ip.enabled"], found["proxy_protocol_v2.enabled"]))
        for key, value in found.items():
            with self.subTest(key), self.refused("InvalidConfigurationRequest", "target type 'alb'"):
                self.elb.modify_target_group_attributes(TargetGroupArn=self.arn, Attributes=[{"Key": key, "Value": value}])

    def test_health_checks(self) -> None:
        shown = self.elb.describe_target_groups(TargetGroupArns=[self.arn])["TargetGroups"][0]
        self.assertEqual(("HTTP", "/", "200-399"), (shown["HealthCheckProtocol"], shown["HealthCheckPath"], shown["Matcher"]["HttpCode"]))
        with self.refused("ValidationError", "'TCP' is not supported for target groups with the target type 'alb'"):
            self.front("ill", HealthCheckProtocol="TCP")
