"""Target groups: names, health checks, attributes, and the one load balancer that each may have."""

from typing import Any

from emulator.tests.load_balancing import LoadBalancingTest


class TargetGroupTest(LoadBalancingTest):
    def shown(self, arn: str) -> dict[str, Any]:
        return self.elb.describe_target_groups(TargetGroupArns=[arn])["TargetGroups"][0]

    def test_http_defaults(self) -> None:
        found = self.shown(self.target_group())
        self.assertRegex(found.pop("TargetGroupArn"), r":targetgroup/pods/[0-9a-f]{16}$")
        self.assertEqual(
            {
                "TargetGroupName": "pods",
                "Protocol": "HTTP",
                "ProtocolVersion": "HTTP1",
                "Port": 80,
                "VpcId": self.vpc,
                "TargetType": "ip",
                "IpAddressType": "ipv4",
                "HealthCheckEnabled": True,
                "HealthCheckProtocol": "HTTP",
                "HealthCheckPort": "traffic-port",
                "HealthCheckPath": "/",
                "HealthCheckIntervalSeconds": 30,
                "HealthCheckTimeoutSeconds": 5,
                "HealthyThresholdCount": 5,
                "UnhealthyThresholdCount": 2,
                "Matcher": {"HttpCode": "200"},
                "LoadBalancerArns": [],
            },
            found,
        )

    def test_tcp_has_neither_path_nor_matcher(self) -> None:
        found = self.shown(self.target_group(Protocol="TCP"))
        self.assertEqual(("TCP", 10), (found["HealthCheckProtocol"], found["HealthCheckTimeoutSeconds"]))
        for name in ("HealthCheckPath", "Matcher", "ProtocolVersion"):
            self.assertNotIn(name, found)

    def test_http_check_of_a_tcp_group(self) -> None:
        found = self.shown(self.target_group(Protocol="TCP", HealthCheckProtocol="HTTP"))
        self.assertEqual(
            ("/", {"HttpCode": "200-399"}, 6),
            (found["HealthCheckPath"], found["Matcher"], found["HealthCheckTimeoutSeconds"]),
        )

    def test_https_group_is_checked_over_http_by_default(self) -> None:
        self.assertEqual("HTTP", self.shown(self.target_group(Protocol="HTTPS"))["HealthCheckProtocol"])

    def test_names(self) -> None:
        for name in ("x" * 33, "under_score", "-pods", "pods-"):
            with self.subTest(name), self.refused("ValidationError", "Target group name"):
                self.target_group(name)
        self.assertEqual(self.target_group(), self.target_group())
        with self.refused("DuplicateTargetGroupName", "different settings"):
            self.target_group(Port=81)

    def test_refusals(self) -> None:
        for reason, arguments in (
            ("protocol must be specified", {"Protocol": None}),
            ("port must be specified", {"Port": None}),
            ("VPC ID must be specified", {"VpcId": None}),
            ("VPC ID 'vpc-0' is not found", {"VpcId": "vpc-0"}),
            ("not supported for target groups with protocol 'HTTP'", {"HealthCheckProtocol": "TCP"}),
            ("must be smaller than the interval", {"HealthCheckIntervalSeconds": 10, "HealthCheckTimeoutSeconds": 10}),
            ("must be in the range 5-300", {"HealthCheckIntervalSeconds": 301}),
            ("must be in the range 2-10", {"HealthyThresholdCount": 11}),
            ("between 200 and 499", {"Matcher": {"HttpCode": "200-500"}}),
            ("must begin with a '/'", {"HealthCheckPath": "healthz"}),
            ("must be 'traffic-port' or in the range", {"HealthCheckPort": "70000"}),
            ("enabled must be true", {"HealthCheckEnabled": False}),
            ("cannot be specified for TCP health checks", {"Protocol": "TCP", "HealthCheckPath": "/"}),
            ("support the protocol TCP only", {"TargetType": "alb"}),
            ("protocol version cannot be specified", {"Protocol": "TCP", "ProtocolVersion": "HTTP1"}),
        ):
            given = {"Protocol": "HTTP", "Port": 80, "VpcId": self.vpc, "TargetType": "ip"} | arguments
            with self.subTest(reason), self.refused("ValidationError", reason):
                self.elb.create_target_group(Name="pods", **{key: value for key, value in given.items() if value is not None})

    def test_change_of_the_health_check(self) -> None:
        arn = self.target_group(Protocol="TCP", HealthCheckProtocol="HTTP", HealthCheckPath="/a")
        self.elb.modify_target_group(TargetGroupArn=arn, HealthCheckPath="/b", Matcher={"HttpCode": "204"})
        found = self.shown(arn)
        self.assertEqual(("/b", {"HttpCode": "204"}), (found["HealthCheckPath"], found["Matcher"]))
        self.elb.modify_target_group(TargetGroupArn=arn, HealthCheckProtocol="TCP")
        self.assertNotIn("Matcher", self.shown(arn))
        with self.refused("ValidationError"):
            self.elb.modify_target_group(TargetGroupArn=arn, HealthCheckIntervalSeconds=5)

    def test_one_load_balancer(self) -> None:
        first, second, group = self.alb("first"), self.alb("second"), self.target_group()
        self.listener(first, DefaultActions=self.forward(group))
        self.assertEqual([first["LoadBalancerArn"]], self.shown(group)["LoadBalancerArns"])
        with self.refused("TargetGroupAssociationLimit", "more than one load balancer"):
            self.listener(second, DefaultActions=self.forward(group))
        self.listener(first, Port=8080, DefaultActions=self.forward(group))
        self.elb.delete_load_balancer(LoadBalancerArn=first["LoadBalancerArn"])
        self.assertEqual([], self.shown(group)["LoadBalancerArns"])
        self.listener(second, DefaultActions=self.forward(group))

    def test_in_use(self) -> None:
        group = self.target_group()
        listener = self.listener(self.alb(), DefaultActions=self.forward(group))
        with self.refused("ResourceInUse", "in use by a listener or a rule"):
            self.elb.delete_target_group(TargetGroupArn=group)
        self.elb.delete_listener(ListenerArn=listener["ListenerArn"])
        self.elb.delete_target_group(TargetGroupArn=group)
        with self.refused("TargetGroupNotFound"):
            self.shown(group)


