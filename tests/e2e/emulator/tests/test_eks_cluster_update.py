"""Changes of clusters, each with its update."""

import unittest

from emulator.tests.eks_base import EksTest


class ConfigTest(EksTest):
    def setUp(self) -> None:
        super().setUp()
        self.cluster(version="1.32", accessConfig={"authenticationMode": "CONFIG_MAP"})

    def update(self, **change: object) -> dict:
        return self.succeeded(self.eks.update_cluster_config(name="payments", **change))

    def shown(self) -> dict:
        return self.eks.describe_cluster(name="payments")["cluster"]

    def test_logging_is_merged(self) -> None:
        self.update(logging={"clusterLogging": [{"types": ["api", "audit"], "enabled": True}]})
        self.update(logging={"clusterLogging": [{"types": ["api"], "enabled": False}]})
        self.assertEqual({"types": ["audit"], "enabled": True}, self.shown()["logging"]["clusterLogging"][0])
        with self.refused("InvalidParameterException", "No changes needed for the logging config"):
            self.update(logging={"clusterLogging": [{"types": ["audit"], "enabled": True}]})

    def test_endpoint(self) -> None:
        update = self.update(resourcesVpcConfig={"endpointPrivateAccess": True, "publicAccessCidrs": ["203.0.113.0/24"]})
        self.assertEqual("EndpointAccessUpdate", update["type"])
        self.assertIn({"type": "PublicAccessCidrs", "value": '["203.0.113.0/24"]'}, update["params"])
        network = self.shown()["resourcesVpcConfig"]
        self.assertEqual((True, True), (network["endpointPrivateAccess"], network["endpointPublicAccess"]))
        self.assertEqual(["203.0.113.0/24"], network["publicAccessCidrs"])
        with self.refused("InvalidParameterException", "already at the desired configuration"):
            self.update(resourcesVpcConfig={"endpointPrivateAccess": True})

    def test_access_goes_forward_only(self) -> None:
        self.update(accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"})
        entries = self.eks.list_access_entries(clusterName="payments")["accessEntries"]
        self.assertEqual(["arn:aws:iam::123456789012:user/moto"], entries)
        self.update(accessConfig={"authenticationMode": "API"})
        self.assertEqual("API", self.shown()["accessConfig"]["authenticationMode"])
        with self.refused("InvalidParameterException", "update from API to CONFIG_MAP"):
            self.update(accessConfig={"authenticationMode": "CONFIG_MAP"})

    def test_subnets_of_the_same_zones(self) -> None:
        others = [self.subnet(zone, f"10.16.{20 + number}.0/24") for number, zone in enumerate("ab")]
        self.assertEqual("VpcConfigUpdate", self.update(resourcesVpcConfig={"subnetIds": others})["type"])
        self.assertEqual(others, self.shown()["resourcesVpcConfig"]["subnetIds"])
        interfaces = self.ec2.describe_network_interfaces(Filters=[{"Name": "vpc-id", "Values": [self.vpc]}])
        self.assertEqual(set(others), {interface["SubnetId"] for interface in interfaces["NetworkInterfaces"]})
        with self.refused("InvalidParameterException", "exact set of AZs 'us-east-1a,us-east-1b'"):
            self.update(resourcesVpcConfig={"subnetIds": [*others, self.subnet("c", "10.16.30.0/24")]})

    def test_subnets_of_the_same_vpc(self) -> None:
        other = self.ec2.create_vpc(CidrBlock="10.17.0.0/16")["Vpc"]["VpcId"]
        subnets = [self.subnet(zone, f"10.17.{number}.0/24", other) for number, zone in enumerate("ab")]
        with self.refused("InvalidParameterException", f"should belong to the VPC '{self.vpc}'"):
            self.update(resourcesVpcConfig={"subnetIds": subnets})
        self.assertEqual(self.subnets, self.shown()["resourcesVpcConfig"]["subnetIds"])

    def test_security_groups(self) -> None:
        group = self.ec2.create_security_group(GroupName="own", Description="own", VpcId=self.vpc)["GroupId"]
        self.update(resourcesVpcConfig={"securityGroupIds": [group]})
        self.assertEqual([group], self.shown()["resourcesVpcConfig"]["securityGroupIds"])
        self.update(resourcesVpcConfig={"securityGroupIds": []})
        self.assertEqual([], self.shown()["resourcesVpcConfig"]["securityGroupIds"])

    def test_policy_and_protection(self) -> None:
        self.update(upgradePolicy={"supportType": "STANDARD"})
        self.update(zonalShiftConfig={"enabled": True})
        self.update(deletionProtection=True)
        shown = self.shown()
        self.assertEqual({"supportType": "STANDARD"}, shown["upgradePolicy"])
        self.assertEqual({"enabled": True}, shown["zonalShiftConfig"])
        self.update(deletionProtection=False)
        self.eks.delete_cluster(name="payments")

    def test_one_kind_at_a_time(self) -> None:
        with self.refused("InvalidParameterException", "Only one type of update can be allowed."):
            self.update(
                logging={"clusterLogging": [{"types": ["api"], "enabled": True}]},
                resourcesVpcConfig={"endpointPrivateAccess": True},
            )

    def test_version(self) -> None:
        update = self.succeeded(self.eks.update_cluster_version(name="payments", version="1.33"))
        self.assertEqual("VersionUpdate", update["type"])
        self.assertEqual("1.33", self.shown()["version"])
        for version in ("1.33", "1.32", "1.35"):
            with self.subTest(version), self.refused("InvalidParameterException", f"update from 1.33 to {version}"):
                self.eks.update_cluster_version(name="payments", version=version)

    def test_version_leaves_no_nodes_behind(self) -> None:
        self.cluster("old", version="1.29")
        self.nodegroup(cluster="old", version="1.29")
        for version in ("1.30", "1.31", "1.32"):
            self.eks.update_cluster_version(name="old", version=version)
        with self.refused("InvalidRequestException", "default must be updated"):
            self.eks.update_cluster_version(name="old", version="1.33")
        self.eks.update_cluster_version(name="old", version="1.33", force=True)

    def test_encryption_is_for_good(self) -> None:
        key = [{"resources": ["secrets"], "provider": {"keyArn": "arn:aws:kms:us-east-1:123456789012:key/k"}}]
        self.succeeded(self.eks.associate_encryption_config(clusterName="payments", encryptionConfig=key))
        self.assertEqual(key, self.shown()["encryptionConfig"])
        with self.refused("ResourceInUseException"):
            self.eks.associate_encryption_config(clusterName="payments", encryptionConfig=key)

    def test_updates_are_listed(self) -> None:
        update = self.update(zonalShiftConfig={"enabled": True})
        self.assertEqual([update["id"]], self.eks.list_updates(name="payments")["updateIds"])
        self.nodegroup()
        self.assertEqual([], self.eks.list_updates(name="payments", nodegroupName="default")["updateIds"])
        with self.refused("ResourceNotFoundException", "No update found for ID: none"):
            self.eks.describe_update(name="payments", updateId="none")
        with self.refused("ResourceNotFoundException"):
            self.eks.describe_update(name="payments", nodegroupName="default", updateId=update["id"])


if __name__ == "__main__":
    unittest.main()
