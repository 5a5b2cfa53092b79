"""Clusters (CreateCluster, DescribeCluster, ListClusters, DeleteCluster)."""

import re
from typing import Any

from moto.eks.models import CLUSTER_EXISTS_MSG, EKSBackend, validate_safe_to_delete

from . import auto_mode
from .access_entry import admit_auto_nodes, admit_creator
from .control_plane import build, tear_down
from .control_plane_log import logging_of, make_log_group
from .errors import (
    InvalidParameterException,
    InvalidRequestException,
    ResourceInUseException,
    ResourceLimitExceededException,
)
from .network import check_security_groups, check_zones, endpoint_of, find_subnets, service_network, vpc_of
from .pages import page
from .request import Request
from .roles import require_policy, require_role
from .state import Cluster, find, shown_as
from .versions import supported

_NAME = re.compile(r"[0-9A-Za-z][A-Za-z0-9_-]{0,99}")
_QUOTA = 100


def create_cluster(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """CreateCluster."""
    name, role = request["name"], request["roleArn"]
    if not _NAME.fullmatch(name):
        raise InvalidParameterException(
            message=f"The cluster name '{name}' is invalid: it has up to 100 letters, digits, hyphens and underscores, and "
            "begins with a letter or digit"
        )
    if name in eks.clusters:
        raise ResourceInUseException(clusterName=name, message=CLUSTER_EXISTS_MSG.format(clusterName=name))
    if len(eks.clusters) >= _QUOTA:
        raise ResourceLimitExceededException(clusterName=name, message=f"Cluster limit exceeded: {_QUOTA}")
    release = supported(request.get("version"))
    require_role(role, "eks.amazonaws.com")
    require_policy(role, "AmazonEKSClusterPolicy")
    given = request["resourcesVpcConfig"]
    subnets = find_subnets(eks, given.get("subnetIds") or [])
    if not subnets:
        raise InvalidParameterException(message="Subnets specified must be in at least two different AZs")
    vpc = vpc_of(subnets)
    check_zones(eks, name, subnets)
    check_security_groups(eks, given.get("securityGroupIds") or [], vpc)
    auto_mode.check(request)

    cluster = Cluster(eks, release, request, request.principal)
    cluster.access_config = _access_config(request.get("accessConfig") or {})
    cluster.logging = logging_of(request.get("logging"))
    cluster.kubernetes_network_config = service_network(eks, vpc, request.get("kubernetesNetworkConfig") or {})
    cluster.resources_vpc_config = {
        "subnetIds": list(given["subnetIds"]),
        "securityGroupIds": list(given.get("securityGroupIds") or []),
        "vpcId": vpc,
        **endpoint_of(given),
    }
    cluster.zones = {subnet.availability_zone for subnet in subnets}
    build(eks, cluster, subnets)
    make_log_group(eks, cluster)
    admit_creator(eks, cluster)
    admit_auto_nodes(eks, cluster)
    eks.clusters[name] = cluster
    eks.cluster_count += 1
    return {"cluster": shown_as(cluster, "CREATING")}


def _access_config(given: dict[str, Any]) -> dict[str, Any]:
    creator = given.get("bootstrapClusterCreatorAdminPermissions")
    return {
        "authenticationMode": given.get("authenticationMode") or "CONFIG_MAP",
        "bootstrapClusterCreatorAdminPermissions": True if creator is None else creator,
    }


def describe_cluster(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DescribeCluster."""
    return {"cluster": find(eks, request["name"])}


def list_clusters(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """ListClusters."""
    shown, token = page(sorted(eks.clusters), request)
    return {"clusters": shown, "nextToken": token}


def delete_cluster(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DeleteCluster. Add-ons, access entries and pod identities go with it; node groups and Fargate profiles hold it."""
    name = request["name"]
    cluster = find(eks, name)
    if cluster.deletion_protection:
        raise InvalidRequestException(clusterName=name, message=f"Cluster {name} has deletion protection enabled")
    validate_safe_to_delete(cluster)
    if cluster.fargate_profiles:
        raise ResourceInUseException(clusterName=name, message="Cluster has Fargate profiles attached")
    tear_down(eks, cluster)
    del eks.clusters[name]
    eks.cluster_count -= 1
    return {"cluster": shown_as(cluster, "DELETING")}


OPERATIONS = {
    "CreateCluster": create_cluster,
    "DescribeCluster": describe_cluster,
    "ListClusters": list_clusters,
    "DeleteCluster": delete_cluster,
}
