"""The logs of a control plane (EKS user guide, "Send control plane logs to CloudWatch Logs")."""

from typing import Any

from moto.eks.models import EKSBackend
from moto.logs.models import logs_backends

from .state import Cluster

_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")


def logging_of(given: dict[str, Any] | None, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """Which logs the control plane sends, as DescribeCluster answers it: types that send first, then the others."""
    enabled = {type for setup in (before or {}).get("clusterLogging", []) if setup["enabled"] for type in setup["types"]}
    for setup in (given or {}).get("clusterLogging") or []:
        types = set(setup.get("types") or [])
        enabled = enabled | types if setup.get("enabled") else enabled - types
    setups = [
        {"types": [type for type in _TYPES if type in enabled], "enabled": True},
        {"types": [type for type in _TYPES if type not in enabled], "enabled": False},
    ]
    return {"clusterLogging": [setup for setup in setups if setup["types"]]}


def make_log_group(eks: EKSBackend, cluster: Cluster) -> None:
    """Make the log group once anything is sent there. It outlives the cluster, as in AWS."""
    if any(setup["enabled"] for setup in cluster.logging["clusterLogging"]):
        logs_backends[eks.account_id][eks.region_name].ensure_log_group(f"/aws/eks/{cluster.name}/cluster")
