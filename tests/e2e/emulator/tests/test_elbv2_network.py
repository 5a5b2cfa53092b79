"""Network load balancers: addresses that the caller chooses, security groups from the beginning or never."""

from emulator.tests.load_balancing import ZONES, LoadBalancingTest


class AddressesTest(LoadBalancingTest):
    def addresses(self, balancer: dict) -> list[list[str]]:
        zones = self.described(balancer)["AvailabilityZones"]
        return [[address["PrivateIPv4Address"] for address in zone["LoadBalancerAddresses"]] for zone in zones]

    def test_reads_back(self) -> None:
        made = self.nlb()
        self.assertRegex(made["LoadBalancerArn"], r":loadbalancer/net/inner/[0-9a-f]{16}$")
        self.assertRegex(made["DNSName"], r"^inner-[0-9a-f]{16}\.elb\.us-east-1\.amazonaws\.com$")
        self.assertEqual("Z26RNL4JYFTOTI", made["CanonicalHostedZoneId"])
        self.assertEqual([["10.0.0.10"], ["10.0.0.74"]], self.addresses(made))

    def test_same_settings_answer_the_same_load_balancer(self) -> None:
        self.assertEqual(self.nlb()["LoadBalancerArn"], self.nlb()["LoadBalancerArn"])
        with self.refused("DuplicateLoadBalancerName", "different settings"):
            self.nlb(addresses=("10.0.0.10", "10.0.0.75"))

    def test_one_zone_is_enough(self) -> None:
        self.assertEqual([["10.0.0.10"]], self.addresses(self.nlb(addresses=("10.0.0.10",))))

    def test_refusals(self) -> None:
        self.nlb("first")
        for address, reason in {
            "10.0.0.70": "is not in its CIDR block",
            "10.0.0.0": "reserved",
            "10.0.0.3": "reserved",
            "10.0.0.63": "reserved",
            "10.0.0.10": "in use",
        }.items():
            with self.subTest(address), self.refused("InvalidConfigurationRequest", reason):
                self.nlb("second", (address,))
        with self.refused("ValidationError", "not a valid IPv4 address"):
            self.nlb("second", ("10.0.0",))
        self.nlb("second", ("10.0.0.4",))

    def test_address_of_any_interface_is_taken(self) -> None:
        self.ec2.create_network_interface(SubnetId=self.subnets[0], PrivateIpAddress="10.0.0.20")
        with self.refused("InvalidConfigurationRequest", "in use"):
            self.nlb(addresses=("10.0.0.20",))

    def test_chosen_address_needs_no_further_free_ones(self) -> None:
        small = self.ec2.create_subnet(VpcId=self.vpc, CidrBlock="10.0.1.0/28", AvailabilityZone=ZONES[0])["Subnet"]["SubnetId"]
        for address in ("10.0.1.4", "10.0.1.5", "10.0.1.6", "10.0.1.7"):
            self.ec2.create_network_interface(SubnetId=small, PrivateIpAddress=address)
        with self.refused("InvalidSubnet", "at least 8 free"):
            self.nlb(SubnetMappings=[{"SubnetId": small}])
        self.nlb(SubnetMappings=[{"SubnetId": small, "PrivateIPv4Address": "10.0.1.8"}])

    def test_not_for_other_load_balancers(self) -> None:
        with self.refused("InvalidConfigurationRequest", "internal"):
            self.alb(Subnets=[], SubnetMappings=self.mappings("10.0.0.10", "10.0.0.74"), Scheme="internal")
        with self.refused("InvalidConfigurationRequest", "Elastic IPs are not supported for load balancers with scheme 'internal'"):
            self.nlb(SubnetMappings=[{"SubnetId": self.subnets[0], "AllocationId": "eipalloc-0"}])

    def test_elastic_addresses(self) -> None:
        made = self.ec2.allocate_address(Domain="vpc")
        mapping = {"SubnetId": self.subnets[0], "AllocationId": made["AllocationId"]}
        balancer = self.elb.create_load_balancer(Name="edge", Type="network", SubnetMappings=[mapping])["LoadBalancers"][0]
        self.assertEqual(
            [{"IpAddress": made["PublicIp"], "AllocationId": made["AllocationId"]}],
            balancer["AvailabilityZones"][0]["LoadBalancerAddresses"],
        )
        with self.refused("ResourceInUse"):
            self.elb.create_load_balancer(Name="other", Type="network", SubnetMappings=[mapping])
        self.elb.delete_load_balancer(LoadBalancerArn=balancer["LoadBalancerArn"])
        self.assertNotIn("AssociationId", self.ec2.describe_addresses()["Addresses"][0])
        with self.refused("AllocationIdNotFound"):
            mapping["AllocationId"] = "eipalloc-0"
            self.elb.create_load_balancer(Name="other", Type="network", SubnetMappings=[mapping])


