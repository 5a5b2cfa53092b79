"""Route tables of VPCs."""

from typing import Any

from emulator.tests.network import NetworkTest


class RouteTableTest(NetworkTest):
    def setUp(self) -> None:
        super().setUp()
        self.home = self.vpc()
        self.table = self.new_table(self.home)

    def new_table(self, vpc: str) -> str:
        return self.ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]

    def internet_gateway(self, vpc: str) -> str:
        gateway = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        return gateway

    def transit_gateway(self, vpc: str) -> tuple[str, str]:
        gateway = self.ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
        attachment = self.ec2.create_transit_gateway_vpc_attachment(
            TransitGatewayId=gateway, VpcId=vpc, SubnetIds=[self.subnet(vpc, "10.0.255.0/24")]
        )["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
        return gateway, attachment

    def route(self, **arguments: Any) -> None:
        self.ec2.create_route(RouteTableId=self.table, **arguments)

    def routes(self) -> list[dict[str, Any]]:
        (read,) = self.ec2.describe_route_tables(RouteTableIds=[self.table])["RouteTables"]
        return [route for route in read["Routes"] if route["Origin"] == "CreateRoute"]


class RouteTest(RouteTableTest):
    def test_next_hops_are_checked(self) -> None:
        foreign = self.internet_gateway(self.vpc("10.1.0.0/16"))
        with self.refused("InvalidGatewayID.NotFound"):
            self.route(DestinationCidrBlock="0.0.0.0/0", GatewayId="igw-0123456789abcdef0")
        with self.refused("InvalidParameterValue", "different networks"):
            self.route(DestinationCidrBlock="0.0.0.0/0", GatewayId=foreign)
        with self.refused("InvalidNatGatewayID.NotFound"):
            self.route(DestinationCidrBlock="0.0.0.0/0", NatGatewayId="nat-0123456789abcdef0")
        with self.refused("InvalidNetworkInterfaceID.NotFound"):
            self.route(DestinationCidrBlock="0.0.0.0/0", NetworkInterfaceId="eni-0123456789abcdef0")
        with self.refused("MissingParameter"):
            self.route(DestinationCidrBlock="0.0.0.0/0")
        own = self.internet_gateway(self.home)
        with self.refused("InvalidParameterCombination"):
            self.route(DestinationCidrBlock="0.0.0.0/0", GatewayId=own, NatGatewayId="nat-0123456789abcdef0")
        with self.refused("InvalidRouteTableID.NotFound"):
            self.ec2.create_route(RouteTableId="rtb-0123456789abcdef0", DestinationCidrBlock="0.0.0.0/0", GatewayId=own)
        self.assertEqual([], self.routes())

    def test_transit_gateway_needs_an_attachment(self) -> None:
        gateway = self.ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
        with self.refused("InvalidTransitGatewayID.NotFound", f"The transitGateway ID '{gateway}' does not exist"):
            self.route(DestinationCidrBlock="10.16.0.0/16", TransitGatewayId=gateway)
        gateway, attachment = self.transit_gateway(self.home)
        self.route(DestinationCidrBlock="10.16.0.0/16", TransitGatewayId=gateway)
        (read,) = self.routes()
        self.assertEqual((gateway, "active"), (read["TransitGatewayId"], read["State"]))
        self.ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attachment)
        self.assertEqual("blackhole", self.routes()[0]["State"])

    def test_duplicates_and_canonical_form(self) -> None:
        gateway = self.internet_gateway(self.home)
        self.route(DestinationCidrBlock="192.168.7.9/16", GatewayId=gateway)
        self.assertEqual(["192.168.0.0/16"], [route["DestinationCidrBlock"] for route in self.routes()])
        with self.refused("RouteAlreadyExists"):
            self.route(DestinationCidrBlock="192.168.0.0/16", GatewayId=gateway)
        with self.refused("RouteAlreadyExists"):
            self.route(DestinationCidrBlock="10.0.0.0/16", GatewayId=gateway)
        with self.refused("InvalidParameterValue", "more specific"):
            self.route(DestinationCidrBlock="10.0.4.0/24", GatewayId=gateway)
        self.route(DestinationIpv6CidrBlock="::/0", GatewayId=gateway)
        with self.refused("RouteAlreadyExists"):
            self.route(DestinationIpv6CidrBlock="::/0", GatewayId=gateway)

    def test_replace(self) -> None:
        internet = self.internet_gateway(self.home)
        transit, _ = self.transit_gateway(self.home)
        where = {"RouteTableId": self.table, "DestinationCidrBlock": "0.0.0.0/0"}
        with self.refused("InvalidParameterValue", "no route defined"):
            self.ec2.replace_route(**where, GatewayId=internet)
        self.ec2.create_route(**where, GatewayId=internet)
        with self.refused("InvalidTransitGatewayID.NotFound"):
            self.ec2.replace_route(**where, TransitGatewayId="tgw-0123456789abcdef0")
        self.ec2.replace_route(**where, TransitGatewayId=transit)
        (read,) = self.routes()
        self.assertEqual(transit, read["TransitGatewayId"])
        self.assertNotIn("GatewayId", read)
        self.ec2.delete_route(**where)
        self.assertEqual([], self.routes())
        with self.refused("InvalidRoute.NotFound"):
            self.ec2.delete_route(**where)

    def test_local_route_stays(self) -> None:
        with self.refused("InvalidParameterValue", "cannot remove local route"):
            self.ec2.delete_route(RouteTableId=self.table, DestinationCidrBlock="10.0.0.0/16")

    def test_detached_internet_gateway_is_a_blackhole(self) -> None:
        gateway = self.internet_gateway(self.home)
        self.route(DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
        self.assertEqual("active", self.routes()[0]["State"])
        self.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=self.home)
        self.assertEqual("blackhole", self.routes()[0]["State"])


