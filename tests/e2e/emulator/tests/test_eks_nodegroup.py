"""Node groups: what they run on, how they change, what is refused."""

import unittest

from emulator.tests.eks_base import NODE_POLICY, EksTest


class NodegroupTest(EksTest):
    def setUp(self) -> None:
        super().setUp()
        self.cluster(version="1.33")

    def shown(self) -> dict:
        return self.eks.describe_nodegroup(clusterName="payments", nodegroupName="default")["nodegroup"]

    def template(self, **data: object) -> str:
        made = self.ec2.create_launch_template(LaunchTemplateName="nodes", LaunchTemplateData=data)
        return made["LaunchTemplate"]["LaunchTemplateId"]


class DescribeTest(NodegroupTest):
    def test_defaults(self) -> None:
        group = self.nodegroup()
        self.assertEqual("ACTIVE", group["status"])
        self.assertEqual("AL2023_x86_64_STANDARD", group["amiType"])
        self.assertEqual(("ON_DEMAND", 20), (group["capacityType"], group["diskSize"]))
        self.assertEqual(["t3.medium"], group["instanceTypes"])
        self.assertEqual("1.33", group["version"])
        self.assertTrue(group["releaseVersion"].startswith("1.33."), group["releaseVersion"])
        self.assertEqual({"maxUnavailable": 1}, group["updateConfig"])
        self.assertFalse({"remoteAccess", "launchTemplate"} & group.keys())

    def test_keeps_what_it_was_given(self) -> None:
        taint = {"key": "dedicated", "value": "batch", "effect": "NO_SCHEDULE"}
        group = self.nodegroup(
            instanceTypes=["m6g.large", "m7g.large"],
            amiType="AL2023_ARM_64_STANDARD",
            capacityType="SPOT",
            diskSize=80,
            labels={"tier": "batch"},
            taints=[taint],
            tags={"team": "payments"},
            updateConfig={"maxUnavailablePercentage": 50},
            nodeRepairConfig={"enabled": True},
            version="1.32",
        )
        self.assertEqual(["m6g.large", "m7g.large"], group["instanceTypes"])
        self.assertEqual(("SPOT", 80, "1.32"), tuple(group[n] for n in ("capacityType", "diskSize", "version")))
        self.assertEqual(({"tier": "batch"}, [taint]), (group["labels"], group["taints"]))
        self.assertEqual({"team": "payments"}, group["tags"])
        self.assertEqual({"maxUnavailablePercentage": 50}, group["updateConfig"])
        self.assertEqual({"enabled": True}, group["nodeRepairConfig"])

    def test_launch_template(self) -> None:
        id = self.template(InstanceType="m6i.large")
        group = self.nodegroup(launchTemplate={"id": id, "version": "1"})
        self.assertEqual({"id": id, "name": "nodes", "version": "1"}, group["launchTemplate"])
        self.assertFalse({"diskSize", "instanceTypes"} & group.keys())

    def test_launch_template_with_image(self) -> None:
        self.template(ImageId="ami-0123456789abcdef0")
        group = self.nodegroup(launchTemplate={"name": "nodes"})
        self.assertEqual("CUSTOM", group["amiType"])

    def test_remote_access(self) -> None:
        self.ec2.create_key_pair(KeyName="ops")
        access = {"ec2SshKey": "ops"}
        group = self.nodegroup(remoteAccess=access)
        self.assertEqual(access, group["remoteAccess"])
        id = group["resources"]["remoteAccessSecurityGroup"]
        rule = self.ec2.describe_security_groups(GroupIds=[id])["SecurityGroups"][0]["IpPermissions"][0]
        self.assertEqual((22, 22, "0.0.0.0/0"), (rule["FromPort"], rule["ToPort"], rule["IpRanges"][0]["CidrIp"]))
        self.eks.delete_nodegroup(clusterName="payments", nodegroupName="default")
        with self.refused("InvalidGroup.NotFound"):
            self.ec2.describe_security_groups(GroupIds=[id])

    def test_its_role_is_let_in_and_out(self) -> None:
        self.nodegroup("one")
        self.nodegroup("two")
        entry = self.eks.describe_access_entry(clusterName="payments", principalArn=self.node_role)["accessEntry"]
        self.assertEqual(("EC2_LINUX", ["system:nodes"]), (entry["type"], entry["kubernetesGroups"]))
        self.eks.delete_nodegroup(clusterName="payments", nodegroupName="one")
        self.eks.describe_access_entry(clusterName="payments", principalArn=self.node_role)
        self.eks.delete_nodegroup(clusterName="payments", nodegroupName="two")
        with self.refused("ResourceNotFoundException"):
            self.eks.describe_access_entry(clusterName="payments", principalArn=self.node_role)

    def test_delete(self) -> None:
        self.nodegroup()
        answer = self.eks.delete_nodegroup(clusterName="payments", nodegroupName="default")
        self.assertEqual("DELETING", answer["nodegroup"]["status"])
        self.assertEqual([], self.eks.list_nodegroups(clusterName="payments")["nodegroups"])
        with self.refused("ResourceNotFoundException", "No node group found for name: default"):
            self.shown()

    def test_delete_fails_without_the_role(self) -> None:
        self.nodegroup()
        self.iam.detach_role_policy(RoleName="node", PolicyArn=NODE_POLICY)
        self.eks.delete_nodegroup(clusterName="payments", nodegroupName="default")
        group = self.shown()
        self.assertEqual(("DELETE_FAILED", "AccessDenied"), (group["status"], group["health"]["issues"][0]["code"]))


