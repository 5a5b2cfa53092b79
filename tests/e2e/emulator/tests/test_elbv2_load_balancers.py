"""Load balancers: what they are made of, what AWS refuses, what stays behind."""

from emulator.tests.load_balancing import ZONES, LoadBalancingTest


class ApplicationTest(LoadBalancingTest):
    def test_reads_back(self) -> None:
        made = self.alb()
        self.assertRegex(made["LoadBalancerArn"], r":loadbalancer/app/front/[0-9a-f]{16}$")
        self.assertRegex(made["DNSName"], r"^front-\d+\.us-east-1\.elb\.amazonaws\.com$")
        self.assertEqual("Z35SXDOTRQ7X7K", made["CanonicalHostedZoneId"])
        self.assertEqual(
            ("internet-facing", "application", "ipv4", self.vpc, "provisioning"),
            (made["Scheme"], made["Type"], made["IpAddressType"], made["VpcId"], made["State"]["Code"]),
        )
        found = self.described(made)
        self.assertEqual("active", found["State"]["Code"])
        self.assertEqual(
            [(subnet, zone, []) for subnet, zone in zip(self.subnets[:2], ZONES)],
            [(z["SubnetId"], z["ZoneName"], z["LoadBalancerAddresses"]) for z in found["AvailabilityZones"]],
        )
        self.assertNotIn("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", found)

    def test_internal_name(self) -> None:
        self.assertRegex(self.alb(Scheme="internal")["DNSName"], r"^internal-front-\d+\.us-east-1\.elb")

    def test_without_security_group_has_the_default_one_of_the_vpc(self) -> None:
        filters = [{"Name": "vpc-id", "Values": [self.vpc]}, {"Name": "group-name", "Values": ["default"]}]
        default = self.ec2.describe_security_groups(Filters=filters)["SecurityGroups"][0]["GroupId"]
        self.assertEqual([default], self.alb(SecurityGroups=[])["SecurityGroups"])

    def test_same_settings_answer_the_same_load_balancer(self) -> None:
        self.assertEqual(self.alb()["LoadBalancerArn"], self.alb()["LoadBalancerArn"])
        self.assertEqual(2, len(self.interfaces(self.alb())))
        with self.refused("DuplicateLoadBalancerName", "different settings"):
            self.alb(Scheme="internal")

    def test_refusals_of_names(self) -> None:
        for name in ("x" * 33, "under_score", "-front", "front-", "internal-front"):
            with self.subTest(name), self.refused("ValidationError"):
                self.alb(name)

    def test_refusals_of_subnets(self) -> None:
        more = self.ec2.create_subnet(VpcId=self.vpc, CidrBlock="10.0.1.0/28", AvailabilityZone=ZONES[0])
        small = self.ec2.create_subnet(VpcId=self.vpc, CidrBlock="10.0.1.16/28", AvailabilityZone=ZONES[1])
        for address in ("10.0.1.20", "10.0.1.21", "10.0.1.22", "10.0.1.23"):
            self.ec2.create_network_interface(SubnetId=small["Subnet"]["SubnetId"], PrivateIpAddress=address)
        with self.refused("ValidationError", "At least two subnets"):
            self.alb(Subnets=self.subnets[:1])
        with self.refused("InvalidConfigurationRequest", "same Availability Zone"):
            self.alb(Subnets=[self.subnets[0], more["Subnet"]["SubnetId"]])
        with self.refused("SubnetNotFound"):
            self.alb(Subnets=["subnet-0", self.subnets[0]])
        with self.refused("InvalidSubnet", "at least 8 free"):
            self.alb(Subnets=[self.subnets[0], small["Subnet"]["SubnetId"]])
        with self.refused("ValidationError", "not both"):
            self.alb(SubnetMappings=[{"SubnetId": self.subnets[0]}])

    def test_internet_facing_needs_an_internet_gateway(self) -> None:
        vpc = self.ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            self.ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.1.{n}.0/24", AvailabilityZone=zone)["Subnet"]["SubnetId"]
            for n, zone in enumerate(ZONES)
        ]
        with self.refused("InvalidSubnet", f"{vpc} has no internet gateway"):
            self.alb(Subnets=subnets, SecurityGroups=[])
        with self.refused("InvalidConfigurationRequest", "security groups are invalid"):
            self.alb(Subnets=subnets, Scheme="internal")
        with self.refused("InvalidSecurityGroup"):
            self.alb(SecurityGroups=["sg-0"])

    def test_describe_says_what_is_missing(self) -> None:
        made = self.alb()
        with self.refused("LoadBalancerNotFound"):
            self.elb.describe_load_balancers(LoadBalancerArns=[made["LoadBalancerArn"], made["LoadBalancerArn"] + "0"])
        with self.refused("LoadBalancerNotFound"):
            self.elb.describe_load_balancers(Names=["nobody"])

    def test_subnets_can_be_exchanged(self) -> None:
        made = self.alb()
        answer = self.elb.set_subnets(LoadBalancerArn=made["LoadBalancerArn"], Subnets=self.subnets[1:])
        self.assertEqual(self.subnets[1:], [zone["SubnetId"] for zone in answer["AvailabilityZones"]])
        self.assertEqual("ipv4", answer["IpAddressType"])
        self.assertEqual(list(ZONES[1:]), [i["AvailabilityZone"] for i in self.interfaces(made)])


