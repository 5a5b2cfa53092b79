"""What a control plane brings into the account's VPC (EKS user guide, "View Amazon EKS security group requirements for
clusters")."""

from moto.ec2.models.subnets import Subnet
from moto.eks.models import EKSBackend
from moto.moto_api._internal import mock_random

from ..elbv2.interfaces import free_address
from .errors import InvalidParameterException
from .network import delete_security_group, ec2_of
from .roles import allows_anything
from .state import Cluster

_GROUP = (
    "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed "
    "workloads."
)


def build(eks: EKSBackend, cluster: Cluster, subnets: list[Subnet]) -> None:
    """Make the cluster security group, and the network interfaces through which the control plane reaches nodes."""
    places, config = _places(eks, subnets), cluster.resources_vpc_config
    config["clusterSecurityGroupId"] = _security_group(eks, cluster.name, config["vpcId"])
    _interfaces(eks, cluster, places)


def rebuild(eks: EKSBackend, cluster: Cluster, subnets: list[Subnet]) -> None:
    """Move the network interfaces to the cluster's new subnets and security groups."""
    places = _places(eks, subnets)
    _drop_interfaces(eks, cluster)
    _interfaces(eks, cluster, places)


def tear_down(eks: EKSBackend, cluster: Cluster) -> None:
    """Take away what ``build`` made.

    EKS does that with the cluster's role, so it all stays behind where the role is gone or allows nothing; and so does a
    security group that something else still uses.
    """
    if not allows_anything(cluster.role_arn):
        return
    _drop_interfaces(eks, cluster)
    delete_security_group(eks, cluster.resources_vpc_config["clusterSecurityGroupId"])


def _security_group(eks: EKSBackend, cluster: str, vpc: str) -> str:
    ec2, name = ec2_of(eks), f"eks-cluster-sg-{cluster}-{mock_random.randint(1, 2**31 - 1)}"
    # It lets everything out by itself.
    group = ec2.create_security_group(
        name=name,
        description=_GROUP,
        vpc_id=vpc,
        tags={"Name": name, f"kubernetes.io/cluster/{cluster}": "owned", "aws:eks:cluster-name": cluster},
    )
    ec2.authorize_security_group_ingress(
        group_name_or_id=group.id,
        ip_protocol="-1",
        from_port=None,  # type: ignore[arg-type]
        to_port=None,  # type: ignore[arg-type]
        ip_ranges=[],
        source_groups=[{"GroupId": group.id}],
        vpc_id=vpc,
    )
    return group.id


def _places(eks: EKSBackend, subnets: list[Subnet]) -> list[tuple[Subnet, str]]:
    """A subnet in each of two zones, with a free address; AWS makes two to four interfaces.

    moto's own choice of an address may be one that another interface has or a CIDR reservation keeps.
    """
    by_zone: dict[str, Subnet] = {}
    for subnet in subnets:
        by_zone.setdefault(subnet.availability_zone, subnet)
    chosen = [by_zone[zone] for zone in sorted(by_zone)[:2]]
    try:
        return [(subnet, free_address(ec2_of(eks), subnet)) for subnet in chosen]
    except LookupError:
        ids = ", ".join(subnet.id for subnet in chosen)
        raise InvalidParameterException(
            message=f"One or more of the subnets [{ids}] do not have enough free IP addresses"
        ) from None


def _interfaces(eks: EKSBackend, cluster: Cluster, places: list[tuple[Subnet, str]]) -> None:
    config = cluster.resources_vpc_config
    for subnet, address in places:
        interface = ec2_of(eks).create_network_interface(
            subnet,
            private_ip_address=address,
            group_ids=[config["clusterSecurityGroupId"], *config["securityGroupIds"]],
            description=f"Amazon EKS {cluster.name}",
        )
        interface.requester_managed = True
        interface.status = "in-use"
        cluster.network_interfaces.append(interface.id)


def _drop_interfaces(eks: EKSBackend, cluster: Cluster) -> None:
    for id in cluster.network_interfaces:
        ec2_of(eks).enis.pop(id, None)
    cluster.network_interfaces.clear()
