"""VPC endpoints: CreateVpcEndpoint, ModifyVpcEndpoint, DeleteVpcEndpoints, DescribeVpcEndpoints.

moto takes any service, says of every endpoint that it has private names, does not make or take back what ModifyVpcEndpoint
changes, and keeps deleted endpoints for ever.
"""

import json
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError, InvalidParameter, InvalidParameterValue, MissingParameterError
from moto.ec2.models import EC2Backend
from moto.ec2.models.vpcs import AWS_ENDPOINT_SERVICES, VPCEndPoint
from moto.ec2.responses import EC2Response
from moto.ec2.utils import random_vpc_ep_id

from ..extend import extend
from ..filters import matching
from .ec2_transit_gateway import tags_of
from .ec2_vpc_endpoint_service import check_zone, connected_state

# Services that a gateway endpoint leads to (AWS PrivateLink Guide, "Gateway endpoints").
_GATEWAY_SERVICES = ("s3", "dynamodb")

# The hosted zone of endpoints' own names; AWS has one per Region.
_HOSTED_ZONE = "Z7HUB22UULQXV"


class _Endpoint(VPCEndPoint):
    @property
    def is_interface(self) -> bool:
        return self.vpc_endpoint_type in ("Interface", "GatewayLoadBalancer")

    @property
    def is_gateway_load_balancer(self) -> bool:
        """Whether the endpoint is a next hop: it has one subnet, and neither security groups nor names nor a policy."""
        return self.vpc_endpoint_type == "GatewayLoadBalancer"

    @property
    def short_name(self) -> str:
        """The last part of the service's name: ``ecr.api`` of ``com.amazonaws.us-east-1.ecr.api``."""
        return self.service_name.removeprefix(f"com.amazonaws.{self.ec2_backend.region_name}.")

    def names(self) -> list[dict[str, str]]:
        """The names that the endpoint answers to: its own, one per zone, and the service's where they are private."""
        if self.vpc_endpoint_type != "Interface":
            return []
        region = self.ec2_backend.region_name
        host = f"{self.short_name}.{region}.vpce.amazonaws.com"
        zones = [self.ec2_backend.get_subnet(subnet_id).availability_zone for subnet_id in self.subnet_ids]
        names = [f"{self.id}.{host}", *(f"{self.id}-{zone}.{host}" for zone in zones)]
        entries = [{"DnsName": name, "HostedZoneId": _HOSTED_ZONE} for name in names]
        if self.private_dns_enabled:
            entries.append({"DnsName": self.private_name, "HostedZoneId": "ZONEIDPENDING"})
        return entries

    @property
    def private_name(self) -> str:
        """The service's public name, ``api.ecr.us-east-1.amazonaws.com`` for ``ecr.api``."""
        return ".".join([*reversed(self.short_name.split(".")), self.ec2_backend.region_name, "amazonaws.com"])

    def answer(self, state: str | None = None) -> dict[str, Any]:
        """The API's VpcEndpoint."""
        kind = {"IpAddressType": "ipv4", "DnsOptions": {"DnsRecordIpType": "ipv4"}} if self.is_interface else {}
        return {
            "VpcEndpointId": self.id,
            "VpcEndpointType": self.vpc_endpoint_type,
            "VpcId": self.vpc_id,
            "ServiceName": self.service_name,
            "State": state or self.state,
            "PolicyDocument": None if self.is_gateway_load_balancer else self.policy_document,
            "RouteTableIds": self.route_table_ids,
            "SubnetIds": self.subnet_ids,
            "Groups": self.groups,
            "PrivateDnsEnabled": self.private_dns_enabled,
            "RequesterManaged": getattr(self, "requester_managed", False),
            "NetworkInterfaceIds": self.network_interface_ids,
            "DnsEntries": self.names(),
            "CreationTimestamp": self.creation_timestamp,
            "OwnerId": self.owner_id,
            "Tags": tags_of(self.ec2_backend, self.id),
            **kind,
        }