class AttributesTest(LoadBalancingTest):
    def shown(self, arn: str) -> dict[str, str]:
        answer = self.elb.describe_target_group_attributes(TargetGroupArn=arn)
        return {item["Key"]: item["Value"] for item in answer["Attributes"]}

    def modify(self, arn: str, **attributes: str) -> None:
        given = [{"Key": key.replace("__", "."), "Value": value} for key, value in attributes.items()]
        self.elb.modify_target_group_attributes(TargetGroupArn=arn, Attributes=given)

    def test_of_network_load_balancers(self) -> None:
        health = "target_group_health"
        self.assertEqual(
            {
                "deregistration_delay.connection_termination.enabled": "false",
                "deregistration_delay.timeout_seconds": "300",
                "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
                "preserve_client_ip.enabled": "false",
                "proxy_protocol_v2.enabled": "false",
                "stickiness.enabled": "false",
                "stickiness.type": "source_ip",
                f"{health}.dns_failover.minimum_healthy_targets.count": "1",
                f"{health}.dns_failover.minimum_healthy_targets.percentage": "off",
                f"{health}.unhealthy_state_routing.minimum_healthy_targets.count": "1",
                f"{health}.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
                "target_health_state.unhealthy.connection_termination.enabled": "true",
                "target_health_state.unhealthy.draining_interval_seconds": "0",
            },
            self.shown(self.target_group(Protocol="TCP")),
        )

    def test_client_addresses_are_preserved_unless_targets_are_addresses_over_tcp(self) -> None:
        kept = self.target_group("instances", Protocol="TCP", TargetType="instance")
        self.assertEqual("true", self.shown(kept)["preserve_client_ip.enabled"])
        udp = self.target_group("udp", Protocol="UDP")
        self.assertEqual("true", self.shown(udp)["preserve_client_ip.enabled"])
        with self.refused("InvalidConfigurationRequest", "cannot be disabled"):
            self.modify(udp, preserve_client_ip__enabled="false")

    def test_of_application_load_balancers(self) -> None:
        arn = self.target_group()
        found = self.shown(arn)
        self.assertEqual(
            ("lb_cookie", "86400", "round_robin", "0"),
            (
                found["stickiness.type"],
                found["stickiness.lb_cookie.duration_seconds"],
                found["load_balancing.algorithm.type"],
                found["slow_start.duration_seconds"],
            ),
        )
        self.assertNotIn("preserve_client_ip.enabled", found)
        self.modify(arn, deregistration_delay__timeout_seconds="60")
        self.assertEqual(found | {"deregistration_delay.timeout_seconds": "60"}, self.shown(arn))

    def test_refusals(self) -> None:
        http, tcp, tls = self.target_group(), self.target_group("tcp", Protocol="TCP"), self.target_group("tls", Protocol="TLS")
        with self.refused("InvalidConfigurationRequest", "proxy_protocol_v2.enabled' is not supported"):
            self.modify(http, proxy_protocol_v2__enabled="true")
        with self.refused("InvalidConfigurationRequest", "slow_start.duration_seconds' is not supported"):
            self.modify(tcp, slow_start__duration_seconds="30")
        with self.refused("ValidationError", "not recognized"):
            self.modify(http, no__such__key="1")
        with self.refused("ValidationError", "between 0 and 3600"):
            self.modify(http, deregistration_delay__timeout_seconds="3601")
        with self.refused("InvalidConfigurationRequest", "'lb_cookie' is not supported"):
            self.modify(tcp, stickiness__type="lb_cookie")
        with self.refused("InvalidConfigurationRequest", "TLS protocol"):
            self.modify(tls, stickiness__enabled="true")
        with self.refused("InvalidConfigurationRequest", "cookie name"):
            self.modify(http, stickiness__enabled="true", stickiness__type="app_cookie")