class InterfacesTest(LoadBalancingTest):
    """Elastic Load Balancing keeps a network interface in every subnet."""

    def test_application(self) -> None:
        made = self.alb()
        found = self.interfaces(made)
        self.assertEqual(self.subnets[:2], [interface["SubnetId"] for interface in found])
        for interface in found:
            self.assertEqual("amazon-elb", interface["RequesterId"])
            self.assertTrue(interface["RequesterManaged"])
            self.assertEqual("in-use", interface["Status"])
            self.assertEqual("interface", interface["InterfaceType"])
            self.assertEqual("amazon-elb", interface["Attachment"]["InstanceOwnerId"])
            self.assertEqual("amazon-elb", interface["Association"]["IpOwnerId"])
            self.assertEqual([self.group], [group["GroupId"] for group in interface["Groups"]])

    def test_network(self) -> None:
        made = self.nlb(SecurityGroups=[])
        filters = [{"Name": "attachment.instance-owner-id", "Values": ["amazon-aws"]}]
        found = self.ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"]
        self.assertEqual({"10.0.0.10", "10.0.0.74"}, {interface["PrivateIpAddress"] for interface in found})
        self.assertEqual({"network_load_balancer"}, {interface["InterfaceType"] for interface in found})
        self.assertEqual([[], []], [interface["Groups"] for interface in found])
        self.assertFalse(any("Association" in interface for interface in self.interfaces(made)))

    def test_chosen_addresses_leave_out_what_is_reserved(self) -> None:
        for cidr in ("10.0.0.16/28", "10.0.0.32/27"):
            self.ec2.create_subnet_cidr_reservation(SubnetId=self.subnets[0], Cidr=cidr, ReservationType="explicit")
        taken = []
        for number in range(4, 9):
            made = self.nlb(f"nlb-{number}", (), SubnetMappings=[{"SubnetId": self.subnets[0]}])
            self.assertEqual([], self.described(made)["AvailabilityZones"][0]["LoadBalancerAddresses"])
            taken.append(int(self.interfaces(made)[0]["PrivateIpAddress"].rsplit(".")[-1]))
        self.assertEqual(5, len(set(taken)))
        self.assertTrue(all(4 <= address < 16 for address in taken), taken)

    def test_go_with_the_load_balancer(self) -> None:
        made = self.nlb()
        self.elb.delete_load_balancer(LoadBalancerArn=made["LoadBalancerArn"])
        self.assertEqual([], self.interfaces(made))
        self.nlb()  # its addresses are free again

    def test_hold_what_they_need(self) -> None:
        made = self.alb()
        filters = [{"Name": "attachment.vpc-id", "Values": [self.vpc]}]
        gateway = self.ec2.describe_internet_gateways(Filters=filters)["InternetGateways"][0]["InternetGatewayId"]
        for remove in (
            lambda: self.ec2.delete_subnet(SubnetId=self.subnets[0]),
            lambda: self.ec2.delete_security_group(GroupId=self.group),
            lambda: self.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=self.vpc),
        ):
            with self.refused("DependencyViolation"):
                remove()
            self.described(made)
        self.elb.delete_load_balancer(LoadBalancerArn=made["LoadBalancerArn"])
        self.ec2.delete_subnet(SubnetId=self.subnets[0])
        self.ec2.delete_security_group(GroupId=self.group)
        self.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=self.vpc)


