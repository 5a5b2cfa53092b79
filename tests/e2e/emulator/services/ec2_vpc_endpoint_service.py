"""Endpoint services: CreateVpcEndpointServiceConfiguration, DeleteVpcEndpointServiceConfigurations,
ModifyVpcEndpointServicePermissions, DescribeVpcEndpointServicePermissions, DescribeVpcEndpointServices,
AcceptVpcEndpointConnections, RejectVpcEndpointConnections, DescribeVpcEndpointConnections.

moto calls the service of a gateway load balancer one of type Gateway, drops its tags and address types, answers nothing
about permissions that were added, keeps no connections, and deletes services that are in use.
"""

from collections.abc import Iterator
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError, InvalidParameter, InvalidServiceName
from moto.ec2.models import EC2Backend, ec2_backends
from moto.ec2.models.vpc_service_configuration import VPCServiceConfiguration, VPCServiceConfigurationBackend
from moto.ec2.models.vpcs import VPCBackend, VPCEndPoint
from moto.ec2.responses import EC2Response
from moto.moto_api._internal import mock_random

from ..extend import extend
from ..filters import matching
from .ec2_transit_gateway import tags_of

_GATEWAY = "GatewayLoadBalancer"


class _Service(VPCServiceConfiguration):
    @property
    def kind(self) -> str:
        """The type of endpoints that connect to the service."""
        return _GATEWAY if self.gateway_load_balancer_arns else "Interface"

    @property
    def balancer_arns(self) -> list[str]:
        return self.gateway_load_balancer_arns + self.network_load_balancer_arns

    @property
    def zones(self) -> list[str]:
        """The zones of the load balancers, as they are now."""
        balancers = self.ec2_backend.elbv2_backend.load_balancers
        found = {subnet.availability_zone for arn in self.balancer_arns if arn in balancers for subnet in balancers[arn].subnets}
        return sorted(found)

    def connections(self) -> list[VPCEndPoint]:
        """The endpoints that are connected to the service or ask for it, of any account."""
        return [
            endpoint
            for backend in backends_of(self.ec2_backend.region_name)
            for endpoint in backend.vpc_end_points.values()
            if endpoint.service_name == self.service_name
        ]

    def lets(self, account_id: str) -> bool:
        """Whether an account may ask for a connection: the service's own, and those of its permissions."""
        allowed = {"*", account_id, f"arn:aws:iam::{account_id}:root"}
        own = account_id == self.ec2_backend.account_id
        return own or any(principal in allowed or f"::{account_id}:" in principal for principal in self.principals)

    def answer(self) -> dict[str, Any]:
        """The API's ServiceConfiguration."""
        return {
            "ServiceId": self.id,
            "ServiceName": self.service_name,
            "ServiceState": "Available",
            "ServiceType": [{"ServiceType": self.kind}],
            "AvailabilityZones": self.zones,
            "AcceptanceRequired": self.acceptance_required,
            "ManagesVpcEndpoints": False,
            "GatewayLoadBalancerArns": self.gateway_load_balancer_arns,
            "NetworkLoadBalancerArns": self.network_load_balancer_arns,
            "SupportedIpAddressTypes": ["ipv4"],
            "BaseEndpointDnsNames": [self.endpoint_dns_name] if self.kind == "Interface" else [],
            "Tags": tags_of(self.ec2_backend, self.id),
            "SupportedRegions": [{"Region": self.ec2_backend.region_name, "ServiceState": "Available"}],
        }

    def to_dict(self) -> dict[str, Any]:
        """The API's ServiceDetail, which everybody sees who may connect."""
        return {
            "ServiceId": self.id,
            "ServiceName": self.service_name,
            "ServiceRegion": self.ec2_backend.region_name,
            "ServiceType": [{"ServiceType": self.kind}],
            "AvailabilityZones": self.zones,
            "Owner": self.ec2_backend.account_id,
            "BaseEndpointDnsNames": [self.endpoint_dns_name] if self.kind == "Interface" else [],
            "VpcEndpointPolicySupported": self.kind == "Interface",
            "AcceptanceRequired": self.acceptance_required,
            "ManagesVpcEndpoints": False,
            "SupportedIpAddressTypes": ["ipv4"],
            "Tags": tags_of(self.ec2_backend, self.id),
        }


def backends_of(region: str) -> Iterator[EC2Backend]:
    """EC2 of every account that there is."""
    for account_id in list(ec2_backends):
        yield ec2_backends[account_id][region]