class _Backend(EC2Backend):
    def create_vpc_endpoint(
        self,
        vpc_id: str,
        service_name: str,
        endpoint_type: str | None,
        policy_document: str | None,
        route_table_ids: list[str],
        subnet_ids: list[str] | None = None,
        network_interface_ids: list[str] | None = None,
        dns_entries: dict[str, str] | None = None,
        client_token: str | None = None,
        security_group_ids: list[str] | None = None,
        tags: dict[str, str] | None = None,
        private_dns_enabled: bool | None = None,
    ) -> VPCEndPoint:
        self.require_vpc(vpc_id)
        endpoint = VPCEndPoint(
            self,
            random_vpc_ep_id(),
            vpc_id,
            service_name,
            endpoint_type or "Gateway",
            policy_document,
            route_table_ids=[],
            subnet_ids=[],
            client_token=client_token,
            tags=tags,
        )
        self._check_service(endpoint)
        if endpoint.is_gateway_load_balancer:
            self._check_gateway_load_balancer(endpoint, subnet_ids or [], security_group_ids or [], policy_document)
            self.check_endpoint_parts(endpoint, subnet_ids or [], [], [], kept=[])
            endpoint.private_dns_enabled = False
        elif endpoint.is_interface:
            groups = security_group_ids or [self.get_default_security_group(vpc_id).id]
            self.check_endpoint_parts(endpoint, subnet_ids or [], groups, [], kept=[])
            endpoint.security_group_ids = list(groups)
            self._set_private_names(endpoint, private_dns_enabled is not False)
        else:
            if subnet_ids or security_group_ids:
                raise InvalidParameter("A gateway endpoint has neither subnets nor security groups.")
            self.check_endpoint_parts(endpoint, [], [], route_table_ids, kept=[])
            endpoint.private_dns_enabled = False
            endpoint.destination_prefix_list_id = self._service_prefix_list(service_name)
        self.vpc_end_points[endpoint.id] = endpoint
        for subnet_id in subnet_ids or []:
            self.add_endpoint_subnet(endpoint, subnet_id)
        for table_id in route_table_ids:
            self.add_endpoint_table(endpoint, table_id)
        return endpoint

    def _check_service(self, endpoint: VPCEndPoint) -> None:
        offered = endpoint.short_name in AWS_ENDPOINT_SERVICES and endpoint.short_name != endpoint.service_name
        if not offered:
            endpoint.state = connected_state(self, endpoint)
            return
        if endpoint.is_gateway_load_balancer:
            raise InvalidParameter(f"Endpoint type (GatewayLoadBalancer) does not match the service {endpoint.service_name}")
        if endpoint.vpc_endpoint_type == "Gateway" and endpoint.short_name not in _GATEWAY_SERVICES:
            message = "Endpoint type (Gateway) does not match available service types ([Interface]) of "
            raise InvalidParameter(message + endpoint.service_name)

    def _check_gateway_load_balancer(
        self, endpoint: VPCEndPoint, subnet_ids: list[str], groups: list[str], policy: str | None
    ) -> None:
        if len(subnet_ids) != 1:
            raise InvalidParameter("An endpoint of type GatewayLoadBalancer has exactly one subnet.")
        if groups or policy:
            raise InvalidParameter("An endpoint of type GatewayLoadBalancer has neither security groups nor a policy.")
        self.get_subnet(subnet_ids[0])
        check_zone(self, endpoint, subnet_ids[0])

    def _refuse_managed(self, endpoint: VPCEndPoint) -> None:
        """Refuse to change an endpoint that AWS made for something else."""
        if getattr(endpoint, "requester_managed", False):
            message = "Operation is not allowed for requester-managed VPC endpoints for the service "
            raise EC2ClientError("OperationNotPermitted", message + endpoint.service_name)

    def _set_private_names(self, endpoint: VPCEndPoint, enabled: bool) -> None:
        if enabled:
            vpc = self.get_vpc(endpoint.vpc_id)
            if not (vpc.enable_dns_support and vpc.enable_dns_hostnames):
                message = "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to "
                raise InvalidParameter(message + f"true for {vpc.id}")
            for other in self.vpc_end_points.values():
                same = (other.vpc_id, other.service_name) == (endpoint.vpc_id, endpoint.service_name)
                if same and other is not endpoint and other.private_dns_enabled:
                    message = "private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
                    raise InvalidParameter(message + f"{endpoint.private_name} in the VPC {vpc.id}")
        endpoint.private_dns_enabled = enabled

    def _service_prefix_list(self, service_name: str) -> str | None:
        names = {item.prefix_list_name: item.id for item in self.managed_prefix_lists.values() if item.owner_id == "AWS"}
        return names.get(service_name)

    def modify_vpc_endpoint(
        self,
        vpc_id: str,
        policy_doc: str | None,
        add_subnets: list[str] | None,
        remove_subnets: list[str] | None,
        remove_route_tables: list[str] | None,
        add_route_tables: list[str] | None,
        add_security_groups: list[str] | None,
        remove_security_groups: list[str] | None,
        reset_policy: bool = False,
        private_dns_enabled: bool | None = None,
    ) -> None:
        endpoint = self.get_vpc_end_point(vpc_id)
        self._refuse_managed(endpoint)
        if endpoint.is_gateway_load_balancer and (add_subnets or remove_subnets):
            raise InvalidParameter("The subnet of an endpoint of type GatewayLoadBalancer cannot be changed.")
        for name, present, removed in (
            ("Subnet", endpoint.subnet_ids, remove_subnets),
            ("Route table", endpoint.route_table_ids, remove_route_tables),
            ("Security group", endpoint.security_group_ids, remove_security_groups),
        ):
            for part in removed or []:
                if part not in present:
                    raise InvalidParameterValue(f"{name} {part} is not associated with {endpoint.id}")
        kept = [subnet_id for subnet_id in endpoint.subnet_ids if subnet_id not in (remove_subnets or [])]
        self.check_endpoint_parts(endpoint, add_subnets or [], add_security_groups or [], add_route_tables or [], kept)
        removed_groups = remove_security_groups or []
        groups = [group_id for group_id in endpoint.security_group_ids if group_id not in removed_groups]
        groups += [group_id for group_id in add_security_groups or [] if group_id not in groups]
        if endpoint.vpc_endpoint_type == "Interface" and not groups:
            raise MissingParameterError("SecurityGroupIds")
        if private_dns_enabled is not None:
            self._set_private_names(endpoint, private_dns_enabled)
        for subnet_id in remove_subnets or []:
            self.drop_endpoint_subnet(endpoint, subnet_id)
        for table_id in remove_route_tables or []:
            self.drop_endpoint_table(endpoint, table_id)
        endpoint.security_group_ids = groups
        for interface_id in endpoint.network_interface_ids:
            self.enis[interface_id]._group_set = [self.get_security_group_from_id(group_id) for group_id in groups]
        for subnet_id in add_subnets or []:
            self.add_endpoint_subnet(endpoint, subnet_id)
        for table_id in add_route_tables or []:
            self.add_endpoint_table(endpoint, table_id)
        if policy_doc or reset_policy:
            endpoint.policy_document = policy_doc or json.dumps(VPCEndPoint.DEFAULT_POLICY)

    def delete_vpc_endpoints(self, vpce_ids: list[str] | None = None) -> dict[str, dict[str, str]]:
        """Answers why some could not be deleted, by ID."""
        failed: dict[str, dict[str, str]] = {}
        for endpoint_id in vpce_ids or []:
            endpoint = self.vpc_end_points.get(endpoint_id)
            if not endpoint:
                failed[endpoint_id] = {"Code": "InvalidVpcEndpoint.NotFound", "Message": "The VPC endpoint does not exist."}
                continue
            self._refuse_managed(endpoint)
            if self.tables_leading_to(endpoint_id):
                message = "Endpoint must be removed from route table before deletion"
                failed[endpoint_id] = {"Code": "InvalidParameter", "Message": message}
                continue
            del self.vpc_end_points[endpoint_id]
            for subnet_id in list(endpoint.subnet_ids):
                self.drop_endpoint_subnet(endpoint, subnet_id)
            for table_id in list(endpoint.route_table_ids):
                self.drop_endpoint_table(endpoint, table_id)
        return failed

    def describe_vpc_endpoints(self, vpc_end_point_ids: list[str] | None, filters: Any = None) -> list[VPCEndPoint]:
        endpoints = list(self.vpc_end_points.values())
        if vpc_end_point_ids:
            endpoints = [self.get_vpc_end_point(endpoint_id) for endpoint_id in vpc_end_point_ids]
        return matching(endpoints, filters or {}, _FILTERS)


