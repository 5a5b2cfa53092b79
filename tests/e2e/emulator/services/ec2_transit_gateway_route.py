"""Routes of transit gateway route tables, static ones and propagated ones.

CreateTransitGatewayRoute, ReplaceTransitGatewayRoute, DeleteTransitGatewayRoute, SearchTransitGatewayRoutes, and
CreateTransitGatewayPrefixListReference with its Modify, Delete and Get.

Propagated routes are derived when routes are searched, from the CIDRs that the attached VPC has then. A static route
hides a propagated one of the same CIDR (Transit Gateways guide, "Route evaluation order").
"""

import ipaddress
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError, InvalidParameterCombination, InvalidParameterValue, MissingParameterError
from moto.ec2.models import EC2Backend
from moto.ec2.responses import EC2Response

from ..extend import extend
from ..filters import matching
from .ec2_transit_gateway import GONE
from .ec2_transit_gateway_attachment import find_attachment, require_state
from .ec2_transit_gateway_route_table import RouteTable

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class _Backend(EC2Backend):
    def create_transit_gateway_route(
        self,
        transit_gateway_route_table_id: str,
        destination_cidr_block: str,
        transit_gateway_attachment_id: str | None = None,
        blackhole: bool = False,
    ) -> dict[str, Any]:
        table = self.find_transit_gateway_route_table(transit_gateway_route_table_id)
        cidr = str(_network(destination_cidr_block))
        attachment_id = self._check_route_target(table, transit_gateway_attachment_id, blackhole)
        if cidr in table.routes:
            message = f"Route {cidr} already exists in Transit Gateway Route Table {table.id}."
            raise EC2ClientError("RouteAlreadyExists", message)
        table.routes[cidr] = {"attachment": attachment_id}
        return self._static_route(table, cidr)

    def replace_transit_gateway_route(
        self, table_id: str, destination: str, attachment_id: str | None, blackhole: bool
    ) -> dict[str, Any]:
        """Lead a static route elsewhere."""
        table = self.find_transit_gateway_route_table(table_id)
        cidr = self._require_static_route(table, destination)
        table.routes[cidr] = {"attachment": self._check_route_target(table, attachment_id, blackhole)}
        return self._static_route(table, cidr)

    def delete_transit_gateway_route(
        self, transit_gateway_route_table_id: str, destination_cidr_block: str
    ) -> dict[str, Any]:
        table = self.find_transit_gateway_route_table(transit_gateway_route_table_id)
        cidr = self._require_static_route(table, destination_cidr_block)
        route = self._static_route(table, cidr)
        del table.routes[cidr]
        return {**route, "State": "deleted"}

    def _require_static_route(self, table: RouteTable, destination: str) -> str:
        cidr = str(_network(destination))
        if cidr not in table.routes:
            message = f"No route for {cidr} found in Transit Gateway Route Table {table.id}."
            raise EC2ClientError("InvalidRoute.NotFound", message)
        return cidr

    def _check_route_target(self, table: RouteTable, attachment_id: str | None, blackhole: bool) -> str | None:
        """A route leads to one attachment of the same gateway, or nowhere."""
        if blackhole and attachment_id:
            raise InvalidParameterCombination("A blackhole route cannot have a Transit Gateway Attachment.")
        if blackhole:
            return None
        if not attachment_id:
            raise MissingParameterError("TransitGatewayAttachmentId")
        attachment = find_attachment(self, attachment_id)
        require_state(attachment, "available", "modifying")
        if attachment.transit_gateway_id != table.transit_gateway_id:
            message = f"{attachment.id} and {table.id} do not belong to the same transit gateway."
            raise InvalidParameterValue(message)
        return attachment_id

    def _static_route(self, table: RouteTable, cidr: str) -> dict[str, Any]:
        return self._route(cidr, "static", table.routes[cidr]["attachment"])

    def _route(self, cidr: str, kind: str, attachment_id: str | None, prefix_list_id: str | None = None) -> dict[str, Any]:
        """The API's TransitGatewayRoute. A static route to an attachment that is gone is a blackhole."""
        attachment = self.transit_gateway_attachments.get(attachment_id) if attachment_id else None
        active = attachment is not None and attachment.state not in GONE
        return {
            "DestinationCidrBlock": cidr,
            "PrefixListId": prefix_list_id,
            "Type": kind,
            "State": "active" if active else "blackhole",
            "TransitGatewayAttachments": [_attachment_answer(attachment)] if active else None,
        }

    def search_transit_gateway_routes(
        self, transit_gateway_route_table_id: str, filters: Any, max_results: int | None = None
    ) -> list[dict[str, Any]]:
        table = self.find_transit_gateway_route_table(transit_gateway_route_table_id)
        if not filters:
            raise MissingParameterError("Filters")
        routes = {cidr: self._static_route(table, cidr) for cidr in table.routes}
        for prefix_list_id, reference in table.references.items():
            for entry in self.prefix_list_entries(prefix_list_id):
                route = self._route(entry["Cidr"], "static", reference["attachment"], prefix_list_id)
                routes.setdefault(entry["Cidr"], route)
        for propagation in table.route_table_propagation:
            attachment_id = propagation.transitGatewayAttachmentId
            for cidr in getattr(self.transit_gateway_attachments[attachment_id], "cidrs", []):
                routes.setdefault(cidr, self._route(cidr, "propagated", attachment_id))
        found = _searched(list(routes.values()), dict(filters))
        return sorted(found, key=lambda route: (_cidr_of(route).version, _cidr_of(route)))[:max_results]

    # References to prefix lists.

    def create_transit_gateway_prefix_list_reference(
        self, table_id: str, prefix_list_id: str, attachment_id: str | None, blackhole: bool
    ) -> dict[str, Any]:
        """Route to every CIDR of a prefix list."""
        table = self.find_transit_gateway_route_table(table_id)
        self.find_prefix_list(prefix_list_id)
        target = self._check_route_target(table, attachment_id, blackhole)
        if prefix_list_id in table.references:
            message = f"Prefix list reference {prefix_list_id} already exists in {table.id}."
            raise EC2ClientError("TransitGatewayPrefixListReference.Duplicate", message)
        table.references[prefix_list_id] = {"attachment": target}
        return self._reference(table, prefix_list_id)

    def modify_transit_gateway_prefix_list_reference(
        self, table_id: str, prefix_list_id: str, attachment_id: str | None, blackhole: bool
    ) -> dict[str, Any]:
        """Lead a reference elsewhere."""
        table = self._require_reference(table_id, prefix_list_id)
        table.references[prefix_list_id] = {"attachment": self._check_route_target(table, attachment_id, blackhole)}
        return self._reference(table, prefix_list_id)

    def delete_transit_gateway_prefix_list_reference(self, table_id: str, prefix_list_id: str) -> dict[str, Any]:
        """Take a reference away."""
        table = self._require_reference(table_id, prefix_list_id)
        reference = self._reference(table, prefix_list_id)
        del table.references[prefix_list_id]
        return {**reference, "State": "deleting"}

    def get_transit_gateway_prefix_list_references(self, table_id: str, filters: Any) -> list[dict[str, Any]]:
        """All references of a table."""
        table = self.find_transit_gateway_route_table(table_id)
        references = [self._reference(table, prefix_list_id) for prefix_list_id in table.references]
        return matching(references, filters or {}, _REFERENCE_FILTERS)

    def _require_reference(self, table_id: str, prefix_list_id: str) -> RouteTable:
        table = self.find_transit_gateway_route_table(table_id)
        if prefix_list_id not in table.references:
            message = f"Prefix list {prefix_list_id} is not referenced in {table_id}."
            raise EC2ClientError("InvalidPrefixListID.NotFound", message)
        return table

    def _reference(self, table: RouteTable, prefix_list_id: str) -> dict[str, Any]:
        route = self._route("", "static", table.references[prefix_list_id]["attachment"])
        return {
            "TransitGatewayRouteTableId": table.id,
            "PrefixListId": prefix_list_id,
            "PrefixListOwnerId": self.find_prefix_list(prefix_list_id).owner_id,
            "State": "available",
            "Blackhole": route["State"] == "blackhole",
            "TransitGatewayAttachment": (route["TransitGatewayAttachments"] or [None])[0],
        }


