"""Access entries (CreateAccessEntry, DescribeAccessEntry, ListAccessEntries, UpdateAccessEntry, DeleteAccessEntry; EKS user
guide, "Grant IAM users access to Kubernetes with EKS access entries")."""

import re
from typing import Any

from moto.core.utils import utcnow
from moto.eks.models import EKSBackend
from moto.moto_api._internal import mock_random

from .errors import (
    InvalidParameterException,
    InvalidRequestException,
    ResourceInUseException,
    ResourceNotFoundException,
)
from .pages import page
from .request import Request
from .roles import role_by_arn
from .state import AccessEntry, Cluster, find_active

_PRINCIPAL = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):iam::(?P<account>\d{12}):(?P<kind>role|user)/(?:.*/)?(?P<name>[\w+=,.@-]+)|"
    r"arn:aws[a-z-]*:iam::\d{12}:root"
)

_NODE = "system:node:{{EC2PrivateDNSName}}"
_SESSION = "system:node:{{SessionName}}"

# What EKS makes of an entry by its type: user name and groups. A standard entry has its own.
_TYPES: dict[str, tuple[str, list[str]]] = {
    "STANDARD": ("", []),
    "EC2": (_NODE, ["system:nodes"]),
    "EC2_LINUX": (_NODE, ["system:nodes"]),
    "EC2_WINDOWS": (_NODE, ["eks:kube-proxy-windows", "system:nodes"]),
    "FARGATE_LINUX": (_SESSION, ["system:node-proxier", "system:nodes"]),
    "HYBRID_LINUX": (_SESSION, ["system:nodes"]),
}

_RESERVED = ("system:", "eks:", "aws:", "amazon:", "iam:")


