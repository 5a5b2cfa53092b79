"""AWS Network Firewall: firewalls with endpoints in EC2, policies, rule groups, TLS inspection, logging and tags.

moto keeps what CreateFirewall and UpdateLoggingConfiguration say, and has no other operation that makes, changes or deletes
anything. Here endpoints are VPC endpoints that route tables lead to, and AWS's refusals stand: what is in use or protected
is not deleted, a policy and its rule groups have one rule order, and logging changes one destination at a time.

Not made: what a rule group's rules do to packets, transit gateway attachments, endpoint associations, resource policies.
Source: AWS Network Firewall API reference (version 2020-11-12).
"""

from . import firewalls, logs, policies, resource, responses, rule_groups, tls


def install() -> None:
    """Give moto's Network Firewall the behaviour of this package."""
    for module in (resource, rule_groups, policies, tls, firewalls, logs, responses):
        module.install()
