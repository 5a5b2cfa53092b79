"""Listeners, their certificates, attributes and default actions."""

from typing import Any

from emulator.tests.load_balancing import LoadBalancingTest


class ListenerTest(LoadBalancingTest):
    def found(self, listener: dict[str, Any]) -> dict[str, Any]:
        return self.elb.describe_listeners(ListenerArns=[listener["ListenerArn"]])["Listeners"][0]

    def test_forward_reads_back_with_weights(self) -> None:
        group = self.target_group()
        made = self.listener(self.alb(), DefaultActions=self.forward(group))
        self.assertRegex(made["ListenerArn"], r":listener/app/front/[0-9a-f]{16}/[0-9a-f]{16}$")
        config = {
            "TargetGroups": [{"TargetGroupArn": group, "Weight": 1}],
            "TargetGroupStickinessConfig": {"Enabled": False},
        }
        self.assertEqual(
            [{"Type": "forward", "TargetGroupArn": group, "ForwardConfig": config}], self.found(made)["DefaultActions"]
        )
        self.assertNotIn("SslPolicy", made)
        self.assertNotIn("MutualAuthentication", made)

    def test_several_target_groups(self) -> None:
        first, second = self.target_group("first"), self.target_group("second")
        action = self.found(self.listener(self.alb(), DefaultActions=self.forward(first, second)))["DefaultActions"][0]
        self.assertNotIn("TargetGroupArn", action)
        self.assertEqual([1, 1], [item["Weight"] for item in action["ForwardConfig"]["TargetGroups"]])

    def test_redirect_reads_back_with_what_it_keeps(self) -> None:
        redirect = {"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}
        action = self.found(self.listener(self.alb(), DefaultActions=[redirect]))["DefaultActions"][0]
        self.assertEqual(
            {
                "Protocol": "HTTPS",
                "Port": "443",
                "Host": "#{host}",
                "Path": "/#{path}",
                "Query": "#{query}",
                "StatusCode": "HTTP_301",
            },
            action["RedirectConfig"],
        )

    def test_tls(self) -> None:
        arn = self.certificate()
        made = self.listener(self.alb(), Protocol="HTTPS", Port=443, Certificates=[{"CertificateArn": arn}])
        self.assertEqual("ELBSecurityPolicy-2016-08", made["SslPolicy"])
        self.assertEqual([{"CertificateArn": arn}], made["Certificates"])
        self.assertEqual({"Mode": "off"}, made["MutualAuthentication"])

    def test_same_port(self) -> None:
        balancer = self.alb()
        self.assertEqual(self.listener(balancer)["ListenerArn"], self.listener(balancer)["ListenerArn"])
        with self.refused("DuplicateListener"):
            self.listener(balancer, DefaultActions=self.forward(self.target_group()))
        nlb = self.nlb()
        udp = self.forward(self.target_group("udp", Protocol="UDP"))
        tcp = self.forward(self.target_group("tcp", Protocol="TCP"))
        self.listener(nlb, Protocol="UDP", Port=53, DefaultActions=udp)
        self.listener(nlb, Protocol="TCP", Port=53, DefaultActions=tcp)
        with self.refused("DuplicateListener"):
            both = self.forward(self.target_group("both", Protocol="TCP_UDP"))
            self.listener(nlb, Protocol="TCP_UDP", Port=53, DefaultActions=both)

    def test_refusals_of_listeners(self) -> None:
        alb, nlb, certificate = self.alb(), self.nlb(), [{"CertificateArn": self.certificate()}]
        tcp = self.forward(self.target_group("tcp", Protocol="TCP"))
        with self.refused("ValidationError", "must be one of 'HTTP, HTTPS'"):
            self.listener(alb, Protocol="TCP")
        with self.refused("ValidationError", "must be one of 'TCP, TLS, UDP, TCP_UDP'"):
            self.listener(nlb, Protocol="HTTP", DefaultActions=tcp)
        with self.refused("ValidationError", "A certificate must be specified"):
            self.listener(alb, Protocol="HTTPS")
        with self.refused("ValidationError", "cannot be specified for HTTP listeners"):
            self.listener(alb, Certificates=certificate)
        with self.refused("ValidationError", "Only one certificate"):
            self.listener(alb, Protocol="HTTPS", Certificates=certificate * 2)
        with self.refused("SSLPolicyNotFound"):
            self.listener(alb, Protocol="HTTPS", Certificates=certificate, SslPolicy="ELBSecurityPolicy-None")
        with self.refused("CertificateNotFound"):
            self.listener(alb, Protocol="HTTPS", Certificates=[{"CertificateArn": certificate[0]["CertificateArn"] + "0"}])
        with self.refused("InvalidConfigurationRequest", "not supported on load balancers with type 'network'"):
            self.listener(nlb, Protocol="TCP")
        with self.refused("LoadBalancerNotFound"):
            self.listener({"LoadBalancerArn": alb["LoadBalancerArn"] + "0"})

    def test_refusals_of_pending_certificates(self) -> None:
        pending = self.client("acm").request_certificate(DomainName="example.com", ValidationMethod="DNS")
        with self.refused("UnsupportedCertificate", "PENDING_VALIDATION"):
            self.listener(self.alb(), Protocol="HTTPS", Certificates=[{"CertificateArn": pending["CertificateArn"]}])

    def test_refusals_of_actions(self) -> None:
        alb, group = self.alb(), self.target_group()
        fixed = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
        for code, actions in (
            ("InvalidLoadBalancerAction", [fixed, *self.forward(group)]),
            ("ValidationError", [{"Type": "forward"}]),
            ("TargetGroupNotFound", self.forward(group + "0")),
            ("IncompatibleProtocols", self.forward(self.target_group("tcp", Protocol="TCP"))),
            ("ValidationError", [fixed | {"FixedResponseConfig": {"StatusCode": "302"}}]),
            ("InvalidLoadBalancerAction", [fixed | {"FixedResponseConfig": {"StatusCode": "404", "ContentType": "a/b"}}]),
            ("InvalidLoadBalancerAction", [{"Type": "redirect", "RedirectConfig": {"StatusCode": "HTTP_301"}}]),
            ("ValidationError", [{"Type": "redirect", "RedirectConfig": {"Port": "80", "StatusCode": "HTTP_301", "Protocol": "TCP"}}]),
        ):
            with self.subTest(actions), self.refused(code):
                self.listener(alb, DefaultActions=actions)
        self.assertEqual([], self.elb.describe_listeners(LoadBalancerArn=alb["LoadBalancerArn"])["Listeners"])

    def test_target_group_of_another_vpc(self) -> None:
        vpc = self.ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
        with self.refused("InvalidConfigurationRequest", vpc):
            self.listener(self.alb(), DefaultActions=self.forward(self.target_group(VpcId=vpc)))

    def test_change(self) -> None:
        first, second = self.target_group("first"), self.target_group("second")
        made = self.listener(self.alb(), DefaultActions=self.forward(first))
        self.elb.modify_listener(ListenerArn=made["ListenerArn"], Port=8080, DefaultActions=self.forward(second))
        self.assertEqual(8080, self.found(made)["Port"])
        self.elb.delete_target_group(TargetGroupArn=first)
        with self.refused("ResourceInUse"):
            self.elb.delete_target_group(TargetGroupArn=second)
        arn = self.certificate()
        self.elb.modify_listener(ListenerArn=made["ListenerArn"], Protocol="HTTPS", Certificates=[{"CertificateArn": arn}])
        self.assertEqual(("HTTPS", [{"CertificateArn": arn}]), (self.found(made)["Protocol"], self.found(made)["Certificates"]))
        self.elb.modify_listener(ListenerArn=made["ListenerArn"], SslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06")
        self.assertEqual([{"CertificateArn": arn}], self.found(made)["Certificates"])
        self.elb.delete_listener(ListenerArn=made["ListenerArn"])
        with self.refused("ListenerNotFound"):
            self.elb.delete_listener(ListenerArn=made["ListenerArn"])
        self.elb.delete_target_group(TargetGroupArn=second)


class CertificatesTest(LoadBalancingTest):
    def setUp(self) -> None:
        super().setUp()
        self.default, self.other = self.certificate("example.com"), self.certificate("example.org")
        self.arn = self.listener(
            self.alb(), Protocol="HTTPS", Port=443, Certificates=[{"CertificateArn": self.default}]
        )["ListenerArn"]

    def shown(self) -> list[tuple[str, bool]]:
        answer = self.elb.describe_listener_certificates(ListenerArn=self.arn)["Certificates"]
        return [(item["CertificateArn"], item["IsDefault"]) for item in answer]

    def test_further_ones_are_kept_apart(self) -> None:
        for _ in range(2):  # adding one again changes nothing
            self.elb.add_listener_certificates(ListenerArn=self.arn, Certificates=[{"CertificateArn": self.other}])
        self.assertEqual([(self.default, True), (self.other, False)], self.shown())
        found = self.elb.describe_listeners(ListenerArns=[self.arn])["Listeners"][0]
        self.assertEqual([{"CertificateArn": self.default}], found["Certificates"])

    def test_survive_another_default(self) -> None:
        third = self.certificate("example.net")
        self.elb.add_listener_certificates(ListenerArn=self.arn, Certificates=[{"CertificateArn": self.other}])
        self.elb.modify_listener(ListenerArn=self.arn, Certificates=[{"CertificateArn": third}])
        self.assertEqual([(third, True), (self.other, False)], self.shown())

    def test_go_with_tls(self) -> None:
        self.elb.add_listener_certificates(ListenerArn=self.arn, Certificates=[{"CertificateArn": self.other}])
        self.elb.modify_listener(ListenerArn=self.arn, Protocol="HTTP")
        self.assertEqual([], self.shown())
        found = self.elb.describe_listeners(ListenerArns=[self.arn])["Listeners"][0]
        self.assertEqual((None, "HTTP"), (found.get("SslPolicy"), found["Protocol"]))
        self.client("acm").delete_certificate(CertificateArn=self.other)

    def test_removal(self) -> None:
        self.elb.add_listener_certificates(ListenerArn=self.arn, Certificates=[{"CertificateArn": self.other}])
        self.elb.remove_listener_certificates(ListenerArn=self.arn, Certificates=[{"CertificateArn": self.other}])
        self.assertEqual([(self.default, True)], self.shown())
        with self.refused("OperationNotPermitted"):
            self.elb.remove_listener_certificates(ListenerArn=self.arn, Certificates=[{"CertificateArn": self.default}])

    def test_refusals(self) -> None:
        with self.refused("CertificateNotFound"):
            self.elb.add_listener_certificates(ListenerArn=self.arn, Certificates=[{"CertificateArn": self.other + "0"}])
        plain = self.listener(self.alb())["ListenerArn"]
        with self.refused("InvalidConfigurationRequest"):
            self.elb.add_listener_certificates(ListenerArn=plain, Certificates=[{"CertificateArn": self.other}])

    def test_at_most_25(self) -> None:
        arns = [{"CertificateArn": self.certificate()} for _ in range(26)]
        self.elb.add_listener_certificates(ListenerArn=self.arn, Certificates=arns[:25])
        with self.refused("TooManyCertificates"):
            self.elb.add_listener_certificates(ListenerArn=self.arn, Certificates=arns[25:])


class AttributesTest(LoadBalancingTest):
    def shown(self, listener: dict[str, Any]) -> dict[str, str]:
        answer = self.elb.describe_listener_attributes(ListenerArn=listener["ListenerArn"])
        return {item["Key"]: item["Value"] for item in answer["Attributes"]}

    def modify(self, listener: dict[str, Any], key: str, value: str) -> None:
        self.elb.modify_listener_attributes(ListenerArn=listener["ListenerArn"], Attributes=[{"Key": key, "Value": value}])

    def test_by_protocol(self) -> None:
        tcp = self.listener(
            self.nlb(), Protocol="TCP", DefaultActions=self.forward(self.target_group("tcp", Protocol="TCP"))
        )
        http = self.listener(self.alb())
        self.assertEqual({"tcp.idle_timeout.seconds": "350"}, self.shown(tcp))
        self.assertEqual("true", self.shown(http)["routing.http.response.server.enabled"])
        self.assertNotIn("tcp.idle_timeout.seconds", self.shown(http))
        self.modify(tcp, "tcp.idle_timeout.seconds", "6000")
        self.assertEqual({"tcp.idle_timeout.seconds": "6000"}, self.shown(tcp))
        with self.refused("ValidationError", "between 60 and 6000"):
            self.modify(tcp, "tcp.idle_timeout.seconds", "59")
        with self.refused("InvalidConfigurationRequest", "not supported on HTTP listeners"):
            self.modify(http, "tcp.idle_timeout.seconds", "60")
        with self.refused("ValidationError", "not recognized"):
            self.modify(http, "no.such.key", "")
