"""Subnets and their CIDR reservations."""

from emulator.tests.network import NetworkTest


class SubnetTest(NetworkTest):
    def test_zone_by_id(self) -> None:
        vpc = self.vpc()
        made = [self.subnet(vpc, f"10.0.{number}.0/24", zone) for number, zone in enumerate(("use1-az1", "use1-az2"))]
        read = self.ec2.describe_subnets(SubnetIds=made)["Subnets"]
        zones = {zone["ZoneId"]: zone["ZoneName"] for zone in self.ec2.describe_availability_zones()["AvailabilityZones"]}
        self.assertEqual(["use1-az1", "use1-az2"], [subnet["AvailabilityZoneId"] for subnet in read])
        self.assertEqual([zones["use1-az1"], zones["use1-az2"]], [subnet["AvailabilityZone"] for subnet in read])
        for subnet in read:
            self.assertFalse(subnet["DefaultForAz"] or subnet["MapPublicIpOnLaunch"])
        with self.refused("InvalidParameterValue"):
            self.subnet(vpc, "10.0.9.0/24", "euw1-az1")

    def test_default_subnets_stay_what_they_are(self) -> None:
        filters = [{"Name": "default-for-az", "Values": ["true"]}]
        defaults = self.ec2.describe_subnets(Filters=filters)["Subnets"]
        self.assertEqual(6, len(defaults))
        self.assertTrue(all(subnet["MapPublicIpOnLaunch"] for subnet in defaults))

    def test_first_subnet_of_a_zone_is_no_default(self) -> None:
        filters = [{"Name": "availability-zone", "Values": ["us-east-1b"]}]
        (default,) = self.ec2.describe_subnets(Filters=filters)["Subnets"]
        self.ec2.delete_subnet(SubnetId=default["SubnetId"])
        self.subnet(self.vpc(), "10.0.0.0/24", default["AvailabilityZoneId"])
        (read,) = self.ec2.describe_subnets(Filters=filters)["Subnets"]
        self.assertEqual((False, False), (read["DefaultForAz"], read["MapPublicIpOnLaunch"]))

    def test_ranges(self) -> None:
        vpc = self.vpc()
        self.subnet(vpc, "10.0.0.0/20")
        with self.refused("InvalidSubnet.Conflict"):
            self.subnet(vpc, "10.0.4.0/24")
        for cidr in ("10.1.0.0/24", "10.0.16.0/29"):
            with self.subTest(cidr), self.refused("InvalidSubnet.Range"):
                self.subnet(vpc, cidr)
        with self.refused("InvalidVpcID.NotFound"):
            self.subnet("vpc-0123456789abcdef0", "10.0.0.0/24")

    def test_attributes(self) -> None:
        subnet = self.subnet(self.vpc(), "10.0.0.0/24")
        self.ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
        self.ec2.modify_subnet_attribute(SubnetId=subnet, EnableResourceNameDnsAAAARecordOnLaunch={"Value": True})
        self.ec2.modify_subnet_attribute(SubnetId=subnet, PrivateDnsHostnameTypeOnLaunch="resource-name")
        self.ec2.modify_subnet_attribute(SubnetId=subnet, EnableDns64={"Value": True})
        (read,) = self.ec2.describe_subnets(SubnetIds=[subnet])["Subnets"]
        self.assertTrue(read["MapPublicIpOnLaunch"] and read["EnableDns64"])
        names = read["PrivateDnsNameOptionsOnLaunch"]
        self.assertEqual((True, "resource-name"), (names["EnableResourceNameDnsAAAARecord"], names["HostnameType"]))

    def test_in_use_is_not_deleted(self) -> None:
        vpc = self.vpc()
        attached, used = self.subnet(vpc, "10.0.0.0/24"), self.subnet(vpc, "10.0.1.0/24")
        gateway = self.ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
        attachment = self.ec2.create_transit_gateway_vpc_attachment(
            TransitGatewayId=gateway, VpcId=vpc, SubnetIds=[attached]
        )["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
        interface = self.ec2.create_network_interface(SubnetId=used)["NetworkInterface"]["NetworkInterfaceId"]
        for subnet in (attached, used):
            with self.refused("DependencyViolation", f"'{subnet}' has dependencies"):
                self.ec2.delete_subnet(SubnetId=subnet)
        self.ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attachment)
        self.ec2.delete_network_interface(NetworkInterfaceId=interface)
        for subnet in (attached, used):
            self.ec2.delete_subnet(SubnetId=subnet)
        with self.refused("InvalidSubnetID.NotFound"):
            self.ec2.delete_subnet(SubnetId=used)

    def test_load_balancer_keeps_its_subnets(self) -> None:
        vpc = self.vpc()
        subnets = [self.subnet(vpc, "10.0.0.0/24", "use1-az1"), self.subnet(vpc, "10.0.1.0/24", "use1-az2")]
        balancers = self.client("elbv2")
        made = balancers.create_load_balancer(Name="edge", Type="network", Scheme="internal", Subnets=subnets)
        with self.refused("DependencyViolation"):
            self.ec2.delete_subnet(SubnetId=subnets[0])
        balancers.delete_load_balancer(LoadBalancerArn=made["LoadBalancers"][0]["LoadBalancerArn"])
        self.ec2.delete_subnet(SubnetId=subnets[0])

    def test_deleted_subnet_takes_its_associations_along(self) -> None:
        vpc = self.vpc()
        subnet = self.subnet(vpc, "10.0.0.0/24")
        table = self.ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        self.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        self.ec2.delete_subnet(SubnetId=subnet)
        (acl,) = self.of_vpc("describe_network_acls", "NetworkAcls", vpc)
        self.assertEqual([], acl["Associations"])
        self.ec2.delete_route_table(RouteTableId=table)
        self.ec2.delete_vpc(VpcId=vpc)


class ReservationTest(NetworkTest):
    def test_description_and_tags(self) -> None:
        subnet = self.subnet(self.vpc(), "10.0.0.0/24")
        made = self.ec2.create_subnet_cidr_reservation(
            SubnetId=subnet,
            Cidr="10.0.0.16/28",
            ReservationType="explicit",
            Description="static",
            TagSpecifications=[{"ResourceType": "subnet-cidr-reservation", "Tags": [{"Key": "Name", "Value": "inner"}]}],
        )["SubnetCidrReservation"]
        read = self.ec2.get_subnet_cidr_reservations(SubnetId=subnet)
        self.assertEqual([made], read["SubnetIpv4CidrReservations"])
        self.assertEqual([], read["SubnetIpv6CidrReservations"])
        self.assertEqual(("10.0.0.16/28", "explicit", "static"), tuple(made[key] for key in _KEYS))
        self.assertEqual([{"Key": "Name", "Value": "inner"}], made["Tags"])
        self.ec2.delete_subnet_cidr_reservation(SubnetCidrReservationId=made["SubnetCidrReservationId"])
        self.assertEqual([], self.ec2.get_subnet_cidr_reservations(SubnetId=subnet)["SubnetIpv4CidrReservations"])
        with self.refused("InvalidSubnetCidrReservationID.NotFound"):
            self.ec2.delete_subnet_cidr_reservation(SubnetCidrReservationId=made["SubnetCidrReservationId"])


_KEYS = ("Cidr", "ReservationType", "Description")
