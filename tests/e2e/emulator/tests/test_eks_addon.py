"""Add-ons, their versions and configuration."""

import json
import unittest

from emulator.tests.eks_base import EksTest


class AddonTest(EksTest):
    def setUp(self) -> None:
        super().setUp()
        self.cluster(version="1.33")

    def addon(self, name: str = "vpc-cni", **arguments: object) -> dict:
        made = self.eks.create_addon(clusterName="payments", addonName=name, **arguments)["addon"]
        self.assertEqual("CREATING", made["status"])
        return self.shown(name)

    def shown(self, name: str = "vpc-cni") -> dict:
        return self.eks.describe_addon(clusterName="payments", addonName=name)["addon"]

    def update(self, name: str = "vpc-cni", **change: object) -> dict:
        answer = self.eks.update_addon(clusterName="payments", addonName=name, **change)
        return self.succeeded(answer, addonName=name)

    def test_lifecycle(self) -> None:
        values = json.dumps({"env": {"WARM_IP_TARGET": "2"}})
        addon = self.addon(addonVersion="v1.19.5-eksbuild.1", configurationValues=values, tags={"team": "payments"})
        self.assertEqual("ACTIVE", addon["status"])
        self.assertEqual(("v1.19.5-eksbuild.1", values), (addon["addonVersion"], addon["configurationValues"]))
        self.assertEqual({"team": "payments"}, addon["tags"])
        update = self.update(addonVersion="v1.19.6-eksbuild.1", resolveConflicts="OVERWRITE")
        self.assertIn({"type": "AddonVersion", "value": "v1.19.6-eksbuild.1"}, update["params"])
        self.assertEqual(("v1.19.6-eksbuild.1", values), tuple(self.shown()[n] for n in ("addonVersion", "configurationValues")))
        self.assertEqual(["vpc-cni"], self.eks.list_addons(clusterName="payments")["addons"])
        gone = self.eks.delete_addon(clusterName="payments", addonName="vpc-cni", preserve=True)["addon"]
        self.assertEqual("DELETING", gone["status"])
        with self.refused("ResourceNotFoundException", "No addon: vpc-cni found in cluster: payments"):
            self.shown()

    def test_default_version(self) -> None:
        offered = self.eks.describe_addon_versions(addonName="coredns", kubernetesVersion="1.33")["addons"][0]["addonVersions"]
        default = [v["addonVersion"] for v in offered if v["compatibilities"][0]["defaultVersion"]]
        self.assertEqual(default, [self.addon("coredns")["addonVersion"]])

    def test_add_ons_do_not_hold_the_cluster(self) -> None:
        self.addon()
        self.eks.delete_cluster(name="payments")

    def test_pod_identity(self) -> None:
        role = self.role("cni", "pods.eks.amazonaws.com")
        addon = self.addon(podIdentityAssociations=[{"serviceAccount": "aws-node", "roleArn": role}])
        id = addon["podIdentityAssociations"][0].rpartition("/")[2]
        shown = self.eks.describe_pod_identity_association(clusterName="payments", associationId=id)["association"]
        self.assertEqual(("kube-system", "aws-node", role), tuple(shown[n] for n in ("namespace", "serviceAccount", "roleArn")))
        self.assertEqual(addon["addonArn"], shown["ownerArn"])
        with self.refused("InvalidParameterException", "is owned by"):
            self.eks.delete_pod_identity_association(clusterName="payments", associationId=id)
        self.update(podIdentityAssociations=[])
        self.assertEqual([], self.eks.list_pod_identity_associations(clusterName="payments")["associations"])

    def test_configuration_is_held_to_the_schema(self) -> None:
        subnets = {"us-east-1a": {"id": "subnet-0123456789abcdef0", "securityGroups": ["sg-0123456789abcdef0"]}}
        good = {"eniConfig": {"create": True, "region": "us-east-1", "subnets": subnets}}
        self.addon(configurationValues=json.dumps(good))
        for values, message in (
            ({"nodeSelectors": {}}, r"\$\.nodeSelectors: is not defined in the schema"),
            ({"eniConfig": {"create": True, "region": "us-east-1"}}, r"\$\.eniConfig\.subnets: is missing"),
            ({"eniConfig": {**good["eniConfig"], "subnets": {}}}, "minimum of 1"),
            ({"eniConfig": {**good["eniConfig"], "subnets": {"us-east-1a": {"id": "one"}}}}, "regex pattern"),
            ([], "object expected"),
        ):
            with self.subTest(message), self.refused("InvalidParameterException", message):
                self.update(configurationValues=json.dumps(values))
        with self.refused("InvalidParameterException", "not a valid JSON or YAML"):
            self.update(configurationValues="{")

    def test_configuration_schema_is_told(self) -> None:
        answer = self.eks.describe_addon_configuration(addonName="vpc-cni", addonVersion="v1.19.6-eksbuild.1")
        self.assertIn("eniConfig", json.loads(answer["configurationSchema"])["properties"])

    def test_refused(self) -> None:
        self.addon()
        with self.refused("ResourceInUseException", "Addon already exists."):
            self.addon()
        with self.refused("InvalidParameterException", "Addon none specified is not supported in 1.33"):
            self.addon("none")
        with self.refused("InvalidParameterException", "Addon version specified is not supported"):
            self.addon("kube-proxy", addonVersion="v1.34.0-eksbuild.2")
        with self.refused("InvalidParameterException", "does not exist"):
            self.addon("kube-proxy", serviceAccountRoleArn="arn:aws:iam::123456789012:role/none")
        with self.refused("ResourceNotFoundException", "No cluster found"):
            self.eks.create_addon(clusterName="none", addonName="vpc-cni")


class VersionsTest(EksTest):
    def test_addon_versions(self) -> None:
        addons = self.eks.describe_addon_versions(kubernetesVersion="1.34")["addons"]
        self.assertLessEqual({"vpc-cni", "coredns", "kube-proxy"}, {addon["addonName"] for addon in addons})
        proxy = next(addon for addon in addons if addon["addonName"] == "kube-proxy")
        self.assertTrue(all(v["addonVersion"].startswith("v1.34.") for v in proxy["addonVersions"]))
        for addon in addons:
            defaults = [v for v in addon["addonVersions"] if v["compatibilities"][0]["defaultVersion"]]
            self.assertEqual(1, len(defaults), addon["addonName"])
        with self.refused("ResourceNotFoundException", "none"):
            self.eks.describe_addon_versions(addonName="none")

    def test_cluster_versions(self) -> None:
        versions = self.eks.describe_cluster_versions()["clusterVersions"]
        self.assertEqual(["1.34", "1.33"], [version["clusterVersion"] for version in versions[:2]])
        default = self.eks.describe_cluster_versions(defaultOnly=True)["clusterVersions"]
        self.assertEqual(["1.34"], [version["clusterVersion"] for version in default])
        extended = self.eks.describe_cluster_versions(versionStatus="EXTENDED_SUPPORT")["clusterVersions"]
        self.assertIn("1.29", [version["clusterVersion"] for version in extended])
        some = self.eks.describe_cluster_versions(clusterVersions=["1.31", "1.32"])["clusterVersions"]
        self.assertEqual(["1.32", "1.31"], [version["clusterVersion"] for version in some])

    def test_pages(self) -> None:
        pages = self.eks.get_paginator("describe_cluster_versions").paginate(PaginationConfig={"PageSize": 2})
        sizes = [len(page["clusterVersions"]) for page in pages]
        self.assertEqual([2, 2, 2, 1], sizes)


if __name__ == "__main__":
    unittest.main()
