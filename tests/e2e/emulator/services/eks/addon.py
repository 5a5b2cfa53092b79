"""Add-ons (CreateAddon, DescribeAddon, ListAddons, UpdateAddon, DeleteAddon)."""

from typing import Any

from moto.core.utils import utcnow
from moto.eks.models import EKSBackend
from moto.moto_api._internal import mock_random

from . import configuration
from .catalog import namespace_of, versions_of
from .errors import InvalidParameterException, ResourceInUseException, ResourceNotFoundException
from .pages import page
from .pod_identity import associate
from .request import Request
from .roles import role_by_arn
from .state import Addon, Cluster, find, find_active, shown_as
from .update import record


def create_addon(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """CreateAddon. It is active at once: what would run in Kubernetes is not looked at."""
    cluster, name = find_active(eks, request["clusterName"]), request["addonName"]
    if name in cluster.addons:
        raise ResourceInUseException(clusterName=cluster.name, addonName=name, message="Addon already exists.")
    offered = versions_of(name, cluster.version)
    if not offered:
        raise InvalidParameterException(
            clusterName=cluster.name,
            addonName=name,
            message=f"Addon {name} specified is not supported in {cluster.version} kubernetes version",
        )
    version = request.get("addonVersion") or offered[-1]
    _check(cluster, name, request, version, offered)
    addon = Addon(
        addon_name=name,
        cluster_name=cluster.name,
        addon_version=version,
        addon_arn=f"arn:{eks.partition}:eks:{eks.region_name}:{eks.account_id}:addon/{cluster.name}/{name}/{mock_random.uuid4()}",
        service_account_role_arn=request.get("serviceAccountRoleArn"),
        configuration_values=request.get("configurationValues"),
        namespace_config={"namespace": _namespace(request)},
        tags=dict(request.get("tags") or {}),
    )
    _give_roles(eks, cluster, addon, request.get("podIdentityAssociations") or [])
    cluster.addons[name] = addon
    return {"addon": shown_as(addon, "CREATING")}


def describe_addon(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DescribeAddon."""
    return {"addon": _find(find(eks, request["clusterName"]), request["addonName"])}


def list_addons(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """ListAddons."""
    shown, token = page(sorted(find(eks, request["clusterName"]).addons), request)
    return {"addons": shown, "nextToken": token}


def update_addon(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """UpdateAddon: what the request leaves out stays, but for the role of the service account."""
    cluster = find_active(eks, request["clusterName"])
    addon = _find(cluster, request["addonName"])
    version = request.get("addonVersion") or addon.addon_version
    # The version that it has may be one of the cluster's earlier version of Kubernetes.
    offered = (*versions_of(addon.addon_name, cluster.version), addon.addon_version)
    _check(cluster, addon.addon_name, request, version, offered)
    associations = request.get("podIdentityAssociations")
    if associations is not None:
        _take_roles(cluster, addon)
        _give_roles(eks, cluster, addon, associations)
    addon.addon_version = version
    addon.service_account_role_arn = request.get("serviceAccountRoleArn") or None
    if "configurationValues" in request:
        addon.configuration_values = request["configurationValues"] or None
    addon.modified_at = utcnow()
    return record(
        cluster,
        "AddonUpdate",
        {
            "AddonVersion": request.get("addonVersion"),
            "ServiceAccountRoleArn": request.get("serviceAccountRoleArn"),
            "ResolveConflicts": request.get("resolveConflicts"),
            "ConfigurationValues": request.get("configurationValues"),
            "PodIdentityAssociations": associations,
        },
        addon=addon.addon_name,
    )


def delete_addon(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DeleteAddon; whether its workload is preserved in Kubernetes does not show in this API."""
    cluster = find(eks, request["clusterName"])
    addon = _find(cluster, request["addonName"])
    _take_roles(cluster, addon)
    del cluster.addons[addon.addon_name]
    return {"addon": shown_as(addon, "DELETING")}


def _find(cluster: Cluster, name: str) -> Addon:
    if name not in cluster.addons:
        raise ResourceNotFoundException(
            clusterName=cluster.name, addonName=name, message=f"No addon: {name} found in cluster: {cluster.name}"
        )
    return cluster.addons[name]


def _check(cluster: Cluster, name: str, request: Request, version: str, offered: tuple[str, ...]) -> None:
    """Refuse a version that is not offered, configuration values outside the schema, and roles that do not exist."""
    if version not in offered:
        raise InvalidParameterException(
            clusterName=cluster.name, addonName=name, message="Addon version specified is not supported"
        )
    configuration.check(name, request.get("configurationValues"))
    role = request.get("serviceAccountRoleArn")
    if role and role_by_arn(role) is None:
        raise InvalidParameterException(
            clusterName=cluster.name, addonName=name, message=f"The role '{role}' does not exist"
        )


def _namespace(request: Request) -> str:
    return (request.get("namespaceConfig") or {}).get("namespace") or namespace_of(request["addonName"])


def _give_roles(eks: EKSBackend, cluster: Cluster, addon: Addon, wanted: list[dict[str, Any]]) -> None:
    namespace = (addon.namespace_config or {})["namespace"]
    for association in wanted:
        made = associate(eks, cluster, {**association, "namespace": namespace}, owner=addon.addon_arn)
        addon.pod_identity_associations.append(made.association_arn)


def _take_roles(cluster: Cluster, addon: Addon) -> None:
    for id, association in list(cluster.pod_identities.items()):
        if association.owner_arn == addon.addon_arn:
            del cluster.pod_identities[id]
    addon.pod_identity_associations.clear()


OPERATIONS = {
    "CreateAddon": create_addon,
    "DescribeAddon": describe_addon,
    "ListAddons": list_addons,
    "UpdateAddon": update_addon,
    "DeleteAddon": delete_addon,
}
