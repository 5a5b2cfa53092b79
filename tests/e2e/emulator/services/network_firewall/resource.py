"""What all resources of AWS Network Firewall have in common: name, ARN, update token, encryption and tags."""

import re
import time
from dataclasses import dataclass, field
from typing import Any, TypeVar

from moto.moto_api._internal import mock_random
from moto.networkfirewall.models import NetworkFirewallBackend

from ...extend import extend
from .errors import InvalidRequestException, InvalidTokenException, LimitExceededException, ResourceNotFoundException

_OWNED_KEY = {"KeyId": "AWS_OWNED_KMS_KEY", "Type": "AWS_OWNED_KMS_KEY"}
_TAGS = 200


@dataclass
class Resource:
    """A resource as its Describe operation knows it."""

    name: str
    arn: str
    description: str | None = None
    encryption: dict[str, str] = field(default_factory=lambda: dict(_OWNED_KEY))
    tags: dict[str, str] = field(default_factory=dict)
    id: str = field(default_factory=lambda: str(mock_random.uuid4()))
    token: str = field(default_factory=lambda: str(mock_random.uuid4()))
    modified: float = field(default_factory=time.time)

    def tag_list(self) -> list[dict[str, str]]:
        """The tags as the API shows them."""
        return [{"Key": key, "Value": value} for key, value in self.tags.items()]

    def check_token(self, given: str | None) -> None:
        """Refuse a change by somebody who has not seen the last one."""
        if given is not None and given != self.token:
            raise InvalidTokenException(self.arn)

    def touch(self) -> None:
        """Note a change."""
        self.token, self.modified = str(mock_random.uuid4()), time.time()


Kind = TypeVar("Kind", bound=Resource)


class _Backend(NetworkFirewallBackend):
    def resources(self, kind: type[Kind]) -> dict[str, Kind]:
        """All resources of a kind by ARN."""
        return self.__dict__.setdefault("emulated", {}).setdefault(kind, {})

    def new_arn(self, path: str, name: str | None, taken: dict[str, Any], limit: int, what: str) -> str:
        """The ARN of a new resource, whose name must be free."""
        if not name or not re.fullmatch(r"[a-zA-Z0-9-]{1,128}", name):
            raise InvalidRequestException(f"{what} name is invalid, parameter: [{name}]")
        arn = f"arn:aws:network-firewall:{self.region_name}:{self.account_id}:{path}/{name}"
        if arn in taken:
            raise InvalidRequestException(f"A resource with the specified name already exists: {arn}")
        if len(taken) >= limit:
            raise LimitExceededException(f"{limit} of the type {what} in the account and Region")
        return arn

    def find(self, kind: type[Kind], what: str, arn: str | None, name: str | None, more: Any = None) -> Kind:
        """The resource of an ARN or name; ``more`` narrows a name that several may have."""
        if not arn and not name:
            raise InvalidRequestException(f"You must specify the ARN or the name of the {what}")
        for resource in self.resources(kind).values():
            if (not arn or resource.arn == arn) and (not name or resource.name == name) and (not more or more(resource)):
                return resource
        raise ResourceNotFoundException(what, arn or str(name))

    def tagged(self, arn: str) -> Resource:
        """The resource of an ARN, of whichever kind."""
        for resources in self.__dict__.get("emulated", {}).values():
            if arn in resources:
                return resources[arn]
        raise ResourceNotFoundException("resource", arn)

    def tag(self, arn: str, tags: list[dict[str, str]]) -> None:
        """What TagResource does."""
        resource = self.tagged(arn)
        wanted = resource.tags | tags_of(tags)
        if len(wanted) > _TAGS:
            raise LimitExceededException(f"{_TAGS} tags per resource")
        resource.tags = wanted

    def untag(self, arn: str, keys: list[str]) -> None:
        """What UntagResource does."""
        resource = self.tagged(arn)
        resource.tags = {key: value for key, value in resource.tags.items() if key not in keys}


def tags_of(given: list[dict[str, str]] | None) -> dict[str, str]:
    """The tags of a request."""
    for tag in given or []:
        if tag["Key"].lower().startswith("aws:"):
            raise InvalidRequestException(f"Tag keys cannot begin with aws:, parameter: [{tag['Key']}]")
    return {tag["Key"]: tag["Value"] for tag in given or []}


def encryption_of(given: dict[str, str] | None) -> dict[str, str]:
    """The encryption configuration of a request; AWS's own key where it has none."""
    if not given or given.get("Type") == "AWS_OWNED_KMS_KEY":
        return dict(_OWNED_KEY)
    if given.get("Type") != "CUSTOMER_KMS" or not given.get("KeyId"):
        raise InvalidRequestException(f"parameter is invalid, parameter: [{given.get('KeyId')}], context: EncryptionConfiguration")
    return {"KeyId": given["KeyId"], "Type": "CUSTOMER_KMS"}


def common(given: dict[str, Any]) -> dict[str, Any]:
    """What requests that make a resource say of all kinds."""
    return {
        "description": given.get("Description"),
        "encryption": encryption_of(given.get("EncryptionConfiguration")),
        "tags": tags_of(given.get("Tags")),
    }


def install() -> None:
    """Let the backend keep resources."""
    extend(NetworkFirewallBackend, _Backend)
