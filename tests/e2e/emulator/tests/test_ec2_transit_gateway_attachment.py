"""VPC attachments of transit gateways, within an account and between two."""

from typing import Any

from emulator.tests.test_ec2_transit_gateway import DEFAULTS_OFF, TransitGatewayTest


class VpcAttachmentTest(TransitGatewayTest):
    def read(self, attachment: str, ec2: Any = None) -> dict[str, Any]:
        found = (ec2 or self.ec2).describe_transit_gateway_vpc_attachments(TransitGatewayAttachmentIds=[attachment])
        return found["TransitGatewayVpcAttachments"][0]

    def test_options_and_tags(self) -> None:
        gateway = self.gateway(**DEFAULTS_OFF)
        vpc = self.vpc()
        subnets = [self.subnet(vpc, "10.0.0.0/28", "use1-az1"), self.subnet(vpc, "10.0.0.16/28", "use1-az2")]
        made = self.ec2.create_transit_gateway_vpc_attachment(
            TransitGatewayId=gateway,
            VpcId=vpc,
            SubnetIds=subnets,
            Options={"ApplianceModeSupport": "enable"},
            TagSpecifications=[
                {"ResourceType": "transit-gateway-attachment", "Tags": [{"Key": "Name", "Value": "payments"}]}
            ],
        )["TransitGatewayVpcAttachment"]
        self.assertEqual("pending", made["State"])
        read = self.read(made["TransitGatewayAttachmentId"])
        self.assertEqual(("available", subnets, vpc), (read["State"], read["SubnetIds"], read["VpcId"]))
        self.assertEqual(
            {
                "ApplianceModeSupport": "enable",
                "DnsSupport": "enable",
                "Ipv6Support": "disable",
                "SecurityGroupReferencingSupport": "enable",
            },
            read["Options"],
        )
        self.assertEqual([{"Key": "Name", "Value": "payments"}], read["Tags"])

    def test_defaults_are_honoured(self) -> None:
        gateway = self.gateway()
        options = self.ec2.describe_transit_gateways(TransitGatewayIds=[gateway])["TransitGateways"][0]["Options"]
        attachment = self.attachment(gateway)
        self.assertEqual([attachment], self.associations(options["AssociationDefaultRouteTableId"]))
        self.assertEqual([attachment], self.propagations(options["PropagationDefaultRouteTableId"]))
        plain = self.attachment(self.gateway(**DEFAULTS_OFF))
        filters = [{"Name": "transit-gateway-attachment-id", "Values": [plain]}]
        (read,) = self.ec2.describe_transit_gateway_attachments(Filters=filters)["TransitGatewayAttachments"]
        self.assertNotIn("Association", read)

    def test_subnets_are_checked(self) -> None:
        gateway = self.gateway()
        vpc, other = self.vpc(), self.vpc("10.1.0.0/16")
        first, same_zone = self.subnet(vpc, "10.0.0.0/28"), self.subnet(vpc, "10.0.0.16/28")
        attach = self.ec2.create_transit_gateway_vpc_attachment
        with self.refused("DuplicateSubnetsInSameZone", "Duplicate Subnets for same AZ"):
            attach(TransitGatewayId=gateway, VpcId=vpc, SubnetIds=[first, same_zone])
        with self.refused("InvalidParameterValue", "does not belong"):
            attach(TransitGatewayId=gateway, VpcId=other, SubnetIds=[first])
        with self.refused("InvalidSubnetID.NotFound"):
            attach(TransitGatewayId=gateway, VpcId=vpc, SubnetIds=["subnet-0123456789abcdef0"])
        with self.refused("InvalidVpcID.NotFound"):
            attach(TransitGatewayId=gateway, VpcId="vpc-0123456789abcdef0", SubnetIds=[first])
        self.assertEqual([], self.ec2.describe_transit_gateway_vpc_attachments()["TransitGatewayVpcAttachments"])

    def test_one_attachment_per_vpc_and_gateway(self) -> None:
        gateway = self.gateway()
        vpc = self.vpc()
        arguments = {"TransitGatewayId": gateway, "VpcId": vpc, "SubnetIds": [self.subnet(vpc, "10.0.0.0/28")]}
        made = self.ec2.create_transit_gateway_vpc_attachment(**arguments)["TransitGatewayVpcAttachment"]
        with self.refused("DuplicateTransitGatewayAttachment"):
            self.ec2.create_transit_gateway_vpc_attachment(**arguments)
        self.ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=made["TransitGatewayAttachmentId"])
        self.ec2.create_transit_gateway_vpc_attachment(**arguments)

    def test_modify(self) -> None:
        gateway = self.gateway()
        vpc = self.vpc()
        first, second = self.subnet(vpc, "10.0.0.0/28", "use1-az1"), self.subnet(vpc, "10.0.0.16/28", "use1-az2")
        third = self.subnet(vpc, "10.0.0.32/28", "use1-az2")
        attachment = self.ec2.create_transit_gateway_vpc_attachment(
            TransitGatewayId=gateway, VpcId=vpc, SubnetIds=[first]
        )["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]

        def modify(**arguments: Any) -> None:
            self.ec2.modify_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attachment, **arguments)

        modify(AddSubnetIds=[second], Options={"ApplianceModeSupport": "enable"})
        read = self.read(attachment)
        self.assertEqual(([first, second], "enable"), (read["SubnetIds"], read["Options"]["ApplianceModeSupport"]))
        self.assertEqual("enable", read["Options"]["DnsSupport"])
        with self.refused("DuplicateSubnetsInSameZone"):
            modify(AddSubnetIds=[third])
        modify(AddSubnetIds=[third], RemoveSubnetIds=[second])
        self.assertEqual([first, third], self.read(attachment)["SubnetIds"])
        with self.refused("InvalidParameterValue", "at least one subnet"):
            modify(RemoveSubnetIds=[first, third])
        with self.refused("InvalidParameterValue", "not attached"):
            modify(RemoveSubnetIds=[second])

    def test_deleted_stays_visible_and_leaves_nothing(self) -> None:
        gateway = self.gateway()
        options = self.ec2.describe_transit_gateways(TransitGatewayIds=[gateway])["TransitGateways"][0]["Options"]
        table = options["AssociationDefaultRouteTableId"]
        attachment = self.attachment(gateway)
        answer = self.ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attachment)
        self.assertEqual("deleting", answer["TransitGatewayVpcAttachment"]["State"])
        self.assertEqual("deleted", self.read(attachment)["State"])
        self.assertEqual(([], []), (self.associations(table), self.propagations(table)))
        for refused in (self.ec2.delete_transit_gateway_vpc_attachment, self.ec2.modify_transit_gateway_vpc_attachment):
            with self.refused("InvalidTransitGatewayAttachmentID.NotFound"):
                refused(TransitGatewayAttachmentId=attachment)
        with self.refused("InvalidTransitGatewayAttachmentID.NotFound"):
            self.ec2.associate_transit_gateway_route_table(
                TransitGatewayRouteTableId=table, TransitGatewayAttachmentId=attachment
            )

    def test_not_among_peerings(self) -> None:
        gateway = self.gateway(**DEFAULTS_OFF)
        vpc = self.vpc("10.0.0.0/16")
        self.ec2.create_transit_gateway_vpc_attachment(
            TransitGatewayId=gateway, VpcId=vpc, SubnetIds=[self.subnet(vpc, "10.0.0.0/28")]
        )
        self.ec2.create_transit_gateway_peering_attachment(
            TransitGatewayId=gateway, PeerTransitGatewayId=self.gateway(), PeerAccountId="123456789012", PeerRegion="us-east-1"
        )
        listed = self.ec2.describe_transit_gateway_peering_attachments()["TransitGatewayPeeringAttachments"]
        self.assertEqual([gateway], [one["RequesterTgwInfo"]["TransitGatewayId"] for one in listed])


