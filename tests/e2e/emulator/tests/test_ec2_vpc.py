"""VPCs and internet gateways."""

from emulator.tests.network import NetworkTest


class VpcTest(NetworkTest):
    def test_what_comes_with_a_vpc(self) -> None:
        vpc = self.vpc()
        (table,) = self.of_vpc("describe_route_tables", "RouteTables", vpc)
        self.assertEqual([True], [association["Main"] for association in table["Associations"]])
        self.assertEqual(["local"], [route["GatewayId"] for route in table["Routes"]])
        (acl,) = self.of_vpc("describe_network_acls", "NetworkAcls", vpc)
        self.assertTrue(acl["IsDefault"])
        (group,) = self.of_vpc("describe_security_groups", "SecurityGroups", vpc)
        self.assertEqual("default", group["GroupName"])
        (inbound,) = group["IpPermissions"]
        self.assertEqual(("-1", group["GroupId"]), (inbound["IpProtocol"], inbound["UserIdGroupPairs"][0]["GroupId"]))
        (outbound,) = group["IpPermissionsEgress"]
        self.assertEqual([{"CidrIp": "0.0.0.0/0"}], outbound["IpRanges"])

    def test_a_deleted_vpc_leaves_nothing(self) -> None:
        operations = {
            "describe_vpcs": "Vpcs",
            "describe_route_tables": "RouteTables",
            "describe_network_acls": "NetworkAcls",
            "describe_security_groups": "SecurityGroups",
        }
        before = {name: len(getattr(self.ec2, name)()[key]) for name, key in operations.items()}
        self.ec2.delete_vpc(VpcId=self.vpc())
        self.assertEqual(before, {name: len(getattr(self.ec2, name)()[key]) for name, key in operations.items()})
        with self.refused("InvalidVpcID.NotFound"):
            self.ec2.delete_vpc(VpcId="vpc-0123456789abcdef0")

    def assert_kept(self, vpc: str) -> None:
        with self.refused("DependencyViolation", f"'{vpc}' has dependencies"):
            self.ec2.delete_vpc(VpcId=vpc)

    def test_subnet_keeps_the_vpc(self) -> None:
        vpc = self.vpc()
        self.subnet(vpc, "10.0.0.0/24")
        self.assert_kept(vpc)

    def test_internet_gateway_keeps_the_vpc(self) -> None:
        vpc = self.vpc()
        gateway = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        self.assert_kept(vpc)
        self.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        self.ec2.delete_vpc(VpcId=vpc)

    def test_route_table_and_security_group_keep_the_vpc(self) -> None:
        vpc = self.vpc()
        table = self.ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        self.assert_kept(vpc)
        self.ec2.delete_route_table(RouteTableId=table)
        group = self.ec2.create_security_group(GroupName="a", Description="a", VpcId=vpc)["GroupId"]
        self.assert_kept(vpc)
        self.ec2.delete_security_group(GroupId=group)
        self.ec2.delete_vpc(VpcId=vpc)

    def test_network_acl_and_endpoint_keep_the_vpc(self) -> None:
        vpc = self.vpc()
        acl = self.ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
        self.assert_kept(vpc)
        self.ec2.delete_network_acl(NetworkAclId=acl)
        endpoint = self.ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3")["VpcEndpoint"]
        self.assert_kept(vpc)
        self.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint["VpcEndpointId"]])
        self.ec2.delete_vpc(VpcId=vpc)

    def test_dhcp_options_keep_their_tags_and_outlive_the_vpc(self) -> None:
        options = self.ec2.create_dhcp_options(
            DhcpConfigurations=[{"Key": "domain-name", "Values": ["example.com"]}],
            TagSpecifications=[{"ResourceType": "dhcp-options", "Tags": [{"Key": "Name", "Value": "names"}]}],
        )["DhcpOptions"]["DhcpOptionsId"]
        vpc = self.vpc()
        self.ec2.associate_dhcp_options(DhcpOptionsId=options, VpcId=vpc)
        self.ec2.delete_vpc(VpcId=vpc)
        (read,) = self.ec2.describe_dhcp_options(DhcpOptionsIds=[options])["DhcpOptions"]
        self.assertEqual([{"Key": "Name", "Value": "names"}], read["Tags"])


