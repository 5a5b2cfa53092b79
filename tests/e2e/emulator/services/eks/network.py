"""Where a cluster is, and what EKS refuses about it (CreateCluster, UpdateClusterConfig: resourcesVpcConfig; EKS user
guide, "View Amazon EKS networking requirements for VPC and subnets")."""

import ipaddress
from typing import Any

from moto.core.exceptions import ServiceException, _RESTError
from moto.ec2.exceptions import InvalidSubnetIdError
from moto.ec2.models import EC2Backend, ec2_backends
from moto.ec2.models.subnets import Subnet
from moto.eks.models import EKSBackend
from moto.moto_api._internal import mock_random

from .errors import InvalidParameterException, UnsupportedAvailabilityZoneException

# Zone IDs in which no control plane can be.
_WITHOUT_CONTROL_PLANES = {"use1-az3", "usw1-az2", "cac1-az3"}

_SECURITY_GROUPS = 5

# From here no request comes over the internet.
_NEVER_PUBLIC = [
    ipaddress.ip_network(cidr)
    for cidr in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "224.0.0.0/4",
    )
]

_PRIVATE = [ipaddress.ip_network(cidr) for cidr in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]


def ec2_of(eks: EKSBackend) -> EC2Backend:
    """EC2 in the account and Region of this EKS."""
    return ec2_backends[eks.account_id][eks.region_name]


def find_subnets(eks: EKSBackend, ids: list[str]) -> list[Subnet]:
    """The subnets with these IDs; one that does not exist is refused."""
    ec2, subnets = ec2_of(eks), []
    for id in ids:
        try:
            subnets.append(ec2.get_subnet(id))
        except InvalidSubnetIdError:
            raise InvalidParameterException(
                message=f"The subnet ID '{id}' does not exist (Service: AmazonEC2; Status Code: 400; "
                "Error Code: InvalidSubnetID.NotFound)"
            ) from None
    return subnets


def vpc_of(subnets: list[Subnet]) -> str:
    """The one VPC of subnets."""
    vpcs = sorted({subnet.vpc_id for subnet in subnets})
    if len(vpcs) != 1:
        raise InvalidParameterException(message=f"Subnets specified must belong to the same VPC. Found: {', '.join(vpcs)}")
    return vpcs[0]


def check_zones(eks: EKSBackend, name: str, subnets: list[Subnet]) -> None:
    """Refuse zones that cannot hold a control plane, and fewer than two."""
    zones = {subnet.availability_zone_id: subnet.availability_zone for subnet in subnets}
    for id in sorted(_WITHOUT_CONTROL_PLANES & zones.keys()):
        fit = [
            zone.name
            for zone in ec2_of(eks).describe_availability_zones()
            if zone.zone_id not in _WITHOUT_CONTROL_PLANES
        ]
        raise UnsupportedAvailabilityZoneException(
            clusterName=name,
            validZones=fit,
            message=f"Cannot create cluster '{name}' because {zones[id]}, the targeted availability zone, does not currently "
            f"have sufficient capacity to support the cluster. Retry and choose from these availability zones: {', '.join(fit)}",
        )
    if len(zones) < 2:
        raise InvalidParameterException(message="Subnets specified must be in at least two different AZs")


def check_same_zones(vpc: str, zones: set[str], subnets: list[Subnet]) -> None:
    """Keep a control plane in the VPC and the zones in which it was created; other subnets there are fine."""
    if vpc_of(subnets) != vpc:
        raise InvalidParameterException(
            message=f"Provided subnets belong to the VPC '{vpc_of(subnets)}'. But they should belong to the VPC '{vpc}' of the "
            "cluster."
        )
    now = {subnet.availability_zone for subnet in subnets}
    if now != zones:
        raise InvalidParameterException(
            message=f"Provided subnets belong to the AZs '{','.join(sorted(now))}'. But they should belong to the exact set of "
            f"AZs '{','.join(sorted(zones))}' in which subnets were provided during cluster creation."
        )


