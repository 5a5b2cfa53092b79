"""Route tables of VPCs, their associations and routes.

CreateRoute and ReplaceRoute: moto takes a next hop that does not exist, or that this VPC is not attached to, and writes
a route to nowhere; a second IPv6 or prefix list route overwrites the first; routes stay active whatever becomes of their
next hop. AssociateRouteTable: moto answers a subnet's association with another table as though it were the one asked for.
"""

import ipaddress
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.exceptions import (
    DependencyViolationError,
    EC2ClientError,
    InvalidAssociationIdError,
    InvalidDestinationCIDRBlockParameterError,
    InvalidInternetGatewayIdError,
    InvalidParameterValue,
    InvalidRouteError,
    MissingParameterError,
    RouteAlreadyExistsError,
)
from moto.ec2.models import EC2Backend
from moto.ec2.models.route_tables import Route, RouteBackend, RouteTable
from moto.ec2.responses import EC2Response
from moto.ec2.utils import generate_route_id, random_subnet_association_id

from ..extend import extend
from .ec2_transit_gateway import find_gateway

# A route's next hop: moto's name of the parameter, and the attribute of moto's Route that holds it.
_HOPS = {
    "gateway_id": "gateway",
    "instance_id": "instance",
    "nat_gateway_id": "nat_gateway",
    "egress_only_igw_id": "egress_only_igw",
    "transit_gateway_id": "transit_gateway",
    "interface_id": "interface",
    "vpc_peering_connection_id": "vpc_pcx",
    "carrier_gateway_id": "carrier_gateway",
    "vpc_endpoint_id": "vpc_endpoint_id",
}

_PARAMETERS = {
    "gateway_id": "GatewayId",
    "instance_id": "InstanceId",
    "nat_gateway_id": "NatGatewayId",
    "egress_only_igw_id": "EgressOnlyInternetGatewayId",
    "transit_gateway_id": "TransitGatewayId",
    "interface_id": "NetworkInterfaceId",
    "vpc_peering_connection_id": "VpcPeeringConnectionId",
    "carrier_gateway_id": "CarrierGatewayId",
    "vpc_endpoint_id": "VpcEndpointId",
}


class _Route(Route):
    @property
    def state(self) -> str:
        """``blackhole`` when the next hop is gone, as AWS shows it."""
        backend, vpc_id = self.route_table.ec2_backend, self.route_table.vpc_id
        if self.transit_gateway:
            return "active" if backend.is_attached(vpc_id, self.transit_gateway.id) else "blackhole"
        if self.nat_gateway:
            return "active" if self.nat_gateway.state == "available" else "blackhole"
        if self.interface:
            return "active" if self.interface.id in backend.enis else "blackhole"
        if self.vpc_endpoint_id:
            endpoint = backend.vpc_end_points.get(self.vpc_endpoint_id)
            return "active" if endpoint and endpoint.state == "available" else "blackhole"
        if self.gateway and self.gateway.id.startswith("igw-"):
            attached = self.gateway.id in backend.internet_gateways and self.gateway.vpc
            return "active" if attached and attached.id == vpc_id else "blackhole"
        return "active"


