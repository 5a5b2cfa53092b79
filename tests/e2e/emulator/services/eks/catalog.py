"""The add-ons that AWS publishes (DescribeAddonVersions, DescribeAddonConfiguration)."""

import json
from typing import Any

from moto.eks.models import EKSBackend

from .configuration import SCHEMAS
from .errors import InvalidParameterException, ResourceNotFoundException
from .pages import page
from .request import Request
from .versions import RELEASES, release_of

# Type, namespace and versions, the newest first. The last version is the one that EKS takes by default.
_ADDONS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "adot": ("observability", "opentelemetry-operator-system", ("v0.117.0-eksbuild.1",)),
    "amazon-cloudwatch-observability": (
        "observability",
        "amazon-cloudwatch",
        ("v4.1.0-eksbuild.1", "v3.6.0-eksbuild.2"),
    ),
    "aws-ebs-csi-driver": ("storage", "kube-system", ("v1.45.0-eksbuild.2", "v1.44.0-eksbuild.1")),
    "aws-efs-csi-driver": ("storage", "kube-system", ("v2.1.8-eksbuild.1",)),
    "aws-guardduty-agent": ("security", "amazon-guardduty", ("v1.10.0-eksbuild.2",)),
    "aws-mountpoint-s3-csi-driver": ("storage", "kube-system", ("v1.15.0-eksbuild.1",)),
    "cert-manager": ("security", "cert-manager", ("v1.17.2-eksbuild.1",)),
    "coredns": ("networking", "kube-system", ("v1.12.1-eksbuild.2", "v1.11.4-eksbuild.14")),
    "eks-node-monitoring-agent": ("observability", "kube-system", ("v1.3.0-eksbuild.2",)),
    "eks-pod-identity-agent": ("security", "kube-system", ("v1.3.7-eksbuild.2", "v1.3.4-eksbuild.1")),
    "external-dns": ("networking", "external-dns", ("v0.17.0-eksbuild.1",)),
    "kube-proxy": ("networking", "kube-system", ()),
    "kube-state-metrics": ("observability", "kube-state-metrics", ("v2.15.0-eksbuild.4",)),
    "metrics-server": ("observability", "kube-system", ("v0.7.2-eksbuild.4",)),
    "prometheus-node-exporter": ("observability", "prometheus-node-exporter", ("v1.9.1-eksbuild.3",)),
    "snapshot-controller": ("storage", "kube-system", ("v8.2.0-eksbuild.1",)),
    "vpc-cni": ("networking", "kube-system", ("v1.19.6-eksbuild.1", "v1.19.5-eksbuild.1")),
}


def versions_of(addon: str, kubernetes: str) -> tuple[str, ...]:
    """The versions of an add-on for a version of Kubernetes, the newest first and the default last."""
    if addon not in _ADDONS or release_of(kubernetes) is None:
        return ()
    if addon == "kube-proxy":  # follows Kubernetes
        return (f"v{kubernetes}.3-eksbuild.2", f"v{kubernetes}.0-eksbuild.2")
    return _ADDONS[addon][2]


def namespace_of(addon: str) -> str:
    """The namespace that an add-on is installed in."""
    return _ADDONS[addon][1]


def describe_addon_versions(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DescribeAddonVersions, of one add-on or of all, for one version of Kubernetes or for all."""
    kubernetes, named = request.get("kubernetesVersion"), request.get("addonName")
    wanted = [kubernetes] if kubernetes else [release.version for release in reversed(RELEASES)]
    chosen = []
    for addon, (kind, namespace, _) in _ADDONS.items():
        versions = _with_clusters(addon, wanted)
        if versions and (
            named in (None, addon)
            and (not request.get("types") or kind in request["types"])
            and (not request.get("owners") or "aws" in request["owners"])
            and (not request.get("publishers") or "eks" in request["publishers"])
        ):
            chosen.append(
                {
                    "addonName": addon,
                    "type": kind,
                    "owner": "aws",
                    "publisher": "eks",
                    "defaultNamespace": namespace,
                    "addonVersions": versions,
                }
            )
    if named and not chosen:
        raise ResourceNotFoundException(addonName=named, message=f"Addon {named} specified is not supported")
    shown, token = page(chosen, request)
    return {"addons": shown, "nextToken": token}


def _with_clusters(addon: str, kubernetes: list[str]) -> list[dict[str, Any]]:
    compatible: dict[str, list[dict[str, Any]]] = {}
    for version in kubernetes:
        offered = versions_of(addon, version)
        for offer in offered:
            compatible.setdefault(offer, []).append(
                {"clusterVersion": version, "platformVersions": ["*"], "defaultVersion": offer == offered[-1]}
            )
    return [
        {
            "addonVersion": version,
            "architecture": ["amd64", "arm64"],
            "computeTypes": ["ec2", "auto", "hybrid"],
            "compatibilities": compatibilities,
            "requiresConfiguration": False,
            "requiresIamPermissions": addon == "vpc-cni" or addon.startswith("aws-"),
        }
        for version, compatibilities in compatible.items()
    ]


def describe_addon_configuration(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DescribeAddonConfiguration: the schema that configuration values are held to, as far as it is told here."""
    addon, version = request["addonName"], request["addonVersion"]
    if all(version not in versions_of(addon, release.version) for release in RELEASES):
        raise InvalidParameterException(addonName=addon, message="Addon version specified is not supported")
    return {
        "addonName": addon,
        "addonVersion": version,
        "configurationSchema": json.dumps(SCHEMAS.get(addon, {"type": "object"})),
        "podIdentityConfiguration": [],
    }


OPERATIONS = {
    "DescribeAddonVersions": describe_addon_versions,
    "DescribeAddonConfiguration": describe_addon_configuration,
}
