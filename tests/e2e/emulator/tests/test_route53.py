"""Route 53: batches of changes, private zones and their VPCs."""

from typing import Any

from emulator.tests.base import EmulatorTest


class RecordsTest(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        self.dns = self.client("route53")
        self.zone = self.dns.create_hosted_zone(Name="Example.com", CallerReference="a")["HostedZone"]["Id"]

    def change(self, *changes: tuple[str, dict[str, Any]]) -> dict[str, Any]:
        batch = {"Changes": [{"Action": action, "ResourceRecordSet": record} for action, record in changes]}
        return self.dns.change_resource_record_sets(HostedZoneId=self.zone, ChangeBatch=batch)["ChangeInfo"]

    def records(self) -> dict[tuple[str, str], dict[str, Any]]:
        answer = self.dns.list_resource_record_sets(HostedZoneId=self.zone)["ResourceRecordSets"]
        return {(record["Name"], record["Type"]): record for record in answer}

    def test_new_zone(self) -> None:
        found = self.dns.get_hosted_zone(Id=self.zone)
        self.assertEqual(("example.com.", 2), (found["HostedZone"]["Name"], found["HostedZone"]["ResourceRecordSetCount"]))
        self.assertFalse(found["HostedZone"]["Config"]["PrivateZone"])
        self.assertEqual(4, len(found["DelegationSet"]["NameServers"]))
        self.assertEqual({("example.com.", "NS"), ("example.com.", "SOA")}, set(self.records()))
        self.assertRegex(self.records()[("example.com.", "SOA")]["ResourceRecords"][0]["Value"], r"^ns-\d+\.awsdns")
        with self.refused("HostedZoneAlreadyExists"):
            self.dns.create_hosted_zone(Name="example.org", CallerReference="a")

    def test_change_is_in_sync_at_once(self) -> None:
        made = self.change(("CREATE", cname("www.example.com", "other.example.net")))
        self.assertEqual("INSYNC", self.dns.get_change(Id=made["Id"])["ChangeInfo"]["Status"])
        found = self.records()[("www.example.com.", "CNAME")]
        self.assertEqual((300, [{"Value": "other.example.net"}]), (found["TTL"], found["ResourceRecords"]))

    def test_create_delete_and_create_again(self) -> None:
        record, other = cname("b.example.com", "x.example.net"), cname("c.example.com", "x.example.net")
        self.change(("CREATE", other))
        for _ in range(2):
            self.change(("CREATE", record))
            self.change(("DELETE", record))
        self.assertNotIn(("b.example.com.", "CNAME"), self.records())

    def test_upsert_replaces(self) -> None:
        self.change(("UPSERT", cname("www.example.com", "one.example.net")))
        self.change(("UPSERT", cname("WWW.example.com.", "two.example.net")))
        self.assertEqual([{"Value": "two.example.net"}], self.records()[("www.example.com.", "CNAME")]["ResourceRecords"])
        self.assertEqual(3, len(self.records()))

    def test_wildcard_and_alias_read_back(self) -> None:
        alias = {"HostedZoneId": "Z35SXDOTRQ7X7K", "DNSName": "Front-1.us-east-1.elb.amazonaws.com", "EvaluateTargetHealth": True}
        self.change(("CREATE", {"Name": "*.example.com", "Type": "A", "AliasTarget": alias}))
        found = self.records()[("\\052.example.com.", "A")]
        self.assertEqual(alias | {"DNSName": "front-1.us-east-1.elb.amazonaws.com."}, found["AliasTarget"])
        self.assertNotIn("TTL", found)

    def test_refusals(self) -> None:
        self.change(("CREATE", cname("www.example.com", "other.example.net")))
        a = {"Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
        for reason, change in (
            ("Tried to create .*name='www.example.com.', type='CNAME'.* already exists", ("CREATE", cname("www.example.com", "x.example.net"))),
            ("Tried to delete .* was not found", ("DELETE", cname("no.example.com", "x.example.net"))),
            ("do not match the current values", ("DELETE", cname("www.example.com", "x.example.net"))),
            ("is not permitted in zone example.com.", ("CREATE", cname("www.notexample.com", "x.example.net"))),
            ("not permitted at apex", ("CREATE", cname("example.com", "x.example.net"))),
            ("conflicts with other records", ("CREATE", {"Name": "www.example.com", **a})),
            ("not a valid value of type A", ("CREATE", {"Name": "a.example.com", **a, "ResourceRecords": [{"Value": "x"}]})),
            ("enclosed in quotation marks", ("CREATE", {"Name": "a.example.com", **a, "Type": "TXT"})),
        ):
            with self.subTest(reason), self.refused("InvalidChangeBatch", reason):
                self.change(("CREATE", {"Name": "z.example.com", **a}), change)
        with self.refused("InvalidInput", "all of \\[TTL, and ResourceRecords\\]"):
            self.change(("CREATE", {"Name": "a.example.com", "Type": "A"}))
        self.assertNotIn(("z.example.com.", "A"), self.records())  # a batch is carried out as a whole or refused

    def test_zone_with_records_stays(self) -> None:
        record = cname("www.example.com", "other.example.net")
        self.change(("CREATE", record))
        with self.refused("HostedZoneNotEmpty"):
            self.dns.delete_hosted_zone(Id=self.zone)
        self.change(("DELETE", record))
        self.dns.delete_hosted_zone(Id=self.zone)


class PrivateZonesTest(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        self.dns, self.vpc = self.client("route53"), self.new_vpc()
        answer = self.dns.create_hosted_zone(Name="internal", CallerReference="a", VPC=self.vpc)
        self.zone = answer["HostedZone"]["Id"]

    def new_vpc(self, **arguments: Any) -> dict[str, str]:
        made = self.client("ec2", **arguments).create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        return {"VPCRegion": "us-east-1", "VPCId": made}

    def vpcs(self) -> list[dict[str, str]]:
        return self.dns.get_hosted_zone(Id=self.zone)["VPCs"]

    def test_vpc_makes_the_zone_private(self) -> None:
        self.assertTrue(self.dns.get_hosted_zone(Id=self.zone)["HostedZone"]["Config"]["PrivateZone"])
        self.assertEqual([self.vpc], self.vpcs())
        with self.refused("InvalidVPCId"):
            self.dns.create_hosted_zone(Name="b", CallerReference="b", VPC={"VPCRegion": "us-east-1", "VPCId": "vpc-0"})
        with self.refused("InvalidInput", "must specify values for VPCId"):
            self.dns.create_hosted_zone(Name="b", CallerReference="b", HostedZoneConfig={"PrivateZone": True})
        with self.refused("ConflictingDomainExists"):
            self.dns.create_hosted_zone(Name="internal", CallerReference="b", VPC=self.vpc)

    def test_further_vpcs(self) -> None:
        other = self.new_vpc()
        self.dns.associate_vpc_with_hosted_zone(HostedZoneId=self.zone, VPC=other)
        self.assertEqual([self.vpc, other], self.vpcs())
        with self.refused("ConflictingDomainExists"):
            self.dns.associate_vpc_with_hosted_zone(HostedZoneId=self.zone, VPC=other)
        self.dns.disassociate_vpc_from_hosted_zone(HostedZoneId=self.zone, VPC=self.vpc)
        with self.refused("VPCAssociationNotFound"):
            self.dns.disassociate_vpc_from_hosted_zone(HostedZoneId=self.zone, VPC=self.vpc)
        with self.refused("LastVPCAssociation"):
            self.dns.disassociate_vpc_from_hosted_zone(HostedZoneId=self.zone, VPC=other)

    def test_public_zone_has_no_vpcs(self) -> None:
        public = self.dns.create_hosted_zone(Name="example.com", CallerReference="p")["HostedZone"]["Id"]
        with self.refused("PublicZoneVPCAssociation"):
            self.dns.associate_vpc_with_hosted_zone(HostedZoneId=public, VPC=self.vpc)

    def test_vpc_of_another_account(self) -> None:
        other, theirs = self.client("route53", account="111122223333"), self.new_vpc(account="111122223333")
        with self.refused("NotAuthorizedException"):
            other.associate_vpc_with_hosted_zone(HostedZoneId=self.zone, VPC=theirs)
        self.dns.create_vpc_association_authorization(HostedZoneId=self.zone, VPC=theirs)
        self.assertEqual([theirs], self.dns.list_vpc_association_authorizations(HostedZoneId=self.zone)["VPCs"])
        other.associate_vpc_with_hosted_zone(HostedZoneId=self.zone, VPC=theirs)
        self.dns.delete_vpc_association_authorization(HostedZoneId=self.zone, VPC=theirs)
        self.assertEqual([self.vpc, theirs], self.vpcs())
        with self.refused("VPCAssociationAuthorizationNotFound"):
            self.dns.delete_vpc_association_authorization(HostedZoneId=self.zone, VPC=theirs)


def cname(name: str, value: str) -> dict[str, Any]:
    """A record set of type CNAME."""
    return {"Name": name, "Type": "CNAME", "TTL": 300, "ResourceRecords": [{"Value": value}]}