def check_security_groups(eks: EKSBackend, ids: list[str], vpc: str) -> None:
    """Refuse security groups that do not exist, of another VPC, or too many of them."""
    if len(ids) > _SECURITY_GROUPS:
        raise InvalidParameterException(message=f"A maximum of {_SECURITY_GROUPS} security groups can be specified")
    for id in ids:
        group = ec2_of(eks).get_security_group_from_id(id)
        if group is None:
            raise InvalidParameterException(
                message=f"The security group '{id}' does not exist (Service: AmazonEC2; Status Code: 400; "
                "Error Code: InvalidGroup.NotFound)"
            )
        if group.vpc_id != vpc:
            raise InvalidParameterException(
                message=f"Security group(s) [{id}] are not in the same VPC as the subnets. Please specify a security group that "
                f"is associated with the VPC: {vpc}."
            )


def delete_security_group(eks: EKSBackend, id: str) -> None:
    """Delete a group that EKS made; EC2 keeps it while something else uses it."""
    try:
        ec2_of(eks).delete_security_group(group_id=id)
    except (ServiceException, _RESTError) as refused:
        if "DependencyViolation" not in (getattr(refused, "code", None), getattr(refused, "error_type", None)):
            raise


def endpoint_of(given: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
    """Who reaches the API server, with EKS's defaults for what is not given; what nobody could reach is refused."""
    start = before or {"endpointPublicAccess": True, "endpointPrivateAccess": False, "publicAccessCidrs": []}
    endpoint = {name: given[name] if given.get(name) is not None else value for name, value in start.items()}
    if not endpoint["endpointPublicAccess"] and not endpoint["endpointPrivateAccess"]:
        raise InvalidParameterException(message="Private and public endpoint access cannot be false.")
    wrong = [cidr for cidr in endpoint["publicAccessCidrs"] if not _public(cidr)]
    if wrong:
        raise InvalidParameterException(message=f"The following CIDRs are invalid in publicAccessCidrs: [{', '.join(wrong)}]")
    if not endpoint["endpointPublicAccess"]:
        endpoint["publicAccessCidrs"] = []
    elif not endpoint["publicAccessCidrs"]:
        endpoint["publicAccessCidrs"] = ["0.0.0.0/0"]
    return endpoint


def _public(cidr: str) -> bool:
    try:
        network = ipaddress.ip_network(cidr)
    except ValueError:
        return False
    if network.version == 6 or network.prefixlen == 0:
        return True
    return not any(network.overlaps(never) for never in _NEVER_PUBLIC)


def service_network(eks: EKSBackend, vpc: str, given: dict[str, Any]) -> dict[str, Any]:
    """The addresses of Kubernetes services: given ones are checked, else EKS takes a range that the VPC leaves free."""
    network: dict[str, Any] = {
        "ipFamily": given.get("ipFamily") or "ipv4",
        "elasticLoadBalancing": given.get("elasticLoadBalancing") or {"enabled": False},
    }
    cidr = given.get("serviceIpv4Cidr")
    if network["ipFamily"] == "ipv6":
        if cidr:
            raise InvalidParameterException(message="serviceIpv4Cidr cannot be specified when ipFamily is ipv6")
        id = mock_random.get_random_hex(10)
        network["serviceIpv6Cidr"] = f"fd{id[:2]}:{id[2:6]}:{id[6:]}::/108"
        return network
    taken = [ipaddress.ip_network(block["cidr_block"]) for block in ec2_of(eks).get_vpc(vpc).cidr_block_association_set]
    network["serviceIpv4Cidr"] = _checked_services(cidr, taken) if cidr else _free_services(taken)
    return network


def _checked_services(cidr: str, taken: list[Any]) -> str:
    try:
        services = ipaddress.IPv4Network(cidr)
    except ValueError:
        raise InvalidParameterException(message=f"The specified serviceIpv4Cidr {cidr} is not a valid CIDR block") from None
    if not 12 <= services.prefixlen <= 24:
        raise InvalidParameterException(message=f"The serviceIpv4Cidr {cidr} must be between /24 and /12")
    if not any(services.subnet_of(private) for private in _PRIVATE):
        raise InvalidParameterException(
            message=f"The serviceIpv4Cidr {cidr} must be within 10.0.0.0/8, 172.16.0.0/12, or 192.168.0.0/16"
        )
    for block in taken:
        if services.overlaps(block):
            raise InvalidParameterException(message=f"The specified serviceIpv4Cidr {cidr} overlaps with the VPC's CIDR {block}")
    return cidr


def _free_services(taken: list[Any]) -> str:
    ten = ipaddress.ip_network("10.0.0.0/8")
    return "172.20.0.0/16" if any(block.overlaps(ten) for block in taken) else "10.100.0.0/16"