class _Response(EC2Response):
    def create_transit_gateway_route(self) -> ActionResult:
        return ActionResult({"Route": self.ec2_backend.create_transit_gateway_route(*self._route_parameters())})

    def replace_transit_gateway_route(self) -> ActionResult:
        return ActionResult({"Route": self.ec2_backend.replace_transit_gateway_route(*self._route_parameters())})

    def _route_parameters(self) -> tuple[Any, ...]:
        return (
            self._get_param("TransitGatewayRouteTableId"),
            self._get_param("DestinationCidrBlock"),
            self._get_param("TransitGatewayAttachmentId"),
            self._get_param("Blackhole", False),
        )

    def delete_transit_gateway_route(self) -> ActionResult:
        table_id, cidr, _, _ = self._route_parameters()
        return ActionResult({"Route": self.ec2_backend.delete_transit_gateway_route(table_id, cidr)})

    def search_transit_gateway_routes(self) -> ActionResult:
        limit = self._get_param("MaxResults", 1000)
        routes = self.ec2_backend.search_transit_gateway_routes(
            self._get_param("TransitGatewayRouteTableId"), self._filters_from_querystring(), limit + 1
        )
        return ActionResult({"Routes": routes[:limit], "AdditionalRoutesAvailable": len(routes) > limit})

    def create_transit_gateway_prefix_list_reference(self) -> ActionResult:
        reference = self.ec2_backend.create_transit_gateway_prefix_list_reference(*self._reference_parameters())
        return ActionResult({"TransitGatewayPrefixListReference": {**reference, "State": "pending"}})

    def modify_transit_gateway_prefix_list_reference(self) -> ActionResult:
        reference = self.ec2_backend.modify_transit_gateway_prefix_list_reference(*self._reference_parameters())
        return ActionResult({"TransitGatewayPrefixListReference": {**reference, "State": "modifying"}})

    def delete_transit_gateway_prefix_list_reference(self) -> ActionResult:
        table_id, prefix_list_id, _, _ = self._reference_parameters()
        reference = self.ec2_backend.delete_transit_gateway_prefix_list_reference(table_id, prefix_list_id)
        return ActionResult({"TransitGatewayPrefixListReference": reference})

    def get_transit_gateway_prefix_list_references(self) -> ActionResult:
        references = self.ec2_backend.get_transit_gateway_prefix_list_references(
            self._get_param("TransitGatewayRouteTableId"), self._filters_from_querystring()
        )
        return ActionResult({"TransitGatewayPrefixListReferences": references})

    def _reference_parameters(self) -> tuple[Any, ...]:
        return (
            self._get_param("TransitGatewayRouteTableId"),
            self._get_param("PrefixListId"),
            self._get_param("TransitGatewayAttachmentId"),
            self._get_param("Blackhole", False),
        )


