"""ACM: the records that it asks for, and what happens when they exist."""

from typing import Any

from emulator.tests.load_balancing import LoadBalancingTest


class ValidationTest(LoadBalancingTest):
    def setUp(self) -> None:
        super().setUp()
        self.acm, self.dns = self.client("acm"), self.client("route53")
        self.zone = self.dns.create_hosted_zone(Name="example.com", CallerReference="a")["HostedZone"]["Id"]

    def request(self, *names: str, **arguments: Any) -> str:
        given = {"ValidationMethod": "DNS", "SubjectAlternativeNames": list(names)} | arguments
        return self.acm.request_certificate(DomainName=names[0], **given)["CertificateArn"]

    def shown(self, arn: str) -> dict[str, Any]:
        return self.acm.describe_certificate(CertificateArn=arn)["Certificate"]

    def record(self, arn: str, number: int = 0) -> dict[str, str]:
        return self.shown(arn)["DomainValidationOptions"][number]["ResourceRecord"]

    def publish(self, record: dict[str, str], zone: str | None = None) -> None:
        given = {"Name": record["Name"], "Type": record["Type"], "TTL": 300, "ResourceRecords": [{"Value": record["Value"]}]}
        batch = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": given}]}
        self.dns.change_resource_record_sets(HostedZoneId=zone or self.zone, ChangeBatch=batch)

    def test_asks_for_one_record_per_domain(self) -> None:
        names = ("example.com", "*.example.com", "api.example.com")
        arn = self.request(*names)
        options = self.shown(arn)["DomainValidationOptions"]
        self.assertEqual(list(names), [option["DomainName"] for option in options])
        self.assertEqual(list(names), self.shown(arn)["SubjectAlternativeNames"])
        records = [option["ResourceRecord"] for option in options]
        self.assertEqual(records[0], records[1])
        self.assertNotEqual(records[0]["Value"], records[2]["Value"])
        self.assertRegex(records[0]["Name"], r"^_[0-9a-f]{32}\.example\.com\.$")
        self.assertRegex(records[0]["Value"], r"^_[0-9a-f]{32}\.[a-z]{10}\.acm-validations\.aws\.$")
        self.assertEqual(records[0], self.record(self.request("example.com")))
        theirs = self.client("acm", account="111122223333")
        arn = theirs.request_certificate(DomainName="example.com", ValidationMethod="DNS")["CertificateArn"]
        option = theirs.describe_certificate(CertificateArn=arn)["Certificate"]["DomainValidationOptions"][0]
        self.assertNotEqual(records[0], option["ResourceRecord"])

    def test_issued_when_every_record_exists(self) -> None:
        arn = self.request("example.com", "api.example.com")
        self.assertEqual("PENDING_VALIDATION", self.shown(arn)["Status"])
        self.assertNotIn("NotAfter", self.shown(arn))
        self.publish(self.record(arn, 0))
        found = self.shown(arn)
        self.assertEqual("PENDING_VALIDATION", found["Status"])
        self.assertEqual(
            ["SUCCESS", "PENDING_VALIDATION"], [option["ValidationStatus"] for option in found["DomainValidationOptions"]]
        )
        self.publish(self.record(arn, 1))
        found = self.shown(arn)
        self.assertEqual("ISSUED", found["Status"])
        self.assertGreater(found["NotAfter"], found["IssuedAt"])

    def test_private_zone_and_other_value_prove_nothing(self) -> None:
        vpc = {"VPCRegion": "us-east-1", "VPCId": self.vpc}
        private = self.dns.create_hosted_zone(Name="example.com", CallerReference="b", VPC=vpc)["HostedZone"]["Id"]
        arn = self.request("example.com")
        self.publish(self.record(arn), private)
        self.publish(self.record(arn) | {"Value": "_x.acm-validations.aws."})
        self.assertEqual("PENDING_VALIDATION", self.shown(arn)["Status"])

    def test_listed_by_kind_of_key(self) -> None:
        arn = self.request("example.com")
        for kinds, expected in ((["RSA_2048", "EC_prime256v1"], [arn]), (["EC_prime256v1"], [])):
            listed = self.acm.list_certificates(Includes={"keyTypes": kinds})["CertificateSummaryList"]
            self.assertEqual(expected, [summary["CertificateArn"] for summary in listed])

    def test_email_waits_for_somebody_to_read_it(self) -> None:
        found = self.shown(self.request("example.com", ValidationMethod="EMAIL"))
        self.assertIn("admin@example.com", found["DomainValidationOptions"][0]["ValidationEmails"])
        self.assertNotIn("ResourceRecord", found["DomainValidationOptions"][0])

    def test_in_use(self) -> None:
        arn = self.request("example.com")
        self.publish(self.record(arn))
        balancer = self.alb()
        listener = self.listener(balancer, Protocol="HTTPS", Port=443, Certificates=[{"CertificateArn": arn}])
        found = self.shown(arn)
        self.assertEqual(([balancer["LoadBalancerArn"]], "ELIGIBLE"), (found["InUseBy"], found["RenewalEligibility"]))
        with self.refused("ResourceInUseException"):
            self.acm.delete_certificate(CertificateArn=arn)
        self.elb.delete_listener(ListenerArn=listener["ListenerArn"])
        self.acm.delete_certificate(CertificateArn=arn)
        with self.refused("ResourceNotFoundException"):
            self.shown(arn)

    def test_refusals(self) -> None:
        with self.refused("ValidationException"):
            self.request("exa_mple.com")
        with self.refused("LimitExceededException"):
            self.request(*(f"h{n}.example.com" for n in range(11)))

    def test_imported(self) -> None:
        found = self.shown(self.certificate("example.org"))
        self.assertEqual(("IMPORTED", "ISSUED"), (found["Type"], found["Status"]))
        self.assertNotIn("DomainValidationOptions", found)
