"""Tags of everything that EKS has (TagResource, UntagResource, ListTagsForResource)."""

from collections.abc import Iterator
from typing import Any

from moto.eks.models import EKSBackend

from .errors import BadRequestException, NotFoundException
from .request import Request
from .state import Cluster

_MOST = 50


def tag_resource(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """TagResource."""
    tags, given = _tags(eks, request["resourceArn"]), request["tags"]
    if reserved := sorted(key for key in given if key.lower().startswith("aws:")):
        raise BadRequestException(message=f"Tag keys cannot start with 'aws:': {', '.join(reserved)}")
    if len({**tags, **given}) > _MOST:
        raise BadRequestException(message=f"A resource cannot have more than {_MOST} tags")
    tags.update(given)
    return {}


def untag_resource(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """UntagResource."""
    tags = _tags(eks, request["resourceArn"])
    for key in request["tagKeys"]:
        tags.pop(key, None)
    return {}


def list_tags_for_resource(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """ListTagsForResource."""
    return {"tags": _tags(eks, request["resourceArn"])}


def _tags(eks: EKSBackend, arn: str) -> dict[str, str]:
    for cluster in list(eks.clusters.values()):
        for owner, record in _records(cluster):  # type: ignore[arg-type]
            if owner == arn:
                return record.tags
    raise NotFoundException(message=f"Resource was not found: {arn}")


def _records(cluster: Cluster) -> Iterator[tuple[str, Any]]:
    yield cluster.arn, cluster
    yield from ((group.arn, group) for group in cluster.nodegroups.values())
    yield from ((addon.addon_arn, addon) for addon in cluster.addons.values())
    yield from ((entry.access_entry_arn, entry) for entry in cluster.access_entries.values())
    yield from ((association.association_arn, association) for association in cluster.pod_identities.values())
    yield from ((profile.fargate_profile_arn, profile) for profile in cluster.fargate_profiles.values())


OPERATIONS = {
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "ListTagsForResource": list_tags_for_resource,
}
