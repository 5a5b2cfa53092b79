"""What a VPC endpoint is made of: network interfaces in subnets, security groups, and routes in route tables.

moto takes parts of another VPC and two subnets of one zone, and gives interfaces addresses outside of their subnets.
"""

from moto.ec2.exceptions import EC2ClientError, InvalidParameterValue, InvalidSecurityGroupNotFoundError
from moto.ec2.models import EC2Backend
from moto.ec2.models.subnets import Subnet
from moto.ec2.models.vpcs import VPCEndPoint

from ..extend import extend


class _Backend(EC2Backend):
    def check_endpoint_parts(
        self, endpoint: VPCEndPoint, subnets: list[str], groups: list[str], tables: list[str], kept: list[str]
    ) -> None:
        """Refuse what is not of the endpoint's VPC, and a subnet in the zone of another one, added or kept."""
        zones = {self.get_subnet(subnet_id).availability_zone_id for subnet_id in kept}
        for subnet_id in subnets:
            subnet = self.get_subnet(subnet_id)
            if subnet.vpc_id != endpoint.vpc_id:
                raise InvalidParameterValue(f"Subnet {subnet_id} does not belong to VPC {endpoint.vpc_id}")
            if subnet.availability_zone_id in zones:
                message = f"Found another VPC endpoint subnet in the availability zone of {subnet_id}. VPC endpoint subnets "
                message += "should be in different availability zones supported by the VPC endpoint service."
                raise EC2ClientError("DuplicateSubnetsInSameZone", message)
            zones.add(subnet.availability_zone_id)
        for group_id in groups:
            group = self.get_security_group_from_id(group_id)
            if not group or group.vpc_id != endpoint.vpc_id:
                raise InvalidSecurityGroupNotFoundError(group_id)
        for table_id in tables:
            if self.get_route_table(table_id).vpc_id != endpoint.vpc_id:
                raise InvalidParameterValue(f"Route table {table_id} does not belong to VPC {endpoint.vpc_id}")

    def add_endpoint_subnet(self, endpoint: VPCEndPoint, subnet_id: str) -> None:
        """Put a network interface of the endpoint into the subnet."""
        subnet = self.get_subnet(subnet_id)
        interface = self.create_network_interface(
            subnet,
            self.free_address(subnet, endpoint),
            group_ids=endpoint.security_group_ids,
            description=f"VPC Endpoint Interface {endpoint.id}",
        )
        interface.interface_type = "gateway_load_balancer_endpoint" if endpoint.is_gateway_load_balancer else "vpc_endpoint"
        if not endpoint.security_group_ids:  # moto puts the VPC's default group on what has none
            interface._group_set = []
        interface.requester_managed = True
        interface.status = "in-use"
        endpoint.subnet_ids.append(subnet_id)
        endpoint.network_interface_ids.append(interface.id)

    def free_address(self, subnet: Subnet, holder: object) -> str:
        """An address of the subnet that is neither reserved nor an interface's, some of which moto does not count."""
        interfaces = self.enis.values()
        taken = {address["PrivateIpAddress"] for interface in interfaces for address in interface.private_ip_addresses}
        while (address := subnet.get_available_subnet_ip(holder)) in taken:
            continue
        return address

    def drop_endpoint_subnet(self, endpoint: VPCEndPoint, subnet_id: str) -> None:
        """Take the endpoint's network interface out of the subnet."""
        for interface_id in list(endpoint.network_interface_ids):
            if self.enis[interface_id].subnet.id == subnet_id:
                self.enis[interface_id].delete()
                endpoint.network_interface_ids.remove(interface_id)
        endpoint.subnet_ids.remove(subnet_id)

    def add_endpoint_table(self, endpoint: VPCEndPoint, table_id: str) -> None:
        """Route the service's addresses to the endpoint."""
        prefix_list = endpoint.destination_prefix_list_id
        self.create_route(table_id, None, destination_prefix_list_id=prefix_list, gateway_id=endpoint.id)
        endpoint.route_table_ids.append(table_id)

    def drop_endpoint_table(self, endpoint: VPCEndPoint, table_id: str) -> None:
        """Take the endpoint's route out of the table; the table may be gone."""
        if table_id in self.route_tables:
            self.delete_route(table_id, None, destination_prefix_list_id=endpoint.destination_prefix_list_id)
        endpoint.route_table_ids.remove(table_id)


def install() -> None:
    """Give EC2 the parts of VPC endpoints."""
    extend(EC2Backend, _Backend)