class _Backend(EC2Backend):
    def create_vpc_endpoint_service_configuration(
        self,
        lb_arns: list[str],
        acceptance_required: bool,
        private_dns_name: str,
        tags: list[dict[str, str]],
        supported_regions: list[str],
    ) -> VPCServiceConfiguration:
        types = {self._service_balancer(arn).type for arn in lb_arns}
        if len(types) > 1 or "application" in types:
            raise InvalidParameter("A service has network load balancers or gateway load balancers, and not both")
        for service in self.configurations.values():
            if "gateway" in types and set(service.balancer_arns) & set(lb_arns):
                raise InvalidParameter(f"The load balancer is associated with the service {service.id} already")
        service = VPCServiceConfigurationBackend.create_vpc_endpoint_service_configuration(
            self, lb_arns, acceptance_required, private_dns_name, tags, supported_regions
        )
        del self.configurations[service.id]
        short = service.id
        service.id = f"vpce-svc-0{mock_random.get_random_hex(16)}"
        service.service_name = service.service_name.replace(short, service.id)
        service.endpoint_dns_name = service.endpoint_dns_name.replace(short, service.id)
        service.permissions = {}
        service.add_tags({tag["Key"]: tag["Value"] for tag in tags or []})
        self.configurations[service.id] = service
        return service

    def _service_balancer(self, arn: str) -> Any:
        balancer = self.elbv2_backend.load_balancers.get(arn)
        if balancer is None:
            raise EC2ClientError("LoadBalancerNotFound", f"The load balancer '{arn}' does not exist")
        return balancer

    def find_service(self, service_id: str) -> VPCServiceConfiguration:
        """The service of this account, or the error for one that does not exist."""
        return VPCServiceConfigurationBackend.describe_vpc_endpoint_service_configurations(self, [service_id])[0]

    def find_service_named(self, name: str) -> VPCServiceConfiguration | None:
        """The service of a name, of any account that lets this one know of it."""
        for backend in backends_of(self.region_name):
            for service in backend.configurations.values():
                if service.service_name == name and service.lets(self.account_id):
                    return service
        return None

    def remove_service(self, service_id: str) -> dict[str, str] | None:
        """Delete a service; answers the error where that cannot be."""
        service = self.configurations.get(service_id)
        if not service:
            return _error("InvalidVpcEndpointService.NotFound", f"The VpcEndpointService Id '{service_id}' does not exist")
        if any(endpoint.state in ("available", "pendingAcceptance") for endpoint in service.connections()):
            return _error("ExistingVpcEndpointConnections", "Service has existing active VPC Endpoint connections!")
        del self.configurations[service_id]
        return None

    def change_permissions(self, service_id: str, add: list[str], remove: list[str]) -> list[dict[str, Any]]:
        """Let principals know of the service, or no longer; answers those that were added."""
        service = self.find_service(service_id)
        for principal in remove:
            if service.permissions.pop(principal, None) is None:
                raise InvalidParameter(f"The principal {principal} is not allowed")
        for principal in add:
            if principal != "*" and not principal.startswith("arn:"):
                raise EC2ClientError("InvalidPrincipal", f"Invalid Principal: '{principal}'")
            service.permissions.setdefault(principal, f"vpce-svc-perm-0{mock_random.get_random_hex(16)}")
        service.principals = list(service.permissions)
        return [item for item in permissions_of(service) if item["Principal"] in add]

    def change_connections(self, service_id: str, endpoint_ids: list[str], state: str) -> list[dict[str, Any]]:
        """Accept or reject connections; answers those that could not be."""
        service = self.find_service(service_id)
        by_id = {endpoint.id: endpoint for endpoint in service.connections()}
        failed = []
        for endpoint_id in endpoint_ids:
            endpoint = by_id.get(endpoint_id)
            if endpoint is None:
                error = _error("InvalidVpcEndpoint.NotFound", f"The VpcEndpoint Id '{endpoint_id}' does not exist")
            elif state == "available" and endpoint.state not in ("pendingAcceptance", "rejected"):
                error = _error("InvalidState", f"The endpoint {endpoint_id} is in state {endpoint.state}")
            else:
                endpoint.state = state
                continue
            failed.append({"ResourceId": endpoint_id, "Error": error})
        return failed

    def describe_vpc_endpoint_services(
        self, service_names: list[str], filters: Any, max_results: int, next_token: str | None, region: str
    ) -> dict[str, Any]:
        """Other accounts' services are shown to whom they are open."""
        own = dict(self.configurations)
        for backend in backends_of(self.region_name):
            self.configurations.update({key: item for key, item in backend.configurations.items() if item.lets(self.account_id)})
        try:
            return VPCBackend.describe_vpc_endpoint_services(self, service_names, filters, max_results, next_token, region)
        finally:
            self.configurations = own


