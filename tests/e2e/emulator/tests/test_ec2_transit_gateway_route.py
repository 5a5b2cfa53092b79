"""Routes of transit gateways, and references to prefix lists."""

from typing import Any

from emulator.tests.test_ec2_transit_gateway import DEFAULTS_OFF, TransitGatewayTest


class RoutesTest(TransitGatewayTest):
    def setUp(self) -> None:
        super().setUp()
        self.hub = self.gateway(**DEFAULTS_OFF)
        self.ingress = self.table(self.hub)
        self.joined = self.attachment(self.hub)

    def route(self, cidr: str, **target: Any) -> dict[str, Any]:
        return self.ec2.create_transit_gateway_route(
            TransitGatewayRouteTableId=self.ingress, DestinationCidrBlock=cidr, **target
        )["Route"]

    def search(self, **filters: str) -> list[dict[str, Any]]:
        listed = [{"Name": name.replace("__", ".").replace("_", "-"), "Values": [value]} for name, value in filters.items()]
        found = self.ec2.search_transit_gateway_routes(TransitGatewayRouteTableId=self.ingress, Filters=listed)
        self.assertFalse(found["AdditionalRoutesAvailable"])
        return found["Routes"]

    def cidrs(self, **filters: str) -> list[str]:
        return [route["DestinationCidrBlock"] for route in self.search(**filters)]


class StaticRouteTest(RoutesTest):
    def test_route_to_an_attachment_and_a_blackhole(self) -> None:
        self.route("10.0.0.0/16", TransitGatewayAttachmentId=self.joined)
        self.route("10.0.0.0/8", Blackhole=True)
        blackhole, route = self.search(type="static")
        self.assertEqual(("10.0.0.0/16", "active", "static"), tuple(route[key] for key in _KEYS))
        (target,) = route["TransitGatewayAttachments"]
        self.assertEqual((self.joined, "vpc"), (target["TransitGatewayAttachmentId"], target["ResourceType"]))
        self.assertEqual(("10.0.0.0/8", "blackhole", "static"), tuple(blackhole[key] for key in _KEYS))
        self.assertNotIn("TransitGatewayAttachments", blackhole)

    def test_filters(self) -> None:
        for cidr in ("10.0.0.0/8", "10.0.0.0/16", "10.0.4.0/24", "192.168.0.0/16"):
            self.route(cidr, Blackhole=True)
        self.route("10.1.0.0/16", TransitGatewayAttachmentId=self.joined)
        self.assertEqual(["10.0.0.0/16"], self.cidrs(route_search__exact_match="10.0.0.0/16"))
        self.assertEqual(["10.0.0.0/16", "10.0.4.0/24"], self.cidrs(route_search__subnet_of_match="10.0.0.0/16"))
        self.assertEqual(["10.0.0.0/8", "10.0.0.0/16"], self.cidrs(route_search__supernet_of_match="10.0.0.0/16"))
        self.assertEqual(["10.0.0.0/16"], self.cidrs(route_search__longest_prefix_match="10.0.9.9/32"))
        self.assertEqual(["10.1.0.0/16"], self.cidrs(state="active"))
        self.assertEqual([], self.cidrs(type="propagated"))
        self.assertEqual(["10.1.0.0/16"], self.cidrs(attachment__transit_gateway_attachment_id=self.joined))
        self.assertEqual(["192.168.0.0/16"], self.cidrs(state="blackhole", route_search__exact_match="192.168.0.0/16"))
        with self.refused("MissingParameter"):
            self.search()

    def test_limit(self) -> None:
        for number in range(7):
            self.route(f"10.{number}.0.0/16", Blackhole=True)
        found = self.ec2.search_transit_gateway_routes(
            TransitGatewayRouteTableId=self.ingress, Filters=[{"Name": "type", "Values": ["static"]}], MaxResults=5
        )
        self.assertEqual((5, True), (len(found["Routes"]), found["AdditionalRoutesAvailable"]))

    def test_refusals(self) -> None:
        self.route("10.0.0.0/8", Blackhole=True)
        with self.refused("RouteAlreadyExists", f"10.0.0.0/8 already exists in Transit Gateway Route Table {self.ingress}"):
            self.route("10.0.0.0/8", TransitGatewayAttachmentId=self.joined)
        with self.refused("InvalidTransitGatewayAttachmentID.NotFound"):
            self.route("10.1.0.0/16", TransitGatewayAttachmentId="tgw-attach-0123456789abcdef0")
        with self.refused("MissingParameter"):
            self.route("10.1.0.0/16")
        with self.refused("InvalidParameterCombination"):
            self.route("10.1.0.0/16", Blackhole=True, TransitGatewayAttachmentId=self.joined)
        with self.refused("InvalidParameterValue"):
            self.route("10.1.0.0/33", Blackhole=True)
        with self.refused("InvalidParameterValue", "same transit gateway"):
            foreign = self.attachment(self.gateway(), "10.7.0.0/16")
            self.route("10.7.0.0/16", TransitGatewayAttachmentId=foreign)
        with self.refused("InvalidRouteTableID.NotFound"):
            self.ec2.create_transit_gateway_route(
                TransitGatewayRouteTableId="tgw-rtb-0123456789abcdef0", DestinationCidrBlock="10.1.0.0/16", Blackhole=True
            )

    def test_delete_and_replace(self) -> None:
        where = {"TransitGatewayRouteTableId": self.ingress, "DestinationCidrBlock": "10.0.0.0/16"}
        for change in (self.ec2.delete_transit_gateway_route, self.ec2.replace_transit_gateway_route):
            with self.refused("InvalidRoute.NotFound"):
                change(**where)
        self.route("10.0.0.0/16", Blackhole=True)
        self.ec2.replace_transit_gateway_route(**where, TransitGatewayAttachmentId=self.joined)
        self.assertEqual(["10.0.0.0/16"], self.cidrs(state="active"))
        self.ec2.delete_transit_gateway_route(**where)
        self.assertEqual([], self.cidrs(type="static"))

    def test_route_to_a_deleted_attachment_is_a_blackhole(self) -> None:
        self.route("10.0.0.0/16", TransitGatewayAttachmentId=self.joined)
        self.ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=self.joined)
        self.assertEqual(["10.0.0.0/16"], self.cidrs(state="blackhole"))


