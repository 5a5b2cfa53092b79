"""Subnets and their CIDR reservations.

CreateSubnet: moto files a subnet that asks for a zone by its ID under no zone at all, takes it for the zone's default
subnet, and so for one with public addresses. DeleteSubnet: moto minds nothing, and leaves associations behind.
CreateSubnetCidrReservation: moto drops the description and the tags.
"""

import ipaddress
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.exceptions import DependencyViolationError, InvalidAvailabilityZoneError, InvalidSubnetRangeError
from moto.ec2.models import EC2Backend
from moto.ec2.models.subnets import Subnet, SubnetBackend, SubnetCidrReservation
from moto.ec2.responses import EC2Response
from moto.ec2.responses.subnets import Subnets
from moto.elbv2.models import elbv2_backends

from ..extend import extend
from .ec2_transit_gateway import GONE, tags_of


class _Subnet(Subnet):
    @property
    def ipv6_blocks(self) -> list[str]:
        """The IPv6 CIDRs that the subnet has."""
        associations = self.ipv6_cidr_block_associations.values()
        return [item["ipv6CidrBlock"] for item in associations if item["ipv6CidrBlockState"]["State"] == "associated"]


class _Backend(EC2Backend):
    def create_subnet(
        self,
        vpc_id: str,
        cidr_block: str,
        ipv6_cidr_block: str | None = None,
        availability_zone: str | None = None,
        availability_zone_id: str | None = None,
        ipv6_native: bool = False,
        tags: dict[str, dict[str, str]] | None = None,
    ) -> Subnet:
        self.require_vpc(vpc_id)
        zone = self._zone_name(availability_zone, availability_zone_id)
        if cidr_block and not _is_subnet_size(cidr_block):
            raise InvalidSubnetRangeError(cidr_block)
        subnet = SubnetBackend.create_subnet(
            self, vpc_id, cidr_block, ipv6_cidr_block, zone, None, ipv6_native=ipv6_native, tags=tags
        )
        # AWS decides neither by who came first: default subnets are those of CreateDefaultSubnet and of the default VPC.
        subnet.default_for_az = False
        subnet.map_public_ip_on_launch = False
        return subnet

    def create_default_subnet(self, availability_zone: str) -> Subnet:
        subnet = SubnetBackend.create_default_subnet(self, availability_zone)
        subnet.default_for_az = True
        subnet.map_public_ip_on_launch = True
        return subnet

    def _zone_name(self, name: str | None, zone_id: str | None) -> str:
        zones = self.describe_availability_zones()
        for zone in zones:
            if zone_id == zone.zone_id or name == zone.name:
                return zone.name
        raise InvalidAvailabilityZoneError(name or zone_id, ", ".join(zone.name for zone in zones))

    def delete_subnet(self, subnet_id: str) -> Subnet:
        subnet = self.get_subnet(subnet_id)
        if any(subnet_id in holders for holders in self._subnets_in_use()):
            raise DependencyViolationError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
        for table in self.route_tables.values():
            table._associations = {key: held for key, held in table._associations.items() if held != subnet_id}
        for acl in self.network_acls.values():
            acl._associations = {key: held for key, held in acl._associations.items() if held.subnet_id != subnet_id}
        SubnetBackend.delete_subnet(self, subnet_id)
        return subnet

    def _subnets_in_use(self) -> Any:
        """The subnets that something has an address in, kind by kind."""
        yield {interface.subnet.id for interface in self.enis.values()}
        yield {
            subnet_id
            for attachment in self.transit_gateway_attachments.values()
            if attachment.resource_type == "vpc" and attachment.state not in GONE
            for subnet_id in attachment.subnet_ids
        }
        yield {gateway.subnet_id for gateway in self.nat_gateways.values() if gateway.state not in ("deleted", "failed")}
        yield {
            subnet.id
            for balancer in elbv2_backends[self.account_id][self.region_name].load_balancers.values()
            for subnet in balancer.subnets
        }

    def create_subnet_cidr_reservation(
        self,
        subnet_id: str,
        reservation_type: str,
        cidr: str,
        tags: list[dict[str, Any]] | None = None,
        description: str | None = None,
    ) -> SubnetCidrReservation:
        made = SubnetBackend.create_subnet_cidr_reservation(self, subnet_id, reservation_type, cidr, tags)
        made.description = description
        for specification in tags or []:
            made.add_tags({tag["Key"]: tag["Value"] for tag in specification.get("Tags", [])})
        return made

    def delete_subnet_cidr_reservation(self, reservation_id: str) -> SubnetCidrReservation:
        deleted = SubnetBackend.delete_subnet_cidr_reservation(self, reservation_id)
        self.get_subnet(deleted.subnet_id)._reserved_ips -= set(deleted.cidr)
        return deleted


class _Response(EC2Response):
    def create_subnet_cidr_reservation(self) -> ActionResult:
        self.error_on_dryrun()
        made = self.ec2_backend.create_subnet_cidr_reservation(
            self._get_param("SubnetId"),
            self._get_param("ReservationType"),
            self._get_param("Cidr"),
            self._get_param("TagSpecifications", []),
            self._get_param("Description"),
        )
        return ActionResult({"SubnetCidrReservation": _reservation_answer(made)})

    def get_subnet_cidr_reservations(self) -> ActionResult:
        self.error_on_dryrun()
        found = self.ec2_backend.get_subnet_cidr_reservations(self._get_param("SubnetId"), self._filters_from_querystring())
        return ActionResult({kind: [_reservation_answer(item) for item in items] for kind, items in found.items()})

    def delete_subnet_cidr_reservation(self) -> ActionResult:
        self.error_on_dryrun()
        deleted = self.ec2_backend.delete_subnet_cidr_reservation(self._get_param("SubnetCidrReservationId"))
        return ActionResult({"DeletedSubnetCidrReservation": _reservation_answer(deleted)})

    def modify_subnet_attribute(self) -> ActionResult:
        subnet = self.ec2_backend.get_subnet(self._get_param("SubnetId"))
        names = subnet.private_dns_name_options_on_launch
        if (enabled := self._get_param("EnableResourceNameDnsAAAARecordOnLaunch.Value")) is not None:
            names["EnableResourceNameDnsAAAARecord"] = enabled
        if (kind := self._get_param("PrivateDnsHostnameTypeOnLaunch")) is not None:
            names["HostnameType"] = kind
        if (enabled := self._get_param("EnableDns64.Value")) is not None:
            subnet.enable_dns64 = enabled
        Subnets.modify_subnet_attribute(self)
        return EmptyResult()


def _reservation_answer(reservation: SubnetCidrReservation) -> dict[str, Any]:
    """The API's SubnetCidrReservation."""
    return {
        "SubnetCidrReservationId": reservation.id,
        "SubnetId": reservation.subnet_id,
        "Cidr": str(reservation.cidr),
        "ReservationType": reservation.reservation_type,
        "OwnerId": reservation.owner_id,
        "Description": reservation.description,
        "Tags": tags_of(reservation.ec2_backend, reservation.id),
    }


def _is_subnet_size(cidr: str) -> bool:
    """Whether the CIDR has a size that a subnet may have; what is no CIDR is left to moto's own check."""
    try:
        return 16 <= ipaddress.IPv4Network(cidr, strict=False).prefixlen <= 28
    except ValueError:
        return True


def install() -> None:
    """Mend moto's subnets."""
    extend(Subnet, _Subnet)
    extend(EC2Backend, _Backend)
    extend(EC2Response, _Response)
