"""Amazon Route 53: record sets that keep to DNS, private hosted zones and their VPCs.

moto tells private zones by a field that AWS only answers, journals changes instead of holding them against the records
that exist, and lets anything follow anything. Changes are in sync at once.
"""

from . import hosted_zones


def install() -> None:
    """Give moto's Route 53 the behaviour of this package."""
    hosted_zones.install()
