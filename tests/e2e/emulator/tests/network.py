"""What tests of EC2 start from: a client, VPCs and subnets."""

from typing import Any

from emulator.tests.base import EmulatorTest


class NetworkTest(EmulatorTest):
    """A test case with an EC2 client, ``self.ec2``."""

    managed_policies = False

    def setUp(self) -> None:
        super().setUp()
        self.ec2 = self.client("ec2")

    def vpc(self, cidr: str = "10.0.0.0/16", ec2: Any = None) -> str:
        """A VPC of this CIDR; answers its ID."""
        return (ec2 or self.ec2).create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]

    def subnet(self, vpc: str, cidr: str, zone: str = "use1-az1", ec2: Any = None) -> str:
        """A subnet in the zone of this ID; answers its ID."""
        made = (ec2 or self.ec2).create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZoneId=zone)
        return made["Subnet"]["SubnetId"]

    def of_vpc(self, operation: str, key: str, vpc: str) -> list[dict[str, Any]]:
        """What a Describe operation answers for a VPC."""
        return getattr(self.ec2, operation)(Filters=[{"Name": "vpc-id", "Values": [vpc]}])[key]
