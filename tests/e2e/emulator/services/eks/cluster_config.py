"""Changes of clusters (UpdateClusterConfig, UpdateClusterVersion, AssociateEncryptionConfig)."""

from typing import Any

from moto.eks.models import EKSBackend

from . import auto_mode
from .access_entry import admit_auto_nodes, admit_creator
from .control_plane import rebuild
from .control_plane_log import logging_of, make_log_group
from .errors import InvalidParameterException, InvalidRequestException, ResourceInUseException
from .network import check_same_zones, check_security_groups, endpoint_of, find_subnets
from .request import Request
from .state import Cluster, find_active
from .update import record
from .versions import SKEW, minor, release_of

# Each leads on to the next, never back.
_MODES = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"]

_ENDPOINT = ("endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs")


def update_cluster_config(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """UpdateClusterConfig: one kind of change at a time."""
    cluster = find_active(eks, request["name"])
    network = request.get("resourcesVpcConfig") or {}
    changes = {
        _update_logging: request.get("logging"),
        _update_access: request.get("accessConfig"),
        _update_upgrade_policy: request.get("upgradePolicy"),
        _update_zonal_shift: request.get("zonalShiftConfig"),
        _update_auto_mode: request.get("computeConfig")
        or request.get("storageConfig")
        or request.get("kubernetesNetworkConfig"),
        _update_remote_network: request.get("remoteNetworkConfig"),
        _update_deletion_protection: request.get("deletionProtection"),
        _update_endpoint: any(network.get(name) is not None for name in _ENDPOINT) or None,
        _update_network: any(network.get(name) is not None for name in ("subnetIds", "securityGroupIds")) or None,
    }
    wanted = [change for change, given in changes.items() if given is not None]
    if len(wanted) != 1:
        reason = "Only one type of update can be allowed." if wanted else "No changes needed for the cluster config provided"
        raise InvalidParameterException(clusterName=cluster.name, message=reason)
    return wanted[0](eks, cluster, request)


def _update_logging(eks: EKSBackend, cluster: Cluster, request: Request) -> dict[str, Any]:
    logging = logging_of(request["logging"], cluster.logging)
    if logging == cluster.logging:
        raise InvalidParameterException(
            clusterName=cluster.name, message="No changes needed for the logging config provided"
        )
    cluster.logging = logging
    make_log_group(eks, cluster)
    return record(cluster, "LoggingUpdate", {"ClusterLogging": logging})


def _update_access(eks: EKSBackend, cluster: Cluster, request: Request) -> dict[str, Any]:
    was, now = cluster.access_config["authenticationMode"], request["accessConfig"].get("authenticationMode")
    if now not in _MODES or _MODES.index(now) <= _MODES.index(was):
        raise InvalidParameterException(
            clusterName=cluster.name, message=f"Unsupported authentication mode update from {was} to {now}"
        )
    cluster.access_config = {**cluster.access_config, "authenticationMode": now}
    if was == "CONFIG_MAP":
        admit_creator(eks, cluster)
    return record(cluster, "AccessConfigUpdate", {"AuthenticationMode": now})


def _update_upgrade_policy(eks: EKSBackend, cluster: Cluster, request: Request) -> dict[str, Any]:
    cluster.upgrade_policy = request["upgradePolicy"]
    return record(cluster, "UpgradePolicyUpdate", {"UpgradePolicy": cluster.upgrade_policy})


def _update_zonal_shift(eks: EKSBackend, cluster: Cluster, request: Request) -> dict[str, Any]:
    cluster.zonal_shift_config = request["zonalShiftConfig"]
    return record(cluster, "ZonalShiftConfigUpdate", {"ZonalShiftConfig": cluster.zonal_shift_config})


def _update_auto_mode(eks: EKSBackend, cluster: Cluster, request: Request) -> dict[str, Any]:
    auto_mode.check(request, cluster.access_config["authenticationMode"])
    given = request.get("kubernetesNetworkConfig") or {}
    for name in ("ipFamily", "serviceIpv4Cidr"):
        if given.get(name) not in (None, cluster.kubernetes_network_config.get(name)):
            raise InvalidParameterException(clusterName=cluster.name, message=f"{name} cannot be changed after cluster creation")
    cluster.compute_config = request.get("computeConfig") or cluster.compute_config
    cluster.storage_config = request.get("storageConfig") or cluster.storage_config
    cluster.kubernetes_network_config = {**cluster.kubernetes_network_config, **given}
    admit_auto_nodes(eks, cluster)
    return record(
        cluster,
        "AutoModeUpdate",
        {
            "ComputeConfig": request.get("computeConfig"),
            "StorageConfig": request.get("storageConfig"),
            "KubernetesNetworkConfig": request.get("kubernetesNetworkConfig"),
        },
    )


def _update_remote_network(eks: EKSBackend, cluster: Cluster, request: Request) -> dict[str, Any]:
    cluster.remote_network_config = request["remoteNetworkConfig"]
    return record(cluster, "RemoteNetworkConfigUpdate", {"RemoteNetworkConfig": cluster.remote_network_config})


def _update_deletion_protection(eks: EKSBackend, cluster: Cluster, request: Request) -> dict[str, Any]:
    cluster.deletion_protection = request["deletionProtection"]
    return record(cluster, "DeletionProtectionUpdate", {"DeletionProtection": cluster.deletion_protection})


def _update_endpoint(eks: EKSBackend, cluster: Cluster, request: Request) -> dict[str, Any]:
    before = {name: cluster.resources_vpc_config[name] for name in _ENDPOINT}
    after = endpoint_of(request["resourcesVpcConfig"], before)
    if _unordered(after) == _unordered(before):
        raise InvalidParameterException(
            clusterName=cluster.name,
            message="Cluster is already at the desired configuration with "
            f"endpointPrivateAccess: {str(after['endpointPrivateAccess']).lower()} , "
            f"endpointPublicAccess: {str(after['endpointPublicAccess']).lower()}, and "
            f"Public Endpoint Restrictions: [{', '.join(after['publicAccessCidrs'])}]",
        )
    cluster.resources_vpc_config.update(after)
    return record(
        cluster,
        "EndpointAccessUpdate",
        {
            "EndpointPublicAccess": after["endpointPublicAccess"],
            "EndpointPrivateAccess": after["endpointPrivateAccess"],
            "PublicAccessCidrs": after["publicAccessCidrs"],
        },
    )


def _unordered(endpoint: dict[str, Any]) -> dict[str, Any]:
    return {**endpoint, "publicAccessCidrs": set(endpoint["publicAccessCidrs"])}


def _update_network(eks: EKSBackend, cluster: Cluster, request: Request) -> dict[str, Any]:
    given, config = request["resourcesVpcConfig"], cluster.resources_vpc_config
    subnets = find_subnets(eks, given.get("subnetIds") or config["subnetIds"])
    check_same_zones(config["vpcId"], cluster.zones, subnets)
    groups = config["securityGroupIds"] if given.get("securityGroupIds") is None else given["securityGroupIds"]
    check_security_groups(eks, groups, config["vpcId"])
    config.update(subnetIds=[subnet.id for subnet in subnets], securityGroupIds=list(groups))
    rebuild(eks, cluster, subnets)
    return record(
        cluster, "VpcConfigUpdate", {"Subnets": given.get("subnetIds"), "SecurityGroups": given.get("securityGroupIds")}
    )


def update_cluster_version(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """UpdateClusterVersion: to the next minor version, unless that leaves nodes too far behind."""
    cluster = find_active(eks, request["name"])
    was, now = cluster.version, request["version"]
    release = release_of(now)
    if release is None or minor(now) != minor(was) + 1:
        raise InvalidParameterException(
            clusterName=cluster.name, message=f"Unsupported Kubernetes minor version update from {was} to {now}"
        )
    behind = [name for name, group in cluster.nodegroups.items() if minor(now) - minor(group.version) > SKEW]
    if behind and not request.get("force"):
        raise InvalidRequestException(
            clusterName=cluster.name,
            nodegroupName=behind[0],
            message=f"Nodegroups {', '.join(behind)} must be updated to a Kubernetes version that is supported with {now}",
        )
    cluster.version, cluster.platformVersion = now, release.platform
    return record(cluster, "VersionUpdate", {"Version": now, "PlatformVersion": release.platform})


def associate_encryption_config(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """AssociateEncryptionConfig: once, and for good."""
    cluster = find_active(eks, request["clusterName"])
    if cluster.encryption_config:
        raise ResourceInUseException(clusterName=cluster.name, message="The cluster already has an encryption config")
    cluster.encryption_config = request["encryptionConfig"]
    return record(cluster, "AssociateEncryptionConfig", {"EncryptionConfig": cluster.encryption_config})


OPERATIONS = {
    "UpdateClusterConfig": update_cluster_config,
    "UpdateClusterVersion": update_cluster_version,
    "AssociateEncryptionConfig": associate_encryption_config,
}
