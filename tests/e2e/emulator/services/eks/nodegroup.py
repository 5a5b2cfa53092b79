"""Managed node groups (CreateNodegroup, DescribeNodegroup, ListNodegroups, DeleteNodegroup)."""

import re
from typing import Any

from moto.eks import models
from moto.eks.models import EKSBackend

from .access_entry import admit_nodes, dismiss_nodes
from .errors import (
    InvalidParameterException,
    ResourceInUseException,
    ResourceLimitExceededException,
    ResourceNotFoundException,
)
from .machines import machines
from .network import delete_security_group, find_subnets, vpc_of
from .pages import page
from .remote_access import admit
from .request import Request
from .roles import allows_anything, require_policy, require_role
from .state import Cluster, find, find_active, shown_as
from .versions import SKEW, minor, release_of

_NAME = re.compile(r"[0-9A-Za-z][A-Za-z0-9_-]{0,62}")
_QUOTA = 30


def create_nodegroup(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """CreateNodegroup. It is active at once, though no instance runs."""
    cluster, name = find_active(eks, request["clusterName"]), request["nodegroupName"]
    role, subnets = request["nodeRole"], find_subnets(eks, request["subnets"])
    if not _NAME.fullmatch(name):
        raise InvalidParameterException(
            clusterName=cluster.name, nodegroupName=name, message=f"The nodegroup name {name} is not valid"
        )
    if name in cluster.nodegroups:
        raise ResourceInUseException(
            clusterName=cluster.name,
            nodegroupName=name,
            message=models.NODEGROUP_EXISTS_MSG.format(nodegroupName=name, clusterName=cluster.name),
        )
    if len(cluster.nodegroups) >= _QUOTA:
        raise ResourceLimitExceededException(clusterName=cluster.name, message=f"Nodegroup limit exceeded: {_QUOTA}")
    vpc = cluster.resources_vpc_config["vpcId"]
    if not subnets or vpc_of(subnets) != vpc:
        raise InvalidParameterException(
            clusterName=cluster.name, message=f"Subnets of a node group must belong to the VPC of its cluster: {vpc}"
        )
    require_role(role, "ec2.amazonaws.com")
    require_policy(role, "AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")
    scaling = checked_scaling(request.get("scalingConfig") or models.DEFAULT_SCALING_CONFIG)
    version, release = node_version(cluster, request.get("version") or cluster.version, request.get("releaseVersion"))
    on = machines(eks, version, request)

    group = models.Nodegroup(
        cluster_name=cluster.name,
        node_role=role,
        nodegroup_name=name,
        subnets=list(request["subnets"]),
        account_id=eks.account_id,
        region_name=eks.region_name,
        aws_partition=eks.partition,
        scaling_config=scaling,
        labels=dict(request.get("labels") or {}),
        taints=list(request.get("taints") or []),
        tags=dict(request.get("tags") or {}),
        client_request_token=request.get("clientRequestToken"),
        capacity_type=request.get("capacityType"),
        version=version,
        release_version=release,
        update_config=request.get("updateConfig") or {"maxUnavailable": 1},
        node_repair_config=request.get("nodeRepairConfig") or {"enabled": False},
    )
    access = request.get("remoteAccess")
    group.remote_access = access or None  # type: ignore[assignment]
    group.health = {"issues": []}
    group.resources = {
        "autoScalingGroups": [{"name": f"eks-{name}-{group.uuid}"}],
        "remoteAccessSecurityGroup": admit(eks, name, vpc, access or {}),
    }
    for attribute, value in on.items():
        setattr(group, attribute, value)
    cluster.nodegroups[name] = group
    cluster.nodegroup_count += 1
    admit_nodes(eks, cluster, role, windows=on["ami_type"].startswith("WINDOWS"))
    return {"nodegroup": shown_as(group, "CREATING")}


def describe_nodegroup(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DescribeNodegroup."""
    return {"nodegroup": find_nodegroup(find(eks, request["clusterName"]), request["nodegroupName"])}


def list_nodegroups(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """ListNodegroups."""
    shown, token = page(sorted(find(eks, request["clusterName"]).nodegroups), request)
    return {"nodegroups": shown, "nextToken": token}


def delete_nodegroup(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DeleteNodegroup. It fails where the nodes' role is gone or allows nothing: EKS takes their interfaces away with it."""
    cluster = find(eks, request["clusterName"])
    group = find_nodegroup(cluster, request["nodegroupName"])
    if allows_anything(group.node_role):
        del cluster.nodegroups[group.nodegroup_name]
        cluster.nodegroup_count -= 1
        if ssh := group.resources["remoteAccessSecurityGroup"]:
            delete_security_group(eks, ssh)  # type: ignore[arg-type]
        dismiss_nodes(cluster, group.node_role)
    else:
        group.status = "DELETE_FAILED"
        message = f"The role {group.node_role} does not exist or does not allow what is needed to delete network interfaces"
        group.health = {"issues": [{"code": "AccessDenied", "message": message, "resourceIds": [group.node_role]}]}
    return {"nodegroup": shown_as(group, "DELETING")}


def find_nodegroup(cluster: Cluster, name: str) -> models.Nodegroup:
    """The node group of this name."""
    if name not in cluster.nodegroups:
        raise ResourceNotFoundException(
            clusterName=cluster.name,
            nodegroupName=name,
            message=models.NODEGROUP_NOT_FOUND_MSG.format(nodegroupName=name),
        )
    return cluster.nodegroups[name]


def checked_scaling(scaling: dict[str, int]) -> dict[str, int]:
    """Bounds and number of nodes, which has to lie between them."""
    least, wanted, most = (scaling.get(name) for name in ("minSize", "desiredSize", "maxSize"))
    if least is None or wanted is None or most is None:
        raise InvalidParameterException(message="minSize, maxSize and desiredSize must be given together")
    if most < 1:
        raise InvalidParameterException(message=f"maxSize must be at least 1, not {most}")
    if least > most:
        raise InvalidParameterException(message=f"Minimum capacity {least} can't be greater than max size {most}")
    if wanted < least:
        raise InvalidParameterException(message=f"Minimum capacity {least} can't be greater than desired size {wanted}")
    if wanted > most:
        raise InvalidParameterException(message=f"desired capacity {wanted} can't be greater than max size {most}")
    return {"minSize": least, "maxSize": most, "desiredSize": wanted}


def node_version(cluster: Cluster, version: str, release: str | None) -> tuple[str, str]:
    """The versions of Kubernetes and of the image of nodes: supported, and not too far from the control plane's."""
    known = release_of(version)
    if known is None:
        raise InvalidParameterException(message=f"Requested Kubernetes version {version} is not supported")
    behind = minor(cluster.version) - minor(version)
    if not 0 <= behind <= SKEW:
        raise InvalidParameterException(
            message=f"Requested Nodegroup version {version} is not compatible with the version {cluster.version} of the cluster"
        )
    if release and not release.startswith(f"{version}."):
        raise InvalidParameterException(
            message=f"Requested release version {release} is not valid for kubernetes version {version}."
        )
    return version, release or known.node_release


OPERATIONS = {
    "CreateNodegroup": create_nodegroup,
    "DescribeNodegroup": describe_nodegroup,
    "ListNodegroups": list_nodegroups,
    "DeleteNodegroup": delete_nodegroup,
}