class AssociationTest(RouteTableTest):
    def test_one_table_per_subnet(self) -> None:
        subnet = self.subnet(self.home, "10.0.0.0/24")
        made = self.ec2.associate_route_table(RouteTableId=self.table, SubnetId=subnet)["AssociationId"]
        again = self.ec2.associate_route_table(RouteTableId=self.table, SubnetId=subnet)["AssociationId"]
        self.assertEqual(made, again)
        other = self.new_table(self.home)
        with self.refused("Resource.AlreadyAssociated", f"{other} conflicts with an existing association"):
            self.ec2.associate_route_table(RouteTableId=other, SubnetId=subnet)
        moved = self.ec2.replace_route_table_association(AssociationId=made, RouteTableId=other)["NewAssociationId"]
        (read,) = self.ec2.describe_route_tables(RouteTableIds=[other])["RouteTables"]
        self.assertEqual([(moved, subnet)], [(a["RouteTableAssociationId"], a["SubnetId"]) for a in read["Associations"]])
        with self.refused("DependencyViolation"):
            self.ec2.delete_route_table(RouteTableId=other)
        self.ec2.disassociate_route_table(AssociationId=moved)
        self.ec2.delete_route_table(RouteTableId=other)

    def test_networks_are_not_mixed(self) -> None:
        foreign = self.subnet(self.vpc("10.1.0.0/16"), "10.1.0.0/24")
        with self.refused("InvalidParameterValue", "different networks"):
            self.ec2.associate_route_table(RouteTableId=self.table, SubnetId=foreign)
        with self.refused("InvalidSubnetID.NotFound"):
            self.ec2.associate_route_table(RouteTableId=self.table, SubnetId="subnet-0123456789abcdef0")

    def test_main_table_stays(self) -> None:
        tables = self.of_vpc("describe_route_tables", "RouteTables", self.home)
        (main,) = (table for table in tables if any(a["Main"] for a in table["Associations"]))
        with self.refused("DependencyViolation"):
            self.ec2.delete_route_table(RouteTableId=main["RouteTableId"])
        with self.refused("InvalidParameterValue", "main route table association"):
            self.ec2.disassociate_route_table(AssociationId=main["Associations"][0]["RouteTableAssociationId"])