class _Response(EC2Response):
    def create_vpc_endpoint(self) -> ActionResult:
        endpoint = self.ec2_backend.create_vpc_endpoint(
            vpc_id=self._get_param("VpcId"),
            service_name=self._get_param("ServiceName"),
            endpoint_type=self._get_param("VpcEndpointType"),
            policy_document=self._get_param("PolicyDocument"),
            route_table_ids=self._get_param("RouteTableIds", []),
            subnet_ids=self._get_param("SubnetIds", []),
            client_token=self._get_param("ClientToken"),
            security_group_ids=self._get_param("SecurityGroupIds", []),
            tags=self._parse_tag_specification().get("vpc-endpoint", {}),
            private_dns_enabled=self._get_param("PrivateDnsEnabled"),
        )
        return ActionResult({"VpcEndpoint": endpoint.answer("pending" if endpoint.is_interface else None)})

    def describe_vpc_endpoints(self) -> ActionResult:
        endpoints = self.ec2_backend.describe_vpc_endpoints(
            self._get_param("VpcEndpointIds", []), self._filters_from_querystring()
        )
        return ActionResult({"VpcEndpoints": [endpoint.answer() for endpoint in endpoints]})

    def modify_vpc_endpoint(self) -> ActionResult:
        self.ec2_backend.modify_vpc_endpoint(
            vpc_id=self._get_param("VpcEndpointId"),
            policy_doc=self._get_param("PolicyDocument"),
            add_subnets=self._get_param("AddSubnetIds", []),
            remove_subnets=self._get_param("RemoveSubnetIds", []),
            remove_route_tables=self._get_param("RemoveRouteTableIds", []),
            add_route_tables=self._get_param("AddRouteTableIds", []),
            add_security_groups=self._get_param("AddSecurityGroupIds", []),
            remove_security_groups=self._get_param("RemoveSecurityGroupIds", []),
            reset_policy=self._get_param("ResetPolicy", False),
            private_dns_enabled=self._get_param("PrivateDnsEnabled"),
        )
        return ActionResult({"Return": True})

    def delete_vpc_endpoints(self) -> ActionResult:
        failed = self.ec2_backend.delete_vpc_endpoints(self._get_param("VpcEndpointIds", []))
        return ActionResult({"Unsuccessful": [{"ResourceId": key, "Error": error} for key, error in failed.items()]})


_FILTERS = {
    "ip-address-type": lambda endpoint: "ipv4" if endpoint.is_interface else None,
    "service-name": lambda endpoint: endpoint.service_name,
    "tags": lambda endpoint: tags_of(endpoint.ec2_backend, endpoint.id),
    "vpc-endpoint-id": lambda endpoint: endpoint.id,
    "vpc-endpoint-state": lambda endpoint: endpoint.state,
    "vpc-endpoint-type": lambda endpoint: endpoint.vpc_endpoint_type,
    "vpc-id": lambda endpoint: endpoint.vpc_id,
}


def install() -> None:
    """Mend moto's VPC endpoints."""
    extend(VPCEndPoint, _Endpoint)
    extend(EC2Backend, _Backend)
    extend(EC2Response, _Response)
