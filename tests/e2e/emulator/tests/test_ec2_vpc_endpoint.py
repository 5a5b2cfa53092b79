"""VPC endpoints."""

import ipaddress
from typing import Any

from emulator.tests.network import NetworkTest

SERVICE = "com.amazonaws.us-east-1."


class VpcEndpointTest(NetworkTest):
    def setUp(self) -> None:
        super().setUp()
        self.home = self.vpc()
        for name in ("EnableDnsSupport", "EnableDnsHostnames"):
            self.ec2.modify_vpc_attribute(VpcId=self.home, **{name: {"Value": True}})
        self.subnets = [
            self.subnet(self.home, "10.0.0.0/24", "use1-az1"),
            self.subnet(self.home, "10.0.1.0/24", "use1-az2"),
        ]

    def interface(self, service: str = "ecr.api", **arguments: Any) -> dict[str, Any]:
        arguments = {"SubnetIds": self.subnets, **arguments}
        return self.ec2.create_vpc_endpoint(
            VpcId=self.home, VpcEndpointType="Interface", ServiceName=SERVICE + service, **arguments
        )["VpcEndpoint"]

    def read(self, endpoint: str) -> dict[str, Any]:
        return self.ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]

    def interfaces(self) -> list[dict[str, Any]]:
        return self.of_vpc("describe_network_interfaces", "NetworkInterfaces", self.home)


class InterfaceEndpointTest(VpcEndpointTest):
    def test_interfaces_lie_in_their_subnets_and_avoid_reservations(self) -> None:
        self.ec2.create_subnet_cidr_reservation(SubnetId=self.subnets[0], Cidr="10.0.0.0/28", ReservationType="explicit")
        group = self.ec2.create_security_group(GroupName="a", Description="a", VpcId=self.home)["GroupId"]
        made = self.interface(SecurityGroupIds=[group])
        read = self.read(made["VpcEndpointId"])
        self.assertEqual(("pending", "available"), (made["State"], read["State"]))
        interfaces = {interface["SubnetId"]: interface for interface in self.interfaces()}
        self.assertEqual(set(self.subnets), set(interfaces))
        address = ipaddress.ip_address(interfaces[self.subnets[0]]["PrivateIpAddress"])
        self.assertIn(address, ipaddress.ip_network("10.0.0.0/24"))
        self.assertNotIn(address, ipaddress.ip_network("10.0.0.0/28"))
        self.assertEqual("vpc_endpoint", interfaces[self.subnets[0]]["InterfaceType"])
        self.assertEqual([group], [item["GroupId"] for item in interfaces[self.subnets[1]]["Groups"]])
        with self.refused("DependencyViolation"):
            self.ec2.delete_subnet(SubnetId=self.subnets[1])
        with self.refused("DependencyViolation"):
            self.ec2.delete_security_group(GroupId=group)

    def test_addresses_of_other_interfaces_are_not_taken(self) -> None:
        for number in range(4, 8):
            self.ec2.create_network_interface(SubnetId=self.subnets[0], PrivateIpAddress=f"10.0.0.{number}")
        self.interface(SubnetIds=self.subnets[:1])
        addresses = [interface["PrivateIpAddress"] for interface in self.interfaces()]
        self.assertEqual(len(set(addresses)), len(addresses))

    def test_private_names(self) -> None:
        made = self.interface()["VpcEndpointId"]
        read = self.read(made)
        self.assertTrue(read["PrivateDnsEnabled"])
        self.assertIn("api.ecr.us-east-1.amazonaws.com", [entry["DnsName"] for entry in read["DnsEntries"]])
        with self.refused("InvalidParameter", "conflicting DNS domain"):
            self.interface()
        self.ec2.modify_vpc_endpoint(VpcEndpointId=made, PrivateDnsEnabled=False)
        self.assertFalse(self.read(made)["PrivateDnsEnabled"])
        other = self.interface()["VpcEndpointId"]
        with self.refused("InvalidParameter", "conflicting DNS domain"):
            self.ec2.modify_vpc_endpoint(VpcEndpointId=made, PrivateDnsEnabled=True)
        self.assertTrue(self.read(other)["PrivateDnsEnabled"])

    def test_private_names_need_dns_in_the_vpc(self) -> None:
        self.ec2.modify_vpc_attribute(VpcId=self.home, EnableDnsHostnames={"Value": False})
        with self.refused("InvalidParameter", "enableDnsHostnames"):
            self.interface()
        self.assertEqual([], self.interfaces())
        self.interface(PrivateDnsEnabled=False)

    def test_refusals(self) -> None:
        same_zone = self.subnet(self.home, "10.0.2.0/24", "use1-az1")
        with self.refused("DuplicateSubnetsInSameZone", "Found another VPC endpoint subnet"):
            self.interface(SubnetIds=[self.subnets[0], same_zone])
        with self.refused("InvalidServiceName"):
            self.interface("no-such-service")
        with self.refused("InvalidServiceName"):
            self.ec2.create_vpc_endpoint(
                VpcId=self.home, VpcEndpointType="Interface", ServiceName="com.amazonaws.eu-west-1.ecr.api"
            )
        with self.refused("InvalidGroup.NotFound"):
            self.interface(SecurityGroupIds=["sg-0123456789abcdef0"])
        with self.refused("InvalidParameterValue", "does not belong"):
            self.interface(SubnetIds=[self.subnet(self.vpc("10.1.0.0/16"), "10.1.0.0/24")])
        with self.refused("InvalidVpcEndpointId.NotFound"):
            self.read("vpce-0123456789abcdef0")
        self.assertEqual([], self.of_vpc("describe_vpc_endpoints", "VpcEndpoints", self.home))

    def test_modify(self) -> None:
        made = self.interface(SubnetIds=self.subnets[:1])["VpcEndpointId"]
        group = self.ec2.create_security_group(GroupName="a", Description="a", VpcId=self.home)["GroupId"]
        (default,) = (item["GroupId"] for item in self.read(made)["Groups"])
        self.ec2.modify_vpc_endpoint(
            VpcEndpointId=made,
            AddSubnetIds=self.subnets[1:],
            RemoveSubnetIds=self.subnets[:1],
            AddSecurityGroupIds=[group],
            RemoveSecurityGroupIds=[default],
            PolicyDocument='{"Statement": []}',
        )
        read = self.read(made)
        self.assertEqual((self.subnets[1:], [group]), (read["SubnetIds"], [item["GroupId"] for item in read["Groups"]]))
        self.assertEqual('{"Statement": []}', read["PolicyDocument"])
        (interface,) = self.interfaces()
        self.assertEqual(read["NetworkInterfaceIds"], [interface["NetworkInterfaceId"]])
        self.assertEqual([group], [item["GroupId"] for item in interface["Groups"]])
        with self.refused("InvalidParameterValue"):
            self.ec2.modify_vpc_endpoint(VpcEndpointId=made, RemoveSubnetIds=self.subnets[:1])

    def test_deleted_leaves_nothing(self) -> None:
        made = self.interface()["VpcEndpointId"]
        self.assertEqual([], self.ec2.delete_vpc_endpoints(VpcEndpointIds=[made])["Unsuccessful"])
        self.assertEqual([], self.interfaces())
        with self.refused("InvalidVpcEndpointId.NotFound"):
            self.read(made)
        (refused,) = self.ec2.delete_vpc_endpoints(VpcEndpointIds=[made])["Unsuccessful"]
        self.assertEqual((made, "InvalidVpcEndpoint.NotFound"), (refused["ResourceId"], refused["Error"]["Code"]))
        self.ec2.delete_subnet(SubnetId=self.subnets[0])


