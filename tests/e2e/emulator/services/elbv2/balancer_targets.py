"""Application load balancers as targets of network load balancers.

Sources: Network Load Balancer user guide, "Use Application Load Balancers as targets" and "Target group attributes"; Elastic
Load Balancing API reference, RegisterTargets. The words of the refusals about listeners are those that others met on AWS
(terraform-provider-aws 38987). That a load balancer is not deleted while it is a target, and that two registrations are the
most, are the stricter readings.
"""

from collections.abc import Iterator
from typing import Any

from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend, FakeListener, FakeLoadBalancer, FakeTargetGroup

_FRONTS = 2  # network load balancers that may lead to one application load balancer


def check_registration(backend: ELBv2Backend, group: FakeTargetGroup, arn: str, port: int) -> None:
    """Refuse what is not an application load balancer of the VPC that listens on the port, and a third registration of it."""
    balancer = backend.load_balancers.get(arn)
    if balancer is None or balancer.type != "application" or balancer.vpc_id != group.vpc_id:
        raise ELBClientError(
            "InvalidTarget", f"The target '{arn}' is not an application load balancer in the VPC '{group.vpc_id}'"
        )
    if port not in [listener.port for listener in balancer.listeners.values()]:
        raise ELBClientError(
            "ValidationError",
            "If the target type is ALB, the target must have at least one listener that matches the target group port or any "
            "specified port overrides",
        )
    if len({other.arn for other, _ in _registrations(backend, arn)} | {group.arn}) > _FRONTS:
        raise ELBClientError(
            "TooManyRegistrationsForTargetId", f"The target '{arn}' has reached the maximum number of registrations ({_FRONTS})"
        )


def check_listener_removal(backend: ELBv2Backend, balancer: FakeLoadBalancer, listener: FakeListener) -> None:
    """Refuse to take a port away on which the load balancer is a target."""
    if any(target["Port"] == int(listener.port or 0) for _, target in _registrations(backend, balancer.arn)):
        raise ELBClientError(
            "ResourceInUse",
            f"Listener port '{listener.port}' is in use by registered target '{balancer.arn}' and cannot be removed",
        )


def check_removal(backend: ELBv2Backend, arn: str) -> None:
    """Refuse to delete a load balancer that is a target."""
    for group, _ in _registrations(backend, arn):
        raise ELBClientError(
            "ResourceInUse", f"Load balancer '{arn}' cannot be deleted because it is a target of '{group.arn}'"
        )


def check_attributes_change(group: FakeTargetGroup) -> None:
    """Refuse to change attributes, which always have their defaults."""
    if group.target_type == "alb":
        raise ELBClientError(
            "InvalidConfigurationRequest", "Attributes cannot be modified for target groups with target type 'alb'"
        )


def _registrations(backend: ELBv2Backend, arn: str) -> Iterator[tuple[FakeTargetGroup, dict[str, Any]]]:
    """Where a load balancer is a target."""
    for group in backend.target_groups.values():
        for target in group.targets.values():
            if group.target_type == "alb" and target["Id"] == arn:
                yield group, target
