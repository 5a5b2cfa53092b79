"""Fargate profiles: moto's, but a list of those of a cluster that does not exist is refused (ListFargateProfiles)."""

from typing import Any

from moto.eks.models import EKSBackend

from .pages import page
from .request import Request
from .state import find


def list_fargate_profiles(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """ListFargateProfiles."""
    shown, token = page(sorted(find(eks, request["clusterName"]).fargate_profiles), request)
    return {"fargateProfileNames": shown, "nextToken": token}


OPERATIONS = {"ListFargateProfiles": list_fargate_profiles}
