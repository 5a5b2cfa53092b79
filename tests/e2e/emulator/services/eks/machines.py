"""What nodes run on: image, instance types, disk, launch template (CreateNodegroup; EKS user guide, "Customize managed nodes
with launch templates")."""

from typing import Any

from moto.core.exceptions import ServiceException, _RESTError
from moto.eks.models import EKSBackend, validate_launch_template_combination

from .errors import InvalidParameterException, InvalidRequestException
from .network import ec2_of
from .versions import minor

# Amazon Linux 2 is the default image before the first of these, and gone from the second on.
_FIRST_WITH_AL2023, _FIRST_WITHOUT_AL2 = 30, 33

_DISK, _WINDOWS_DISK = 20, 50


def machines(eks: EKSBackend, version: str, request: dict[str, Any]) -> dict[str, Any]:
    """Image, instance types, disk and launch template of a node group: as given, else EKS's choice."""
    ami, types, disk = request.get("amiType"), list(request.get("instanceTypes") or []), request.get("diskSize")
    template = launch_template(eks, request.get("launchTemplate"))
    shown_types: list[str] | None = types
    if template:
        validate_launch_template_combination(disk, request.get("remoteAccess"))
        data = _data(eks, template)
        if data.get("ImageId"):
            if ami not in (None, "CUSTOM"):
                raise InvalidParameterException(
                    message="You cannot specify an image id within the launch template, since you have specified an AMI type."
                )
            ami = "CUSTOM"
        elif ami == "CUSTOM":
            raise InvalidParameterException(message="You must specify an image id in the launch template with AMI type CUSTOM.")
        if own := data.get("InstanceType"):
            if types:
                raise InvalidParameterException(
                    message="You cannot specify instance types both in the launch template and in the request."
                )
            types, shown_types = [own], None
    if not types:
        types = shown_types = ["t4g.medium" if ami and "ARM" in ami else "t3.medium"]
    ami = _image(ami, _architecture(eks, types), types, version)
    return {
        "ami_type": ami,
        "instance_types": shown_types,
        "disk_size": None if template else disk or (_WINDOWS_DISK if ami.startswith("WINDOWS") else _DISK),
        "launch_template": template,
    }


def launch_template(eks: EKSBackend, given: dict[str, Any] | None) -> dict[str, str] | None:
    """The launch template that a request names, with its ID, name and version."""
    if not given:
        return None
    id, name, version = given.get("id"), given.get("name"), given.get("version")
    if bool(id) == bool(name):
        raise InvalidParameterException(message="Either provide launch template ID or launch template name in the request.")
    ec2 = ec2_of(eks)
    try:
        template = ec2.get_launch_template(id) if id else ec2.get_launch_template_by_name(name)
        number = str(template.get_version(version).number) if version else str(template.default_version_number)
    except (KeyError, ValueError, IndexError, ServiceException, _RESTError):
        raise InvalidRequestException(
            message=f"You do not have permissions to use launch template {id or name} version {version}, or it does not exist"
        ) from None
    return {"id": template.id, "name": template.name, "version": version if version in ("$Latest", "$Default") else number}


def _data(eks: EKSBackend, template: dict[str, str]) -> dict[str, Any]:
    return ec2_of(eks).get_launch_template(template["id"]).get_version(template["version"]).data


def _architecture(eks: EKSBackend, types: list[str]) -> str:
    """The processor architecture that all instance types have."""
    known = {offer.get("InstanceType"): offer for offer in ec2_of(eks).describe_instance_types()}
    if unknown := [type for type in types if type not in known]:
        raise InvalidParameterException(message=f"The following supplied instance types do not exist: [{', '.join(unknown)}]")
    arm = {"arm64" in known[type].get("ProcessorInfo", {}).get("SupportedArchitectures", []) for type in types}
    if len(arm) != 1:
        raise InvalidParameterException(message=f"Instance types must all be of the same CPU architecture: {', '.join(types)}")
    return "ARM" if arm.pop() else "x86"


def _image(ami: str | None, architecture: str, types: list[str], version: str) -> str:
    if ami is None:
        old = minor(version) < _FIRST_WITH_AL2023
        if architecture == "ARM":
            return "AL2_ARM_64" if old else "AL2023_ARM_64_STANDARD"
        return "AL2_x86_64" if old else "AL2023_x86_64_STANDARD"
    if ami != "CUSTOM" and ("ARM" in ami) != (architecture == "ARM"):
        raise InvalidParameterException(
            message=f"[{', '.join(types)}] is not a valid instance type for requested amiType {ami}"
        )
    if ami.startswith("AL2_") and minor(version) >= _FIRST_WITHOUT_AL2:
        raise InvalidParameterException(
            message=f"AMI Type {ami} is only supported for kubernetes versions 1.{_FIRST_WITHOUT_AL2 - 1} or earlier"
        )
    return ami
