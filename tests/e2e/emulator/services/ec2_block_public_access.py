"""VPC Block Public Access of an account that never used it: nothing is blocked, nothing is excluded.

DescribeVpcBlockPublicAccessOptions, DescribeVpcBlockPublicAccessExclusions. What would change it is not emulated, and
answered so.
"""

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.responses import EC2Response

from ..extend import extend


class InvalidExclusionIdError(EC2ClientError):
    def __init__(self, exclusion: str):
        super().__init__(
            "InvalidVpcBlockPublicAccessExclusionId.NotFound", f"The VPC BPA exclusion ID '{exclusion}' does not exist"
        )


class _Response(EC2Response):
    def describe_vpc_block_public_access_options(self) -> ActionResult:
        options = {
            "AwsAccountId": self.current_account,
            "AwsRegion": self.region,
            "State": "default-state",
            "InternetGatewayBlockMode": "off",
            "ManagedBy": "account",
            "ExclusionsAllowed": "allowed",
        }
        return ActionResult({"VpcBlockPublicAccessOptions": options})

    def describe_vpc_block_public_access_exclusions(self) -> ActionResult:
        for exclusion in self._get_param("ExclusionIds", []):
            raise InvalidExclusionIdError(exclusion)
        return ActionResult({"VpcBlockPublicAccessExclusions": []})


def install() -> None:
    """Answer with the defaults."""
    extend(EC2Response, _Response)
