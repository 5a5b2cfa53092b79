"""VPC attachments of transit gateways.

CreateTransitGatewayVpcAttachment, Describe-, Modify- and DeleteTransitGatewayVpcAttachment, AcceptTransitGateway-
VpcAttachment, RejectTransitGatewayVpcAttachment and DescribeTransitGatewayAttachments.

An attachment to a gateway of another account exists in both accounts: the owner of the VPC makes it and chooses its
subnets, the owner of the gateway accepts it and decides where it leads, and both may delete it. Each of the two sees its
own tags only.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import (
    DuplicateTransitGatewayAttachmentError,
    EC2ClientError,
    InvalidParameterValue,
    MissingParameterError,
)
from moto.ec2.models import EC2Backend
from moto.ec2.models.transit_gateway_attachments import (
    TransitGatewayAttachment,
    TransitGatewayAttachmentBackend,
    TransitGatewayVpcAttachment,
)
from moto.ec2.responses import EC2Response

from ..extend import extend
from ..filters import matching
from .ec2_transit_gateway import GONE, Gateway, find_gateway, tags_of


class VpcAttachment(TransitGatewayVpcAttachment):
    """An attachment of a VPC; ``ec2_backend`` is that of the VPC's owner."""

    def __init__(self, backend: Any, gateway: Gateway, vpc_id: str, subnet_ids: list[str], options: dict[str, str]) -> None:
        super().__init__(backend, gateway, vpc_id, list(subnet_ids), options=options)
        self.gateway_backend = gateway.ec2_backend

    @property
    def transit_gateway_owner_id(self) -> str:
        return self.gateway_backend.account_id

    @property
    def cidrs(self) -> list[str]:
        """What the attachment propagates: all CIDRs of its VPC."""
        return [block["cidr_block"] for block in self.ec2_backend.get_vpc(self.vpc_id).get_cidr_block_association_set()]

    @property
    def association(self) -> dict[str, str] | None:
        return association_of(self)

    def answer(self, viewer: Any, state: str | None = None) -> dict[str, Any]:
        """The API's TransitGatewayVpcAttachment."""
        return {
            "TransitGatewayAttachmentId": self.id,
            "TransitGatewayId": self.transit_gateway_id,
            "VpcId": self.vpc_id,
            "VpcOwnerId": self.owner_id,
            "State": state or self.state,
            "SubnetIds": self.subnet_ids,
            "CreationTime": self._created_at,
            "Options": self.options,
            "Tags": tags_of(viewer, self.id),
        }


def association_of(attachment: TransitGatewayAttachment) -> dict[str, str] | None:
    """The route table that an attachment of any kind is associated with."""
    backend = getattr(attachment, "gateway_backend", attachment.ec2_backend)
    for table in backend.transit_gateways_route_tables.values():
        if attachment.id in table.route_table_associations:
            return {"State": "associated", "TransitGatewayRouteTableId": table.id}
    return None


def find_attachment(backend: Any, attachment_id: str, kind: str = "Transit Gateway Attachment") -> Any:
    """An attachment that the account sees and that is not deleted; otherwise InvalidTransitGatewayAttachmentID.NotFound."""
    attachment = backend.transit_gateway_attachments.get(attachment_id)
    if not attachment or attachment.state == "deleted":
        message = f"{kind} {attachment_id} was deleted or does not exist."
        raise EC2ClientError("InvalidTransitGatewayAttachmentID.NotFound", message)
    return attachment


def require_state(attachment: Any, *states: str) -> None:
    """Refuse what an attachment in another state does not allow."""
    if attachment.state not in states:
        raise EC2ClientError("IncorrectState", f"{attachment.id} is in invalid state: {attachment.state}")


