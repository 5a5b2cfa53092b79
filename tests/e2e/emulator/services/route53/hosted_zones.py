"""Hosted zones: public ones, private ones and the VPCs that these are for.

Sources: Amazon Route 53 API reference, CreateHostedZone, AssociateVPCWithHostedZone, DisassociateVPCFromHostedZone,
CreateVPCAssociationAuthorization, ChangeResourceRecordSets, ListResourceRecordSets.
"""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.route53 import urls
from moto.route53.exceptions import LastVPCAssociation, NoSuchHostedZone, PublicZoneVPCAssociation, Route53ClientError
from moto.route53.models import FakeZone, RecordSet, Route53Backend, route53_backends
from moto.route53.responses import Route53

from ...extend import extend, replaced
from .record_sets import apply_changes, canonical_name

_ZONE_PATH = r"{0}/(?P<api_version>[\d_-]+)/hostedzone/(?P<zone_id>[^/]+)"
_PAGE = 300


def zones_of_all_accounts() -> list[FakeZone]:
    """DNS is one for the whole world, so a name may be looked up in any account's zones."""
    return [
        zone
        for partitions in list(route53_backends.values())
        for backend in list(partitions.values())
        for zone in list(backend.zones.values())
    ]


def public_values(name: str, record_type: str) -> list[str]:
    """What public DNS answers for a name."""
    wanted = canonical_name(name)
    return [
        str(value)
        for zone in zones_of_all_accounts()
        if not zone.private_zone
        for record in zone.rrsets
        if record.name == wanted and record.type == record_type
        for value in record.records
    ]


class _Backend(Route53Backend):
    _create = replaced(Route53Backend, "create_hosted_zone")

    def create_hosted_zone(self, name: str, private_zone: bool, **arguments: Any) -> FakeZone:  # type: ignore[override]
        name = canonical_name(name)
        reference = arguments.get("caller_reference")
        if any(zone.caller_reference == reference for zone in self.zones.values()):
            raise Route53ClientError(
                "HostedZoneAlreadyExists", f"A hosted zone has already been created with the specified caller reference {reference}"
            )
        vpc, region = arguments.get("vpcid"), arguments.get("vpcregion")
        if private_zone:
            self._check_vpc(vpc, region)
            self._check_conflict(name, vpc)
        zone: FakeZone = self._create(name, private_zone, **arguments)
        for record in zone.rrsets:  # moto wraps the value of the SOA record twice
            record.records = [value["Value"] if isinstance(value, dict) else value for value in record.records]
        zone.authorizations = []
        return zone

    def _check_vpc(self, vpc_id: str | None, region: str | None) -> None:
        if not vpc_id or not region or region not in ec2_backends[self.account_id]:
            raise Route53ClientError("InvalidVPCId", f"The VPC ID '{vpc_id}' in Region '{region}' is not valid")
        if not any(vpc_id == vpc.id for vpc in ec2_backends[self.account_id][region].vpcs.values()):
            raise Route53ClientError(
                "InvalidVPCId", f"The VPC: {vpc_id} in region {region} that you provided does not exist in this account"
            )

    def _check_conflict(self, name: str, vpc_id: str | None) -> None:
        for zone in zones_of_all_accounts():
            if zone.name == name and any(vpc["vpc_id"] == vpc_id for vpc in zone.vpcs):
                raise Route53ClientError(
                    "ConflictingDomainExists",
                    f"The VPC {vpc_id} has already been associated with the hosted zone {zone.resource_id} with the same "
                    "domain name.",
                )

    def associate_vpc_with_hosted_zone(self, zone_id: str, vpcid: str, vpcregion: str) -> FakeZone:
        identity = zone_id.removeprefix("/hostedzone/")
        zone = next((zone for zone in zones_of_all_accounts() if zone.resource_id == identity), None)
        if zone is None:
            raise NoSuchHostedZone(identity)
        if not zone.private_zone:
            raise PublicZoneVPCAssociation()
        self._check_vpc(vpcid, vpcregion)
        if identity not in self.zones and vpcid not in [vpc["vpc_id"] for vpc in zone.authorizations]:
            raise Route53ClientError(
                "NotAuthorizedException",
                f"The VPC: {vpcid} in region {vpcregion} that you provided is not authorized to make the association",
            )
        self._check_conflict(zone.name, vpcid)
        zone.add_vpc(vpcid, vpcregion)
        return zone

    def disassociate_vpc_from_hosted_zone(self, zone_id: str, vpcid: str) -> FakeZone:
        identity = zone_id.removeprefix("/hostedzone/")
        zone = next((zone for zone in zones_of_all_accounts() if zone.resource_id == identity), None)
        if zone is None:
            raise NoSuchHostedZone(identity)
        if vpcid not in [vpc["vpc_id"] for vpc in zone.vpcs]:
            raise Route53ClientError("VPCAssociationNotFound", f"The VPC {vpcid} is not associated with zone {identity}")
        if len(zone.vpcs) == 1:
            raise LastVPCAssociation()
        zone.delete_vpc(vpcid)
        return zone

    def authorizations_of(self, zone_id: str) -> list[dict[str, str]]:
        """The VPCs of other accounts that may be associated with a private zone."""
        zone = self.get_hosted_zone(zone_id)
        if not zone.private_zone:
            raise PublicZoneVPCAssociation()
        return zone.authorizations

    def change_resource_record_sets(self, zoneid: str, change_list: list[dict[str, Any]]) -> None:
        zone = self.get_hosted_zone(zoneid)
        zone.rrsets = apply_changes(zone, change_list)

    def list_resource_record_sets(
        self, zone_id: str, start_type: str, start_name: str, max_items: int
    ) -> tuple[list[RecordSet], str | None, str | None, bool]:
        zone = self.get_hosted_zone(zone_id)
        found = list(zone.get_record_sets(start_type, canonical_name(start_name) if start_name else start_name))
        page, rest = found[: min(max_items, _PAGE)], found[min(max_items, _PAGE) :]
        return page, rest[0].name if rest else None, rest[0].type if rest else None, bool(rest)