class _Backend(EC2Backend):
    def create_route(
        self,
        route_table_id: str,
        destination_cidr_block: str | None,
        destination_ipv6_cidr_block: str | None = None,
        destination_prefix_list_id: str | None = None,
        local: bool = False,
        **hops: str | None,
    ) -> Route:
        table = self.get_route_table(route_table_id)
        destination = _destination(destination_cidr_block, destination_ipv6_cidr_block, destination_prefix_list_id)
        if destination_prefix_list_id:
            self.find_prefix_list(destination_prefix_list_id)
        if generate_route_id(table.id, destination) in table._routes:
            raise RouteAlreadyExistsError(destination)
        chosen = {} if local else self._next_hop(table, hops)
        if destination_cidr_block and not local:
            self._check_more_specific(table, destination, chosen)
        route = Route(
            table,
            destination if destination_cidr_block else None,
            destination if destination_ipv6_cidr_block else None,
            self.managed_prefix_lists[destination] if destination_prefix_list_id else None,
            local=local,
            **chosen,
        )
        table._routes[route.id] = route
        return route

    def replace_route(
        self,
        route_table_id: str,
        destination_cidr_block: str | None,
        destination_ipv6_cidr_block: str | None = None,
        destination_prefix_list_id: str | None = None,
        **hops: str | None,
    ) -> Route:
        table = self.get_route_table(route_table_id)
        destination = _destination(destination_cidr_block, destination_ipv6_cidr_block, destination_prefix_list_id)
        route = table._routes.get(generate_route_id(table.id, destination))
        if not route:
            message = f"There is no route defined for '{destination}' in the route table. Use CreateRoute instead."
            raise InvalidParameterValue(message)
        chosen = self._next_hop(table, hops)
        if destination_cidr_block:
            self._check_more_specific(table, destination, chosen)
        for attribute in _HOPS.values():
            setattr(route, attribute, chosen.get(attribute))
        route.local = False
        return route

    def delete_route(
        self,
        route_table_id: str,
        destination_cidr_block: str | None,
        destination_ipv6_cidr_block: str | None = None,
        destination_prefix_list_id: str | None = None,
    ) -> Route:
        table = self.get_route_table(route_table_id)
        destination = _destination(destination_cidr_block, destination_ipv6_cidr_block, destination_prefix_list_id)
        route = table._routes.get(generate_route_id(table.id, destination))
        if not route:
            raise InvalidRouteError(table.id, destination)
        if route.local:
            raise InvalidParameterValue(f"cannot remove local route {destination} in route table {table.id}")
        return table._routes.pop(route.id)

    def _next_hop(self, table: RouteTable, hops: dict[str, str | None]) -> dict[str, Any]:
        """The one next hop of a request, as moto's Route takes it, if the table's VPC can reach it."""
        given = {name: hop_id for name, hop_id in hops.items() if hop_id}
        if len(given) != 1:
            message = f"The request must contain exactly one of {', '.join(_PARAMETERS.values())}"
            raise EC2ClientError("InvalidParameterCombination" if given else "MissingParameter", message)
        ((name, hop_id),) = given.items()
        return {_HOPS[name]: self._hop(table, name, hop_id)}

    def _hop(self, table: RouteTable, name: str, hop_id: str) -> Any:
        if name == "gateway_id":
            return self._gateway_hop(table, hop_id)
        if name == "transit_gateway_id":
            # AWS says the same of a gateway that does not exist and of one that the VPC is not attached to.
            if not self.is_attached(table.vpc_id, hop_id):
                message = f"The transitGateway ID '{hop_id}' does not exist."
                raise EC2ClientError("InvalidTransitGatewayID.NotFound", message)
            return find_gateway(self, hop_id)
        if name == "nat_gateway_id":
            if hop_id not in self.nat_gateways or self.nat_gateways[hop_id].state == "deleted":
                raise EC2ClientError("InvalidNatGatewayID.NotFound", f"The natGateway ID '{hop_id}' does not exist")
            return self.nat_gateways[hop_id]
        if name == "vpc_endpoint_id":
            return self._endpoint_hop(table, hop_id)
        if name == "carrier_gateway_id":
            if hop_id not in self.carrier_gateways:
                message = f"The CarrierGateway ID '{hop_id}' does not exist"
                raise EC2ClientError("InvalidCarrierGatewayID.NotFound", message)
            return self.carrier_gateways[hop_id]
        find = {
            "instance_id": self.get_instance,
            "egress_only_igw_id": self.get_egress_only_igw,
            "interface_id": self.get_network_interface,
            "vpc_peering_connection_id": self.get_vpc_peering_connection,
        }
        return find[name](hop_id)

    def _endpoint_hop(self, table: RouteTable, endpoint_id: str) -> str:
        endpoint = self.get_vpc_end_point(endpoint_id)
        if endpoint.vpc_endpoint_type != "GatewayLoadBalancer":
            message = f"Route table contains unsupported route target: {endpoint_id}. VPC Endpoints of this type cannot be "
            raise EC2ClientError("RouteNotSupported", message + "used as route targets.")
        if endpoint.vpc_id != table.vpc_id:
            message = f"route table {table.id} and network gateway {endpoint_id} belong to different networks"
            raise InvalidParameterValue(message)
        if endpoint.state != "available":
            message = f"Route table contains unsupported route target: {endpoint_id} is in state {endpoint.state}"
            raise EC2ClientError("InvalidParameterValue", message)
        return endpoint_id

    def _gateway_hop(self, table: RouteTable, gateway_id: str) -> Any:
        if gateway_id.startswith("vgw-"):
            return self.get_vpn_gateway(gateway_id)
        if gateway_id.startswith("vpce-"):
            return self.get_vpc_end_point(gateway_id)
        try:
            gateway = self.get_internet_gateway(gateway_id)
        except InvalidInternetGatewayIdError:
            raise EC2ClientError("InvalidGatewayID.NotFound", f"The gateway ID '{gateway_id}' does not exist") from None
        if not gateway.vpc or gateway.vpc.id != table.vpc_id:
            message = f"route table {table.id} and network gateway {gateway_id} belong to different networks"
            raise InvalidParameterValue(message)
        return gateway

    def _check_more_specific(self, table: RouteTable, destination: str, chosen: dict[str, Any]) -> None:
        """Within the VPC a gateway cannot be the next hop, and only whole subnets have one of their own; the table of a gateway
        has no other routes (VPC User Guide, "Add and remove routes", "Gateway route tables")."""
        inside = self._inside(table, destination)
        if inside and {"gateway", "transit_gateway", "vpc_pcx", "nat_gateway"} & set(chosen):
            message = f"The destination CIDR block {destination} is equal to or more specific than one of this VPC's "
            raise InvalidParameterValue(message + "CIDR blocks. This route can target only an interface or an instance.")
        if inside and not self._whole(table, destination):
            raise InvalidParameterValue(f"The destination CIDR block {destination} is not that of a subnet in {table.vpc_id}")
        if any(not str(held).startswith("subnet-") for held in table._associations.values()):
            self._check_edge(table, destination, set(chosen))

    def _inside(self, table: RouteTable, destination: str) -> bool:
        """Whether a destination lies in the table's VPC."""
        blocks = self.get_vpc(table.vpc_id).get_cidr_block_association_set(ipv6=False)
        return any(ipaddress.ip_network(destination).subnet_of(ipaddress.ip_network(block["cidr_block"])) for block in blocks)

    def _whole(self, table: RouteTable, destination: str) -> bool:
        """Whether a destination in the VPC is a whole subnet, or a whole CIDR of the VPC."""
        blocks = [block["cidr_block"] for block in self.get_vpc(table.vpc_id).get_cidr_block_association_set(ipv6=False)]
        subnets = self.describe_subnets(filters={"vpc-id": [table.vpc_id]})
        return destination in [*blocks, *(subnet.cidr_block for subnet in subnets)]

    def _check_edge(self, table: RouteTable, destination: str, hops: set[str]) -> None:
        """Refuse a route that the table of a gateway cannot have."""
        if not self._inside(table, destination) or not self._whole(table, destination):
            message = f"Route table {table.id} contains unsupported route destination {destination}: the table of a gateway has "
            raise InvalidParameterValue(message + "routes to the VPC and to whole subnets only")
        if not hops <= {"vpc_endpoint_id", "interface"}:
            raise InvalidParameterValue(f"Route table {table.id} contains unsupported route target for {destination}")

    def is_attached(self, vpc_id: str, gateway_id: str) -> bool:
        """Whether the VPC has an attachment to the transit gateway that carries traffic."""
        wanted = (vpc_id, gateway_id, "available")
        attachments = self.transit_gateway_attachments.values()
        return any((item.resource_id, item.transit_gateway_id, item.state) == wanted for item in attachments)

    def associate_route_table(self, route_table_id: str, gateway_id: str | None = None, subnet_id: str | None = None) -> str:
        table = self.get_route_table(route_table_id)
        target = subnet_id or gateway_id
        if not target:
            raise MissingParameterError("subnetId or gatewayId")
        if subnet_id and self.get_subnet(subnet_id).vpc_id != table.vpc_id:
            message = f"Route table {table.id} and subnet {subnet_id} belong to different networks"
            raise InvalidParameterValue(message)
        if gateway_id:
            self._gateway_hop(table, gateway_id)
            for route in table._routes.values():
                if not route.local:
                    hops = {name for name in _HOPS.values() if getattr(route, name, None)}
                    self._check_edge(table, str(route.destination_cidr_block), hops)
        for other in self.route_tables.values():
            for association_id, held in other._associations.items():
                if held == target and other is table:
                    return association_id
                if held == target:
                    message = f"the specified association for route table {table.id} conflicts with an existing association"
                    raise EC2ClientError("Resource.AlreadyAssociated", message)
        association_id = random_subnet_association_id()
        table._associations[association_id] = target
        return association_id

    def disassociate_route_table(self, association_id: str) -> str | None:
        for table in self.route_tables.values():
            if table.main_association_id == association_id:
                message = f"cannot disassociate the main route table association {association_id}"
                raise InvalidParameterValue(message)
        return RouteBackend.disassociate_route_table(self, association_id)

    def delete_route_table(self, route_table_id: str) -> None:
        table = self.get_route_table(route_table_id)
        if table.main_association_id or table._associations:
            message = f"The routeTable '{route_table_id}' has dependencies and cannot be deleted."
            raise DependencyViolationError(message)
        del self.route_tables[route_table_id]

    def replace_route_table_association(self, association_id: str, route_table_id: str) -> str:
        table = self.get_route_table(route_table_id)
        for other in self.route_tables.values():
            if association_id in other.all_associations_ids and other.vpc_id != table.vpc_id:
                raise InvalidParameterValue(f"Route table {table.id} belongs to another network")
        if not any(association_id in other.all_associations_ids for other in self.route_tables.values()):
            raise InvalidAssociationIdError(association_id)
        return RouteBackend.replace_route_table_association(self, association_id, route_table_id)


