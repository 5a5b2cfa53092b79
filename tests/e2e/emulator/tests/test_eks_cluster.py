"""Clusters: what they are, what they bring along, what is refused."""

import base64
import unittest

from cryptography import x509

from emulator.tests.eks_base import CLUSTER_POLICY, EksTest


class DescribeTest(EksTest):
    def test_creating_then_active(self) -> None:
        made = self.eks.create_cluster(
            name="payments", roleArn=self.cluster_role, resourcesVpcConfig={"subnetIds": self.subnets}
        )["cluster"]
        self.assertEqual("CREATING", made["status"])
        shown = self.eks.describe_cluster(name="payments")["cluster"]
        self.assertEqual("ACTIVE", shown["status"])
        self.assertEqual(["payments"], self.eks.list_clusters()["clusters"])

    def test_keeps_what_it_was_given(self) -> None:
        group = self.ec2.create_security_group(GroupName="own", Description="own", VpcId=self.vpc)["GroupId"]
        cluster = self.cluster(
            version="1.33",
            resourcesVpcConfig={
                "securityGroupIds": [group],
                "endpointPrivateAccess": True,
                "endpointPublicAccess": True,
                "publicAccessCidrs": ["203.0.113.0/24"],
            },
            accessConfig={"authenticationMode": "API_AND_CONFIG_MAP", "bootstrapClusterCreatorAdminPermissions": False},
            kubernetesNetworkConfig={"serviceIpv4Cidr": "172.21.0.0/16"},
            logging={"clusterLogging": [{"types": ["audit", "api"], "enabled": True}]},
            upgradePolicy={"supportType": "STANDARD"},
            tags={"team": "payments"},
        )
        network = cluster["resourcesVpcConfig"]
        self.assertEqual((self.subnets, [group], self.vpc), tuple(network[n] for n in ("subnetIds", "securityGroupIds", "vpcId")))
        self.assertEqual((True, True), (network["endpointPrivateAccess"], network["endpointPublicAccess"]))
        self.assertEqual(["203.0.113.0/24"], network["publicAccessCidrs"])
        self.assertEqual("1.33", cluster["version"])
        self.assertEqual(
            {"authenticationMode": "API_AND_CONFIG_MAP", "bootstrapClusterCreatorAdminPermissions": False},
            cluster["accessConfig"],
        )
        self.assertEqual("172.21.0.0/16", cluster["kubernetesNetworkConfig"]["serviceIpv4Cidr"])
        self.assertEqual({"types": ["api", "audit"], "enabled": True}, cluster["logging"]["clusterLogging"][0])
        self.assertEqual({"supportType": "STANDARD"}, cluster["upgradePolicy"])
        self.assertEqual({"team": "payments"}, cluster["tags"])

    def test_defaults(self) -> None:
        cluster = self.cluster(accessConfig={})
        self.assertEqual("1.34", cluster["version"])
        self.assertEqual("CONFIG_MAP", cluster["accessConfig"]["authenticationMode"])
        self.assertEqual("172.20.0.0/16", cluster["kubernetesNetworkConfig"]["serviceIpv4Cidr"])
        self.assertEqual(["0.0.0.0/0"], cluster["resourcesVpcConfig"]["publicAccessCidrs"])
        self.assertEqual([False], [setup["enabled"] for setup in cluster["logging"]["clusterLogging"]])
        # A provider would take them for settings that its program does not have.
        self.assertFalse({"computeConfig", "storageConfig", "zonalShiftConfig"} & cluster.keys())

    def test_private_endpoint_has_no_public_cidrs(self) -> None:
        cluster = self.cluster(resourcesVpcConfig={"endpointPrivateAccess": True, "endpointPublicAccess": False})
        self.assertEqual([], cluster["resourcesVpcConfig"]["publicAccessCidrs"])

    def test_each_cluster_has_its_own_issuer(self) -> None:
        issuers = {self.cluster(name)["identity"]["oidc"]["issuer"] for name in ("payments", "search")}
        self.assertEqual(2, len(issuers))
        for issuer in issuers:
            self.assertRegex(issuer, r"^https://oidc\.eks\.us-east-1\.amazonaws\.com/id/[0-9A-F]{32}$")

    def test_certificate_authority_can_be_read(self) -> None:
        pem = base64.b64decode(self.cluster()["certificateAuthority"]["data"])
        subject = x509.load_pem_x509_certificate(pem).subject.rfc4514_string()
        self.assertEqual("CN=kubernetes", subject)

    def test_clusters_of_accounts_are_apart(self) -> None:
        self.cluster()
        self.assertEqual([], self.client("eks", account="111122223333").list_clusters()["clusters"])
        self.assertEqual([], self.client("eks", region="eu-central-1").list_clusters()["clusters"])