def create_access_entry(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """CreateAccessEntry."""
    cluster = cluster_with_entries(eks, request["clusterName"])
    principal, kind = request["principalArn"], request.get("type") or "STANDARD"
    if kind not in _TYPES:
        raise InvalidParameterException(clusterName=cluster.name, message=f"The specified type {kind} is not valid")
    _require_principal(eks, principal, kind)
    if principal in cluster.access_entries:
        raise ResourceInUseException(
            clusterName=cluster.name, message="The specified access entry resource is already in use on this cluster."
        )
    groups, username = request.get("kubernetesGroups") or [], request.get("username")
    if kind != "STANDARD" and (groups or username):
        raise InvalidParameterException(
            clusterName=cluster.name,
            message=f"The type {kind} does not allow kubernetesGroups or username: they are set by EKS",
        )
    _check(groups, username)
    entry = _entry(eks, cluster, principal, kind)
    entry.username = username or entry.username
    entry.kubernetes_groups = list(groups) or entry.kubernetes_groups
    entry.tags = dict(request.get("tags") or {})
    cluster.access_entries[principal] = entry
    return {"accessEntry": entry}


def describe_access_entry(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DescribeAccessEntry."""
    return {"accessEntry": find_entry(cluster_with_entries(eks, request["clusterName"]), request["principalArn"])}


def list_access_entries(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """ListAccessEntries: principals, also by a policy that is associated with them."""
    entries = cluster_with_entries(eks, request["clusterName"]).access_entries
    policy = request.get("associatedPolicyArn")
    shown, token = page(sorted(arn for arn, entry in entries.items() if not policy or policy in entry.policies), request)
    return {"accessEntries": shown, "nextToken": token}


def update_access_entry(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """UpdateAccessEntry: groups and user name of a standard entry."""
    entry = find_entry(cluster_with_entries(eks, request["clusterName"]), request["principalArn"])
    groups, username = request.get("kubernetesGroups"), request.get("username")
    if entry.type != "STANDARD" and (groups or username not in (None, entry.username)):
        raise InvalidRequestException(
            clusterName=entry.cluster_name, message=f"An access entry of type {entry.type} cannot be updated"
        )
    _check(groups or [], username)
    if groups is not None:
        entry.kubernetes_groups = list(groups)
    if username is not None:
        entry.username = username or _username(entry.principal_arn, entry.type)
    entry.modified_at = utcnow()
    return {"accessEntry": entry}


def delete_access_entry(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DeleteAccessEntry, with the policies that are associated with it."""
    cluster = cluster_with_entries(eks, request["clusterName"])
    find_entry(cluster, request["principalArn"])
    del cluster.access_entries[request["principalArn"]]
    return {}


def cluster_with_entries(eks: EKSBackend, name: str) -> Cluster:
    """The cluster, which has to count access entries."""
    cluster = find_active(eks, name)
    if not cluster.entries_count():
        raise InvalidRequestException(
            clusterName=name,
            message="The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this "
            "operation.",
        )
    return cluster


def find_entry(cluster: Cluster, principal: str) -> AccessEntry:
    """The entry of a principal."""
    if principal not in cluster.access_entries:
        raise ResourceNotFoundException(
            clusterName=cluster.name,
            message="The specified principalArn could not be found. "
            "You can view your available access entries with 'aws eks list-access-entries'.",
        )
    return cluster.access_entries[principal]


def admit_creator(eks: EKSBackend, cluster: Cluster) -> None:
    """Let the principal that made the cluster administer it, where entries count and the cluster was told to."""
    wanted = cluster.access_config["bootstrapClusterCreatorAdminPermissions"]
    if not wanted or not cluster.entries_count() or cluster.creator in cluster.access_entries:
        return
    cluster.access_entries[cluster.creator] = _entry_with_policy(
        eks, cluster, cluster.creator, "STANDARD", "AmazonEKSClusterAdminPolicy"
    )


def admit_auto_nodes(eks: EKSBackend, cluster: Cluster) -> None:
    """Let the nodes of Auto Mode's own node pools in."""
    compute = cluster.compute_config or {}
    role = compute.get("nodeRoleArn")
    if compute.get("enabled") and role and role not in cluster.access_entries:
        cluster.access_entries[role] = _entry_with_policy(eks, cluster, role, "EC2", "AmazonEKSAutoNodePolicy")


def admit_nodes(eks: EKSBackend, cluster: Cluster, role: str, windows: bool = False) -> None:
    """Let the nodes of a node group in, as EKS does it for managed ones where entries count."""
    if cluster.entries_count() and role not in cluster.access_entries:
        entry = _entry(eks, cluster, role, "EC2_WINDOWS" if windows else "EC2_LINUX")
        entry.made_by_eks = True
        cluster.access_entries[role] = entry


def dismiss_nodes(cluster: Cluster, role: str) -> None:
    """Take the entry back with the last node group that has the role."""
    entry = cluster.access_entries.get(role)
    if entry and entry.made_by_eks and all(group.node_role != role for group in cluster.nodegroups.values()):
        del cluster.access_entries[role]


def _entry_with_policy(eks: EKSBackend, cluster: Cluster, principal: str, kind: str, policy: str) -> AccessEntry:
    entry = _entry(eks, cluster, principal, kind)
    arn = f"arn:{eks.partition}:eks::aws:cluster-access-policy/{policy}"
    entry.policies[arn] = {
        "policyArn": arn,
        "accessScope": {"type": "cluster", "namespaces": []},
        "associatedAt": entry.created_at,
        "modifiedAt": entry.created_at,
    }
    return entry


def _entry(eks: EKSBackend, cluster: Cluster, principal: str, kind: str) -> AccessEntry:
    _, _, _, _, account, resource = principal.split(":", 5)
    what, _, name = resource.partition("/")
    last = name.rpartition("/")[2] or what
    return AccessEntry(
        cluster_name=cluster.name,
        principal_arn=principal,
        access_entry_arn=f"arn:{eks.partition}:eks:{eks.region_name}:{eks.account_id}:access-entry/{cluster.name}/{what}/"
        f"{account}/{last}/{mock_random.uuid4()}",
        type=kind,
        username=_username(principal, kind),
        kubernetes_groups=list(_TYPES[kind][1]),
        tags={},
    )


def _username(principal: str, kind: str) -> str:
    if kind != "STANDARD":
        return _TYPES[kind][0]
    found = _PRINCIPAL.fullmatch(principal)
    if found and found["kind"] == "role":
        return f"arn:{found['partition']}:sts::{found['account']}:assumed-role/{found['name']}/{{{{SessionName}}}}"
    return principal


def _require_principal(eks: EKSBackend, principal: str, kind: str) -> None:
    """Refuse what is no principal of IAM, and a role of the cluster's own account that does not exist.

    Roles of other accounts are taken to exist: an emulator is rarely told about those.
    """
    found = _PRINCIPAL.fullmatch(principal)
    nodes_need_roles = kind != "STANDARD" and found and found["kind"] != "role"
    own_role = found and found["kind"] == "role" and found["account"] == eks.account_id
    if not found or nodes_need_roles or (own_role and role_by_arn(principal) is None):
        raise InvalidParameterException(message="The specified principalArn is invalid: invalid principal.")


def _check(groups: list[str], username: str | None) -> None:
    for group in groups:
        if group.startswith(_RESERVED):
            raise InvalidParameterException(
                message=f"The kubernetes group name {group} is invalid, it cannot start with {', '.join(_RESERVED)}"
            )
    if username and username.startswith(_RESERVED):
        raise InvalidParameterException(
            message=f"The username {username} is invalid, it cannot start with {', '.join(_RESERVED)}"
        )


OPERATIONS = {
    "CreateAccessEntry": create_access_entry,
    "DescribeAccessEntry": describe_access_entry,
    "ListAccessEntries": list_access_entries,
    "UpdateAccessEntry": update_access_entry,
    "DeleteAccessEntry": delete_access_entry,
}