class _Response(EC2Response):
    def replace_route(self) -> ActionResult:
        self.ec2_backend.replace_route(
            self._get_param("RouteTableId"),
            self._get_param("DestinationCidrBlock"),
            self._get_param("DestinationIpv6CidrBlock"),
            self._get_param("DestinationPrefixListId"),
            **{name: self._get_param(parameter) for name, parameter in _PARAMETERS.items()},
        )
        return EmptyResult()


def _destination(ipv4: str | None, ipv6: str | None, prefix_list_id: str | None) -> str:
    """A route's destination in its canonical form; AWS writes 100.68.0.18/18 down as 100.68.0.0/18."""
    given = [destination for destination in (ipv4, ipv6, prefix_list_id) if destination]
    if len(given) != 1:
        message = "The request must contain exactly one of destinationCidrBlock, destinationIpv6CidrBlock, "
        code = "InvalidParameterCombination" if given else "MissingParameter"
        raise EC2ClientError(code, message + "destinationPrefixListId")
    if prefix_list_id:
        return prefix_list_id
    try:
        return str((ipaddress.IPv4Network if ipv4 else ipaddress.IPv6Network)(given[0], strict=False))
    except ValueError:
        raise InvalidDestinationCIDRBlockParameterError(given[0]) from None


def install() -> None:
    """Mend moto's route tables."""
    extend(Route, _Route)
    extend(EC2Backend, _Backend)
    extend(EC2Response, _Response)
