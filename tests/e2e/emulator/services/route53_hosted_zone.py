"""IDs of hosted zones as Route 53 gives them.

API pages: CreateHostedZone (response element ``Id``), HostedZone in the data types. The ID of a zone is a Z followed by
upper-case letters and digits; moto's begin with any of these, so programs that check an ID refuse those of most zones.
"""

from moto.moto_api._internal import mock_random as random
from moto.route53.models import ROUTE53_ID_CHOICE, HostedZoneIdentifier
from moto.utilities.id_generator import ExistingIds, ResourceIdentifier, Tags, moto_id

from ..extend import extend

# Zones that were made in recent years have a Z and twenty more characters.
_RANDOM_CHARACTERS = 20


@moto_id
def _zone_id(  # type: ignore[no-untyped-def]
    resource_identifier: ResourceIdentifier, existing_ids: ExistingIds = None, tags: Tags = None
) -> str:
    return "Z" + "".join(random.choice(ROUTE53_ID_CHOICE) for _ in range(_RANDOM_CHARACTERS))


class _HostedZoneIdentifier(HostedZoneIdentifier):
    def generate(self, existing_ids: ExistingIds = None, tags: Tags = None) -> str:
        """A new ID, unless somebody asked moto for a certain one."""
        return _zone_id(resource_identifier=self, existing_ids=existing_ids, tags=tags)


def install() -> None:
    """Have moto give hosted zones such IDs."""
    extend(HostedZoneIdentifier, _HostedZoneIdentifier)