class _Backend(EC2Backend):
    def describe_transit_gateway_peering_attachments(
        self, transit_gateways_attachment_ids: list[str] | None = None, filters: Any = None
    ) -> list[Any]:
        """DescribeTransitGatewayPeeringAttachments: moto lists attachments of every kind."""
        listed = TransitGatewayAttachmentBackend.describe_transit_gateway_peering_attachments(
            self, transit_gateways_attachment_ids, filters
        )
        return [attachment for attachment in listed if attachment.resource_type == "peering"]

    def create_transit_gateway_vpc_attachment(
        self,
        transit_gateway_id: str,
        vpc_id: str,
        subnet_ids: list[str],
        tags: dict[str, str] | None = None,
        options: dict[str, str] | None = None,
    ) -> VpcAttachment:
        gateway = find_gateway(self, transit_gateway_id)
        self.get_vpc(vpc_id)
        if not subnet_ids:
            raise MissingParameterError("SubnetIds")
        self._check_attachment_subnets(vpc_id, subnet_ids)
        for other in self.transit_gateway_attachments.values():
            if (other.transit_gateway_id, other.resource_id) == (gateway.id, vpc_id) and other.state not in GONE:
                raise DuplicateTransitGatewayAttachmentError(gateway.id)
        attachment = VpcAttachment(self, gateway, vpc_id, subnet_ids, options or {})
        attachment.add_tags(tags or {})
        self.transit_gateway_attachments[attachment.id] = attachment
        gateway.ec2_backend.transit_gateway_attachments[attachment.id] = attachment
        shared = gateway.ec2_backend is not self
        if shared and gateway.options["AutoAcceptSharedAttachments"] == "disable":
            attachment.state = "pendingAcceptance"
        else:
            gateway.ec2_backend.settle_transit_gateway_attachment(attachment)
        return attachment

    def settle_transit_gateway_attachment(self, attachment: VpcAttachment) -> None:
        """Make an attachment available, and associate and propagate it as the gateway's options say."""
        attachment.state = "available"
        options = self.transit_gateways[attachment.transit_gateway_id].options
        if options["DefaultRouteTableAssociation"] == "enable":
            self.associate_transit_gateway_route_table(attachment.id, options["AssociationDefaultRouteTableId"])
        if options["DefaultRouteTablePropagation"] == "enable":
            self.enable_transit_gateway_route_table_propagation(attachment.id, options["PropagationDefaultRouteTableId"])

    def _check_attachment_subnets(self, vpc_id: str, subnet_ids: list[str]) -> None:
        subnets = [self.get_subnet(subnet_id) for subnet_id in subnet_ids]
        for subnet in subnets:
            if subnet.vpc_id != vpc_id:
                raise InvalidParameterValue(f"Subnet {subnet.id} does not belong to VPC {vpc_id}")
        if len({subnet.availability_zone_id for subnet in subnets}) < len(subnets):
            raise EC2ClientError("DuplicateSubnetsInSameZone", "Duplicate Subnets for same AZ")

    def modify_transit_gateway_vpc_attachment(
        self,
        transit_gateway_attachment_id: str,
        add_subnet_ids: list[str] | None = None,
        options: dict[str, str] | None = None,
        remove_subnet_ids: list[str] | None = None,
    ) -> VpcAttachment:
        attachment = self._vpc_attachment(transit_gateway_attachment_id, owner="ec2_backend")
        require_state(attachment, "available")
        removed = remove_subnet_ids or []
        for subnet_id in removed:
            if subnet_id not in attachment.subnet_ids:
                raise InvalidParameterValue(f"{attachment.id} is not attached to subnet {subnet_id}")
        kept = [subnet_id for subnet_id in attachment.subnet_ids if subnet_id not in removed]
        subnet_ids = kept + [subnet_id for subnet_id in add_subnet_ids or [] if subnet_id not in kept]
        if not subnet_ids:
            raise InvalidParameterValue(f"{attachment.id} must have at least one subnet")
        self._check_attachment_subnets(attachment.vpc_id, subnet_ids)
        attachment.subnet_ids = subnet_ids
        attachment.options.update(options or {})
        return attachment

    def delete_transit_gateway_vpc_attachment(self, transit_gateway_attachment_id: str) -> VpcAttachment:
        attachment = self._vpc_attachment(transit_gateway_attachment_id)
        attachment.state = "deleted"
        for table in attachment.gateway_backend.transit_gateways_route_tables.values():
            table.forget(attachment.id)
        return attachment

    def _vpc_attachment(self, attachment_id: str, owner: str | None = None) -> VpcAttachment:
        """A VPC attachment; with an owner, one of which this account is that: ``ec2_backend`` of the VPC, or
        ``gateway_backend`` of the gateway."""
        attachment = find_attachment(self, attachment_id, "Transit Gateway VPC Attachment")
        if attachment.resource_type != "vpc" or owner and getattr(attachment, owner) is not self:
            message = f"Transit Gateway VPC Attachment {attachment_id} was deleted or does not exist."
            raise EC2ClientError("InvalidTransitGatewayAttachmentID.NotFound", message)
        return attachment

    def decide_transit_gateway_vpc_attachment(self, attachment_id: str, accepted: bool) -> VpcAttachment:
        """Accept or reject what another account asks for; only the owner of the gateway may."""
        attachment = self._vpc_attachment(attachment_id, owner="gateway_backend")
        require_state(attachment, "pendingAcceptance")
        if accepted:
            self.settle_transit_gateway_attachment(attachment)
        else:
            attachment.state = "rejected"
        return attachment

    def describe_transit_gateway_vpc_attachments(
        self, transit_gateways_attachment_ids: list[str] | None = None, filters: Any = None
    ) -> list[VpcAttachment]:
        attachments = self._attachments(transit_gateways_attachment_ids)
        return matching([item for item in attachments if item.resource_type == "vpc"], filters or {}, self._filters_of())

    def describe_transit_gateway_attachments(
        self, transit_gateways_attachment_ids: list[str] | None = None, filters: Any = None
    ) -> list[TransitGatewayAttachment]:
        return matching(self._attachments(transit_gateways_attachment_ids), filters or {}, self._filters_of())

    def _attachments(self, attachment_ids: list[str] | None) -> list[TransitGatewayAttachment]:
        known = self.transit_gateway_attachments
        for attachment_id in attachment_ids or []:
            if attachment_id not in known:
                message = f"Transit Gateway Attachment {attachment_id} was deleted or does not exist."
                raise EC2ClientError("InvalidTransitGatewayAttachmentID.NotFound", message)
        return [known[attachment_id] for attachment_id in attachment_ids] if attachment_ids else list(known.values())

    def _filters_of(self) -> dict[str, Any]:
        return {**_FILTERS, "tags": lambda attachment: tags_of(self, attachment.id)}


