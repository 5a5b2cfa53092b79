"""The Kubernetes versions that EKS runs (EKS user guide, "Amazon EKS Kubernetes release calendar"; DescribeClusterVersions)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from moto.eks.models import EKSBackend

from .errors import InvalidParameterException
from .pages import page
from .request import Request

# The calendar is read on one fixed day, so that the same request has the same answer on every day.
_DAY = date(2025, 11, 1)


# How many minor versions nodes may be behind their control plane.
SKEW = 3


@dataclass(frozen=True)
class Release:
    """A minor version of Kubernetes on EKS, with its newest patch there and the newest release of EKS's node images."""

    version: str
    patch: int
    platform: str
    image: str
    released: date
    standard_until: date
    extended_until: date

    @property
    def status(self) -> str:
        """Which support the version has."""
        return "STANDARD_SUPPORT" if _DAY <= self.standard_until else "EXTENDED_SUPPORT"

    @property
    def node_release(self) -> str:
        """The release version of nodes."""
        return f"{self.version}.{self.patch}-{self.image}"


_IMAGE = "20251016"

# The oldest first; the last is what a cluster gets that asks for none.
RELEASES = (
    Release("1.28", 15, "eks.58", _IMAGE, date(2023, 9, 26), date(2024, 11, 26), date(2025, 11, 26)),
    Release("1.29", 15, "eks.54", _IMAGE, date(2024, 1, 23), date(2025, 3, 23), date(2026, 3, 23)),
    Release("1.30", 14, "eks.51", _IMAGE, date(2024, 5, 23), date(2025, 7, 23), date(2026, 7, 23)),
    Release("1.31", 13, "eks.43", _IMAGE, date(2024, 9, 26), date(2025, 11, 26), date(2026, 11, 26)),
    Release("1.32", 9, "eks.27", _IMAGE, date(2025, 1, 23), date(2026, 3, 23), date(2027, 3, 23)),
    Release("1.33", 5, "eks.20", _IMAGE, date(2025, 5, 29), date(2026, 7, 29), date(2027, 7, 29)),
    Release("1.34", 1, "eks.9", _IMAGE, date(2025, 10, 2), date(2026, 12, 2), date(2027, 12, 2)),
)


def release_of(version: str) -> Release | None:
    """What EKS has of a minor version."""
    return next((release for release in RELEASES if release.version == version), None)


def supported(version: str | None) -> Release:
    """The release that a cluster of this version has, or the default's; other versions are refused."""
    if not version:
        return RELEASES[-1]
    if release := release_of(version):
        return release
    raise InvalidParameterException(message=f"unsupported Kubernetes version {version}")


def minor(version: str) -> int:
    """The second number of a Kubernetes version."""
    return int(version.split(".")[1])


def describe_cluster_versions(eks: EKSBackend, request: Request) -> dict[str, Any]:
    """DescribeClusterVersions, the newest version first."""
    named, status = request.get("clusterVersions"), request.get("versionStatus") or request.get("status")
    chosen = [
        release
        for release in reversed(RELEASES)
        if (not named or release.version in named)
        and (not request.get("defaultOnly") or release is RELEASES[-1])
        and (not status or release.status == status.upper().replace("-", "_"))
    ]
    shown, token = page(chosen, request)
    return {"clusterVersions": [_information(release) for release in shown], "nextToken": token}


def _information(release: Release) -> dict[str, Any]:
    def midnight(day: date) -> datetime:
        return datetime(day.year, day.month, day.day)

    return {
        "clusterVersion": release.version,
        "clusterType": "eks",
        "defaultPlatformVersion": release.platform,
        "defaultVersion": release is RELEASES[-1],
        "releaseDate": midnight(release.released),
        "endOfStandardSupportDate": midnight(release.standard_until),
        "endOfExtendedSupportDate": midnight(release.extended_until),
        "status": release.status.lower().replace("_", "-"),
        "versionStatus": release.status,
        "kubernetesPatchVersion": f"{release.version}.{release.patch}",
    }


OPERATIONS = {"DescribeClusterVersions": describe_cluster_versions}
