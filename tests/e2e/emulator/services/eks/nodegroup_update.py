"""Changes of node groups (UpdateNodegroupConfig, UpdateNodegroupVersion)."""

from typing import Any

from moto.core.utils import utcnow
from moto.eks.models import EKSBackend

from .errors import InvalidParameterException
from .machines import launch_template
from .nodegroup import checked_scaling, find_nodegroup, node_version
from .request import Request
from .state import find_active
from .update import record
from .versions import minor


def update_nodegroup_config(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """UpdateNodegroupConfig: labels, taints, bounds, how updates go, repair. What the request leaves out stays."""
    cluster = find_active(eks, request["clusterName"])
    group = find_nodegroup(cluster, request["nodegroupName"])
    scaling = checked_scaling({**group.scaling_config, **(request.get("scalingConfig") or {})})
    labels, taints = request.get("labels") or {}, request.get("taints") or {}

    for key in labels.get("removeLabels") or []:
        group.labels.pop(key, None)
    group.labels.update(labels.get("addOrUpdateLabels") or {})
    changed, gone = taints.get("addOrUpdateTaints") or [], taints.get("removeTaints") or []
    touched = {_taint_key(taint) for taint in (*changed, *gone)}
    group.taints = [taint for taint in group.taints if _taint_key(taint) not in touched] + list(changed)
    group.scaling_config = scaling
    group.update_config = request.get("updateConfig") or group.update_config
    group.node_repair_config = request.get("nodeRepairConfig") or group.node_repair_config
    group.modified_at = utcnow()
    sizes, strategy = request.get("scalingConfig") or {}, request.get("updateConfig") or {}
    return record(
        cluster,
        "ConfigUpdate",
        {
            "MinSize": sizes.get("minSize"),
            "MaxSize": sizes.get("maxSize"),
            "DesiredSize": sizes.get("desiredSize"),
            "LabelsToAdd": labels.get("addOrUpdateLabels"),
            "LabelsToRemove": labels.get("removeLabels"),
            "TaintsToAdd": changed or None,
            "TaintsToRemove": gone or None,
            "MaxUnavailable": strategy.get("maxUnavailable"),
            "MaxUnavailablePercentage": strategy.get("maxUnavailablePercentage"),
            "NodeRepairConfig": request.get("nodeRepairConfig"),
        },
        nodegroup=group.nodegroup_name,
    )


def _taint_key(taint: dict[str, str]) -> tuple[str, str]:
    return taint["key"], taint["effect"]


def update_nodegroup_version(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """UpdateNodegroupVersion: to a later Kubernetes version or image, or another version of the launch template.

    A request that names none of them moves the nodes to the cluster's version.
    """
    cluster = find_active(eks, request["clusterName"])
    group = find_nodegroup(cluster, request["nodegroupName"])
    template = _next_template(eks, group.launch_template, request.get("launchTemplate"))
    if request.get("launchTemplate") and not request.get("version") and not request.get("releaseVersion"):
        version, release = group.version, group.release_version
    else:
        version, release = node_version(
            cluster, request.get("version") or cluster.version, request.get("releaseVersion")
        )
    if minor(version) < minor(group.version):
        raise InvalidParameterException(
            clusterName=cluster.name,
            nodegroupName=group.nodegroup_name,
            message=f"Nodegroup Kubernetes version {group.version} cannot be rolled back to {version}",
        )
    group.version, group.release_version, group.launch_template = version, release, template
    group.modified_at = utcnow()
    return record(
        cluster,
        "VersionUpdate",
        {
            "Version": version,
            "ReleaseVersion": release,
            "LaunchTemplateName": template["name"] if template else None,
            "LaunchTemplateVersion": template["version"] if template else None,
        },
        nodegroup=group.nodegroup_name,
    )


def _next_template(
    eks: EKSBackend, before: dict[str, str] | None, given: dict[str, Any] | None
) -> dict[str, str] | None:
    """The launch template in the version asked for: a group keeps its template, and one without never gets one."""
    template = launch_template(eks, given)
    if template is None:
        return before
    if before is None or template["id"] != before["id"]:
        raise InvalidParameterException(
            message="You cannot specify a launch template that is not the one with which the node group was created."
        )
    return template


OPERATIONS = {
    "UpdateNodegroupConfig": update_nodegroup_config,
    "UpdateNodegroupVersion": update_nodegroup_version,
}
