"""EKS Pod Identity (CreatePodIdentityAssociation, DescribePodIdentityAssociation, ListPodIdentityAssociations,
UpdatePodIdentityAssociation, DeletePodIdentityAssociation)."""

import string
from typing import Any

from moto.core.utils import utcnow
from moto.eks.models import EKSBackend
from moto.moto_api._internal import mock_random

from .errors import InvalidParameterException, ResourceInUseException, ResourceNotFoundException
from .pages import page
from .request import Request
from .roles import require_role
from .state import Cluster, PodIdentityAssociation, find, find_active

_SERVICE = "pods.eks.amazonaws.com"


def create_pod_identity_association(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """CreatePodIdentityAssociation."""
    cluster = find_active(eks, request["clusterName"])
    return {"association": associate(eks, cluster, request)}


def associate(
    eks: EKSBackend, cluster: Cluster, given: dict[str, Any], owner: str | None = None
) -> PodIdentityAssociation:
    """Give a service account a role; the owner is the ARN of the add-on that it belongs to, if it does."""
    namespace, account = given["namespace"], given["serviceAccount"]
    for other in cluster.pod_identities.values():
        if (other.namespace, other.service_account) == (namespace, account):
            raise ResourceInUseException(
                clusterName=cluster.name, message=f"Association already exists: {other.association_id}"
            )
    require_role(given["roleArn"], _SERVICE)
    id = "a-" + "".join(mock_random.choices(string.ascii_lowercase + string.digits, k=17))
    association = PodIdentityAssociation(
        cluster_name=cluster.name,
        namespace=namespace,
        service_account=account,
        role_arn=given["roleArn"],
        association_arn=f"arn:{eks.partition}:eks:{eks.region_name}:{eks.account_id}:podidentityassociation/{cluster.name}/{id}",
        association_id=id,
        tags=dict(given.get("tags") or {}),
        disable_session_tags=given.get("disableSessionTags"),
        policy=given.get("policy"),
        owner_arn=owner,
    )
    _target(eks, association, given.get("targetRoleArn"))
    cluster.pod_identities[id] = association
    return association


def _target(eks: EKSBackend, association: PodIdentityAssociation, role: str | None) -> None:
    """The role that the first role assumes; an external ID tells which association does it."""
    association.target_role_arn = role or None
    association.external_id = (
        f"region:{eks.region_name}/account:{eks.account_id}/cluster:{association.cluster_name}/id:{association.association_id}"
        if role
        else None
    )


def describe_pod_identity_association(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DescribePodIdentityAssociation."""
    return {"association": _find(find(eks, request["clusterName"]), request["associationId"])}


def list_pod_identity_associations(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """ListPodIdentityAssociations, also by namespace and service account."""
    namespace, account = request.get("namespace"), request.get("serviceAccount")
    chosen = [
        association
        for association in find(eks, request["clusterName"]).pod_identities.values()
        if namespace in (None, association.namespace) and account in (None, association.service_account)
    ]
    shown, token = page(chosen, request)
    return {"associations": shown, "nextToken": token}


def update_pod_identity_association(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """UpdatePodIdentityAssociation."""
    association = _own(find_active(eks, request["clusterName"]), request["associationId"])
    if role := request.get("roleArn"):
        require_role(role, _SERVICE)
        association.role_arn = role
    if "targetRoleArn" in request:
        _target(eks, association, request["targetRoleArn"])
    for member, attribute in (("disableSessionTags", "disable_session_tags"), ("policy", "policy")):
        if member in request:
            setattr(association, attribute, request[member])
    association.modified_at = utcnow()
    return {"association": association}


def delete_pod_identity_association(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DeletePodIdentityAssociation."""
    cluster = find(eks, request["clusterName"])
    association = _own(cluster, request["associationId"])
    return {"association": cluster.pod_identities.pop(association.association_id)}


def _find(cluster: Cluster, id: str) -> PodIdentityAssociation:
    if id not in cluster.pod_identities:
        raise ResourceNotFoundException(clusterName=cluster.name, message=f"No association found for id: {id}")
    return cluster.pod_identities[id]


def _own(cluster: Cluster, id: str) -> PodIdentityAssociation:
    association = _find(cluster, id)
    if association.owner_arn:
        raise InvalidParameterException(
            clusterName=cluster.name, message=f"Association {id} is owned by {association.owner_arn}: change it there"
        )
    return association


OPERATIONS = {
    "CreatePodIdentityAssociation": create_pod_identity_association,
    "DescribePodIdentityAssociation": describe_pod_identity_association,
    "ListPodIdentityAssociations": list_pod_identity_associations,
    "UpdatePodIdentityAssociation": update_pod_identity_association,
    "DeletePodIdentityAssociation": delete_pod_identity_association,
}
