"""Endpoint services, endpoints of gateway load balancers, and the routes to them."""

from typing import Any

from emulator.tests.network import NetworkTest

OTHER = "111122223333"


class GatewayLoadBalancerTest(NetworkTest):
    def setUp(self) -> None:
        super().setUp()
        self.home = self.vpc()
        self.subnets = [self.subnet(self.home, "10.0.0.0/24", "use1-az1"), self.subnet(self.home, "10.0.1.0/24", "use1-az2")]
        self.elb = self.client("elbv2")
        made = self.elb.create_load_balancer(Name="gate", Type="gateway", Subnets=self.subnets)["LoadBalancers"][0]
        self.balancer = made["LoadBalancerArn"]

    def service(self, acceptance: bool = True) -> dict[str, Any]:
        return self.ec2.create_vpc_endpoint_service_configuration(
            GatewayLoadBalancerArns=[self.balancer],
            AcceptanceRequired=acceptance,
            TagSpecifications=[{"ResourceType": "vpc-endpoint-service", "Tags": [{"Key": "Name", "Value": "gate"}]}],
        )["ServiceConfiguration"]

    def connect(self, service: dict[str, Any], vpc: str, *subnets: str, ec2: Any = None, **more: Any) -> str:
        return (ec2 or self.ec2).create_vpc_endpoint(
            VpcId=vpc, VpcEndpointType="GatewayLoadBalancer", ServiceName=service["ServiceName"], SubnetIds=list(subnets), **more
        )["VpcEndpoint"]["VpcEndpointId"]

    def state(self, endpoint: str, ec2: Any = None) -> str:
        return (ec2 or self.ec2).describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]["State"]