class GatewayEndpointTest(VpcEndpointTest):
    def routes(self, table: str) -> list[tuple[str, str]]:
        (read,) = self.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
        found = [route for route in read["Routes"] if "DestinationPrefixListId" in route]
        return [(route["DestinationPrefixListId"], route["GatewayId"]) for route in found]

    def test_routes_come_and_go(self) -> None:
        first, second = (self.ec2.create_route_table(VpcId=self.home)["RouteTable"]["RouteTableId"] for _ in range(2))
        made = self.ec2.create_vpc_endpoint(
            VpcId=self.home,
            ServiceName=SERVICE + "s3",
            RouteTableIds=[first],
            TagSpecifications=[{"ResourceType": "vpc-endpoint", "Tags": [{"Key": "Name", "Value": "s3"}]}],
        )["VpcEndpoint"]
        endpoint = made["VpcEndpointId"]
        filters = [{"Name": "prefix-list-name", "Values": [SERVICE + "s3"]}]
        prefixes = self.ec2.describe_prefix_lists(Filters=filters)["PrefixLists"][0]["PrefixListId"]
        read = self.read(endpoint)
        self.assertEqual(("Gateway", False), (read["VpcEndpointType"], read["PrivateDnsEnabled"]))
        self.assertEqual([{"Key": "Name", "Value": "s3"}], read["Tags"])
        self.assertEqual([(prefixes, endpoint)], self.routes(first))
        self.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, AddRouteTableIds=[second], RemoveRouteTableIds=[first])
        self.assertEqual(([], [(prefixes, endpoint)]), (self.routes(first), self.routes(second)))
        self.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])
        self.assertEqual([], self.routes(second))

    def test_refusals(self) -> None:
        foreign = self.ec2.create_route_table(VpcId=self.vpc("10.1.0.0/16"))["RouteTable"]["RouteTableId"]
        with self.refused("InvalidParameterValue", "does not belong"):
            self.ec2.create_vpc_endpoint(VpcId=self.home, ServiceName=SERVICE + "s3", RouteTableIds=[foreign])
        with self.refused("InvalidParameter", "does not match available service types"):
            self.ec2.create_vpc_endpoint(VpcId=self.home, ServiceName=SERVICE + "ecr.api")

    def test_filters(self) -> None:
        gateway = self.ec2.create_vpc_endpoint(VpcId=self.home, ServiceName=SERVICE + "s3")["VpcEndpoint"]
        self.interface()
        for name, value in (("vpc-endpoint-type", "Gateway"), ("service-name", "*.s3")):
            found = self.ec2.describe_vpc_endpoints(Filters=[{"Name": name, "Values": [value]}])["VpcEndpoints"]
            self.assertEqual([gateway["VpcEndpointId"]], [endpoint["VpcEndpointId"] for endpoint in found])
