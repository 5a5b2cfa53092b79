"""DHCP options: CreateDhcpOptions keeps the tags that it is given."""

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response
from moto.ec2.responses.dhcp_options import DHCPOptions

from ..extend import extend


class _Response(EC2Response):
    def create_dhcp_options(self) -> ActionResult:
        tags = self._parse_tag_specification("dhcp-options").get("dhcp-options", {})
        answer = DHCPOptions.create_dhcp_options(self)
        answer.result["DhcpOptions"].add_tags(tags)
        return answer


def install() -> None:
    """Mend moto's DHCP options."""
    extend(EC2Response, _Response)
