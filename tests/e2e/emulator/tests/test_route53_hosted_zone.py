"""Hosted zones."""

from .base import EmulatorTest


class HostedZoneTest(EmulatorTest):
    managed_policies = False

    def test_id(self) -> None:
        """It begins with Z; of ten of moto's own, at least one does not, but for one run in 36**10."""
        route53 = self.client("route53")
        ids = set()
        for number in range(10):
            zone = route53.create_hosted_zone(Name=f"zone-{number}.example", CallerReference=str(number))["HostedZone"]
            self.assertRegex(zone["Id"], r"^/hostedzone/Z[A-Z0-9]{1,31}$")
            self.assertEqual(zone["Id"], route53.get_hosted_zone(Id=zone["Id"])["HostedZone"]["Id"])
            ids.add(zone["Id"])
        self.assertEqual(10, len(ids))
