"""Security groups and their rules."""

from typing import Any

from emulator.tests.network import NetworkTest


class SecurityGroupTest(NetworkTest):
    def setUp(self) -> None:
        super().setUp()
        self.home = self.vpc()
        self.group = self.new_group("front")

    def new_group(self, name: str) -> str:
        return self.ec2.create_security_group(GroupName=name, Description=name, VpcId=self.home)["GroupId"]

    def allow(self, group: str | None = None, **permission: Any) -> dict[str, Any]:
        permission = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, **permission}
        answer = self.ec2.authorize_security_group_ingress(
            GroupId=group or self.group,
            IpPermissions=[permission],
            TagSpecifications=[{"ResourceType": "security-group-rule", "Tags": [{"Key": "Name", "Value": "rule"}]}],
        )
        return answer["SecurityGroupRules"][0]

    def rules(self, **arguments: Any) -> list[dict[str, Any]]:
        arguments = arguments or {"Filters": [{"Name": "group-id", "Values": [self.group]}]}
        found = self.ec2.describe_security_group_rules(**arguments)["SecurityGroupRules"]
        return [rule for rule in found if not rule["IsEgress"]]


class RuleTest(SecurityGroupTest):
    def test_read_back(self) -> None:
        made = self.allow(IpRanges=[{"CidrIp": "10.0.0.0/8", "Description": "private"}])
        (read,) = self.rules(SecurityGroupRuleIds=[made["SecurityGroupRuleId"]])
        self.assertEqual(("10.0.0.0/8", "private", 443), (read["CidrIpv4"], read["Description"], read["FromPort"]))
        self.assertEqual([{"Key": "Name", "Value": "rule"}], read["Tags"])
        self.assertEqual([read], self.rules(Filters=[{"Name": "tag:Name", "Values": ["rule"]}]))
        with self.refused("InvalidSecurityGroupRuleId.NotFound"):
            self.rules(SecurityGroupRuleIds=["sgr-0123456789abcdef0"])

    def test_descriptions_of_groups_and_prefix_lists(self) -> None:
        other = self.new_group("back")
        prefixes = self.ec2.create_managed_prefix_list(PrefixListName="a", MaxEntries=1, AddressFamily="IPv4")
        self.allow(UserIdGroupPairs=[{"GroupId": other, "Description": "from back"}])
        self.allow(PrefixListIds=[{"PrefixListId": prefixes["PrefixList"]["PrefixListId"], "Description": "from offices"}])
        self.assertEqual(["from back", "from offices"], [rule["Description"] for rule in self.rules()])
        self.assertEqual(other, self.rules()[0]["ReferencedGroupInfo"]["GroupId"])

    def test_duplicates(self) -> None:
        other = self.new_group("back")
        for peer in (
            {"IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "{}"}]},
            {"Ipv6Ranges": [{"CidrIpv6": "fd00::/8", "Description": "{}"}]},
            {"UserIdGroupPairs": [{"GroupId": other, "Description": "{}"}]},
        ):
            with self.subTest(peer):
                ((kind, (item,)),) = peer.items()
                self.allow(**{kind: [{**item, "Description": "first"}]})
                with self.refused("InvalidPermission.Duplicate"):
                    self.allow(**{kind: [{**item, "Description": "second"}]})
                self.allow(**{kind: [item]}, ToPort=444)

    def test_ports_in_the_wrong_order(self) -> None:
        with self.refused("InvalidParameterValue", r"\(443:80\)"):
            self.allow(FromPort=443, ToPort=80, IpRanges=[{"CidrIp": "10.0.0.0/8"}])
        self.allow(IpProtocol="icmp", FromPort=8, ToPort=-1, IpRanges=[{"CidrIp": "10.0.0.0/8"}])

    def test_group_of_another_vpc(self) -> None:
        away = self.vpc("10.1.0.0/16")
        group = self.ec2.create_security_group(GroupName="away", Description="away", VpcId=away)["GroupId"]
        peers = {"UserIdGroupPairs": [{"GroupId": group}]}
        with self.refused("InvalidGroup.NotFound", "different networks"):
            self.allow(**peers)
        with self.refused("InvalidGroup.NotFound", "different networks"):
            self.ec2.authorize_security_group_egress(GroupId=self.group, IpPermissions=[{"IpProtocol": "-1", **peers}])
        peering = self.ec2.create_vpc_peering_connection(VpcId=self.home, PeerVpcId=away)["VpcPeeringConnection"]
        self.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering["VpcPeeringConnectionId"])
        self.allow(**peers)

    def test_group_of_another_vpc_on_the_transit_gateway(self) -> None:
        away = self.vpc("10.1.0.0/16")
        group = self.ec2.create_security_group(GroupName="away", Description="away", VpcId=away)["GroupId"]
        gateway = self.ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
        for vpc, cidr in ((self.home, "10.0.0.0/24"), (away, "10.1.0.0/24")):
            with self.refused("InvalidGroup.NotFound", "different networks"):
                self.allow(UserIdGroupPairs=[{"GroupId": group}])
            subnet = self.subnet(vpc, cidr)
            self.ec2.create_transit_gateway_vpc_attachment(TransitGatewayId=gateway, VpcId=vpc, SubnetIds=[subnet])
        self.allow(UserIdGroupPairs=[{"GroupId": group}])

    def test_default_outbound_rule_is_taken_away(self) -> None:
        (group,) = self.ec2.describe_security_groups(GroupIds=[self.group])["SecurityGroups"]
        self.ec2.revoke_security_group_egress(GroupId=self.group, IpPermissions=group["IpPermissionsEgress"])
        (group,) = self.ec2.describe_security_groups(GroupIds=[self.group])["SecurityGroups"]
        self.assertEqual([], group["IpPermissionsEgress"])

    def test_rules_of_the_default_group_are_taken_away(self) -> None:
        (default,) = self.ec2.describe_security_groups(
            Filters=[{"Name": "vpc-id", "Values": [self.home]}, {"Name": "group-name", "Values": ["default"]}]
        )["SecurityGroups"]
        self.assertEqual(1, len(default["IpPermissions"]))
        self.ec2.revoke_security_group_ingress(GroupId=default["GroupId"], IpPermissions=default["IpPermissions"])
        (read,) = self.ec2.describe_security_groups(GroupIds=[default["GroupId"]])["SecurityGroups"]
        self.assertEqual([], read["IpPermissions"])

    def test_revoke_by_id(self) -> None:
        made = self.allow(IpRanges=[{"CidrIp": "10.0.0.0/8"}])["SecurityGroupRuleId"]
        self.ec2.revoke_security_group_ingress(GroupId=self.group, SecurityGroupRuleIds=[made])
        self.assertEqual([], self.rules())
        with self.refused("InvalidSecurityGroupRuleId.NotFound"):
            self.ec2.revoke_security_group_ingress(GroupId=self.group, SecurityGroupRuleIds=[made])
        with self.refused("InvalidPermission.NotFound"):
            self.ec2.revoke_security_group_ingress(
                GroupId=self.group,
                IpPermissions=[{"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}],
            )

    def modify(self, rule: str, **wanted: Any) -> None:
        self.ec2.modify_security_group_rules(
            GroupId=self.group, SecurityGroupRules=[{"SecurityGroupRuleId": rule, "SecurityGroupRule": wanted}]
        )

    def test_modify(self) -> None:
        made = self.allow(IpRanges=[{"CidrIp": "10.0.0.0/8"}])["SecurityGroupRuleId"]
        self.modify(made, IpProtocol="tcp", FromPort=80, ToPort=81, CidrIpv4="10.0.0.0/16", Description="web")
        (read,) = self.rules()
        self.assertEqual(made, read["SecurityGroupRuleId"])
        self.assertEqual((80, 81, "10.0.0.0/16", "web"), tuple(read[key] for key in ("FromPort", "ToPort", *_WHOM)))
        self.assertEqual([{"Key": "Name", "Value": "rule"}], read["Tags"])
        self.modify(made, IpProtocol="-1", CidrIpv4="10.0.0.0/16")
        self.assertEqual(("-1", -1), (self.rules()[0]["IpProtocol"], self.rules()[0]["FromPort"]))
        with self.refused("InvalidParameterValue", "Invalid rule type"):
            self.modify(made, IpProtocol="-1", CidrIpv6="fd00::/8")
        self.allow(IpRanges=[{"CidrIp": "10.9.0.0/16"}])
        with self.refused("InvalidPermission.Duplicate"):
            self.modify(made, IpProtocol="tcp", FromPort=443, ToPort=443, CidrIpv4="10.9.0.0/16")

    def test_modify_a_group_rule(self) -> None:
        back, other = self.new_group("back"), self.new_group("other")
        made = self.allow(UserIdGroupPairs=[{"GroupId": back, "Description": "from back"}])["SecurityGroupRuleId"]
        self.modify(made, IpProtocol="tcp", FromPort=443, ToPort=443, ReferencedGroupId=other, Description="from other")
        (read,) = self.rules()
        self.assertEqual((other, "from other"), (read["ReferencedGroupInfo"]["GroupId"], read["Description"]))


class GroupTest(SecurityGroupTest):
    def test_default_group_is_not_deleted(self) -> None:
        (default,) = self.ec2.describe_security_groups(
            Filters=[{"Name": "vpc-id", "Values": [self.home]}, {"Name": "group-name", "Values": ["default"]}]
        )["SecurityGroups"]
        with self.refused("CannotDelete", "cannot be deleted by a user"):
            self.ec2.delete_security_group(GroupId=default["GroupId"])

    def test_referenced_group_is_not_deleted(self) -> None:
        back = self.new_group("back")
        rule = self.allow(UserIdGroupPairs=[{"GroupId": back}])["SecurityGroupRuleId"]
        self.allow(back, UserIdGroupPairs=[{"GroupId": back}])
        with self.refused("DependencyViolation", f"resource {back} has a dependent object"):
            self.ec2.delete_security_group(GroupId=back)
        self.ec2.revoke_security_group_ingress(GroupId=self.group, SecurityGroupRuleIds=[rule])
        self.ec2.delete_security_group(GroupId=back)

    def test_group_of_an_interface_is_not_deleted(self) -> None:
        subnet = self.subnet(self.home, "10.0.0.0/24")
        interface = self.ec2.create_network_interface(SubnetId=subnet, Groups=[self.group])["NetworkInterface"]
        with self.refused("DependencyViolation"):
            self.ec2.delete_security_group(GroupId=self.group)
        self.ec2.delete_network_interface(NetworkInterfaceId=interface["NetworkInterfaceId"])
        self.ec2.delete_security_group(GroupId=self.group)
        with self.refused("InvalidGroup.NotFound"):
            self.ec2.delete_security_group(GroupId=self.group)

    def test_description(self) -> None:
        for description in ("café", "a's", "<a>"):
            with self.refused("InvalidParameterValue", "GroupDescription"):
                self.ec2.create_security_group(GroupName="a", Description=description, VpcId=self.home)

    def test_unknown_vpc_and_duplicate_name(self) -> None:
        with self.refused("InvalidVpcID.NotFound"):
            self.ec2.create_security_group(GroupName="a", Description="a", VpcId="vpc-0123456789abcdef0")
        with self.refused("InvalidGroup.Duplicate"):
            self.new_group("front")


_WHOM = ("CidrIpv4", "Description")
