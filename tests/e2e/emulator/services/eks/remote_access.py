"""SSH to nodes: a node group with a key has a security group that lets it in (CreateNodegroup: remoteAccess)."""

from typing import Any

from moto.eks.models import EKSBackend

from .errors import InvalidParameterException, InvalidRequestException
from .network import ec2_of

_SSH = "22"


def admit(eks: EKSBackend, nodegroup: str, vpc: str, access: dict[str, Any]) -> str | None:
    """Make the security group, if there is a key; without source groups everyone gets in. Answers its ID."""
    key, sources = access.get("ec2SshKey"), access.get("sourceSecurityGroups") or []
    ec2 = ec2_of(eks)
    if not key:
        if sources:
            raise InvalidParameterException(message="An SSH key is required to specify source security groups")
        return None
    if key not in ec2.key_pairs:
        raise InvalidRequestException(
            message=f"The key pair '{key}' does not exist (Service: AmazonEC2; Status Code: 400; "
            "Error Code: InvalidKeyPair.NotFound)"
        )
    for source in sources:
        if ec2.get_security_group_from_id(source) is None:
            raise InvalidRequestException(message=f"The security group '{source}' does not exist")
    group = ec2.create_security_group(
        name=f"eks-remoteAccess-{nodegroup}",
        description="Security group for all nodes in the nodeGroup to allow SSH access",
        vpc_id=vpc,
        tags={"eks": nodegroup},
    )
    ec2.authorize_security_group_ingress(
        group_name_or_id=group.id,
        ip_protocol="tcp",
        from_port=_SSH,
        to_port=_SSH,
        ip_ranges=[] if sources else [{"CidrIp": "0.0.0.0/0"}],
        source_groups=[{"GroupId": source} for source in sources],
        vpc_id=vpc,
    )
    return group.id