class FurtherCidrTest(NetworkTest):
    def associate(self, vpc: str, cidr: str) -> str:
        answer = self.ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock=cidr)["CidrBlockAssociation"]
        self.assertEqual("associating", answer["CidrBlockState"]["State"])
        return answer["AssociationId"]

    def routes(self, vpc: str) -> list[str]:
        (table,) = self.of_vpc("describe_route_tables", "RouteTables", vpc)
        return [route["DestinationCidrBlock"] for route in table["Routes"] if route["GatewayId"] == "local"]

    def cidrs(self, vpc: str) -> list[str]:
        (read,) = self.ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
        return [block["CidrBlock"] for block in read["CidrBlockAssociationSet"]]

    def test_association_and_its_end(self) -> None:
        vpc, other = self.vpc(), self.vpc("10.1.0.0/16")
        self.associate(other, "100.65.0.0/16")
        association = self.associate(vpc, "100.64.0.0/16")
        self.assertEqual(["10.0.0.0/16", "100.64.0.0/16"], self.cidrs(vpc))
        self.assertEqual(["10.0.0.0/16", "100.64.0.0/16"], self.routes(vpc))
        subnet = self.subnet(vpc, "100.64.0.0/18")
        with self.refused("InvalidCidrBlock.InUse"):
            self.ec2.disassociate_vpc_cidr_block(AssociationId=association)
        self.ec2.delete_subnet(SubnetId=subnet)
        self.ec2.disassociate_vpc_cidr_block(AssociationId=association)
        self.assertEqual((["10.0.0.0/16"], ["10.0.0.0/16"]), (self.cidrs(vpc), self.routes(vpc)))
        self.assertEqual(["10.1.0.0/16", "100.65.0.0/16"], self.cidrs(other))

    def test_refusals(self) -> None:
        vpc = self.vpc()
        for cidr in ("10.0.0.0/16", "10.0.128.0/20", "172.16.0.0/16", "198.19.0.0/16", "100.64.0.0/15", "100.64.0.0/29"):
            with self.subTest(cidr), self.refused("InvalidVpc.Range"):
                self.associate(vpc, cidr)
        with self.refused("InvalidParameterValue"):
            self.associate(vpc, "100.64.0.1/16")
        (read,) = self.ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
        with self.refused("OperationNotPermitted"):
            self.ec2.disassociate_vpc_cidr_block(AssociationId=read["CidrBlockAssociationSet"][0]["AssociationId"])

    def test_ipv6(self) -> None:
        vpc = self.vpc()
        made = self.ec2.associate_vpc_cidr_block(VpcId=vpc, AmazonProvidedIpv6CidrBlock=True)
        self.ec2.disassociate_vpc_cidr_block(AssociationId=made["Ipv6CidrBlockAssociation"]["AssociationId"])
        (read,) = self.ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
        self.assertEqual([], read.get("Ipv6CidrBlockAssociationSet", []))
        (table,) = self.of_vpc("describe_route_tables", "RouteTables", vpc)
        self.assertEqual(1, len(table["Routes"]))


class InternetGatewayTest(NetworkTest):
    def test_one_per_vpc(self) -> None:
        vpc = self.vpc()
        first, second = (self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"] for _ in range(2))
        self.ec2.attach_internet_gateway(InternetGatewayId=first, VpcId=vpc)
        with self.refused("InvalidParameterValue", "already has an internet gateway attached"):
            self.ec2.attach_internet_gateway(InternetGatewayId=second, VpcId=vpc)
        with self.refused("Resource.AlreadyAssociated"):
            self.ec2.attach_internet_gateway(InternetGatewayId=first, VpcId=vpc)
        with self.refused("DependencyViolation"):
            self.ec2.delete_internet_gateway(InternetGatewayId=first)
