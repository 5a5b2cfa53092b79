"""Transit gateways and their route tables."""

from typing import Any

from emulator.tests.network import NetworkTest

DEFAULTS_OFF = {"DefaultRouteTableAssociation": "disable", "DefaultRouteTablePropagation": "disable"}


class TransitGatewayTest(NetworkTest):
    """What tests of transit gateways share."""

    def gateway(self, **options: Any) -> str:
        return self.ec2.create_transit_gateway(Options=options)["TransitGateway"]["TransitGatewayId"]

    def table(self, gateway: str) -> str:
        made = self.ec2.create_transit_gateway_route_table(TransitGatewayId=gateway)["TransitGatewayRouteTable"]
        return made["TransitGatewayRouteTableId"]

    def attachment(self, gateway: str, cidr: str = "10.0.0.0/16") -> str:
        vpc = self.vpc(cidr)
        subnet = self.subnet(vpc, cidr.replace("/16", "/24"))
        made = self.ec2.create_transit_gateway_vpc_attachment(TransitGatewayId=gateway, VpcId=vpc, SubnetIds=[subnet])
        return made["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]

    def associations(self, table: str) -> list[str]:
        found = self.ec2.get_transit_gateway_route_table_associations(TransitGatewayRouteTableId=table)
        return [item["TransitGatewayAttachmentId"] for item in found["Associations"]]

    def propagations(self, table: str) -> list[str]:
        found = self.ec2.get_transit_gateway_route_table_propagations(TransitGatewayRouteTableId=table)
        return [item["TransitGatewayAttachmentId"] for item in found["TransitGatewayRouteTablePropagations"]]


class GatewayTest(TransitGatewayTest):
    def read(self, gateway: str) -> dict[str, Any]:
        return self.ec2.describe_transit_gateways(TransitGatewayIds=[gateway])["TransitGateways"][0]

    def tables(self, gateway: str) -> list[dict[str, Any]]:
        filters = [{"Name": "transit-gateway-id", "Values": [gateway]}]
        return self.ec2.describe_transit_gateway_route_tables(Filters=filters)["TransitGatewayRouteTables"]

    def test_without_defaults_there_is_no_route_table(self) -> None:
        gateway = self.gateway(**DEFAULTS_OFF, AmazonSideAsn=64600)
        options = self.read(gateway)["Options"]
        self.assertEqual(64600, options["AmazonSideAsn"])
        self.assertNotIn("AssociationDefaultRouteTableId", options)
        self.assertNotIn("PropagationDefaultRouteTableId", options)
        self.assertEqual([], self.tables(gateway))

    def test_defaults_are_one_table_for_both_uses(self) -> None:
        gateway = self.gateway()
        (table,) = self.tables(gateway)
        options = self.read(gateway)["Options"]
        self.assertEqual(table["TransitGatewayRouteTableId"], options["AssociationDefaultRouteTableId"])
        self.assertEqual(table["TransitGatewayRouteTableId"], options["PropagationDefaultRouteTableId"])
        self.assertTrue(table["DefaultAssociationRouteTable"] and table["DefaultPropagationRouteTable"])

    def test_one_default_without_the_other(self) -> None:
        gateway = self.gateway(DefaultRouteTablePropagation="disable")
        (table,) = self.tables(gateway)
        self.assertEqual(
            (True, False), (table["DefaultAssociationRouteTable"], table["DefaultPropagationRouteTable"])
        )

    def test_tags_description_and_filters(self) -> None:
        tags = [{"ResourceType": "transit-gateway", "Tags": [{"Key": "Name", "Value": "hub"}]}]
        made = self.ec2.create_transit_gateway(Description="joins", TagSpecifications=tags)["TransitGateway"]
        self.assertEqual("pending", made["State"])
        self.gateway()
        found = self.ec2.describe_transit_gateways(Filters=[{"Name": "tag:Name", "Values": ["h*"]}])["TransitGateways"]
        self.assertEqual([made["TransitGatewayId"]], [gateway["TransitGatewayId"] for gateway in found])
        self.assertEqual(("joins", "available"), (found[0]["Description"], found[0]["State"]))
        self.assertEqual([{"Key": "Name", "Value": "hub"}], found[0]["Tags"])
        with self.refused("InvalidParameterValue", "The filter 'colour' is invalid"):
            self.ec2.describe_transit_gateways(Filters=[{"Name": "colour", "Values": ["red"]}])

    def test_modify(self) -> None:
        gateway = self.gateway(**DEFAULTS_OFF)
        table = self.table(gateway)
        self.ec2.modify_transit_gateway(
            TransitGatewayId=gateway,
            Options={
                "DnsSupport": "disable",
                "AddTransitGatewayCidrBlocks": ["10.255.0.0/24"],
                "DefaultRouteTableAssociation": "enable",
                "AssociationDefaultRouteTableId": table,
            },
        )
        options = self.read(gateway)["Options"]
        self.assertEqual("disable", options["DnsSupport"])
        self.assertEqual(["10.255.0.0/24"], options["TransitGatewayCidrBlocks"])
        self.assertEqual(table, options["AssociationDefaultRouteTableId"])
        attachment = self.attachment(gateway)
        self.assertEqual(([attachment], []), (self.associations(table), self.propagations(table)))

    def test_in_use_is_not_deleted(self) -> None:
        gateway = self.gateway(**DEFAULTS_OFF)
        attachment = self.attachment(gateway)
        with self.refused("IncorrectState", f"{gateway} has non-deleted VPC Attachments: {attachment}"):
            self.ec2.delete_transit_gateway(TransitGatewayId=gateway)
        self.ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attachment)
        self.assertEqual("deleting", self.ec2.delete_transit_gateway(TransitGatewayId=gateway)["TransitGateway"]["State"])
        self.assertEqual("deleted", self.read(gateway)["State"])
        with self.refused("InvalidTransitGatewayID.NotFound", "was deleted or does not exist"):
            self.ec2.delete_transit_gateway(TransitGatewayId=gateway)

    def test_unknown(self) -> None:
        with self.refused("InvalidTransitGatewayID.NotFound"):
            self.ec2.describe_transit_gateways(TransitGatewayIds=["tgw-0123456789abcdef0"])
        with self.refused("InvalidTransitGatewayID.NotFound"):
            self.ec2.create_transit_gateway_route_table(TransitGatewayId="tgw-0123456789abcdef0")

    def test_accounts_and_regions_are_apart(self) -> None:
        gateway = self.gateway()
        for other in (self.client("ec2", account="111122223333"), self.client("ec2", region="eu-west-1")):
            self.assertEqual([], other.describe_transit_gateways()["TransitGateways"])
            with self.refused("InvalidTransitGatewayID.NotFound"):
                other.describe_transit_gateways(TransitGatewayIds=[gateway])


