"""Transit gateways: CreateTransitGateway, DescribeTransitGateways, ModifyTransitGateway, DeleteTransitGateway.

moto makes a default route table for every gateway and associates whatever is attached with it, whether or not the
gateway asked for that, and it forgets a deleted gateway at once, where AWS shows it as ``deleted``.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ec2.exceptions import EC2ClientError, InvalidTransitGatewayID
from moto.ec2.models import EC2Backend, ec2_backends
from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.responses import EC2Response
from moto.ec2.utils import random_transit_gateway_id
from moto.ram.models import ram_backends

from ..extend import extend
from ..filters import matching

# States in which an attachment does not count any more (Transit Gateways guide, "VPC attachment lifecycle").
GONE = ("deleted", "deleting", "rejected", "failed")

_ASSOCIATION, _PROPAGATION = "AssociationDefaultRouteTableId", "PropagationDefaultRouteTableId"


class Gateway(TaggedEC2Resource):
    """A transit gateway as its owner sees it."""

    def __init__(self, backend: Any, description: str | None, options: dict[str, Any] | None) -> None:
        self.ec2_backend = backend
        self.id = random_transit_gateway_id()
        self.description = description
        self.state = "available"
        self.created_at = utcnow()
        self.options: dict[str, Any] = {
            "AmazonSideAsn": 64512,
            "AutoAcceptSharedAttachments": "disable",
            "DefaultRouteTableAssociation": "enable",
            "DefaultRouteTablePropagation": "enable",
            "DnsSupport": "enable",
            "MulticastSupport": "disable",
            "SecurityGroupReferencingSupport": "disable",
            "VpnEcmpSupport": "enable",
            **(options or {}),
        }
        self.require_default_route_table()

    @property
    def owner_id(self) -> str:
        return self.ec2_backend.account_id

    @property
    def arn(self) -> str:
        backend = self.ec2_backend
        return f"arn:{backend.partition}:ec2:{backend.region_name}:{backend.account_id}:transit-gateway/{self.id}"

    @property
    def default_route_table(self) -> Any:
        """The table that moto associates peering and VPN attachments with; None where the gateway has none."""
        return self.ec2_backend.transit_gateways_route_tables.get(self.options.get(_ASSOCIATION))

    def require_default_route_table(self) -> None:
        """Make the default route table where an option asks for one and there is none; AWS makes one for both uses."""
        for option, table in (
            ("DefaultRouteTableAssociation", _ASSOCIATION),
            ("DefaultRouteTablePropagation", _PROPAGATION),
        ):
            if self.options[option] == "disable":
                self.options.pop(table, None)
            elif table not in self.options:
                other = self.options.get(_ASSOCIATION) or self.options.get(_PROPAGATION)
                made = other or self.ec2_backend.create_transit_gateway_route_table(self.id).id
                self.options[table] = made
        for table in self.ec2_backend.transit_gateways_route_tables.values():
            if table.transit_gateway_id == self.id:
                table.default_association_route_table = table.id == self.options.get(_ASSOCIATION)
                table.default_propagation_route_table = table.id == self.options.get(_PROPAGATION)

    def answer(self, state: str | None = None, viewer: Any = None) -> dict[str, Any]:
        """The API's TransitGateway; another account does not see the owner's tags."""
        own = viewer is None or viewer is self.ec2_backend
        return {
            "TransitGatewayId": self.id,
            "TransitGatewayArn": self.arn,
            "State": state or self.state,
            "OwnerId": self.owner_id,
            "Description": self.description,
            "CreationTime": self.created_at,
            "Options": self.options,
            "Tags": tags_of(self.ec2_backend, self.id) if own else [],
        }


def tags_of(backend: Any, resource_id: str) -> list[dict[str, str]]:
    """An object's tags as the API answers them."""
    return [{"Key": key, "Value": value} for key, value in backend.tags.get(resource_id, {}).items()]


def gateways_shared_with(backend: Any) -> list[Gateway]:
    """The gateways of other accounts that AWS RAM shares with this backend's account, in its Region.

    Shares with an organization or a part of one are not looked into: moto's backends do not know their accounts.
    """
    shared = []
    for account in list(ec2_backends):
        if account == backend.account_id:
            continue
        arns = {
            arn
            for share in ram_backends[account][backend.region_name].resource_shares
            if share.status == "ACTIVE" and backend.account_id in share.principals
            for arn in share.resource_arns
        }
        owner = ec2_backends[account][backend.region_name]
        shared += [gateway for gateway in owner.transit_gateways.values() if gateway.arn in arns]
    return shared


def find_gateway(backend: Any, gateway_id: str) -> Gateway:
    """A gateway that exists and that the account owns or is given; otherwise InvalidTransitGatewayID.NotFound."""
    for gateway in [*backend.transit_gateways.values(), *gateways_shared_with(backend)]:
        if gateway.id == gateway_id and gateway.state not in GONE:
            return gateway
    message = f"Transit Gateway {gateway_id} was deleted or does not exist."
    raise InvalidTransitGatewayID(gateway_id, message)


def own_gateway(backend: Any, gateway_id: str) -> Gateway:
    """A gateway of the account itself: only its owner may change it."""
    gateway = find_gateway(backend, gateway_id)
    if gateway.ec2_backend is not backend:
        raise EC2ClientError("UnauthorizedOperation", "You are not authorized to perform this operation.")
    return gateway