def _network(cidr: str | None) -> Network:
    try:
        return ipaddress.ip_network(cidr or "", strict=False)
    except ValueError:
        raise InvalidParameterValue(f"Value ({cidr}) for parameter destinationCidrBlock is invalid.") from None


def _cidr_of(route: dict[str, Any]) -> Network:
    return ipaddress.ip_network(route["DestinationCidrBlock"])


def _within(inner: Network, outer: Network) -> bool:
    return inner.version == outer.version and inner.subnet_of(outer)  # type: ignore[arg-type]


def _searched(routes: list[dict[str, Any]], filters: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The routes that match; those that cover an address are compared only once all other filters are applied."""
    longest = filters.pop("route-search.longest-prefix-match", None)
    for name, search in _SEARCHES.items():
        if name in filters:
            wanted = [_network(value) for value in filters.pop(name)]
            routes = [route for route in routes if any(search(_cidr_of(route), network) for network in wanted)]
    found = matching(routes, filters, _FILTERS)
    return [route for value in longest for route in _longest_match(found, _network(value))] if longest else found


def _longest_match(routes: list[dict[str, Any]], wanted: Network) -> list[dict[str, Any]]:
    """The one route that a packet to ``wanted`` would take."""
    covering = [route for route in routes if _within(wanted, _cidr_of(route))]
    return sorted(covering, key=lambda route: _cidr_of(route).prefixlen)[-1:]


def _attachment_answer(attachment: Any) -> dict[str, Any]:
    return {
        "TransitGatewayAttachmentId": attachment.id,
        "ResourceId": attachment.resource_id,
        "ResourceType": attachment.resource_type,
    }


def _attachment(key: str) -> Any:
    return lambda route: [attachment[key] for attachment in route["TransitGatewayAttachments"] or []]


_SEARCHES = {
    "route-search.exact-match": lambda route, wanted: route == wanted,
    "route-search.subnet-of-match": _within,
    "route-search.supernet-of-match": lambda route, wanted: _within(wanted, route),
}

_FILTERS = {
    "attachment.transit-gateway-attachment-id": _attachment("TransitGatewayAttachmentId"),
    "attachment.resource-id": _attachment("ResourceId"),
    "attachment.resource-type": _attachment("ResourceType"),
    "prefix-list-id": lambda route: route["PrefixListId"],
    "state": lambda route: route["State"],
    "type": lambda route: route["Type"],
}


def _reference_attachment(key: str) -> Any:
    return lambda reference: (reference["TransitGatewayAttachment"] or {}).get(key)


_REFERENCE_FILTERS = {
    "attachment.resource-id": _reference_attachment("ResourceId"),
    "attachment.resource-type": _reference_attachment("ResourceType"),
    "attachment.transit-gateway-attachment-id": _reference_attachment("TransitGatewayAttachmentId"),
    "is-blackhole": lambda reference: reference["Blackhole"],
    "prefix-list-id": lambda reference: reference["PrefixListId"],
    "prefix-list-owner-id": lambda reference: reference["PrefixListOwnerId"],
    "state": lambda reference: reference["State"],
}


def install() -> None:
    """Replace moto's routes of transit gateways."""
    extend(EC2Backend, _Backend)
    extend(EC2Response, _Response)