class UpdateTest(NodegroupTest):
    def config(self, **change: object) -> None:
        answer = self.eks.update_nodegroup_config(clusterName="payments", nodegroupName="default", **change)
        self.succeeded(answer, nodegroupName="default")

    def version(self, **change: object) -> None:
        answer = self.eks.update_nodegroup_version(clusterName="payments", nodegroupName="default", **change)
        self.succeeded(answer, nodegroupName="default")

    def test_config(self) -> None:
        old = {"key": "a", "value": "1", "effect": "NO_SCHEDULE"}
        new = {"key": "a", "value": "2", "effect": "NO_SCHEDULE"}
        gone = {"key": "b", "effect": "NO_EXECUTE"}
        self.nodegroup(labels={"keep": "1", "drop": "1"}, taints=[old, gone])
        self.config(
            labels={"addOrUpdateLabels": {"keep": "2", "add": "1"}, "removeLabels": ["drop"]},
            taints={"addOrUpdateTaints": [new], "removeTaints": [gone]},
            scalingConfig={"minSize": 2, "desiredSize": 2, "maxSize": 4},
            updateConfig={"maxUnavailable": 2},
        )
        group = self.shown()
        self.assertEqual({"keep": "2", "add": "1"}, group["labels"])
        self.assertEqual([new], group["taints"])
        self.assertEqual({"minSize": 2, "desiredSize": 2, "maxSize": 4}, group["scalingConfig"])
        self.assertEqual({"maxUnavailable": 2}, group["updateConfig"])

    def test_bounds(self) -> None:
        self.nodegroup()
        with self.refused("InvalidParameterException", "Minimum capacity 2 can't be greater than desired size 1"):
            self.config(scalingConfig={"minSize": 2, "desiredSize": 1, "maxSize": 3})
        with self.refused("InvalidParameterException", "desired capacity 4 can't be greater than max size 3"):
            self.config(scalingConfig={"minSize": 1, "desiredSize": 4, "maxSize": 3})
        self.assertEqual({"minSize": 1, "desiredSize": 1, "maxSize": 3}, self.shown()["scalingConfig"])

    def test_version(self) -> None:
        self.nodegroup(version="1.31")
        self.version(version="1.32")
        self.assertEqual("1.32", self.shown()["version"])
        self.version()
        self.assertEqual("1.33", self.shown()["version"])
        with self.refused("InvalidParameterException", "cannot be rolled back to 1.32"):
            self.version(version="1.32")
        with self.refused("InvalidParameterException", "not compatible"):
            self.version(version="1.34")

    def test_launch_template_version(self) -> None:
        id = self.template(InstanceType="m6i.large")
        self.nodegroup(launchTemplate={"id": id, "version": "1"})
        self.ec2.create_launch_template_version(LaunchTemplateId=id, LaunchTemplateData={"InstanceType": "m6i.xlarge"})
        self.version(launchTemplate={"id": id, "version": "2"})
        self.assertEqual({"id": id, "name": "nodes", "version": "2"}, self.shown()["launchTemplate"])
        with self.refused("InvalidRequestException", "does not exist"):
            self.version(launchTemplate={"id": id, "version": "3"})

    def test_launch_template_stays(self) -> None:
        self.nodegroup()
        with self.refused("InvalidParameterException", "not the one"):
            self.version(launchTemplate={"id": self.template(InstanceType="m6i.large"), "version": "1"})


class RefusedTest(NodegroupTest):
    def refuses(self, message: str, **arguments: object) -> None:
        with self.refused("InvalidParameterException", message):
            self.nodegroup(**arguments)

    def test_taken_name(self) -> None:
        self.nodegroup()
        with self.refused("ResourceInUseException", "already exists with name default"):
            self.nodegroup()

    def test_missing_cluster(self) -> None:
        with self.refused("ResourceNotFoundException", "No cluster found for name: none"):
            self.nodegroup(cluster="none")

    def test_other_vpc(self) -> None:
        other = self.ec2.create_vpc(CidrBlock="10.17.0.0/16")["Vpc"]["VpcId"]
        self.refuses("must belong to the VPC", subnets=[self.subnet("a", "10.17.0.0/24", other)])

    def test_role(self) -> None:
        self.refuses("could not be assumed", nodeRole=self.cluster_role)
        self.refuses("AmazonEKSWorkerNodePolicy", nodeRole=self.role("bare", "ec2.amazonaws.com"))

    def test_bounds(self) -> None:
        self.refuses("can't be greater than max size", scalingConfig={"minSize": 3, "desiredSize": 2, "maxSize": 1})

    def test_machines(self) -> None:
        self.refuses("do not exist", instanceTypes=["m99.large"])
        self.refuses("same CPU architecture", instanceTypes=["m6i.large", "m6g.large"])
        self.refuses("not a valid instance type", instanceTypes=["m6g.large"], amiType="AL2023_x86_64_STANDARD")
        self.refuses("1.32 or earlier", amiType="AL2_x86_64")
        self.refuses("must be one of", amiType="AL3")

    def test_launch_template(self) -> None:
        template = {"id": self.template(ImageId="ami-0123456789abcdef0"), "version": "1"}
        self.refuses("Disk size must be specified within the launch template", launchTemplate=template, diskSize=20)
        self.refuses("image id", launchTemplate=template, amiType="AL2023_x86_64_STANDARD")
        self.refuses("Either provide", launchTemplate={**template, "name": "nodes"})
        with self.refused("InvalidRequestException", "does not exist"):
            self.nodegroup(launchTemplate={"id": "lt-0123456789abcdef0", "version": "1"})

    def test_versions(self) -> None:
        self.refuses("not compatible", version="1.34")
        self.refuses("not valid for kubernetes version 1.33", releaseVersion="1.32.0-20250101")

    def test_key(self) -> None:
        with self.refused("InvalidRequestException", "key pair 'none' does not exist"):
            self.nodegroup(remoteAccess={"ec2SshKey": "none"})


if __name__ == "__main__":
    unittest.main()
