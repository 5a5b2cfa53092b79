"""How a load balancer enters and leaves subnets.

Source: Elastic Load Balancing API reference, SetSubnets.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models import EC2Backend
from moto.elbv2.exceptions import ELBClientError, LoadBalancerNotFoundError
from moto.elbv2.models import ELBv2Backend, FakeLoadBalancer
from moto.elbv2.responses import ELBV2Response

from ...extend import extend
from .interfaces import LoadBalancerInterface
from .zones import Zone, plan_zones


def enter(ec2: EC2Backend, balancer: FakeLoadBalancer, zones: list[Zone]) -> None:
    """Give the load balancer these zones: interfaces of further ones are made, those of others removed."""
    kept = {zone.subnet.id for zone in zones}
    leave(ec2, [zone for zone in balancer.zones.values() if zone.subnet.id not in kept])
    for zone in zones:
        if zone.interface:
            continue
        zone.interface = LoadBalancerInterface(ec2, balancer, zone.subnet, zone.address)
        ec2.enis[zone.interface.id] = zone.interface
        if zone.allocation_id:
            ec2.associate_address(eni=zone.interface, allocation_id=zone.allocation_id)
    balancer.zones = {zone.subnet.id: zone for zone in zones}
    balancer.subnets = [zone.subnet for zone in zones]


def leave(ec2: EC2Backend, zones: list[Zone]) -> None:
    """Remove the interfaces of zones, and free their Elastic IP addresses."""
    for zone in zones:
        if zone.allocation_id:
            ec2.disassociate_address(association_id=ec2.address_by_allocation([zone.allocation_id])[0].association_id)
        if zone.interface:
            ec2.enis.pop(zone.interface.id, None)


class _Balancer:
    @property
    def availability_zones(self) -> list[Zone]:
        return list(self.zones.values())  # type: ignore[attr-defined]


class _Backend(ELBv2Backend):
    def set_subnets(
        self, arn: str, subnets: list[str], subnet_mappings: list[dict[str, Any]]
    ) -> list[Zone]:  # type: ignore[override]
        balancer = self.load_balancers.get(arn)
        if balancer is None:
            raise LoadBalancerNotFoundError()
        zones = plan_zones(
            self.ec2_backend, balancer.type, balancer.scheme, subnets, subnet_mappings, balancer.zones
        )
        if zones[0].subnet.vpc_id != balancer.vpc_id:
            raise ELBClientError(
                "InvalidConfigurationRequest", f"The subnets must belong to the VPC '{balancer.vpc_id}'"
            )
        staying = {zone.zone_name for zone in balancer.zones.values() if zone not in zones}
        if balancer.type == "network" and any(zone.zone_name in staying for zone in zones):
            raise ELBClientError(
                "InvalidConfigurationRequest",
                "The subnet of an Availability Zone cannot be exchanged: remove the subnet first, then add the other",
            )
        enter(self.ec2_backend, balancer, zones)
        return zones


class _Response(ELBV2Response):
    def set_subnets(self) -> ActionResult:
        arn = self._get_param("LoadBalancerArn")
        zones = self.elbv2_backend.set_subnets(
            arn, self._get_param("Subnets", []), self._get_param("SubnetMappings", [])
        )
        address_type = self.elbv2_backend.load_balancers[arn].ip_address_type
        return ActionResult({"AvailabilityZones": zones, "IpAddressType": address_type})


def install() -> None:
    """Let load balancers have zones with addresses."""
    extend(FakeLoadBalancer, _Balancer)
    extend(ELBv2Backend, _Backend)
    extend(ELBV2Response, _Response)