class EndpointServiceTest(GatewayLoadBalancerTest):
    def test_service(self) -> None:
        made = self.service()
        (read,) = self.ec2.describe_vpc_endpoint_service_configurations(ServiceIds=[made["ServiceId"]])["ServiceConfigurations"]
        self.assertEqual([{"ServiceType": "GatewayLoadBalancer"}], read["ServiceType"])
        self.assertEqual([self.balancer], read["GatewayLoadBalancerArns"])
        self.assertEqual([{"Key": "Name", "Value": "gate"}], read["Tags"])
        self.assertEqual(2, len(read["AvailabilityZones"]))
        details = self.ec2.describe_vpc_endpoint_services(ServiceNames=[made["ServiceName"]])["ServiceDetails"]
        self.assertEqual([made["ServiceId"]], [detail["ServiceId"] for detail in details])
        with self.refused("InvalidParameter", "associated"):
            self.service()

    def test_connections_wait_to_be_accepted(self) -> None:
        service = self.service()
        endpoint = self.connect(service, self.home, self.subnets[0])
        self.assertEqual("pendingAcceptance", self.state(endpoint))
        table = self.ec2.create_route_table(VpcId=self.home)["RouteTable"]["RouteTableId"]
        route = {"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0", "VpcEndpointId": endpoint}
        with self.refused("InvalidParameterValue", "pendingAcceptance"):
            self.ec2.create_route(**route)
        accept = {"ServiceId": service["ServiceId"], "VpcEndpointIds": [endpoint]}
        self.assertEqual([], self.ec2.accept_vpc_endpoint_connections(**accept)["Unsuccessful"])
        self.assertEqual("available", self.state(endpoint))
        self.ec2.create_route(**route)
        (refused,) = self.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])["Unsuccessful"]
        self.assertEqual("InvalidParameter", refused["Error"]["Code"])
        self.ec2.reject_vpc_endpoint_connections(**accept)
        (read,) = self.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
        self.assertEqual(["blackhole"], [item["State"] for item in read["Routes"] if item.get("GatewayId") == endpoint])
        (connection,) = self.ec2.describe_vpc_endpoint_connections()["VpcEndpointConnections"]
        self.assertEqual((endpoint, "rejected"), (connection["VpcEndpointId"], connection["VpcEndpointState"]))

    def test_what_is_in_use_stays(self) -> None:
        service = self.service(acceptance=False)
        endpoint = self.connect(service, self.home, self.subnets[0])
        with self.refused("ResourceInUse"):
            self.elb.delete_load_balancer(LoadBalancerArn=self.balancer)
        (refused,) = self.ec2.delete_vpc_endpoint_service_configurations(ServiceIds=[service["ServiceId"]])["Unsuccessful"]
        self.assertEqual("ExistingVpcEndpointConnections", refused["Error"]["Code"])
        self.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])
        self.ec2.delete_vpc_endpoint_service_configurations(ServiceIds=[service["ServiceId"]])
        self.elb.delete_load_balancer(LoadBalancerArn=self.balancer)

    def test_other_accounts_need_a_permission(self) -> None:
        service = self.service()
        theirs = self.client("ec2", account=OTHER)
        vpc = self.vpc("10.1.0.0/16", theirs)
        subnet = self.subnet(vpc, "10.1.0.0/24", "use1-az1", theirs)
        with self.refused("InvalidServiceName"):
            self.connect(service, vpc, subnet, ec2=theirs)
        change = {"ServiceId": service["ServiceId"], "AddAllowedPrincipals": [f"arn:aws:iam::{OTHER}:root"]}
        (added,) = self.ec2.modify_vpc_endpoint_service_permissions(**change)["AddedPrincipals"]
        self.assertEqual("Account", added["PrincipalType"])
        endpoint = self.connect(service, vpc, subnet, ec2=theirs)
        self.ec2.accept_vpc_endpoint_connections(ServiceId=service["ServiceId"], VpcEndpointIds=[endpoint])
        self.assertEqual("available", self.state(endpoint, theirs))
        read = self.ec2.describe_vpc_endpoint_service_permissions(ServiceId=service["ServiceId"])["AllowedPrincipals"]
        self.assertEqual([f"arn:aws:iam::{OTHER}:root"], [item["Principal"] for item in read])

    def test_refusals(self) -> None:
        service = self.service()
        elsewhere = self.subnet(self.home, "10.0.2.0/24", "use1-az4")
        with self.refused("InvalidParameter", "availability zone"):
            self.connect(service, self.home, elsewhere)
        with self.refused("InvalidParameter", "exactly one subnet"):
            self.connect(service, self.home, *self.subnets)
        with self.refused("InvalidParameter", "does not match"):
            self.ec2.create_vpc_endpoint(
                VpcId=self.home, VpcEndpointType="Interface", ServiceName=service["ServiceName"], SubnetIds=self.subnets[:1]
            )
        endpoint = self.connect(service, self.home, self.subnets[0])
        with self.refused("InvalidParameter", "cannot be changed"):
            self.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, AddSubnetIds=self.subnets[1:])


class GatewayRouteTableTest(GatewayLoadBalancerTest):
    def setUp(self) -> None:
        super().setUp()
        service = self.service(acceptance=False)
        self.next = self.connect(service, self.home, self.subnets[0])
        self.gateway = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(InternetGatewayId=self.gateway, VpcId=self.home)
        self.table = self.ec2.create_route_table(VpcId=self.home)["RouteTable"]["RouteTableId"]

    def lead(self, cidr: str, **hop: str) -> None:
        self.ec2.create_route(RouteTableId=self.table, DestinationCidrBlock=cidr, **(hop or {"VpcEndpointId": self.next}))

    def test_whole_subnets_lead_to_endpoints(self) -> None:
        self.lead("10.0.1.0/24")
        self.ec2.associate_route_table(RouteTableId=self.table, GatewayId=self.gateway)
        with self.refused("InvalidParameterValue", "not that of a subnet"):
            self.lead("10.0.1.0/25")
        with self.refused("InvalidParameterValue", "whole subnets only"):
            self.lead("192.168.0.0/16")

    def test_other_tables_are_no_gateways(self) -> None:
        self.lead("0.0.0.0/0")
        with self.refused("InvalidParameterValue", "whole subnets only"):
            self.ec2.associate_route_table(RouteTableId=self.table, GatewayId=self.gateway)

    def test_endpoints_of_other_vpcs_are_no_next_hops(self) -> None:
        table = self.ec2.create_route_table(VpcId=self.vpc("10.1.0.0/16"))["RouteTable"]["RouteTableId"]
        with self.refused("InvalidParameterValue", "different networks"):
            self.ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", VpcEndpointId=self.next)
