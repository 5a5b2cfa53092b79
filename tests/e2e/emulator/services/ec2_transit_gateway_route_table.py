"""Route tables of transit gateways, their associations and propagations.

CreateTransitGatewayRouteTable, Describe-, DeleteTransitGatewayRouteTables; Associate- and DisassociateTransitGateway-
RouteTable; Enable- and DisableTransitGatewayRouteTablePropagation; GetTransitGatewayRouteTableAssociations and
-Propagations.

An attachment of any kind has at most one association and any number of propagations. A table is the one place where
both are written down.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.transit_gateway_route_tables import (
    RouteTableAssociation,
    RouteTablePropagation,
    TransitGatewayRouteTable,
)
from moto.ec2.responses import EC2Response

from ..extend import extend
from ..filters import matching
from .ec2_transit_gateway import own_gateway, tags_of
from .ec2_transit_gateway_attachment import association_of, find_attachment, require_state


class RouteTable(TransitGatewayRouteTable):
    """A route table; ``routes`` holds the static routes by CIDR, ``references`` those by prefix list."""

    def __init__(self, backend: Any, gateway_id: str) -> None:
        super().__init__(backend, transit_gateway_id=gateway_id)
        self.references: dict[str, dict[str, Any]] = {}

    def forget(self, attachment_id: str) -> None:
        """Take a deleted attachment out of the table; its static routes stay, as blackholes."""
        self.route_table_associations.pop(attachment_id, None)
        self.route_table_propagation = [
            propagation
            for propagation in self.route_table_propagation
            if propagation.transitGatewayAttachmentId != attachment_id
        ]

    def propagation_of(self, attachment_id: str) -> RouteTablePropagation | None:
        for propagation in self.route_table_propagation:
            if propagation.transitGatewayAttachmentId == attachment_id:
                return propagation
        return None

    def answer(self, state: str | None = None) -> dict[str, Any]:
        """The API's TransitGatewayRouteTable."""
        return {
            "TransitGatewayRouteTableId": self.id,
            "TransitGatewayId": self.transit_gateway_id,
            "State": state or self.state,
            "DefaultAssociationRouteTable": self.default_association_route_table,
            "DefaultPropagationRouteTable": self.default_propagation_route_table,
            "CreationTime": self._created_at,
            "Tags": tags_of(self.ec2_backend, self.id),
        }


class _Backend(EC2Backend):
    def create_transit_gateway_route_table(
        self,
        transit_gateway_id: str,
        tags: dict[str, str] | None = None,
        default_association_route_table: bool = False,
        default_propagation_route_table: bool = False,
    ) -> RouteTable:
        table = RouteTable(self, transit_gateway_id)
        table.default_association_route_table = default_association_route_table
        table.default_propagation_route_table = default_propagation_route_table
        table.add_tags(tags or {})
        self.transit_gateways_route_tables[table.id] = table
        return table

    def find_transit_gateway_route_table(self, table_id: str) -> RouteTable:
        """A table that exists; otherwise InvalidRouteTableID.NotFound, as for a VPC's."""
        table = self.transit_gateways_route_tables.get(table_id)
        if not table or table.state == "deleted":
            message = f"Transit Gateway Route Table {table_id} was deleted or does not exist."
            raise EC2ClientError("InvalidRouteTableID.NotFound", message)
        return table

    def get_all_transit_gateway_route_tables(
        self, transit_gateway_route_table_ids: list[str] | None = None, filters: Any = None
    ) -> list[RouteTable]:
        tables = list(self.transit_gateways_route_tables.values())
        if transit_gateway_route_table_ids:
            known = self.transit_gateways_route_tables
            for table_id in transit_gateway_route_table_ids:
                if table_id not in known:
                    self.find_transit_gateway_route_table(table_id)
            tables = [known[table_id] for table_id in transit_gateway_route_table_ids]
        return matching(tables, filters or {}, _TABLE_FILTERS)

    def delete_transit_gateway_route_table(self, transit_gateway_route_table_id: str) -> RouteTable:
        table = self.find_transit_gateway_route_table(transit_gateway_route_table_id)
        if table.default_association_route_table or table.default_propagation_route_table:
            raise EC2ClientError("IncorrectState", f"Cannot delete default route table {table.id}.")
        if table.route_table_associations:
            ids = ", ".join(table.route_table_associations)
            raise EC2ClientError("IncorrectState", f"{table.id} has non-deleted associations: {ids}.")
        table.state = "deleted"
        table.route_table_propagation = []
        return table

    def associate_transit_gateway_route_table(
        self, transit_gateway_attachment_id: str, transit_gateway_route_table_id: str
    ) -> dict[str, Any]:
        table, attachment = self._table_and_attachment(transit_gateway_route_table_id, transit_gateway_attachment_id)
        if association_of(attachment):
            message = f"Transit Gateway Attachment {attachment.id} is already associated to a route table."
            raise EC2ClientError("Resource.AlreadyAssociated", message)
        table.route_table_associations[attachment.id] = RouteTableAssociation(
            attachment.resource_id, attachment.resource_type, "associated", attachment.id
        )
        return _relation(table, attachment, "associating")

    def disassociate_transit_gateway_route_table(self, tgw_attach_id: str, tgw_rt_id: str) -> dict[str, Any]:
        table = self.find_transit_gateway_route_table(tgw_rt_id)
        if tgw_attach_id not in table.route_table_associations:
            message = f"Transit Gateway Attachment {tgw_attach_id} is not associated to route table {table.id}."
            raise EC2ClientError("InvalidAssociation.NotFound", message)
        del table.route_table_associations[tgw_attach_id]
        return _relation(table, self.transit_gateway_attachments[tgw_attach_id], "disassociating")

    def enable_transit_gateway_route_table_propagation(
        self, transit_gateway_attachment_id: str, transit_gateway_route_table_id: str
    ) -> dict[str, Any]:
        table, attachment = self._table_and_attachment(transit_gateway_route_table_id, transit_gateway_attachment_id)
        if table.propagation_of(attachment.id):
            message = f"Propagation of {attachment.id} to {table.id} already exists."
            raise EC2ClientError("TransitGatewayRouteTablePropagation.Duplicate", message)
        table.route_table_propagation.append(
            RouteTablePropagation(attachment.resource_id, attachment.resource_type, "enabled", attachment.id)
        )
        return _relation(table, attachment, "enabled")

    def disable_transit_gateway_route_table_propagation(
        self, transit_gateway_attachment_id: str, transit_gateway_route_table_id: str
    ) -> dict[str, Any]:
        table = self.find_transit_gateway_route_table(transit_gateway_route_table_id)
        propagation = table.propagation_of(transit_gateway_attachment_id)
        if not propagation:
            message = f"Propagation of {transit_gateway_attachment_id} to {table.id} does not exist."
            raise EC2ClientError("TransitGatewayRouteTablePropagation.NotFound", message)
        table.route_table_propagation.remove(propagation)
        return _relation(table, self.transit_gateway_attachments[transit_gateway_attachment_id], "disabled")

    def _table_and_attachment(self, table_id: str, attachment_id: str) -> tuple[RouteTable, Any]:
        table = self.find_transit_gateway_route_table(table_id)
        attachment = find_attachment(self, attachment_id)
        require_state(attachment, "available", "modifying")
        if attachment.transit_gateway_id != table.transit_gateway_id:
            message = f"{attachment.id} and {table.id} do not belong to the same transit gateway."
            raise EC2ClientError("InvalidParameterValue", message)
        return table, attachment

    def get_transit_gateway_route_table_associations(
        self, transit_gateway_route_table_id: str, filters: Any = None
    ) -> list[RouteTableAssociation]:
        table = self.find_transit_gateway_route_table(transit_gateway_route_table_id)
        return matching(table.route_table_associations.values(), filters or {}, _RELATION_FILTERS)

    def get_transit_gateway_route_table_propagations(
        self, transit_gateway_route_table_id: str, filters: Any = None
    ) -> list[RouteTablePropagation]:
        table = self.find_transit_gateway_route_table(transit_gateway_route_table_id)
        return matching(table.route_table_propagation, filters or {}, _RELATION_FILTERS)


