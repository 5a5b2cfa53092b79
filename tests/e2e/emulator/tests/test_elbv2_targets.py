"""Targets: addresses inside and outside the VPC, and registrations told apart by port."""

from typing import Any

from emulator.tests.load_balancing import LoadBalancingTest


class TargetsTest(LoadBalancingTest):
    def setUp(self) -> None:
        super().setUp()
        self.arn = self.target_group()

    def register(self, address: str, **arguments: Any) -> None:
        self.elb.register_targets(TargetGroupArn=self.arn, Targets=[{"Id": address} | arguments])

    def health(self, **arguments: Any) -> list[dict[str, Any]]:
        return self.elb.describe_target_health(TargetGroupArn=self.arn, **arguments)["TargetHealthDescriptions"]

    def targets(self) -> list[dict[str, Any]]:
        return [description["Target"] for description in self.health()]

    def test_zone_of_an_address_in_a_subnet_is_detected(self) -> None:
        self.register("10.0.0.70")
        self.assertEqual([{"Id": "10.0.0.70", "Port": 80, "AvailabilityZone": "us-east-1b"}], self.targets())
        with self.refused("ValidationError", "within the VPC, and cannot .* overridden to 'all' from 'us-east-1a'"):
            self.register("10.0.0.20", AvailabilityZone="all")

    def test_address_outside_the_vpc_needs_a_zone(self) -> None:
        with self.refused("ValidationError", "Availability Zone is required for IP address '10.16.8.10'"):
            self.register("10.16.8.10")
        with self.refused("ValidationError", "select 'all'"):
            self.register("10.16.8.10", AvailabilityZone="mars-1a")
        self.register("10.16.8.10", AvailabilityZone="all", Port=8080)
        self.assertEqual([{"Id": "10.16.8.10", "Port": 8080, "AvailabilityZone": "all"}], self.targets())

    def test_address_of_the_vpc_without_a_subnet_is_outside(self) -> None:
        with self.refused("ValidationError", "not in the VPC"):
            self.register("10.0.200.1")
        self.register("10.0.200.1", AvailabilityZone="all")

    def test_refusals_of_addresses(self) -> None:
        for address in ("8.8.8.8", "172.32.0.1", "100.128.0.1"):
            with self.subTest(address), self.refused("InvalidTarget"):
                self.register(address, AvailabilityZone="all")
        with self.refused("ValidationError", "not valid"):
            self.register("10.0.0.256")
        self.assertEqual([], self.targets())

    def test_port_tells_registrations_apart(self) -> None:
        for port in (80, 8080, 8080):
            self.register("10.0.0.20", Port=port)
        self.assertEqual([80, 8080], [target["Port"] for target in self.targets()])
        self.elb.deregister_targets(TargetGroupArn=self.arn, Targets=[{"Id": "10.0.0.20"}])
        self.assertEqual([8080], [target["Port"] for target in self.targets()])
        self.elb.deregister_targets(TargetGroupArn=self.arn, Targets=[{"Id": "10.0.0.99"}])  # "returns successfully"

    def test_health(self) -> None:
        self.register("10.0.0.20")
        self.assertEqual("Target.NotInUse", self.health()[0]["TargetHealth"]["Reason"])
        self.listener(self.alb(), DefaultActions=self.forward(self.arn))
        self.assertEqual("healthy", self.health()[0]["TargetHealth"]["State"])
        self.assertEqual("80", self.health()[0]["HealthCheckPort"])
        absent = self.health(Targets=[{"Id": "10.0.0.21"}])[0]
        self.assertEqual(("unused", "Target.NotRegistered"), (absent["TargetHealth"]["State"], absent["TargetHealth"]["Reason"]))

    def test_at_most_500_per_zone_of_a_network_load_balancer(self) -> None:
        self.arn = self.target_group("many", Protocol="TCP")
        many = [{"Id": f"10.1.{n // 250}.{n % 250}", "AvailabilityZone": "all"} for n in range(501)]
        self.elb.register_targets(TargetGroupArn=self.arn, Targets=many[:500])
        with self.refused("TooManyTargets"):
            self.elb.register_targets(TargetGroupArn=self.arn, Targets=many[500:])


class TagsTest(LoadBalancingTest):
    def shown(self, arn: str) -> dict[str, str]:
        answer = self.elb.describe_tags(ResourceArns=[arn])["TagDescriptions"][0]["Tags"]
        return {tag["Key"]: tag["Value"] for tag in answer}

    def test_everything_has_tags(self) -> None:
        tags = [{"Key": "Name", "Value": "front"}]
        balancer = self.alb(Tags=tags)
        listener = self.listener(balancer, Tags=tags)["ListenerArn"]
        group = self.target_group(Tags=tags)
        condition = {"Field": "path-pattern", "Values": ["/*"]}
        rule = self.elb.create_rule(
            ListenerArn=listener, Priority=1, Conditions=[condition], Actions=self.forward(group), Tags=tags
        )["Rules"][0]["RuleArn"]
        for arn in (balancer["LoadBalancerArn"], listener, group, rule):
            self.assertEqual({"Name": "front"}, self.shown(arn))
            self.elb.add_tags(ResourceArns=[arn], Tags=[{"Key": f"k{n}", "Value": ""} for n in range(20)])
            self.elb.remove_tags(ResourceArns=[arn], TagKeys=[f"k{n}" for n in range(20)])
            self.assertEqual({"Name": "front"}, self.shown(arn))
        self.elb.delete_rule(RuleArn=rule)
        with self.refused("RuleNotFound"):
            self.shown(rule)

    def test_limit(self) -> None:
        arn = self.target_group()
        with self.refused("TooManyTags"):
            self.elb.add_tags(ResourceArns=[arn], Tags=[{"Key": f"k{n}", "Value": ""} for n in range(51)])
        with self.refused("DuplicateTagKeys"):
            self.elb.add_tags(ResourceArns=[arn], Tags=[{"Key": "a", "Value": ""}, {"Key": "a", "Value": "b"}])