class _Response(Route53):
    def create_hosted_zone(self) -> ActionResult:
        vpc = self._get_param("VPC") or {}
        private = bool(vpc)  # the field PrivateZone is what AWS answers; a VPC makes the zone private
        if self._get_bool_param("HostedZoneConfig.PrivateZone", False) and not private:
            raise Route53ClientError(
                "InvalidInput", "When you're creating a private hosted zone, you must specify values for VPCId and VPCRegion"
            )
        zone = self.backend.create_hosted_zone(
            self._get_param("Name"),
            private_zone=private,
            comment=self._get_param("HostedZoneConfig.Comment"),
            caller_reference=self._get_param("CallerReference"),
            vpcid=vpc.get("VPCId"),
            vpcregion=vpc.get("VPCRegion"),
            delegation_set_id=self._get_param("DelegationSetId"),
        )
        return ActionResult(
            {
                "HostedZone": zone,
                "ChangeInfo": {"Id": f"/change/C{zone.resource_id[1:15]}", "Status": "INSYNC", "SubmittedAt": utcnow()},
                "DelegationSet": None if private else zone.delegation_set,
                "VPC": vpc or None,
                "Location": f"https://route53.amazonaws.com/2013-04-01/hostedzone/{zone.resource_id}",
            }
        )

    def create_vpc_association_authorization(self) -> ActionResult:
        zone_id, vpc = self._get_param("HostedZoneId"), self._get_param("VPC")
        authorizations = self.backend.authorizations_of(zone_id)
        made = {"vpc_id": vpc["VPCId"], "vpc_region": vpc["VPCRegion"]}
        if made not in authorizations:
            authorizations.append(made)
        return ActionResult({"HostedZoneId": zone_id, "VPC": vpc})

    def delete_vpc_association_authorization(self) -> ActionResult:
        authorizations, vpc = self.backend.authorizations_of(self._get_param("HostedZoneId")), self._get_param("VPC")
        made = {"vpc_id": vpc["VPCId"], "vpc_region": vpc["VPCRegion"]}
        if made not in authorizations:
            raise Route53ClientError(
                "VPCAssociationAuthorizationNotFound", f"There is no authorization for the VPC {vpc['VPCId']}"
            )
        authorizations.remove(made)
        return EmptyResult()

    def list_vpc_association_authorizations(self) -> ActionResult:
        zone_id = self._get_param("HostedZoneId")
        return ActionResult({"HostedZoneId": zone_id, "VPCs": self.backend.authorizations_of(zone_id)})


def install() -> None:
    """Let Route 53 hold record sets and associations against each other."""
    extend(Route53Backend, _Backend)
    extend(Route53, _Response)
    for action in ("authorizevpcassociation", "deauthorizevpcassociation"):
        urls.url_paths[f"{_ZONE_PATH}/{action}$"] = Route53.dispatch
