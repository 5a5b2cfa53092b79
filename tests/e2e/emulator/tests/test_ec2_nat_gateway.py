"""NAT gateways."""

import ipaddress

from emulator.tests.network import NetworkTest


class NatGatewayTest(NetworkTest):
    def setUp(self) -> None:
        super().setUp()
        self.home = self.subnet(self.vpc(), "10.0.0.0/24")
        self.address = self.ec2.allocate_address(Domain="vpc")["AllocationId"]

    def test_life(self) -> None:
        made = self.ec2.create_nat_gateway(
            SubnetId=self.home,
            AllocationId=self.address,
            TagSpecifications=[{"ResourceType": "natgateway", "Tags": [{"Key": "Name", "Value": "out"}]}],
        )["NatGateway"]
        gateway = made["NatGatewayId"]
        (read,) = self.ec2.describe_nat_gateways(NatGatewayIds=[gateway])["NatGateways"]
        (address,) = read["NatGatewayAddresses"]
        self.assertIn(ipaddress.ip_address(address["PrivateIp"]), ipaddress.ip_network("10.0.0.0/24"))
        self.assertEqual([{"Key": "Name", "Value": "out"}], read["Tags"])
        with self.refused("Resource.AlreadyAssociated"):
            self.ec2.create_nat_gateway(SubnetId=self.home, AllocationId=self.address)
        with self.refused("DependencyViolation"):
            self.ec2.delete_subnet(SubnetId=self.home)
        self.ec2.delete_nat_gateway(NatGatewayId=gateway)
        (read,) = self.ec2.describe_nat_gateways(NatGatewayIds=[gateway])["NatGateways"]
        self.assertEqual("deleted", read["State"])
        (released,) = self.ec2.describe_addresses(AllocationIds=[self.address])["Addresses"]
        self.assertNotIn("AssociationId", released)
        self.ec2.delete_subnet(SubnetId=self.home)

    def test_refusals(self) -> None:
        with self.refused("MissingParameter"):
            self.ec2.create_nat_gateway(SubnetId=self.home)
        with self.refused("NatGatewayNotFound"):
            self.ec2.delete_nat_gateway(NatGatewayId="nat-0123456789abcdef0")
        with self.refused("NatGatewayNotFound"):
            self.ec2.describe_nat_gateways(NatGatewayIds=["nat-0123456789abcdef0"])
        self.ec2.create_nat_gateway(SubnetId=self.home, ConnectivityType="private")
