"""VPCs: what AWS makes with one, its further CIDRs, and what keeps it from being deleted.

CreateVpc: the default security group lets its members talk to each other, which moto leaves out. DeleteVpc: moto leaves
the default network ACL behind, deletes the DHCP options, and minds subnets and route tables only. AssociateVpcCidrBlock
and DisassociateVpcCidrBlock: moto takes any CIDR, and takes one away that a subnet lies in.
"""

import ipaddress
from typing import Any

from moto.ec2.exceptions import (
    DependencyViolationError,
    EC2ClientError,
    InvalidCIDRBlockParameterError,
    InvalidVPCIdError,
    InvalidVpcCidrBlockAssociationIdError,
    VPCCidrBlockAssociationError,
)
from moto.ec2.models import EC2Backend
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.models.vpcs import VPC, VPCBackend

from ..extend import extend
from .ec2_transit_gateway import GONE

# Private address ranges that do not go together in one VPC (VPC User Guide, "VPC CIDR blocks", CIDR block association
# restrictions). 100.64.0.0/10 and public ranges go with all of them.
_PRIVATE_RANGES = [ipaddress.IPv4Network(cidr) for cidr in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
_BENCHMARK_RANGE = ipaddress.IPv4Network("198.19.0.0/16")


class _Backend(EC2Backend):
    def create_vpc(self, *args: Any, **kwargs: Any) -> VPC:
        vpc = VPCBackend.create_vpc(self, *args, **kwargs)
        group = self.get_default_security_group(vpc.id)
        if group and not group.ingress_rules:
            members = {"GroupId": group.id, "UserId": self.account_id}
            rule = SecurityGroupRule(self, "-1", group.id, None, None, None, members, is_egress=False)
            group.ingress_rules.append(rule)
        return vpc

    def delete_vpc(self, vpc_id: str) -> VPC:
        vpc = self.get_vpc(vpc_id)
        if any(vpc_id in holders for holders in self._vpcs_in_use()):
            raise DependencyViolationError(f"The vpc '{vpc_id}' has dependencies and cannot be deleted.")
        for tables in (self.route_tables, self.network_acls):
            for key in [key for key, value in tables.items() if value.vpc_id == vpc_id]:
                del tables[key]
        self.groups.pop(vpc_id, None)
        del self.vpcs[vpc_id]
        if vpc.dhcp_options:
            self.disassociate_dhcp_options(vpc)
        return vpc

    def _vpcs_in_use(self) -> Any:
        """The VPCs that hold something that AWS does not delete with the VPC, kind by kind."""
        yield {subnet.vpc_id for subnet in self.describe_subnets()}
        yield {gateway.vpc.id for gateway in self.internet_gateways.values() if gateway.vpc}
        yield {table.vpc_id for table in self.route_tables.values() if table.main_association_id is None}
        yield {acl.vpc_id for acl in self.network_acls.values() if not acl.default}
        yield {vpc_id for vpc_id, groups in self.groups.items() if any(not group.is_default for group in groups.values())}
        yield {endpoint.vpc_id for endpoint in self.vpc_end_points.values() if endpoint.state != "deleted"}
        yield {item.resource_id for item in self.transit_gateway_attachments.values() if item.state not in GONE}
        peerings = [peering for peering in self.vpc_pcxs.values() if peering._status.code == "active"]
        yield {peer.id for peering in peerings for peer in (peering.vpc, peering.peer_vpc)}
        yield {
            vpc_id
            for gateway in self.vpn_gateways.values()
            for vpc_id, attachment in gateway.attachments.items()
            if attachment.state == "attached"
        }

    def associate_vpc_cidr_block(
        self, vpc_id: str, cidr_block: str, amazon_provided_ipv6_cidr_block: bool
    ) -> dict[str, Any]:
        if not amazon_provided_ipv6_cidr_block:
            self._check_further_cidr(self.get_vpc(vpc_id), cidr_block)
        return VPCBackend.associate_vpc_cidr_block(self, vpc_id, cidr_block, amazon_provided_ipv6_cidr_block)

    def _check_further_cidr(self, vpc: VPC, cidr_block: str) -> None:
        try:
            wanted = ipaddress.IPv4Network(cidr_block)
        except ValueError:
            raise InvalidCIDRBlockParameterError(cidr_block) from None
        if not 16 <= wanted.prefixlen <= 28:
            raise EC2ClientError("InvalidVpc.Range", f"The CIDR '{wanted}' is invalid.")
        present = [ipaddress.IPv4Network(block["cidr_block"]) for block in associated_cidrs(vpc)]
        for block in present:
            if block.overlaps(wanted):
                message = f"The CIDR '{wanted}' conflicts with another CIDR block of {vpc.id}."
                raise EC2ClientError("InvalidVpc.Range", message)
        primary = next((private for private in _PRIVATE_RANGES if present[0].subnet_of(private)), None)
        foreign = [private for private in _PRIVATE_RANGES if private != primary]
        if wanted.subnet_of(_BENCHMARK_RANGE) or primary and any(wanted.subnet_of(private) for private in foreign):
            message = (
                f"The CIDR '{wanted}' is restricted. Use a CIDR from the same private address range as the current VPC "
                "CIDR, or use a publicly-routable CIDR."
            )
            raise EC2ClientError("InvalidVpc.Range", message)

    def disassociate_vpc_cidr_block(self, association_id: str) -> dict[str, Any]:
        vpc = next((vpc for vpc in self.vpcs.values() if association_id in vpc._cidr_block_association_set), None)
        if not vpc:
            raise InvalidVpcCidrBlockAssociationIdError(association_id)
        association = vpc._cidr_block_association_set[association_id]
        cidr = association["cidr_block"]
        if cidr == vpc.cidr_block:
            raise VPCCidrBlockAssociationError(association_id)
        for subnet in self.describe_subnets(filters={"vpc-id": [vpc.id]}):
            if _lies_in(subnet, ipaddress.ip_network(cidr)):
                message = f"The vpc {vpc.id} currently has a subnet within CIDR block {cidr}"
                raise EC2ClientError("InvalidCidrBlock.InUse", message)
        for table in self.route_tables.values():
            if table.vpc_id == vpc.id:
                table._routes = {key: route for key, route in table._routes.items() if not _is_local(route, cidr)}
        del vpc._cidr_block_association_set[association_id]
        return {**association, "vpc_id": vpc.id}

    def require_vpc(self, vpc_id: str | None) -> None:
        """Refuse an unknown VPC as operations do that are given one."""
        if vpc_id not in self.vpcs:
            raise InvalidVPCIdError(vpc_id)


def associated_cidrs(vpc: VPC) -> list[dict[str, Any]]:
    """The IPv4 CIDRs of a VPC, the primary one first."""
    return vpc.get_cidr_block_association_set(ipv6=False)


def _lies_in(subnet: Any, cidr: Any) -> bool:
    blocks = [subnet.cidr_block] if cidr.version == 4 else subnet.ipv6_blocks
    return any(ipaddress.ip_network(block).subnet_of(cidr) for block in blocks if block)


def _is_local(route: Any, cidr: str) -> bool:
    # moto makes up IPv6 CIDRs with leading zeros; a route has its destination in the canonical form.
    destination = route.destination_cidr_block or route.destination_ipv6_cidr_block
    return route.local and ipaddress.ip_network(destination) == ipaddress.ip_network(cidr)


def install() -> None:
    """Mend moto's VPCs."""
    extend(EC2Backend, _Backend)
