"""What EKS keeps of a cluster: moto's record, with the members that moto drops and everything that belongs to it."""

import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.core.utils import utcnow
from moto.eks import models
from moto.moto_api._internal import mock_random

from .authority import certificate_authority
from .errors import InvalidRequestException, ResourceNotFoundException
from .versions import Release


@dataclass
class Addon:
    """An add-on of a cluster, with its members' names in snake case."""

    addon_name: str
    cluster_name: str
    addon_version: str
    addon_arn: str
    tags: dict[str, str]
    service_account_role_arn: str | None = None
    configuration_values: str | None = None
    pod_identity_associations: list[str] = field(default_factory=list)
    namespace_config: dict[str, str] | None = None
    status: str = "ACTIVE"
    owner: str = "aws"
    publisher: str = "eks"
    health: dict[str, Any] = field(default_factory=lambda: {"issues": []})
    created_at: datetime = field(default_factory=utcnow)
    modified_at: datetime = field(default_factory=utcnow)


@dataclass
class AccessEntry:
    """What an IAM principal is inside a cluster; policies are those associated with it, by ARN."""

    cluster_name: str
    principal_arn: str
    access_entry_arn: str
    type: str
    username: str
    kubernetes_groups: list[str]
    tags: dict[str, str]
    made_by_eks: bool = False
    policies: dict[str, dict[str, Any]] = field(default_factory=dict)
    created_at: datetime = field(default_factory=utcnow)
    modified_at: datetime = field(default_factory=utcnow)


@dataclass
class PodIdentityAssociation:
    """The role that the pods of a service account have; an add-on may own it."""

    cluster_name: str
    namespace: str
    service_account: str
    role_arn: str
    association_arn: str
    association_id: str
    tags: dict[str, str]
    target_role_arn: str | None = None
    external_id: str | None = None
    disable_session_tags: bool | None = None
    policy: str | None = None
    owner_arn: str | None = None
    created_at: datetime = field(default_factory=utcnow)
    modified_at: datetime = field(default_factory=utcnow)


class Cluster(models.Cluster):
    """A cluster and what belongs to it."""

    def __init__(self, eks: models.EKSBackend, release: Release, request: dict[str, Any], creator: str) -> None:
        super().__init__(
            name=request["name"],
            role_arn=request["roleArn"],
            resources_vpc_config={},
            account_id=eks.account_id,
            region_name=eks.region_name,
            aws_partition=eks.partition,
            version=release.version,
            client_request_token=request.get("clientRequestToken"),
            tags=dict(request.get("tags") or {}),
            encryption_config=request.get("encryptionConfig"),
            remote_network_config=request.get("remoteNetworkConfig"),
        )
        # One identifier names the issuer and the endpoint; moto has one issuer for all clusters.
        identifier = mock_random.get_random_hex(32).upper()
        shard = mock_random.get_random_string(2, lower_case=True)
        self.identity = {"oidc": {"issuer": f"https://oidc.eks.{eks.region_name}.amazonaws.com/id/{identifier}"}}
        self.endpoint = f"https://{identifier}.{shard}1.{eks.region_name}.eks.amazonaws.com"
        self.certificate_authority = {"data": certificate_authority()}
        self.platformVersion = release.platform
        self.health: dict[str, Any] = {"issues": []}
        self.access_config: dict[str, Any] = {}
        self.upgrade_policy = {"supportType": "EXTENDED", **(request.get("upgradePolicy") or {})}
        # Not shown for a cluster that was made without them.
        self.zonal_shift_config = request.get("zonalShiftConfig")
        self.compute_config = request.get("computeConfig")
        self.storage_config = request.get("storageConfig")
        self.deletion_protection = bool(request.get("deletionProtection"))
        self.control_plane_scaling_config = request.get("controlPlaneScalingConfig") or {"tier": "standard"}

        self.addons: dict[str, Addon] = {}
        self.access_entries: dict[str, AccessEntry] = {}
        self.pod_identities: dict[str, PodIdentityAssociation] = {}
        # An update, and the node group or add-on that it is about.
        self.updates: dict[str, tuple[dict[str, Any], str | None, str | None]] = {}
        # The names of the zones in which the control plane is, and its interfaces there.
        self.zones: set[str] = set()
        self.network_interfaces: list[str] = []
        # The principal that made the cluster.
        self.creator = creator

    def entries_count(self) -> bool:
        """Whether access entries say who may come in."""
        return self.access_config["authenticationMode"] != "CONFIG_MAP"


def find(eks: models.EKSBackend, name: str) -> Cluster:
    """The cluster of this name."""
    if name not in eks.clusters:
        raise ResourceNotFoundException(
            clusterName=name,
            nodegroupName=None,
            fargateProfileName=None,
            addonName=None,
            message=models.CLUSTER_NOT_FOUND_MSG.format(clusterName=name),
        )
    return eks.clusters[name]  # type: ignore[return-value]


def find_active(eks: models.EKSBackend, name: str) -> Cluster:
    """The cluster of this name, which has to be up."""
    cluster = find(eks, name)
    if not cluster.is_active:
        raise InvalidRequestException(clusterName=name, message=models.CLUSTER_NOT_READY_MSG.format(clusterName=name))
    return cluster


def shown_as(record: Any, status: str) -> Any:
    """The record as a call answers it that starts something: with this status."""
    shown = copy.copy(record)
    shown.status = status
    return shown
