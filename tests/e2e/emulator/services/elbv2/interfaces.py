"""Network interfaces of load balancers: one per zone, made and removed by Elastic Load Balancing.

They hold the load balancer's addresses and security groups. Whoever deletes a load balancer waits until they are gone,
and whoever deletes a subnet or a security group, or detaches the internet gateway of public addresses, is refused before
that. Sources: EC2 API reference, NetworkInterface, DetachInternetGateway; Elastic Load Balancing user guides,
"Availability Zones".
"""

import ipaddress
from types import SimpleNamespace
from typing import Any

from moto.core.utils import utcnow
from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import EC2Backend
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.internet_gateways import InternetGatewayBackend
from moto.ec2.models.subnets import Subnet
from moto.ec2.utils import random_public_ip
from moto.elbv2.models import FakeLoadBalancer
from moto.moto_api._internal import mock_random

from ...extend import extend

# AWS keeps the first four addresses of a subnet and the last one.
_RESERVED_AT_START = 4


class LoadBalancerInterface(NetworkInterface):
    """The network interface of a load balancer in one subnet."""

    def __init__(self, ec2: EC2Backend, balancer: FakeLoadBalancer, subnet: Subnet, address: str | None):
        super().__init__(
            ec2,
            subnet,
            address or free_address(ec2, subnet),
            group_ids=list(balancer.security_groups),
            description=f"ELB {balancer.arn.split(':loadbalancer/')[1]}",
        )
        network = balancer.type == "network"
        if not balancer.security_groups:  # moto puts the VPC's default group on what has none
            self._group_set = []
        self.interface_type = {"network": "network_load_balancer", "gateway": "gateway_load_balancer"}.get(balancer.type, "interface")
        self.requester_managed = True
        self.requester_id = "amazon-elb"
        self.status = "in-use"
        self.public_ip = random_public_ip() if balancer.scheme == "internet-facing" else None
        self._attachment = SimpleNamespace(
            attach_time=utcnow(),
            attachment_id=f"ela-attach-{mock_random.get_random_hex(17)}",
            delete_on_termination=False,
            device_index=1,
            network_card_index=0,
            instance_owner_id="amazon-aws" if network else "amazon-elb",
            status="attached",
        )

    @property
    def attachment(self) -> Any:
        """An attachment to a machine of AWS's own, which has no ID that anyone sees."""
        return self._attachment

    @property
    def association(self) -> dict[str, Any]:
        """The public address, which belongs to Elastic Load Balancing unless it is an Elastic IP address."""
        found = super().association
        if found and not found.get("allocationId"):
            found["ipOwnerId"] = "amazon-elb"
        return found

    def get_filter_value(self, filter_name: str, method_name: str | None = None) -> Any:
        """Answer the filters of DescribeNetworkInterfaces that differ from other interfaces'."""
        match filter_name:
            case "attachment.instance-owner-id":
                return self._attachment.instance_owner_id
            case "attachment.attachment-id":
                return self._attachment.attachment_id
            case "attachment.status":
                return self._attachment.status
            case "requester-id":
                return self.requester_id
            case "requester-managed":
                return "true"
            case "interface-type":
                return self.interface_type
            case "status":
                return self.status
        return super().get_filter_value(filter_name, method_name)

    def set_security_groups(self, group_ids: list[str]) -> None:
        """Carry the load balancer's new security groups."""
        self._group_set = [self.ec2_backend.get_security_group_from_id(group) for group in group_ids]


def taken_addresses(ec2: EC2Backend, subnet: Subnet) -> set[str]:
    """The addresses of a subnet that something has."""
    taken = set(subnet._subnet_ips)
    for interface in ec2.enis.values():
        if interface.subnet.id == subnet.id:
            taken.add(str(interface.private_ip_address))
            taken.update(str(address.get("PrivateIpAddress")) for address in interface.private_ip_addresses)
    return taken


def reserved_by_aws(subnet: Subnet, address: ipaddress.IPv4Address) -> bool:
    """Whether an address is one of the five that AWS keeps of every subnet."""
    position = int(address) - int(subnet.cidr.network_address)
    return position < _RESERVED_AT_START or address == subnet.cidr.broadcast_address


def free_address(ec2: EC2Backend, subnet: Subnet) -> str:
    """An address that AWS would choose: of those nobody has and no CIDR reservation of the subnet keeps."""
    taken = taken_addresses(ec2, subnet)
    kept = [reservation.cidr for reservation in subnet._cidr_reservations]
    free = [
        str(address)
        for address in subnet.cidr
        if not reserved_by_aws(subnet, address)
        and str(address) not in taken
        and not any(address in cidr for cidr in kept)
    ]
    if not free:
        raise LookupError(f"subnet {subnet.id} has no free address")
    return mock_random.choice(free)


class _Network(EC2Backend):
    def detach_internet_gateway(self, internet_gateway_id: str, vpc_id: str) -> None:
        for interface in self.enis.values():
            if isinstance(interface, LoadBalancerInterface) and interface.public_ip and interface.vpc_id == vpc_id:
                raise DependencyViolationError(
                    f"Network {vpc_id} has some mapped public address(es). Please unmap those public address(es) before "
                    "detaching the gateway."
                )
        InternetGatewayBackend.detach_internet_gateway(self, internet_gateway_id, vpc_id)


def install() -> None:
    """Let public addresses of load balancers hold the internet gateway."""
    extend(EC2Backend, _Network)