class AutoModeTest(EksTest):
    def test_nodes_are_let_in(self) -> None:
        cluster = self.cluster(
            bootstrapSelfManagedAddons=False,
            computeConfig={"enabled": True, "nodePools": ["system"], "nodeRoleArn": self.node_role},
            kubernetesNetworkConfig={"elasticLoadBalancing": {"enabled": True}},
            storageConfig={"blockStorage": {"enabled": True}},
        )
        self.assertEqual(["system"], cluster["computeConfig"]["nodePools"])
        self.assertEqual({"blockStorage": {"enabled": True}}, cluster["storageConfig"])
        entry = self.eks.describe_access_entry(clusterName="payments", principalArn=self.node_role)["accessEntry"]
        self.assertEqual("EC2", entry["type"])

    def test_ipv6(self) -> None:
        network = self.cluster(kubernetesNetworkConfig={"ipFamily": "ipv6"})["kubernetesNetworkConfig"]
        self.assertRegex(network["serviceIpv6Cidr"], "^fd[0-9a-f]{2}:[0-9a-f]{4}:[0-9a-f]{4}::/108$")


class BelongingsTest(EksTest):
    """What EKS makes in EC2 and CloudWatch Logs."""

    def groups(self) -> list[dict]:
        return self.ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [self.vpc]}])["SecurityGroups"]

    def interfaces(self) -> list[dict]:
        return self.ec2.describe_network_interfaces(Filters=[{"Name": "vpc-id", "Values": [self.vpc]}])["NetworkInterfaces"]

    def test_security_group(self) -> None:
        id = self.cluster()["resourcesVpcConfig"]["clusterSecurityGroupId"]
        group = self.ec2.describe_security_groups(GroupIds=[id])["SecurityGroups"][0]
        self.assertRegex(group["GroupName"], r"^eks-cluster-sg-payments-\d+$")
        tags = {tag["Key"]: tag["Value"] for tag in group["Tags"]}
        self.assertEqual(
            {
                "Name": group["GroupName"],
                "kubernetes.io/cluster/payments": "owned",
                "aws:eks:cluster-name": "payments",
            },
            tags,
        )
        self.assertEqual(["-1"], [rule["IpProtocol"] for rule in group["IpPermissions"]])
        self.assertEqual([id], [pair["GroupId"] for pair in group["IpPermissions"][0]["UserIdGroupPairs"]])
        self.assertEqual([{"CidrIp": "0.0.0.0/0"}], group["IpPermissionsEgress"][0]["IpRanges"])

    def test_network_interfaces(self) -> None:
        id = self.cluster()["resourcesVpcConfig"]["clusterSecurityGroupId"]
        interfaces = self.interfaces()
        self.assertEqual(set(self.subnets), {interface["SubnetId"] for interface in interfaces})
        self.assertEqual({"Amazon EKS payments"}, {interface["Description"] for interface in interfaces})
        self.assertEqual({id}, {group["GroupId"] for interface in interfaces for group in interface["Groups"]})

    def test_network_interfaces_leave_reservations_free(self) -> None:
        for subnet, cidr in zip(self.subnets, ("10.16.0.0/25", "10.16.1.0/25"), strict=True):
            self.ec2.create_subnet_cidr_reservation(SubnetId=subnet, Cidr=cidr, ReservationType="explicit")
        for name in ("payments", "search", "ledger"):
            self.cluster(name)
        addresses = [interface["PrivateIpAddress"] for interface in self.interfaces()]
        self.assertEqual(6, len(set(addresses)))
        self.assertTrue(all(int(address.rpartition(".")[2]) >= 128 for address in addresses), addresses)

    def test_all_of_it_goes_with_the_cluster(self) -> None:
        self.cluster()
        self.assertEqual("DELETING", self.eks.delete_cluster(name="payments")["cluster"]["status"])
        self.assertEqual(["default"], [group["GroupName"] for group in self.groups()])
        self.assertEqual([], self.interfaces())
        with self.refused("ResourceNotFoundException", "No cluster found for name: payments"):
            self.eks.describe_cluster(name="payments")

    def test_security_group_in_use_stays_behind(self) -> None:
        id = self.cluster()["resourcesVpcConfig"]["clusterSecurityGroupId"]
        own = self.ec2.create_security_group(GroupName="own", Description="own", VpcId=self.vpc)["GroupId"]
        pair = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [{"GroupId": id}]}
        self.ec2.authorize_security_group_ingress(GroupId=own, IpPermissions=[pair])
        self.eks.delete_cluster(name="payments")
        self.assertIn(id, [group["GroupId"] for group in self.groups()])
        self.assertEqual([], self.interfaces())

    def test_it_stays_behind_without_the_role(self) -> None:
        self.cluster()
        self.iam.detach_role_policy(RoleName="cluster", PolicyArn=CLUSTER_POLICY)
        self.eks.delete_cluster(name="payments")
        self.assertEqual(2, len(self.groups()))
        self.assertEqual(2, len(self.interfaces()))

    def test_log_group_outlives_the_cluster(self) -> None:
        def log_groups() -> list[str]:
            return [group["logGroupName"] for group in self.client("logs").describe_log_groups()["logGroups"]]

        self.cluster()
        self.assertEqual([], log_groups())
        self.eks.update_cluster_config(
            name="payments", logging={"clusterLogging": [{"types": ["audit"], "enabled": True}]}
        )
        self.assertEqual(["/aws/eks/payments/cluster"], log_groups())
        self.eks.delete_cluster(name="payments")
        self.assertEqual(["/aws/eks/payments/cluster"], log_groups())