class _Response(EC2Response):
    def create_vpc_endpoint_service_configuration(self) -> ActionResult:
        balancers = self._get_param("GatewayLoadBalancerArns", []) + self._get_param("NetworkLoadBalancerArns", [])
        if not balancers:
            raise InvalidParameter("exactly one of network_load_balancer_arn or gateway_load_balancer_arn is a required member")
        if unknown := set(self._get_param("SupportedIpAddressTypes", [])) - {"ipv4"}:
            raise InvalidParameter(f"The load balancers do not support the IP address types {sorted(unknown)}")
        tags = self._parse_tag_specification().get("vpc-endpoint-service", {})
        service = self.ec2_backend.create_vpc_endpoint_service_configuration(
            balancers,
            acceptance_required=self._get_param("AcceptanceRequired", True),
            private_dns_name=self._get_param("PrivateDnsName"),
            tags=[{"Key": key, "Value": value} for key, value in tags.items()],
            supported_regions=self._get_param("SupportedRegions", []),
        )
        return ActionResult({"ServiceConfiguration": service.answer()})

    def describe_vpc_endpoint_service_configurations(self) -> ActionResult:
        services = self.ec2_backend.describe_vpc_endpoint_service_configurations(self._get_param("ServiceIds", []))
        found = matching(services, self._filters_from_querystring(), _SERVICE_FILTERS)
        return ActionResult({"ServiceConfigurations": [service.answer() for service in found]})

    def delete_vpc_endpoint_service_configurations(self) -> ActionResult:
        errors = {service_id: self.ec2_backend.remove_service(service_id) for service_id in self._get_param("ServiceIds", [])}
        failed = [{"ResourceId": service_id, "Error": error} for service_id, error in errors.items() if error]
        return ActionResult({"Unsuccessful": failed})

    def describe_vpc_endpoint_service_permissions(self) -> ActionResult:
        service = self.ec2_backend.find_service(self._get_param("ServiceId"))
        found = matching(permissions_of(service), self._filters_from_querystring(), _PERMISSION_FILTERS)
        return ActionResult({"AllowedPrincipals": found})

    def modify_vpc_endpoint_service_permissions(self) -> ActionResult:
        added = self.ec2_backend.change_permissions(
            self._get_param("ServiceId"),
            self._get_param("AddAllowedPrincipals", []),
            self._get_param("RemoveAllowedPrincipals", []),
        )
        return ActionResult({"AddedPrincipals": added, "ReturnValue": True})

    def accept_vpc_endpoint_connections(self) -> ActionResult:
        return self._change_connections("available")

    def reject_vpc_endpoint_connections(self) -> ActionResult:
        return self._change_connections("rejected")

    def _change_connections(self, state: str) -> ActionResult:
        failed = self.ec2_backend.change_connections(
            self._get_param("ServiceId"), self._get_param("VpcEndpointIds", []), state
        )
        return ActionResult({"Unsuccessful": failed})

    def describe_vpc_endpoint_connections(self) -> ActionResult:
        connections = [
            {
                "ServiceId": service.id,
                "VpcEndpointId": endpoint.id,
                "VpcEndpointOwner": endpoint.owner_id,
                "VpcEndpointState": endpoint.state,
                "CreationTimestamp": endpoint.creation_timestamp,
                "GatewayLoadBalancerArns": service.gateway_load_balancer_arns,
                "NetworkLoadBalancerArns": service.network_load_balancer_arns,
                "IpAddressType": "ipv4",
            }
            for service in self.ec2_backend.configurations.values()
            for endpoint in service.connections()
        ]
        found = matching(connections, self._filters_from_querystring(), _CONNECTION_FILTERS)
        return ActionResult({"VpcEndpointConnections": found})


def permissions_of(service: VPCServiceConfiguration) -> list[dict[str, Any]]:
    """The API's AllowedPrincipal of each principal."""
    return [
        {
            "PrincipalType": "All" if principal == "*" else "Account",
            "Principal": principal,
            "ServicePermissionId": permission,
            "ServiceId": service.id,
        }
        for principal, permission in service.permissions.items()
    ]


def connected_state(backend: EC2Backend, endpoint: VPCEndPoint) -> str:
    """The state of a new endpoint of somebody's service, whose zones and type it must fit; refused where it does not."""
    service = backend.find_service_named(endpoint.service_name)
    if service is None:
        raise InvalidServiceName(endpoint.service_name)
    if service.kind != endpoint.vpc_endpoint_type:
        message = f"Endpoint type ({endpoint.vpc_endpoint_type}) does not match available service types ([{service.kind}])."
        raise InvalidParameter(message)
    return "pendingAcceptance" if service.acceptance_required else "available"


def check_zone(backend: EC2Backend, endpoint: VPCEndPoint, subnet_id: str) -> None:
    """Refuse a subnet in whose zone the service is not offered."""
    service = backend.find_service_named(endpoint.service_name)
    if service and backend.get_subnet(subnet_id).availability_zone not in service.zones:
        message = f"The VPC endpoint service {service.service_name} does not support the availability zone of the subnet: {subnet_id}."
        raise InvalidParameter(message)


def _error(code: str, message: str) -> dict[str, str]:
    return {"Code": code, "Message": message}


_SERVICE_FILTERS = {
    "service-id": lambda service: service.id,
    "service-name": lambda service: service.service_name,
    "service-state": lambda service: "Available",
    "tags": lambda service: tags_of(service.ec2_backend, service.id),
}
_PERMISSION_FILTERS = {
    "principal": lambda permission: permission["Principal"],
    "principal-type": lambda permission: permission["PrincipalType"],
}
_CONNECTION_FILTERS = {
    "service-id": lambda connection: connection["ServiceId"],
    "vpc-endpoint-id": lambda connection: connection["VpcEndpointId"],
    "vpc-endpoint-owner": lambda connection: connection["VpcEndpointOwner"],
    "vpc-endpoint-state": lambda connection: connection["VpcEndpointState"],
}


def install() -> None:
    """Let load balancers be offered as services."""
    extend(VPCServiceConfiguration, _Service)
    extend(EC2Backend, _Backend)
    extend(EC2Response, _Response)