class PropagatedRouteTest(RoutesTest):
    def test_all_cidrs_of_the_vpc_are_propagated(self) -> None:
        self.ec2.enable_transit_gateway_route_table_propagation(
            TransitGatewayRouteTableId=self.ingress, TransitGatewayAttachmentId=self.joined
        )
        self.assertEqual(["10.0.0.0/16"], self.cidrs(type="propagated", state="active"))
        (attachment,) = self.ec2.describe_transit_gateway_vpc_attachments()["TransitGatewayVpcAttachments"]
        self.ec2.associate_vpc_cidr_block(VpcId=attachment["VpcId"], CidrBlock="100.64.0.0/16")
        self.assertEqual(["10.0.0.0/16", "100.64.0.0/16"], self.cidrs(type="propagated"))
        self.route("10.0.0.0/16", Blackhole=True)
        self.assertEqual(["100.64.0.0/16"], self.cidrs(type="propagated"))
        self.assertEqual(["10.0.0.0/16"], self.cidrs(type="static"))


class PrefixListReferenceTest(RoutesTest):
    def test_reference(self) -> None:
        prefixes = self.ec2.create_managed_prefix_list(
            PrefixListName="offices",
            MaxEntries=5,
            AddressFamily="IPv4",
            Entries=[{"Cidr": "10.8.0.0/16"}, {"Cidr": "10.9.0.0/16"}],
        )["PrefixList"]["PrefixListId"]
        where = {"TransitGatewayRouteTableId": self.ingress, "PrefixListId": prefixes}
        self.ec2.create_transit_gateway_prefix_list_reference(**where, TransitGatewayAttachmentId=self.joined)
        with self.refused("TransitGatewayPrefixListReference.Duplicate"):
            self.ec2.create_transit_gateway_prefix_list_reference(**where, Blackhole=True)

        def references() -> list[dict[str, Any]]:
            found = self.ec2.get_transit_gateway_prefix_list_references(
                TransitGatewayRouteTableId=self.ingress, Filters=[{"Name": "prefix-list-id", "Values": [prefixes]}]
            )
            return found["TransitGatewayPrefixListReferences"]

        (reference,) = references()
        self.assertEqual(self.joined, reference["TransitGatewayAttachment"]["TransitGatewayAttachmentId"])
        self.assertEqual((False, "123456789012"), (reference["Blackhole"], reference["PrefixListOwnerId"]))
        self.assertEqual(["10.8.0.0/16", "10.9.0.0/16"], self.cidrs(prefix_list_id=prefixes, state="active"))
        self.ec2.modify_transit_gateway_prefix_list_reference(**where, Blackhole=True)
        self.assertTrue(references()[0]["Blackhole"])
        self.assertEqual(["10.8.0.0/16", "10.9.0.0/16"], self.cidrs(state="blackhole"))
        self.ec2.delete_transit_gateway_prefix_list_reference(**where)
        self.assertEqual([], references())
        with self.refused("InvalidPrefixListID.NotFound"):
            self.ec2.delete_transit_gateway_prefix_list_reference(**where)


_KEYS = ("DestinationCidrBlock", "State", "Type")
