"""Access policies and their associations with access entries (ListAccessPolicies, AssociateAccessPolicy,
DisassociateAccessPolicy, ListAssociatedAccessPolicies; EKS user guide, "Review access policy permissions")."""

from typing import Any

from moto.core.utils import utcnow
from moto.eks.models import EKSBackend

from .access_entry import cluster_with_entries, find_entry
from .errors import InvalidParameterException, InvalidRequestException, ResourceNotFoundException
from .pages import page
from .request import Request

_POLICIES = (
    "AmazonEKSAdminPolicy",
    "AmazonEKSAdminViewPolicy",
    "AmazonEKSAutoNodePolicy",
    "AmazonEKSBlockStorageClusterPolicy",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSClusterAdminPolicy",
    "AmazonEKSClusterInsightsPolicy",
    "AmazonEKSComputeClusterPolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSEditPolicy",
    "AmazonEKSEventPolicy",
    "AmazonEKSHybridPolicy",
    "AmazonEKSLoadBalancingClusterPolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingClusterPolicy",
    "AmazonEKSNetworkingPolicy",
    "AmazonEKSSecretReaderPolicy",
    "AmazonEKSViewPolicy",
)

# Entries of other types have what their nodes need, and nothing else can be given to them.
_WITH_POLICIES = ("STANDARD", "EC2")


def _arn(eks: EKSBackend, name: str) -> str:
    return f"arn:{eks.partition}:eks::aws:cluster-access-policy/{name}"


def list_access_policies(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """ListAccessPolicies."""
    shown, token = page([{"name": name, "arn": _arn(eks, name)} for name in _POLICIES], request)
    return {"accessPolicies": shown, "nextToken": token}


def associate_access_policy(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """AssociateAccessPolicy; of a policy that is associated already, it changes the scope."""
    cluster = cluster_with_entries(eks, request["clusterName"])
    entry = find_entry(cluster, request["principalArn"])
    if entry.type not in _WITH_POLICIES:
        raise InvalidRequestException(
            clusterName=cluster.name, message=f"Access policies cannot be associated with access entries of type {entry.type}"
        )
    policy = request["policyArn"]
    if policy not in (_arn(eks, name) for name in _POLICIES):
        raise InvalidParameterException(
            clusterName=cluster.name, message=f"The policyArn parameter format is not valid: {policy}"
        )
    scope = request["accessScope"]
    kind, namespaces = scope.get("type") or "cluster", scope.get("namespaces") or []
    if kind == "cluster" and namespaces:
        raise InvalidParameterException(
            clusterName=cluster.name, message="Namespaces cannot be specified when the access scope type is cluster"
        )
    if kind == "namespace" and not namespaces:
        raise InvalidParameterException(
            clusterName=cluster.name, message="At least one namespace must be specified when the access scope type is namespace"
        )
    now = utcnow()
    before = entry.policies.get(policy, {"associatedAt": now})
    entry.policies[policy] = {
        "policyArn": policy,
        "accessScope": {"type": kind, "namespaces": list(namespaces)},
        "associatedAt": before["associatedAt"],
        "modifiedAt": now,
    }
    return {
        "clusterName": cluster.name,
        "principalArn": entry.principal_arn,
        "associatedAccessPolicy": entry.policies[policy],
    }


def disassociate_access_policy(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DisassociateAccessPolicy."""
    cluster = cluster_with_entries(eks, request["clusterName"])
    entry = find_entry(cluster, request["principalArn"])
    if request["policyArn"] not in entry.policies:
        raise ResourceNotFoundException(
            clusterName=cluster.name, message="The specified policyArn could not be found on the access entry."
        )
    del entry.policies[request["policyArn"]]
    return {}


def list_associated_access_policies(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """ListAssociatedAccessPolicies."""
    entry = find_entry(cluster_with_entries(eks, request["clusterName"]), request["principalArn"])
    shown, token = page(list(entry.policies.values()), request)
    return {
        "clusterName": entry.cluster_name,
        "principalArn": entry.principal_arn,
        "associatedAccessPolicies": shown,
        "nextToken": token,
    }


OPERATIONS = {
    "ListAccessPolicies": list_access_policies,
    "AssociateAccessPolicy": associate_access_policy,
    "DisassociateAccessPolicy": disassociate_access_policy,
    "ListAssociatedAccessPolicies": list_associated_access_policies,
}
