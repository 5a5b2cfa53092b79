"""Amazon EKS: control planes, nodes, add-ons, who may come in, and what EKS makes in other services for them.

moto keeps what a request said. Here requests are held against the rest of the account, as EKS does it: subnets, security
groups and launch templates of EC2, roles of IAM. A cluster brings what AWS makes with it (its security group, its network
interfaces, its log group, its creator's access entry), and takes away what AWS takes away.

Nothing takes time: a create call answers ``CREATING`` and the next describe call ``ACTIVE``, an update answers
``InProgress`` and DescribeUpdate ``Successful``, and what is deleted is gone after the answer ``DELETING``.

Every module holds the operations on one noun, as functions ``(eks, request)`` under the operations' names. Fargate
profiles are moto's. Not made: the instances and the Auto Scaling group of a node group, and anything inside Kubernetes.
"""

from moto.eks import urls
from moto.eks.responses import EKSResponse

from ...extend import extend
from . import (
    access_entry,
    access_policy,
    addon,
    catalog,
    cluster,
    cluster_config,
    fargate,
    nodegroup,
    nodegroup_update,
    pod_identity,
    tags,
    update,
    versions,
)
from .request import method, snake_case

_OPERATIONS = {
    **cluster.OPERATIONS,
    **cluster_config.OPERATIONS,
    **nodegroup.OPERATIONS,
    **nodegroup_update.OPERATIONS,
    **addon.OPERATIONS,
    **catalog.OPERATIONS,
    **access_entry.OPERATIONS,
    **access_policy.OPERATIONS,
    **pod_identity.OPERATIONS,
    **fargate.OPERATIONS,
    **tags.OPERATIONS,
    **update.OPERATIONS,
    **versions.OPERATIONS,
}

# ARNs in a path hold slashes, so these match whatever follows; which operation it is, is told from the request.
_PATHS = (
    "{0}/clusters/(?P<name>[^/]+)/(?P<rest>.+)$",
    "{0}/addons/(?P<rest>.+)$",
    "{0}/cluster-versions$",
    "{0}/access-policies$",
)


def install() -> None:
    """Give moto's EKS the operations of this package."""
    extend(
        EKSResponse,
        type("_EKSResponse", (), {snake_case(name): method(name, function) for name, function in _OPERATIONS.items()}),
    )
    for path in _PATHS:
        urls.url_paths[path] = urls.response.dispatch