class _Backend(EC2Backend):
    def create_transit_gateway(
        self, description: str | None, options: dict[str, Any] | None = None, tags: list[dict[str, str]] | None = None
    ) -> Gateway:
        gateway = Gateway(self, description, options)
        self.transit_gateways[gateway.id] = gateway
        gateway.add_tags({tag["Key"]: tag["Value"] for tag in tags or []})
        return gateway

    def describe_transit_gateways(self, filters: Any, transit_gateway_ids: list[str] | None) -> list[Gateway]:
        gateways = [*self.transit_gateways.values(), *gateways_shared_with(self)]
        known = {gateway.id: gateway for gateway in gateways}
        for gateway_id in transit_gateway_ids or []:
            if gateway_id not in known:
                message = f"Transit Gateway {gateway_id} was deleted or does not exist."
                raise InvalidTransitGatewayID(gateway_id, message)
        chosen = [known[gateway_id] for gateway_id in transit_gateway_ids] if transit_gateway_ids else gateways
        return matching(chosen, filters or {}, _FILTERS)

    def modify_transit_gateway(
        self, transit_gateway_id: str, description: str | None = None, options: dict[str, Any] | None = None
    ) -> Gateway:
        gateway = own_gateway(self, transit_gateway_id)
        options = dict(options or {})
        blocks = gateway.options.get("TransitGatewayCidrBlocks", [])
        removed = options.pop("RemoveTransitGatewayCidrBlocks", [])
        blocks = [block for block in blocks if block not in removed] + options.pop("AddTransitGatewayCidrBlocks", [])
        for name in (_ASSOCIATION, _PROPAGATION):
            if name in options:
                self.find_transit_gateway_route_table(options[name])
        if description is not None:
            gateway.description = description
        gateway.options.update(options)
        if blocks or removed:
            gateway.options["TransitGatewayCidrBlocks"] = blocks
        gateway.require_default_route_table()
        return gateway

    def delete_transit_gateway(self, transit_gateway_id: str) -> Gateway:
        gateway = own_gateway(self, transit_gateway_id)
        attached = [
            attachment
            for attachment in self.transit_gateway_attachments.values()
            if attachment.transit_gateway_id == gateway.id and attachment.state not in GONE
        ]
        if attached:
            kind = "VPC" if attached[0].resource_type == "vpc" else "Transit Gateway"
            ids = ", ".join(attachment.id for attachment in attached)
            raise EC2ClientError("IncorrectState", f"{gateway.id} has non-deleted {kind} Attachments: {ids}.")
        gateway.state = "deleted"
        for table in self.transit_gateways_route_tables.values():
            if table.transit_gateway_id == gateway.id:
                table.state = "deleted"
        return gateway


class _Response(EC2Response):
    def create_transit_gateway(self) -> ActionResult:
        tags = self._parse_tag_specification().get("transit-gateway", {})
        gateway = self.ec2_backend.create_transit_gateway(
            description=self._get_param("Description"),
            options=self._get_param("Options", {}),
            tags=[{"Key": key, "Value": value} for key, value in tags.items()],
        )
        return ActionResult({"TransitGateway": gateway.answer("pending")})

    def describe_transit_gateways(self) -> ActionResult:
        gateways = self.ec2_backend.describe_transit_gateways(
            self._filters_from_querystring(),
            self._get_param("TransitGatewayIds", []),
        )
        viewer = self.ec2_backend
        return ActionResult({"TransitGateways": [gateway.answer(viewer=viewer) for gateway in gateways]})

    def modify_transit_gateway(self) -> ActionResult:
        gateway = self.ec2_backend.modify_transit_gateway(
            transit_gateway_id=self._get_param("TransitGatewayId"),
            description=self._get_param("Description"),
            options=self._get_param("Options", {}),
        )
        return ActionResult({"TransitGateway": gateway.answer("modifying")})

    def delete_transit_gateway(self) -> ActionResult:
        gateway_id = self._get_param("TransitGatewayId")
        gateway = self.ec2_backend.delete_transit_gateway(gateway_id)
        return ActionResult({"TransitGateway": gateway.answer("deleting")})


def _option(name: str) -> Any:
    return lambda gateway: gateway.options.get(name)


_FILTERS = {
    "transit-gateway-id": lambda gateway: gateway.id,
    "state": lambda gateway: gateway.state,
    "owner-id": lambda gateway: gateway.owner_id,
    "options.amazon-side-asn": _option("AmazonSideAsn"),
    "options.association-default-route-table-id": _option(_ASSOCIATION),
    "options.auto-accept-shared-attachments": _option("AutoAcceptSharedAttachments"),
    "options.default-route-table-association": _option("DefaultRouteTableAssociation"),
    "options.default-route-table-propagation": _option("DefaultRouteTablePropagation"),
    "options.dns-support": _option("DnsSupport"),
    "options.propagation-default-route-table-id": _option(_PROPAGATION),
    "options.vpn-ecmp-support": _option("VpnEcmpSupport"),
    "tags": lambda gateway: tags_of(gateway.ec2_backend, gateway.id),
}


def install() -> None:
    """Replace moto's transit gateways."""
    extend(EC2Backend, _Backend)
    extend(EC2Response, _Response)
