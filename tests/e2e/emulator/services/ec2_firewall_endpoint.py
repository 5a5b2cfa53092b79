"""VPC endpoints that AWS makes for a firewall of AWS Network Firewall.

The account sees them and routes to them; only the firewall's own operations make and delete them.
"""

from moto.ec2.models import EC2Backend
from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.utils import random_vpc_ep_id

from ..extend import extend


class _Backend(EC2Backend):
    def create_firewall_endpoint(self, vpc_id: str, subnet_id: str, firewall_arn: str) -> VPCEndPoint:
        """An endpoint of the firewall in the subnet."""
        # Each firewall is a service of AWS's own; its name tells nothing to anybody.
        service = f"com.amazonaws.vpce.{self.region_name}.vpce-svc-0{abs(hash(firewall_arn)) % 16**16:016x}"
        endpoint = VPCEndPoint(
            self,
            random_vpc_ep_id(),
            vpc_id,
            service,
            "GatewayLoadBalancer",
            None,
            route_table_ids=[],
            subnet_ids=[],
            private_dns_enabled=False,
            tags={"Firewall": firewall_arn, "AWSNetworkFirewallManaged": "true"},
        )
        endpoint.requester_managed = True
        self.vpc_end_points[endpoint.id] = endpoint
        self.add_endpoint_subnet(endpoint, subnet_id)
        return endpoint

    def delete_firewall_endpoint(self, endpoint_id: str) -> None:
        """Take a firewall's endpoint away."""
        endpoint = self.vpc_end_points.pop(endpoint_id)
        for subnet_id in list(endpoint.subnet_ids):
            self.drop_endpoint_subnet(endpoint, subnet_id)

    def tables_leading_to(self, endpoint_id: str) -> list[str]:
        """The route tables with a route to an endpoint of a Gateway Load Balancer."""
        tables = self.route_tables.values()
        return [table.id for table in tables if any(route.vpc_endpoint_id == endpoint_id for route in table._routes.values())]


def install() -> None:
    """Let firewalls have endpoints."""
    extend(EC2Backend, _Backend)
