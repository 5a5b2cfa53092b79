"""NAT gateways: CreateNatGateway, DeleteNatGateway, DescribeNatGateways.

moto gives a gateway's network interface an address outside of its subnet, and keeps the interface and the association of
the Elastic IP address when the gateway is deleted, so that the subnet can never be deleted.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError, MissingParameterError
from moto.ec2.models import EC2Backend
from moto.ec2.models.nat_gateways import NatGateway, NatGatewayBackend
from moto.ec2.responses import EC2Response

from ..extend import extend


class _Backend(EC2Backend):
    def create_nat_gateway(
        self,
        subnet_id: str,
        allocation_id: str | None,
        tags: dict[str, str] | None = None,
        connectivity_type: str | None = None,
    ) -> NatGateway:
        kind = connectivity_type or "public"
        subnet = self.get_subnet(subnet_id)
        if kind == "public" and not allocation_id:
            raise MissingParameterError("AllocationId")
        if allocation_id and self.address_by_allocation([allocation_id])[0].association_id:
            message = f"resource {allocation_id} is already associated"
            raise EC2ClientError("Resource.AlreadyAssociated", message)
        gateway = NatGatewayBackend.create_nat_gateway(self, subnet_id, allocation_id, tags, kind)
        address = self.free_address(subnet, gateway)
        interface = gateway._eni
        interface.private_ip_address = address
        interface.private_ip_addresses = [{"Primary": True, "PrivateIpAddress": address}]
        interface.interface_type = "nat_gateway"
        interface.requester_managed = True
        interface.status = "in-use"
        interface.description = f"Interface for NAT Gateway {gateway.id}"
        gateway.address_set[0]["privateIp"] = address
        return gateway

    def find_nat_gateway(self, gateway_id: str) -> NatGateway:
        """A gateway that was made, deleted or not; otherwise NatGatewayNotFound."""
        if gateway_id not in self.nat_gateways:
            raise EC2ClientError("NatGatewayNotFound", f"NatGateway {gateway_id} was not found")
        return self.nat_gateways[gateway_id]

    def delete_nat_gateway(self, nat_gateway_id: str) -> NatGateway:
        gateway = self.find_nat_gateway(nat_gateway_id)
        if gateway.state == "deleted":
            return gateway
        association = gateway.address_set[0].get("associationId")
        if association:
            self.disassociate_address(association_id=association)
        gateway._eni.delete()
        gateway.state = "deleted"
        return gateway

    def describe_nat_gateways(self, filters: Any, nat_gateway_ids: list[str] | None) -> list[NatGateway]:
        for gateway_id in nat_gateway_ids or []:
            self.find_nat_gateway(gateway_id)
        return NatGatewayBackend.describe_nat_gateways(self, filters, nat_gateway_ids)


class _Response(EC2Response):
    def create_nat_gateway(self) -> ActionResult:
        gateway = self.ec2_backend.create_nat_gateway(
            self._get_param("SubnetId"),
            self._get_param("AllocationId"),
            self._parse_tag_specification().get("natgateway", {}),
            self._get_param("ConnectivityType"),
        )
        return ActionResult({"NatGateway": gateway})


def install() -> None:
    """Mend moto's NAT gateways."""
    extend(EC2Backend, _Backend)
    extend(EC2Response, _Response)