class SubnetsTest(LoadBalancingTest):
    def test_zone_joins_in_place(self) -> None:
        made = self.nlb()
        before = {interface["NetworkInterfaceId"] for interface in self.interfaces(made)}
        answer = self.elb.set_subnets(
            LoadBalancerArn=made["LoadBalancerArn"],
            SubnetMappings=self.mappings("10.0.0.10", "10.0.0.74", "10.0.0.138"),
        )
        self.assertEqual(3, len(answer["AvailabilityZones"]))
        after = self.interfaces(made)
        self.assertEqual(["10.0.0.10", "10.0.0.74", "10.0.0.138"], [i["PrivateIpAddress"] for i in after])
        self.assertLess(before, {interface["NetworkInterfaceId"] for interface in after})

    def test_zone_leaves_in_place(self) -> None:
        made = self.nlb()
        self.elb.set_subnets(LoadBalancerArn=made["LoadBalancerArn"], SubnetMappings=self.mappings("10.0.0.10"))
        self.assertEqual(["10.0.0.10"], [interface["PrivateIpAddress"] for interface in self.interfaces(made)])

    def test_address_of_a_zone_that_stays_cannot_change(self) -> None:
        made = self.nlb()
        with self.refused("InvalidConfigurationRequest", "cannot be changed"):
            self.elb.set_subnets(
                LoadBalancerArn=made["LoadBalancerArn"], SubnetMappings=self.mappings("10.0.0.11", "10.0.0.74")
            )
        more = self.ec2.create_subnet(VpcId=self.vpc, CidrBlock="10.0.1.0/26", AvailabilityZone=ZONES[0])["Subnet"]["SubnetId"]
        with self.refused("InvalidConfigurationRequest", "cannot be exchanged"):
            self.elb.set_subnets(LoadBalancerArn=made["LoadBalancerArn"], Subnets=[more, self.subnets[1]])


class SecurityGroupsTest(LoadBalancingTest):
    def test_private_link_rules(self) -> None:
        made = self.nlb()
        self.assertEqual("on", made["EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"])
        answer = self.elb.set_security_groups(
            LoadBalancerArn=made["LoadBalancerArn"],
            SecurityGroups=[self.group],
            EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic="off",
        )
        self.assertEqual([self.group], answer["SecurityGroupIds"])
        self.assertEqual("off", self.described(made)["EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"])

    def test_change_reaches_the_interfaces(self) -> None:
        made = self.nlb()
        other = self.ec2.create_security_group(GroupName="other", Description="other", VpcId=self.vpc)["GroupId"]
        self.elb.set_security_groups(LoadBalancerArn=made["LoadBalancerArn"], SecurityGroups=[other])
        self.assertEqual([other], self.described(made)["SecurityGroups"])
        for interface in self.interfaces(made):
            self.assertEqual([other], [group["GroupId"] for group in interface["Groups"]])

    def test_from_the_beginning_or_never(self) -> None:
        without = self.nlb(SecurityGroups=[])
        self.assertEqual([], without.get("SecurityGroups", []))
        with self.refused("InvalidConfigurationRequest", "from its creation or never"):
            self.elb.set_security_groups(LoadBalancerArn=without["LoadBalancerArn"], SecurityGroups=[self.group])
        with_group = self.nlb("other", ("10.0.0.11",))
        with self.refused("InvalidConfigurationRequest", "from its creation or never"):
            self.elb.set_security_groups(LoadBalancerArn=with_group["LoadBalancerArn"], SecurityGroups=[])
