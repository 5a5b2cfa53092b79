"""Updates of clusters, node groups and add-ons (DescribeUpdate, ListUpdates). They succeed at once."""

import json
from typing import Any

from moto.core.utils import utcnow
from moto.eks.models import EKSBackend
from moto.moto_api._internal import mock_random

from .errors import ResourceNotFoundException
from .pages import page
from .request import Request
from .state import Cluster, find


def record(
    cluster: Cluster, kind: str, parameters: dict[str, Any], nodegroup: str | None = None, addon: str | None = None
) -> dict[str, Any]:
    """Note an update that was carried out, and answer it as it looks when it begins.

    Of the parameters, those that are ``None`` are left out; lists and structures are written as JSON, as EKS does.
    """
    update = {
        "id": str(mock_random.uuid4()),
        "status": "Successful",
        "type": kind,
        "params": [{"type": name, "value": _text(value)} for name, value in parameters.items() if value is not None],
        "createdAt": utcnow(),
        "errors": [],
    }
    cluster.updates[update["id"]] = (update, nodegroup, addon)
    return {"update": {**update, "status": "InProgress"}}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def describe_update(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DescribeUpdate: of the cluster, or of the node group or add-on that the request names."""
    wanted = request.get("nodegroupName"), request.get("addonName")
    update, *of = find(eks, request["name"]).updates.get(request["updateId"], (None, None, None))
    if update is None or tuple(of) != wanted:
        raise ResourceNotFoundException(
            clusterName=request["name"],
            nodegroupName=wanted[0],
            addonName=wanted[1],
            message=f"No update found for ID: {request['updateId']}",
        )
    return {"update": update}


def list_updates(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """ListUpdates, the same."""
    wanted = request.get("nodegroupName"), request.get("addonName")
    ids = [id for id, (_, *of) in find(eks, request["name"]).updates.items() if tuple(of) == wanted]
    shown, token = page(ids, request)
    return {"updateIds": shown, "nextToken": token}


OPERATIONS = {"DescribeUpdate": describe_update, "ListUpdates": list_updates}