class RouteTableTest(TransitGatewayTest):
    def setUp(self) -> None:
        super().setUp()
        self.hub = self.gateway(**DEFAULTS_OFF)
        self.ingress = self.table(self.hub)
        self.joined = self.attachment(self.hub)

    def associate(self, table: str, attachment: str) -> dict[str, Any]:
        return self.ec2.associate_transit_gateway_route_table(
            TransitGatewayRouteTableId=table, TransitGatewayAttachmentId=attachment
        )["Association"]

    def test_association(self) -> None:
        self.assertEqual("associating", self.associate(self.ingress, self.joined)["State"])
        self.assertEqual([self.joined], self.associations(self.ingress))
        other = self.table(self.hub)
        with self.refused("Resource.AlreadyAssociated", f"{self.joined} is already associated to a route table"):
            self.associate(other, self.joined)
        with self.refused("Resource.AlreadyAssociated"):
            self.associate(self.ingress, self.joined)
        (read,) = self.ec2.describe_transit_gateway_attachments()["TransitGatewayAttachments"]
        self.assertEqual(self.ingress, read["Association"]["TransitGatewayRouteTableId"])

    def test_disassociation(self) -> None:
        relation = {"TransitGatewayRouteTableId": self.ingress, "TransitGatewayAttachmentId": self.joined}
        with self.refused("InvalidAssociation.NotFound"):
            self.ec2.disassociate_transit_gateway_route_table(**relation)
        self.associate(self.ingress, self.joined)
        answer = self.ec2.disassociate_transit_gateway_route_table(**relation)["Association"]
        self.assertEqual("disassociating", answer["State"])
        self.assertEqual([], self.associations(self.ingress))
        self.associate(self.table(self.hub), self.joined)

    def test_propagation(self) -> None:
        relation = {"TransitGatewayRouteTableId": self.ingress, "TransitGatewayAttachmentId": self.joined}
        with self.refused("TransitGatewayRouteTablePropagation.NotFound"):
            self.ec2.disable_transit_gateway_route_table_propagation(**relation)
        self.ec2.enable_transit_gateway_route_table_propagation(**relation)
        with self.refused("TransitGatewayRouteTablePropagation.Duplicate"):
            self.ec2.enable_transit_gateway_route_table_propagation(**relation)
        second = self.table(self.hub)
        self.ec2.enable_transit_gateway_route_table_propagation(
            TransitGatewayRouteTableId=second, TransitGatewayAttachmentId=self.joined
        )
        self.assertEqual(([self.joined], [self.joined]), (self.propagations(self.ingress), self.propagations(second)))
        self.ec2.disable_transit_gateway_route_table_propagation(**relation)
        self.assertEqual(([], [self.joined]), (self.propagations(self.ingress), self.propagations(second)))

    def test_gateways_are_not_mixed(self) -> None:
        foreign = self.table(self.gateway(**DEFAULTS_OFF))
        with self.refused("InvalidParameterValue", "same transit gateway"):
            self.associate(foreign, self.joined)

    def test_in_use_is_not_deleted(self) -> None:
        self.associate(self.ingress, self.joined)
        with self.refused("IncorrectState", "non-deleted associations"):
            self.ec2.delete_transit_gateway_route_table(TransitGatewayRouteTableId=self.ingress)
        self.ec2.disassociate_transit_gateway_route_table(
            TransitGatewayRouteTableId=self.ingress, TransitGatewayAttachmentId=self.joined
        )
        self.ec2.delete_transit_gateway_route_table(TransitGatewayRouteTableId=self.ingress)
        with self.refused("InvalidRouteTableID.NotFound"):
            self.associations(self.ingress)
        with self.refused("InvalidRouteTableID.NotFound"):
            self.associate(self.ingress, self.joined)

    def test_default_table_is_not_deleted(self) -> None:
        gateway = self.gateway()
        read = self.ec2.describe_transit_gateways(TransitGatewayIds=[gateway])["TransitGateways"][0]
        table = read["Options"]["AssociationDefaultRouteTableId"]
        with self.refused("IncorrectState", "default"):
            self.ec2.delete_transit_gateway_route_table(TransitGatewayRouteTableId=table)

    def test_tags(self) -> None:
        made = self.ec2.create_transit_gateway_route_table(
            TransitGatewayId=self.hub,
            TagSpecifications=[{"ResourceType": "transit-gateway-route-table", "Tags": [{"Key": "Name", "Value": "spoke"}]}],
        )["TransitGatewayRouteTable"]
        self.ec2.create_tags(Resources=[made["TransitGatewayRouteTableId"]], Tags=[{"Key": "a", "Value": "b"}])
        filters = [{"Name": "tag:Name", "Values": ["spoke"]}]
        (read,) = self.ec2.describe_transit_gateway_route_tables(Filters=filters)["TransitGatewayRouteTables"]
        self.assertEqual({"Name": "spoke", "a": "b"}, {tag["Key"]: tag["Value"] for tag in read["Tags"]})