class EndTest(LoadBalancingTest):
    def test_deletion_protection(self) -> None:
        made = self.alb()
        arn = made["LoadBalancerArn"]
        self.elb.modify_load_balancer_attributes(
            LoadBalancerArn=arn, Attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}]
        )
        with self.refused("OperationNotPermitted", "deletion protection is enabled"):
            self.elb.delete_load_balancer(LoadBalancerArn=arn)
        self.described(made)
        self.elb.modify_load_balancer_attributes(
            LoadBalancerArn=arn, Attributes=[{"Key": "deletion_protection.enabled", "Value": "false"}]
        )
        self.elb.delete_load_balancer(LoadBalancerArn=arn)
        with self.refused("LoadBalancerNotFound"):
            self.described(made)
        self.elb.delete_load_balancer(LoadBalancerArn=arn)  # "the call succeeds"

    def test_takes_listeners_along_and_frees_target_groups(self) -> None:
        made, group = self.alb(), self.target_group()
        listener = self.listener(made, DefaultActions=self.forward(group))
        self.elb.delete_load_balancer(LoadBalancerArn=made["LoadBalancerArn"])
        with self.refused("ListenerNotFound"):
            self.elb.describe_listeners(ListenerArns=[listener["ListenerArn"]])
        self.elb.delete_target_group(TargetGroupArn=group)


class AttributesTest(LoadBalancingTest):
    def modify(self, balancer: dict, key: str, value: str) -> None:
        self.elb.modify_load_balancer_attributes(
            LoadBalancerArn=balancer["LoadBalancerArn"], Attributes=[{"Key": key, "Value": value}]
        )

    def test_defaults_of_an_application_load_balancer(self) -> None:
        found = self.attributes(self.alb())
        self.assertEqual("true", found["load_balancing.cross_zone.enabled"])
        self.assertEqual("60", found["idle_timeout.timeout_seconds"])
        self.assertEqual("defensive", found["routing.http.desync_mitigation_mode"])
        self.assertEqual("false", found["ipv6.deny_all_igw_traffic"])
        self.assertNotIn("dns_record.client_routing_policy", found)

    def test_defaults_of_a_network_load_balancer(self) -> None:
        self.assertEqual(
            {
                "access_logs.s3.bucket": "",
                "access_logs.s3.enabled": "false",
                "access_logs.s3.prefix": "",
                "deletion_protection.enabled": "false",
                "dns_record.client_routing_policy": "any_availability_zone",
                "ipv6.deny_all_igw_traffic": "true",
                "load_balancing.cross_zone.enabled": "false",
                "secondary_ips.auto_assigned.per_subnet": "0",
                "zonal_shift.config.enabled": "false",
            },
            self.attributes(self.nlb()),
        )

    def test_changes_read_back(self) -> None:
        made = self.nlb()
        self.modify(made, "load_balancing.cross_zone.enabled", "true")
        self.assertEqual("true", self.attributes(made)["load_balancing.cross_zone.enabled"])
        self.assertEqual("false", self.attributes(made)["deletion_protection.enabled"])

    def test_refusals(self) -> None:
        alb, nlb = self.alb(), self.nlb()
        with self.refused("ValidationError", "not recognized"):
            self.modify(alb, "no.such.key", "true")
        with self.refused("InvalidConfigurationRequest", "not supported on load balancers with type 'network'"):
            self.modify(nlb, "idle_timeout.timeout_seconds", "60")
        with self.refused("InvalidConfigurationRequest", "type 'application'"):
            self.modify(alb, "dns_record.client_routing_policy", "any_availability_zone")
        with self.refused("InvalidConfigurationRequest", "cannot be disabled"):
            self.modify(alb, "load_balancing.cross_zone.enabled", "false")
        with self.refused("ValidationError", "between 1 and 4000"):
            self.modify(alb, "idle_timeout.timeout_seconds", "4001")
        with self.refused("ValidationError", "must be one of"):
            self.modify(alb, "routing.http.desync_mitigation_mode", "loose")
        with self.refused("InvalidConfigurationRequest", "bucket"):
            self.modify(alb, "access_logs.s3.enabled", "true")