class _Response(EC2Response):
    def create_transit_gateway_vpc_attachment(self) -> ActionResult:
        attachment = self.ec2_backend.create_transit_gateway_vpc_attachment(
            transit_gateway_id=self._get_param("TransitGatewayId"),
            vpc_id=self._get_param("VpcId"),
            subnet_ids=self._get_param("SubnetIds", []),
            tags=self._parse_tag_specification().get("transit-gateway-attachment", {}),
            options=self._get_param("Options", {}),
        )
        state = None if attachment.state == "pendingAcceptance" else "pending"
        return self._attachment_result(attachment, state)

    def modify_transit_gateway_vpc_attachment(self) -> ActionResult:
        attachment = self.ec2_backend.modify_transit_gateway_vpc_attachment(
            transit_gateway_attachment_id=self._get_param("TransitGatewayAttachmentId"),
            add_subnet_ids=self._get_param("AddSubnetIds", []),
            options=self._get_param("Options", {}),
            remove_subnet_ids=self._get_param("RemoveSubnetIds", []),
        )
        return self._attachment_result(attachment, "modifying")

    def delete_transit_gateway_vpc_attachment(self) -> ActionResult:
        attachment_id = self._get_param("TransitGatewayAttachmentId")
        return self._attachment_result(self.ec2_backend.delete_transit_gateway_vpc_attachment(attachment_id), "deleting")

    def accept_transit_gateway_vpc_attachment(self) -> ActionResult:
        attachment_id = self._get_param("TransitGatewayAttachmentId")
        attachment = self.ec2_backend.decide_transit_gateway_vpc_attachment(attachment_id, accepted=True)
        return self._attachment_result(attachment, "pending")

    def reject_transit_gateway_vpc_attachment(self) -> ActionResult:
        attachment_id = self._get_param("TransitGatewayAttachmentId")
        attachment = self.ec2_backend.decide_transit_gateway_vpc_attachment(attachment_id, accepted=False)
        return self._attachment_result(attachment)

    def _attachment_result(self, attachment: VpcAttachment, state: str | None = None) -> ActionResult:
        return ActionResult({"TransitGatewayVpcAttachment": attachment.answer(self.ec2_backend, state)})

    def describe_transit_gateway_vpc_attachments(self) -> ActionResult:
        attachments = self.ec2_backend.describe_transit_gateway_vpc_attachments(
            self._get_param("TransitGatewayAttachmentIds", []), self._filters_from_querystring()
        )
        answers = [attachment.answer(self.ec2_backend) for attachment in attachments]
        return ActionResult({"TransitGatewayVpcAttachments": answers})

    def describe_transit_gateway_attachments(self) -> ActionResult:
        attachments = self.ec2_backend.describe_transit_gateway_attachments(
            self._get_param("TransitGatewayAttachmentIds", []), self._filters_from_querystring()
        )
        return ActionResult({"TransitGatewayAttachments": [_answer(item, self.ec2_backend) for item in attachments]})


def _answer(attachment: Any, viewer: Any) -> dict[str, Any]:
    """The API's TransitGatewayAttachment, which is the same for every kind of attachment."""
    return {
        "TransitGatewayAttachmentId": attachment.id,
        "TransitGatewayId": attachment.transit_gateway_id,
        "TransitGatewayOwnerId": attachment.transit_gateway_owner_id,
        "ResourceId": attachment.resource_id,
        "ResourceOwnerId": attachment.owner_id,
        "ResourceType": attachment.resource_type,
        "State": attachment.state,
        "Association": association_of(attachment),
        "CreationTime": attachment._created_at,
        "Tags": tags_of(viewer, attachment.id),
    }


def _association(key: str) -> Any:
    return lambda attachment: (association_of(attachment) or {}).get(key)


_FILTERS = {
    "transit-gateway-attachment-id": lambda attachment: attachment.id,
    "transit-gateway-id": lambda attachment: attachment.transit_gateway_id,
    "transit-gateway-owner-id": lambda attachment: attachment.transit_gateway_owner_id,
    "association.state": _association("State"),
    "association.transit-gateway-route-table-id": _association("TransitGatewayRouteTableId"),
    "resource-id": lambda attachment: attachment.resource_id,
    "resource-owner-id": lambda attachment: attachment.owner_id,
    "resource-type": lambda attachment: attachment.resource_type,
    "state": lambda attachment: attachment.state,
    "vpc-id": lambda attachment: attachment.resource_id if attachment.resource_type == "vpc" else None,
}


def install() -> None:
    """Replace moto's VPC attachments; peering and VPN attachments stay moto's."""
    extend(EC2Backend, _Backend)
    extend(EC2Response, _Response)
