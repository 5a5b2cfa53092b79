"""Elastic Load Balancing v2: load balancers, listeners, rules, target groups and targets.

moto keeps what a request said. Here a load balancer has the addresses, the network interfaces, the DNS name and the ARN
of its type, and whatever AWS checks is checked: subnets and addresses against EC2, certificates against ACM, target
groups against the one load balancer that each may have. Attributes and settings that a request leaves out read back as
AWS's defaults.

Not made: trust stores, capacity reservations, transforms of rules, IPAM pools. No packet flows, so targets in use are
healthy.
"""

from . import (
    attributes,
    certificates,
    interfaces,
    listener_attributes,
    listeners,
    load_balancers,
    rules,
    subnets,
    tags,
    target_group_attributes,
    target_groups,
    targets,
)


def install() -> None:
    """Give moto's Elastic Load Balancing the behaviour of this package."""
    for module in (
        load_balancers,
        interfaces,
        subnets,
        attributes,
        listeners,
        listener_attributes,
        certificates,
        rules,
        target_groups,
        target_group_attributes,
        targets,
        tags,
    ):
        module.install()
