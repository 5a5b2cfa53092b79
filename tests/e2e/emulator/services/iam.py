"""IAM: trust policies are checked and kept as AWS keeps them, and what is in use is not deleted.

moto checks a trust policy when it is changed, but not when the role is made; it deletes policies that are attached, knows
no boundary but by its looks, and calls service-linked roles otherwise than AWS does.
"""

import json
import re
from typing import Any

from moto.iam import models
from moto.iam.exceptions import (
    DeleteConflictException,
    EntityAlreadyExists,
    IAMException,
    InvalidInput,
    MalformedPolicyDocument,
    NoSuchEntity,
)
from moto.iam.models import IAMBackend, OpenIDConnectProvider, Role
from moto.iam.policy_validation import IAMTrustPolicyDocumentValidator

from ..extend import extend, replaced

_ACCOUNT = re.compile(r"\d{12}")

# Of services whose role is not called after the first part of their principal.
_LINKED_NAMES = {
    "eks": "AmazonEKS",
    "eks-nodegroup": "AmazonEKSNodegroup",
    "eks-fargate": "AmazonEKSForFargate",
    "elasticloadbalancing": "ElasticLoadBalancing",
    "network-firewall": "NetworkFirewall",
    "ram": "ResourceAccessManager",
    "spot": "EC2Spot",
    "transitgateway": "VPCTransitGateway",
}


class UnmodifiableEntityException(IAMException):
    """Only the service that a role is linked to may change it."""

    code = "UnmodifiableEntity"


class _IAMBackend:
    _created_role = replaced(IAMBackend, "create_role")
    _updated_trust = replaced(IAMBackend, "update_assume_role_policy")
    _deleted_role = replaced(IAMBackend, "delete_role")
    _deleted_policy = replaced(IAMBackend, "delete_policy")
    _bounded_role = replaced(IAMBackend, "put_role_permissions_boundary")
    _created_linked_role = replaced(IAMBackend, "create_service_linked_role")
    _removed_role = replaced(IAMBackend, "remove_role_from_instance_profile")
    _created_provider = replaced(IAMBackend, "create_open_id_connect_provider")

    def create_role(
        self,
        role_name: str,
        assume_role_policy_document: str,
        path: str,
        permissions_boundary: str | None,
        *args: Any,
        **kwargs: Any,
    ) -> Role:
        """CreateRole."""
        if permissions_boundary:
            self._require_boundary(permissions_boundary)
        document = _trust_policy(assume_role_policy_document, self.partition)
        return self._created_role(role_name, document, path, permissions_boundary, *args, **kwargs)

    def update_assume_role_policy(self, role_name: str, policy_document: str) -> None:
        """UpdateAssumeRolePolicy."""
        self._refuse_linked(self.get_role(role_name))
        self._updated_trust(role_name, policy_document)
        self.get_role(role_name).assume_role_policy_document = _trust_policy(policy_document, self.partition)

    def delete_role(self, role_name: str) -> None:
        """DeleteRole."""
        self._refuse_linked(self.get_role(role_name))
        self._deleted_role(role_name)

    def delete_policy(self, policy_arn: str) -> None:
        """DeletePolicy: not while the policy is attached, bounds a role, or has versions beside the default."""
        policy = self.get_policy(policy_arn)
        holders = [*self.roles.values(), *self.users.values(), *self.groups.values()]
        if any(policy.arn in holder.managed_policies for holder in holders):
            raise DeleteConflictException("Cannot delete a policy attached to entities.")
        if any(getattr(holder, "permissions_boundary_arn", None) == policy.arn for holder in holders):
            raise DeleteConflictException("Cannot delete a policy that is used as a permissions boundary.")
        if len(policy.versions) > 1:
            raise DeleteConflictException(
                "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
                "The default version is deleted with the policy."
            )
        self._deleted_policy(policy_arn)

    def put_role_permissions_boundary(self, role_name: str, permissions_boundary: str) -> None:
        """PutRolePermissionsBoundary."""
        self._require_boundary(permissions_boundary)
        self._bounded_role(role_name, permissions_boundary)

    def create_service_linked_role(self, service_name: str, description: str, suffix: str) -> Role:
        """CreateServiceLinkedRole."""
        try:
            role = self._created_linked_role(service_name, description, suffix)
        except EntityAlreadyExists:
            raise InvalidInput(
                f"Service role name for {service_name} has been taken in this account, please try a different suffix."
            ) from None
        return role

    def delete_service_linked_role(self, role_name: str) -> str:
        """DeleteServiceLinkedRole, with the policy that AWS attached to the role."""
        role = self.get_role(role_name)
        del self.roles[role.id]
        service = role.path.strip("/").rpartition("/")[2]
        return f"task/aws-service-role/{service}/{role_name}/{models.random.uuid4()}"

    def remove_role_from_instance_profile(self, profile_name: str, role_name: str) -> None:
        """RemoveRoleFromInstanceProfile."""
        if self.get_role(role_name) not in self.get_instance_profile(profile_name).roles:
            raise NoSuchEntity(f"Role {role_name} in Instance Profile {profile_name} cannot be found.")
        self._removed_role(profile_name, role_name)

    def create_open_id_connect_provider(self, url: str, *args: Any, **kwargs: Any) -> OpenIDConnectProvider:
        """CreateOpenIDConnectProvider."""
        try:
            return self._created_provider(url, *args, **kwargs)
        except EntityAlreadyExists:
            raise EntityAlreadyExists(f"Provider with url {url} already exists.") from None

    def _require_boundary(self, arn: str) -> None:
        """A boundary is a policy that exists, of AWS or of the account."""
        if self.policy_arn_regex.match(arn) and arn not in self.managed_policies:
            raise NoSuchEntity(f"Scope ARN: {arn} does not exist or is not attachable.")

    def _refuse_linked(self, role: Role) -> None:
        if role.path.startswith("/aws-service-role/"):
            raise UnmodifiableEntityException(
                f"Cannot perform the operation on the protected role '{role.name}' - this role is only modifiable by AWS"
            )


def _trust_policy(text: str, partition: str) -> str:
    """The trust policy as AWS keeps it: an account's number as a principal is its root user."""
    try:
        document = json.loads(text)
    except ValueError:
        raise MalformedPolicyDocument("This policy contains invalid Json") from None
    IAMTrustPolicyDocumentValidator(text).validate()
    statements = document["Statement"]
    numbers = False
    for statement in statements if isinstance(statements, list) else [statements]:
        if "Principal" not in statement and "NotPrincipal" not in statement:
            raise MalformedPolicyDocument("Missing required field Principal")
        principals = statement.get("Principal")
        if not isinstance(principals, dict) or "AWS" not in principals:
            continue
        given = principals["AWS"]
        kept = [_root(one, partition) for one in (given if isinstance(given, list) else [given])]
        numbers = numbers or kept != (given if isinstance(given, list) else [given])
        principals["AWS"] = kept if isinstance(given, list) else kept[0]
    return json.dumps(document) if numbers else text


def _root(principal: str, partition: str) -> str:
    return f"arn:{partition}:iam::{principal}:root" if _ACCOUNT.fullmatch(principal) else principal


def install() -> None:
    """Extend IAM."""
    extend(IAMBackend, _IAMBackend)
    models.SERVICE_NAME_CONVERSION.update(_LINKED_NAMES)