class RefusedTest(EksTest):
    def test_taken_name(self) -> None:
        self.cluster()
        with self.refused("ResourceInUseException", "Cluster already exists with name: payments"):
            self.cluster()

    def test_name(self) -> None:
        for name in ("-payments", "pay.ments", "p" * 101):
            with self.subTest(name), self.refused("InvalidParameterException", "name"):
                self.cluster(name)

    def test_version(self) -> None:
        with self.refused("InvalidParameterException", "unsupported Kubernetes version 1.19"):
            self.cluster(version="1.19")

    def test_one_zone(self) -> None:
        subnets = [self.subnets[0], self.subnet("a", "10.16.9.0/24")]
        with self.refused("InvalidParameterException", "at least two different AZs"):
            self.cluster(resourcesVpcConfig={"subnetIds": subnets})

    def test_subnets_of_two_vpcs(self) -> None:
        other = self.ec2.create_vpc(CidrBlock="10.17.0.0/16")["Vpc"]["VpcId"]
        with self.refused("InvalidParameterException", "same VPC"):
            self.cluster(resourcesVpcConfig={"subnetIds": [self.subnets[0], self.subnet("b", "10.17.0.0/24", other)]})

    def test_missing_subnet(self) -> None:
        with self.refused("InvalidParameterException", "subnet-0123456789abcdef0.*InvalidSubnetID.NotFound"):
            self.cluster(resourcesVpcConfig={"subnetIds": [self.subnets[0], "subnet-0123456789abcdef0"]})

    def test_zone_without_control_planes(self) -> None:
        zones = self.ec2.describe_availability_zones()["AvailabilityZones"]
        letter = next(zone["ZoneName"][-1] for zone in zones if zone["ZoneId"] == "use1-az3")
        subnets = [self.subnets[0], self.subnet(letter, "10.16.9.0/24")]
        with self.refused("UnsupportedAvailabilityZoneException", f"us-east-1{letter}"):
            self.cluster(resourcesVpcConfig={"subnetIds": subnets})

    def test_full_subnet(self) -> None:
        self.ec2.create_subnet_cidr_reservation(SubnetId=self.subnets[0], Cidr="10.16.0.0/24", ReservationType="prefix")
        with self.refused("InvalidParameterException", "do not have enough free IP addresses"):
            self.cluster()
        groups = self.ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [self.vpc]}])["SecurityGroups"]
        self.assertEqual(["default"], [group["GroupName"] for group in groups])

    def test_security_groups(self) -> None:
        other = self.ec2.create_vpc(CidrBlock="10.17.0.0/16")["Vpc"]["VpcId"]
        elsewhere = self.ec2.create_security_group(GroupName="own", Description="own", VpcId=other)["GroupId"]
        with self.refused("InvalidParameterException", "not in the same VPC"):
            self.cluster(resourcesVpcConfig={"securityGroupIds": [elsewhere]})
        with self.refused("InvalidParameterException", "InvalidGroup.NotFound"):
            self.cluster(resourcesVpcConfig={"securityGroupIds": ["sg-0123456789abcdef0"]})
        with self.refused("InvalidParameterException", "maximum of 5"):
            self.cluster(resourcesVpcConfig={"securityGroupIds": [elsewhere] * 6})

    def test_endpoint_that_nobody_reaches(self) -> None:
        with self.refused("InvalidParameterException", "Private and public endpoint access cannot be false."):
            self.cluster(resourcesVpcConfig={"endpointPublicAccess": False})
        with self.refused("InvalidParameterException", r"publicAccessCidrs: \[10.0.0.0/8\]"):
            self.cluster(resourcesVpcConfig={"publicAccessCidrs": ["198.51.100.0/24", "10.0.0.0/8"]})

    def test_service_addresses(self) -> None:
        for cidr, message in (
            ("10.16.0.0/20", "overlaps"),
            ("172.20.0.0/25", "between /24 and /12"),
            ("198.51.100.0/24", "must be within"),
        ):
            with self.subTest(cidr), self.refused("InvalidParameterException", message):
                self.cluster(kubernetesNetworkConfig={"serviceIpv4Cidr": cidr})

    def test_role(self) -> None:
        with self.refused("InvalidParameterException", "could not be assumed"):
            self.cluster(roleArn="arn:aws:iam::123456789012:role/none")
        with self.refused("InvalidParameterException", "could not be assumed"):
            self.cluster(roleArn=self.node_role)
        with self.refused("InvalidParameterException", "is not valid"):
            self.cluster(roleArn="cluster")
        with self.refused("InvalidParameterException", "AmazonEKSClusterPolicy"):
            self.cluster(roleArn=self.role("bare", "eks.amazonaws.com"))

    def test_half_of_auto_mode(self) -> None:
        with self.refused("InvalidParameterException", "fully enabled or fully disabled"):
            self.cluster(computeConfig={"enabled": True})

    def test_missing_cluster(self) -> None:
        for list_of in ("nodegroups", "fargate_profiles", "addons", "access_entries", "pod_identity_associations"):
            with self.subTest(list_of), self.refused("ResourceNotFoundException", "No cluster found for name: none"):
                getattr(self.eks, f"list_{list_of}")(clusterName="none")
        with self.refused("ResourceNotFoundException", "No cluster found for name: none"):
            self.eks.delete_cluster(name="none")

    def test_delete_with_fargate_profile(self) -> None:
        self.cluster()
        self.eks.create_fargate_profile(
            clusterName="payments",
            fargateProfileName="batch",
            podExecutionRoleArn=self.node_role,
            selectors=[{"namespace": "batch"}],
        )
        self.assertEqual(["batch"], self.eks.list_fargate_profiles(clusterName="payments")["fargateProfileNames"])
        with self.refused("ResourceInUseException", "Fargate profiles"):
            self.eks.delete_cluster(name="payments")

    def test_delete_with_nodegroup(self) -> None:
        self.cluster()
        self.nodegroup()
        with self.refused("ResourceInUseException", "Cluster has nodegroups attached"):
            self.eks.delete_cluster(name="payments")

    def test_delete_of_protected(self) -> None:
        self.cluster(deletionProtection=True)
        with self.refused("InvalidRequestException", "deletion protection"):
            self.eks.delete_cluster(name="payments")


if __name__ == "__main__":
    unittest.main()
