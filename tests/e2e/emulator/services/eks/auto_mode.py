"""EKS Auto Mode: what has to be switched on together (EKS user guide, "Enable EKS Auto Mode on existing EKS clusters")."""

from typing import Any

from .errors import InvalidParameterException
from .roles import require_role

_NODE_POOLS = {"general-purpose", "system"}


def check(request: dict[str, Any], mode: str | None = None) -> None:
    """Refuse half of Auto Mode. ``mode`` is the authentication mode of a cluster that exists already."""
    compute = request.get("computeConfig") or {}
    enabled = bool(compute.get("enabled"))
    balancing = bool(((request.get("kubernetesNetworkConfig") or {}).get("elasticLoadBalancing") or {}).get("enabled"))
    storage = bool(((request.get("storageConfig") or {}).get("blockStorage") or {}).get("enabled"))
    if not enabled == balancing == storage:
        raise InvalidParameterException(
            message="For EKS Auto Mode, please ensure that all required configs, including computeConfig, "
            "kubernetesNetworkConfig, and blockStorage are all either fully enabled or fully disabled."
        )
    if not enabled:
        return
    if mode is None and request.get("bootstrapSelfManagedAddons") is not False:
        raise InvalidParameterException(message="When Auto Mode is enabled, bootstrapSelfManagedAddons must be set to false")
    mode = mode or (request.get("accessConfig") or {}).get("authenticationMode")
    if mode not in ("API", "API_AND_CONFIG_MAP"):
        raise InvalidParameterException(
            message="When Auto Mode is enabled, authenticationMode must be set to API or API_AND_CONFIG_MAP"
        )
    pools, role = compute.get("nodePools") or [], compute.get("nodeRoleArn")
    if unknown := sorted(set(pools) - _NODE_POOLS):
        raise InvalidParameterException(message=f"Unknown node pools: {', '.join(unknown)}")
    if bool(pools) != bool(role):
        raise InvalidParameterException(
            message="When Compute Config nodeRoleArn is not null or empty, nodePool value(s) must be provided, and the reverse."
        )
    if role:
        require_role(role, "ec2.amazonaws.com")