class SharedGatewayTest(TransitGatewayTest):
    """A gateway of one account, a VPC of another: nothing without a share, then the owner of the gateway decides."""

    def setUp(self) -> None:
        super().setUp()
        self.other = self.client("ec2", account="111122223333")
        self.other_vpc = self.vpc("10.1.0.0/16", self.other)
        self.other_subnet = self.subnet(self.other_vpc, "10.1.0.0/28", ec2=self.other)

    def share(self, gateway: str, account: str = "111122223333") -> str:
        arn = self.ec2.describe_transit_gateways(TransitGatewayIds=[gateway])["TransitGateways"][0]["TransitGatewayArn"]
        made = self.client("ram").create_resource_share(name="hub", resourceArns=[arn], principals=[account])
        return made["resourceShare"]["resourceShareArn"]

    def attach(self, gateway: str) -> dict[str, Any]:
        return self.other.create_transit_gateway_vpc_attachment(
            TransitGatewayId=gateway,
            VpcId=self.other_vpc,
            SubnetIds=[self.other_subnet],
            TagSpecifications=[{"ResourceType": "transit-gateway-attachment", "Tags": [{"Key": "Name", "Value": "theirs"}]}],
        )["TransitGatewayVpcAttachment"]

    def states(self, attachment: str) -> set[str]:
        ids = {"TransitGatewayAttachmentIds": [attachment]}
        found = [ec2.describe_transit_gateway_vpc_attachments(**ids) for ec2 in (self.ec2, self.other)]
        return {item["TransitGatewayVpcAttachments"][0]["State"] for item in found}

    def test_nothing_without_a_share(self) -> None:
        gateway = self.gateway()
        with self.refused("InvalidTransitGatewayID.NotFound"):
            self.attach(gateway)
        self.share(gateway, "444455556666")
        with self.refused("InvalidTransitGatewayID.NotFound"):
            self.attach(gateway)
        share = self.share(gateway)
        self.client("ram").delete_resource_share(resourceShareArn=share)
        with self.refused("InvalidTransitGatewayID.NotFound"):
            self.attach(gateway)

    def test_accepted(self) -> None:
        gateway = self.gateway(**DEFAULTS_OFF)
        self.share(gateway)
        made = self.attach(gateway)
        attachment = made["TransitGatewayAttachmentId"]
        self.assertEqual(("pendingAcceptance", "111122223333"), (made["State"], made["VpcOwnerId"]))
        self.assertEqual({"pendingAcceptance"}, self.states(attachment))
        table = self.table(gateway)
        with self.refused("IncorrectState"):
            self.ec2.associate_transit_gateway_route_table(
                TransitGatewayRouteTableId=table, TransitGatewayAttachmentId=attachment
            )
        with self.refused("InvalidTransitGatewayAttachmentID.NotFound"):
            self.other.accept_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attachment)
        self.ec2.accept_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attachment)
        self.assertEqual({"available"}, self.states(attachment))
        self.ec2.associate_transit_gateway_route_table(
            TransitGatewayRouteTableId=table, TransitGatewayAttachmentId=attachment
        )
        (seen,) = self.other.describe_transit_gateway_attachments()["TransitGatewayAttachments"]
        self.assertEqual(("123456789012", "111122223333"), (seen["TransitGatewayOwnerId"], seen["ResourceOwnerId"]))
        self.assertEqual(table, seen["Association"]["TransitGatewayRouteTableId"])
        with self.refused("IncorrectState"):
            self.ec2.accept_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attachment)

    def test_rejected(self) -> None:
        gateway = self.gateway(**DEFAULTS_OFF)
        self.share(gateway)
        attachment = self.attach(gateway)["TransitGatewayAttachmentId"]
        self.ec2.reject_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attachment)
        self.assertEqual({"rejected"}, self.states(attachment))
        self.ec2.delete_transit_gateway(TransitGatewayId=gateway)

    def test_accepted_by_itself(self) -> None:
        gateway = self.gateway(AutoAcceptSharedAttachments="enable")
        self.share(gateway)
        attachment = self.attach(gateway)["TransitGatewayAttachmentId"]
        self.assertEqual({"available"}, self.states(attachment))
        options = self.ec2.describe_transit_gateways(TransitGatewayIds=[gateway])["TransitGateways"][0]["Options"]
        self.assertEqual([attachment], self.associations(options["AssociationDefaultRouteTableId"]))

    def test_each_account_sees_its_own_tags(self) -> None:
        gateway = self.gateway()
        self.share(gateway)
        attachment = self.attach(gateway)["TransitGatewayAttachmentId"]
        self.ec2.create_tags(Resources=[attachment], Tags=[{"Key": "Name", "Value": "ours"}])
        names = []
        for ec2 in (self.ec2, self.other):
            (read,) = ec2.describe_transit_gateway_vpc_attachments()["TransitGatewayVpcAttachments"]
            names.append([tag["Value"] for tag in read["Tags"]])
        self.assertEqual([["ours"], ["theirs"]], names)

    def test_only_the_owner_changes_the_gateway(self) -> None:
        gateway = self.gateway()
        self.share(gateway)
        (seen,) = self.other.describe_transit_gateways()["TransitGateways"]
        self.assertEqual("123456789012", seen["OwnerId"])
        with self.refused("UnauthorizedOperation"):
            self.other.delete_transit_gateway(TransitGatewayId=gateway)

    def test_both_owners_may_delete_but_one_chooses_the_subnets(self) -> None:
        gateway = self.gateway(AutoAcceptSharedAttachments="enable")
        self.share(gateway)
        for owner in (self.ec2, self.other):
            attachment = self.attach(gateway)["TransitGatewayAttachmentId"]
            with self.refused("InvalidTransitGatewayAttachmentID.NotFound"):
                self.ec2.modify_transit_gateway_vpc_attachment(
                    TransitGatewayAttachmentId=attachment, Options={"ApplianceModeSupport": "enable"}
                )
            owner.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attachment)
            self.assertEqual({"deleted"}, self.states(attachment))
