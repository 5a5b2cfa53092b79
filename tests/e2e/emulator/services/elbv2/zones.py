"""The zones of a load balancer: one subnet in each, with the addresses that a network load balancer has in it.

Sources: Elastic Load Balancing API reference, CreateLoadBalancer, SubnetMapping, AvailabilityZone and
LoadBalancerAddress; user guide of network load balancers, "Update the Availability Zones".
"""

import ipaddress
from dataclasses import dataclass
from typing import Any

from moto.ec2.exceptions import InvalidAllocationIdError, InvalidSubnetIdError
from moto.ec2.models import EC2Backend
from moto.ec2.models.subnets import Subnet
from moto.elbv2.exceptions import ELBClientError

from .interfaces import LoadBalancerInterface, reserved_by_aws, taken_addresses

# An address that the caller does not choose is taken from a subnet with room for the load balancer to grow.
_FREE_ADDRESSES = 8


@dataclass
class Zone:
    """A load balancer in one subnet. The fields' names are those of the API's type AvailabilityZone."""

    subnet: Subnet
    address: str | None = None
    allocation_id: str | None = None
    interface: LoadBalancerInterface | None = None

    @property
    def subnet_id(self) -> str:
        return self.subnet.id

    @property
    def zone_name(self) -> str:
        return self.subnet.availability_zone

    @property
    def load_balancer_addresses(self) -> list[dict[str, str]]:
        """The addresses that the caller chose; those that AWS chose are shown by the network interfaces only."""
        if self.allocation_id and self.interface:
            return [{"IpAddress": str(self.interface.public_ip), "AllocationId": self.allocation_id}]
        return [{"PrivateIPv4Address": self.address}] if self.address else []

    def wanted(self) -> tuple[str, str | None, str | None]:
        """What the caller asked for, for comparison."""
        return self.subnet.id, self.address, self.allocation_id


def plan_zones(
    ec2: EC2Backend,
    kind: str,
    scheme: str,
    subnet_ids: list[str],
    mappings: list[dict[str, Any]],
    present: dict[str, Zone],
) -> list[Zone]:
    """The zones that a request asks for, each as it is now or to be made; refused where AWS refuses them."""
    if subnet_ids and mappings:
        raise ELBClientError("ValidationError", "You can specify either subnets or subnet mappings, not both")
    wanted = mappings or [{"SubnetId": subnet_id} for subnet_id in dict.fromkeys(subnet_ids)]
    if not wanted:
        raise ELBClientError("ValidationError", "At least one subnet must be specified")
    zones = [_plan_zone(ec2, kind, scheme, mapping, present) for mapping in wanted]
    _check_together(zones)
    if kind == "application" and len(zones) < 2:
        raise ELBClientError(
            "ValidationError", "At least two subnets in two different Availability Zones must be specified"
        )
    vpc_id = zones[0].subnet.vpc_id
    if scheme == "internet-facing" and kind != "gateway" and not _has_internet_gateway(ec2, vpc_id):
        raise ELBClientError("InvalidSubnet", f"VPC {vpc_id} has no internet gateway")
    return zones


def _plan_zone(
    ec2: EC2Backend, kind: str, scheme: str, mapping: dict[str, Any], present: dict[str, Zone]
) -> Zone:
    subnet = find_subnet(ec2, mapping["SubnetId"])
    zone = Zone(subnet, mapping.get("PrivateIPv4Address"), mapping.get("AllocationId"))
    if zone.address and (kind != "network" or scheme != "internal"):
        raise ELBClientError(
            "InvalidConfigurationRequest",
            "Private IPv4 addresses are only supported for network load balancers with scheme 'internal'",
        )
    if zone.allocation_id and (kind != "network" or scheme == "internal"):
        raise ELBClientError(
            "InvalidConfigurationRequest", f"Elastic IPs are not supported for load balancers with scheme '{scheme}'"
        )
    if kept := present.get(subnet.id):
        if mapping.keys() > {"SubnetId"} and zone.wanted() != kept.wanted():
            raise ELBClientError(
                "InvalidConfigurationRequest",
                f"The addresses in subnet '{subnet.id}' cannot be changed: remove the subnet first, then add it",
            )
        return kept
    if zone.address:
        _check_address(ec2, subnet, zone.address)
    elif len(taken := taken_addresses(ec2, subnet)) + 5 + _FREE_ADDRESSES > subnet.cidr.num_addresses:
        raise ELBClientError(
            "InvalidSubnet",
            f"Not enough IP space available in {subnet.id}. ELB requires at least {_FREE_ADDRESSES} free IP addresses "
            f"in each subnet. ({len(taken)} are in use)",
        )
    if zone.allocation_id:
        _check_allocation(ec2, zone.allocation_id)
    return zone


def _check_address(ec2: EC2Backend, subnet: Subnet, text: str) -> None:
    try:
        address = ipaddress.IPv4Address(text)
    except ValueError as error:
        raise ELBClientError("ValidationError", f"'{text}' is not a valid IPv4 address") from error
    problem = None
    if address not in subnet.cidr:
        problem = f"is not in its CIDR block {subnet.cidr_block}"
    elif reserved_by_aws(subnet, address):
        problem = "is reserved by AWS"
    elif text in taken_addresses(ec2, subnet):
        problem = "is in use"
    if problem:
        raise ELBClientError(
            "InvalidConfigurationRequest",
            f"The private IPv4 address '{text}' cannot be used in subnet '{subnet.id}': it {problem}",
        )


def _check_allocation(ec2: EC2Backend, allocation_id: str) -> None:
    try:
        address = ec2.address_by_allocation([allocation_id])[0]
    except InvalidAllocationIdError as error:
        raise ELBClientError(
            "AllocationIdNotFound", f"The allocation IDs '{allocation_id}' do not exist"
        ) from error
    if address.eni or address.instance:
        raise ELBClientError("ResourceInUse", f"The allocation IDs '{allocation_id}' are in use")


def _check_together(zones: list[Zone]) -> None:
    if len(vpcs := {zone.subnet.vpc_id for zone in zones}) > 1:
        raise ELBClientError(
            "InvalidConfigurationRequest", f"All subnets must belong to the same VPC: '{', '.join(sorted(vpcs))}'"
        )
    if len({zone.zone_name for zone in zones}) < len(zones):
        raise ELBClientError(
            "InvalidConfigurationRequest",
            "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
        )


def find_subnet(ec2: EC2Backend, subnet_id: str) -> Subnet:
    """The subnet, or the error of Elastic Load Balancing for one that does not exist."""
    try:
        return ec2.get_subnet(subnet_id)
    except InvalidSubnetIdError as error:
        raise ELBClientError("SubnetNotFound", f"The subnet ID '{subnet_id}' does not exist") from error


def _has_internet_gateway(ec2: EC2Backend, vpc_id: str) -> bool:
    return any(gateway.vpc and gateway.vpc.id == vpc_id for gateway in ec2.internet_gateways.values())
