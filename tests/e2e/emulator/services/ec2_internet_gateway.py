"""Internet gateways: a VPC has at most one (AttachInternetGateway)."""

from moto.ec2.exceptions import InvalidParameterValue
from moto.ec2.models import EC2Backend
from moto.ec2.models.internet_gateways import InternetGatewayBackend, VPCGatewayAttachment

from ..extend import extend


class _Backend(EC2Backend):
    def attach_internet_gateway(self, internet_gateway_id: str, vpc_id: str) -> VPCGatewayAttachment:
        self.require_vpc(vpc_id)
        for other in self.internet_gateways.values():
            if other.id != internet_gateway_id and other.vpc and other.vpc.id == vpc_id:
                raise InvalidParameterValue(f"Network {vpc_id} already has an internet gateway attached")
        return InternetGatewayBackend.attach_internet_gateway(self, internet_gateway_id, vpc_id)


def install() -> None:
    """Mend moto's internet gateways."""
    extend(EC2Backend, _Backend)
