"""VPC Block Public Access: the defaults of an account."""

from emulator.tests.network import NetworkTest


class BlockPublicAccessTest(NetworkTest):
    def test_nothing_is_blocked(self) -> None:
        for region in ("us-east-1", "eu-west-1"):
            options = self.client("ec2", region=region).describe_vpc_block_public_access_options()
            self.assertEqual(
                {
                    "AwsAccountId": "123456789012",
                    "AwsRegion": region,
                    "State": "default-state",
                    "InternetGatewayBlockMode": "off",
                    "ManagedBy": "account",
                    "ExclusionsAllowed": "allowed",
                },
                options["VpcBlockPublicAccessOptions"],
            )
        self.assertEqual([], self.ec2.describe_vpc_block_public_access_exclusions()["VpcBlockPublicAccessExclusions"])

    def test_no_exclusion_exists(self) -> None:
        with self.refused("InvalidVpcBlockPublicAccessExclusionId.NotFound"):
            self.ec2.describe_vpc_block_public_access_exclusions(ExclusionIds=["vpcbpa-exclude-00000000000000000"])
