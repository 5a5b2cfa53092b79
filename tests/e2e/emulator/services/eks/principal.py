"""Who sends a request: the creator of a cluster becomes its first administrator."""

import re

from moto.eks.responses import EKSResponse
from moto.sts.models import sts_backends

from .roles import role_named

_SESSION = re.compile(r"arn:(?P<partition>[^:]+):sts::(?P<account>\d+):assumed-role/(?P<role>[^/]+)/.+")


def principal_of(response: EKSResponse) -> str:
    """The ARN of the IAM principal behind the request's credentials: of a session, its role (IAM knows the role's path)."""
    account = response.current_account
    sts = sts_backends[account]["aws"]
    _, arn, _ = sts.get_caller_identity(response.get_access_key(), response.region)
    if session := _SESSION.fullmatch(arn):
        role = role_named(session["account"], session["role"])
        return role.arn if role else f"arn:{session['partition']}:iam::{session['account']}:role/{session['role']}"
    # moto calls credentials that it does not know a user, with an ARN of STS.
    return arn.replace(":sts:", ":iam:")
