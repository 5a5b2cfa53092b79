"""Public parameters of Systems Manager: the images of EKS nodes, which moto does not have.

EKS user guide, "Retrieve recommended Amazon Linux AMI IDs"; Bottlerocket, "Retrieve recommended Bottlerocket AMI IDs".
"""

import hashlib
import json

from moto.core.utils import utcnow
from moto.ssm.models import Parameter, ParameterDict

from ..extend import extend, replaced
from .eks.versions import RELEASES, Release

_EKS, _BOTTLEROCKET = "/aws/service/eks/optimized-ami/", "/aws/service/bottlerocket/"

# Amazon Linux 2 has no image from this version of Kubernetes on.
_FIRST_WITHOUT_AL2 = "1.33"

_AL2 = ("amazon-linux-2", "amazon-linux-2-arm64", "amazon-linux-2-gpu")
_AL2023 = (
    "amazon-linux-2023/x86_64/standard",
    "amazon-linux-2023/arm64/standard",
    "amazon-linux-2023/x86_64/nvidia",
    "amazon-linux-2023/arm64/nvidia",
    "amazon-linux-2023/x86_64/neuron",
)
_VARIANTS = ("", "-nvidia", "-fips")
_BOTTLEROCKET_RELEASE = "1.49.0"


class _ParameterDict:
    _moto_loads = replaced(ParameterDict, "_check_loading_status")

    def _check_loading_status(self, key: str) -> None:
        self._moto_loads(key)
        for prefix, parameters in ((_EKS, _optimized), (_BOTTLEROCKET, _bottlerocket)):
            if str(key or "").startswith(prefix) and not any(name.startswith(prefix) for name in dict.keys(self)):
                for release in RELEASES:
                    for name, value in parameters(release, self.region_name).items():
                        dict.setdefault(self, name, []).append(_parameter(self.account_id, name, value))


def _optimized(release: Release, region: str) -> dict[str, str]:
    images = _AL2023 if release.version >= _FIRST_WITHOUT_AL2 else (*_AL2, *_AL2023)
    parameters = {}
    for image in images:
        path = f"{_EKS}{release.version}/{image}/recommended"
        id, name = _image(region, path), f"amazon-eks-node-{image.replace('/', '-')}-{release.node_release}"
        parameters[f"{path}/image_id"] = id
        parameters[f"{path}/image_name"] = name
        parameters[f"{path}/release_version"] = release.node_release
        parameters[path] = json.dumps(
            {"schema_version": "2", "image_id": id, "image_name": name, "release_version": release.node_release}
        )
    return parameters


def _bottlerocket(release: Release, region: str) -> dict[str, str]:
    parameters = {}
    for variant in _VARIANTS:
        for architecture in ("x86_64", "arm64"):
            path = f"{_BOTTLEROCKET}aws-k8s-{release.version}{variant}/{architecture}/latest"
            parameters[f"{path}/image_id"] = _image(region, path)
            parameters[f"{path}/image_version"] = _BOTTLEROCKET_RELEASE
    return parameters


def _image(region: str, path: str) -> str:
    """An AMI's ID, always the same in a Region."""
    return f"ami-0{hashlib.sha256(f'{region}{path}'.encode()).hexdigest()[:16]}"


def _parameter(account: str, name: str, value: str) -> Parameter:
    return Parameter(
        account_id=account,
        name=name,
        value=value,
        parameter_type="String",
        description=None,
        allowed_pattern=None,
        keyid=None,
        last_modified_date=utcnow(),
        version=1,
        data_type="aws:ec2:image" if name.endswith("/image_id") else "text",
    )


def install() -> None:
    """Add the parameters."""
    extend(ParameterDict, _ParameterDict)
