"""Roles of IAM, as EKS looks at them: it refuses a role that it cannot assume, or that allows it nothing."""

import json
import re
from typing import Any

from moto.iam.models import Role, iam_backends

from .errors import InvalidParameterException

_ROLE = re.compile(r"arn:(?P<partition>aws[a-z-]*):iam::(?P<account>\d{12}):role/(?P<path>.*/)?(?P<name>[\w+=,.@-]+)")


def role_named(account: str, name: str) -> Role | None:
    """The role of this name in the account."""
    return next((role for role in list(iam_backends[account]["aws"].get_roles()) if role.name == name), None)


def role_by_arn(arn: str) -> Role | None:
    """The role with this ARN, if the ARN is a role's."""
    found = _ROLE.fullmatch(arn)
    role = role_named(found["account"], found["name"]) if found else None
    return role if role and role.arn == arn else None


def require_role(arn: str, service: str) -> None:
    """Refuse a role that does not exist, or that the service may not assume."""
    if not _ROLE.fullmatch(arn):
        raise InvalidParameterException(message=f"The role ARN '{arn}' is not valid")
    role = role_by_arn(arn)
    if role is None or not trusts(role, service):
        raise InvalidParameterException(
            message=f"Role with arn: {arn}, could not be assumed because it does not exist or the trusted entity is not correct"
        )


def require_policy(arn: str, *policies: str) -> None:
    """Refuse a role that allows nothing at all; the message names the policies that AWS recommends.

    EKS asks IAM whether the role allows the actions that it needs. A role's own policies are taken to be right.
    """
    if not allows_anything(arn):
        named = ", ".join(f"arn:aws:iam::aws:policy/{policy}" for policy in policies)
        raise InvalidParameterException(
            message="The provided role doesn't have the Amazon EKS Managed Policies associated with it. "
            f"Please ensure the following policies [{named}] are attached"
        )


def allows_anything(arn: str) -> bool:
    """Whether the role exists and has any policy."""
    role = role_by_arn(arn)
    return role is not None and bool(role.managed_policies or role.policies)


def trusts(role: Role, service: str) -> bool:
    """Whether the role's trust policy lets the service assume it."""
    document = json.loads(role.assume_role_policy_document)
    for statement in _list(document.get("Statement")):
        actions = [action.lower() for action in _list(statement.get("Action"))]
        principal = statement.get("Principal", {})
        services = _list(principal.get("Service")) if isinstance(principal, dict) else _list(principal)
        if (
            statement.get("Effect") == "Allow"
            and any(action in ("sts:assumerole", "sts:*", "*") for action in actions)
            and (service in services or "*" in services)
        ):
            return True
    return False


def _list(element: Any) -> list[Any]:
    """What a policy may write as one element or as a list of them."""
    if element is None:
        return []
    return element if isinstance(element, list) else [element]