class _Response(EC2Response):
    def create_transit_gateway_route_table(self) -> ActionResult:
        gateway = own_gateway(self.ec2_backend, self._get_param("TransitGatewayId"))
        tags = self._parse_tag_specification().get("transit-gateway-route-table", {})
        table = self.ec2_backend.create_transit_gateway_route_table(gateway.id, tags)
        return ActionResult({"TransitGatewayRouteTable": table.answer("pending")})

    def describe_transit_gateway_route_tables(self) -> ActionResult:
        tables = self.ec2_backend.get_all_transit_gateway_route_tables(
            self._get_param("TransitGatewayRouteTableIds", []), self._filters_from_querystring()
        )
        return ActionResult({"TransitGatewayRouteTables": [table.answer() for table in tables]})

    def delete_transit_gateway_route_table(self) -> ActionResult:
        table_id = self._get_param("TransitGatewayRouteTableId")
        table = self.ec2_backend.delete_transit_gateway_route_table(table_id)
        return ActionResult({"TransitGatewayRouteTable": table.answer("deleting")})

    def get_transit_gateway_route_table_associations(self) -> ActionResult:
        associations = self.ec2_backend.get_transit_gateway_route_table_associations(
            self._get_param("TransitGatewayRouteTableId"), self._filters_from_querystring()
        )
        return ActionResult({"Associations": [_relation_answer(item) for item in associations]})

    def get_transit_gateway_route_table_propagations(self) -> ActionResult:
        propagations = self.ec2_backend.get_transit_gateway_route_table_propagations(
            self._get_param("TransitGatewayRouteTableId"), self._filters_from_querystring()
        )
        return ActionResult({"TransitGatewayRouteTablePropagations": [_relation_answer(item) for item in propagations]})


def _relation(table: RouteTable, attachment: Any, state: str) -> dict[str, Any]:
    """What Associate, Disassociate, Enable and Disable answer."""
    return {
        "TransitGatewayRouteTableId": table.id,
        "TransitGatewayAttachmentId": attachment.id,
        "ResourceId": attachment.resource_id,
        "ResourceType": attachment.resource_type,
        "State": state,
    }


def _relation_answer(relation: RouteTableAssociation) -> dict[str, Any]:
    return {
        "TransitGatewayAttachmentId": relation.transitGatewayAttachmentId,
        "ResourceId": relation.resourceId,
        "ResourceType": relation.resourceType,
        "State": relation.state,
    }


_TABLE_FILTERS = {
    "transit-gateway-route-table-id": lambda table: table.id,
    "transit-gateway-id": lambda table: table.transit_gateway_id,
    "state": lambda table: table.state,
    "default-association-route-table": lambda table: table.default_association_route_table,
    "default-propagation-route-table": lambda table: table.default_propagation_route_table,
    "tags": lambda table: tags_of(table.ec2_backend, table.id),
}

_RELATION_FILTERS = {
    "resource-id": lambda relation: relation.resourceId,
    "resource-type": lambda relation: relation.resourceType,
    "transit-gateway-attachment-id": lambda relation: relation.transitGatewayAttachmentId,
}


def install() -> None:
    """Replace moto's route tables of transit gateways."""
    extend(EC2Backend, _Backend)
    extend(EC2Response, _Response)
