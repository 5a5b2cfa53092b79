"""Who may come in: access entries, access policies, pod identities; and the tags of it all."""

import unittest

import boto3

from emulator.tests.eks_base import EksTest

VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
OPS = "arn:aws:iam::111122223333:role/team/ops"


class AccessTest(EksTest):
    def setUp(self) -> None:
        super().setUp()
        self.cluster()

    def entry(self, principal: str = OPS, **arguments: object) -> dict:
        self.eks.create_access_entry(clusterName="payments", principalArn=principal, **arguments)
        return self.shown(principal)

    def shown(self, principal: str = OPS) -> dict:
        return self.eks.describe_access_entry(clusterName="payments", principalArn=principal)["accessEntry"]


class EntryTest(AccessTest):
    def test_role(self) -> None:
        entry = self.entry(tags={"team": "ops"})
        self.assertEqual(("STANDARD", []), (entry["type"], entry["kubernetesGroups"]))
        self.assertEqual("arn:aws:sts::111122223333:assumed-role/ops/{{SessionName}}", entry["username"])
        self.assertRegex(entry["accessEntryArn"], r":access-entry/payments/role/111122223333/ops/[0-9a-f-]{36}$")
        self.assertEqual({"team": "ops"}, entry["tags"])

    def test_user(self) -> None:
        user = "arn:aws:iam::111122223333:user/ada"
        self.assertEqual(user, self.entry(user)["username"])

    def test_update_and_delete(self) -> None:
        self.entry(kubernetesGroups=["viewers"])
        self.eks.update_access_entry(
            clusterName="payments", principalArn=OPS, kubernetesGroups=["editors"], username="ops"
        )
        self.assertEqual((["editors"], "ops"), (self.shown()["kubernetesGroups"], self.shown()["username"]))
        self.eks.delete_access_entry(clusterName="payments", principalArn=OPS)
        with self.refused("ResourceNotFoundException", "principalArn could not be found"):
            self.shown()

    def test_creator_administers(self) -> None:
        creator = "arn:aws:iam::123456789012:user/moto"
        self.assertEqual([creator], self.eks.list_access_entries(clusterName="payments")["accessEntries"])
        policies = self.eks.list_associated_access_policies(clusterName="payments", principalArn=creator)
        self.assertRegex(policies["associatedAccessPolicies"][0]["policyArn"], "AmazonEKSClusterAdminPolicy$")

    def test_creator_with_a_role(self) -> None:
        deploy = self.role("deploy", "ec2.amazonaws.com")
        session = self.client("sts").assume_role(RoleArn=deploy, RoleSessionName="pulumi")["Credentials"]
        eks = boto3.client(
            "eks",
            region_name="us-east-1",
            endpoint_url=self.endpoint,
            aws_access_key_id=session["AccessKeyId"],
            aws_secret_access_key=session["SecretAccessKey"],
            aws_session_token=session["SessionToken"],
        )
        eks.create_cluster(
            name="search",
            roleArn=self.cluster_role,
            resourcesVpcConfig={"subnetIds": self.subnets},
            accessConfig={"authenticationMode": "API"},
        )
        self.assertEqual([deploy], eks.list_access_entries(clusterName="search")["accessEntries"])

    def test_creator_stays_out(self) -> None:
        access = {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False}
        self.cluster("search", accessConfig=access)
        self.assertEqual([], self.eks.list_access_entries(clusterName="search")["accessEntries"])

    def test_refused(self) -> None:
        self.entry()
        with self.refused("ResourceInUseException", "already in use"):
            self.entry()
        for principal in (
            "arn:aws:iam::123456789012:role/none",
            "arn:aws:sts::111122223333:assumed-role/ops/me",
            "arn:aws:iam::111122223333:group/ops",
        ):
            with self.subTest(principal), self.refused("InvalidParameterException", "invalid principal"):
                self.entry(principal)
        with self.refused("InvalidParameterException", "cannot start with system:"):
            self.entry("arn:aws:iam::111122223333:role/b", kubernetesGroups=["system:masters"])
        with self.refused("InvalidParameterException", "set by EKS"):
            self.entry("arn:aws:iam::111122223333:role/b", type="EC2_LINUX", kubernetesGroups=["nodes"])
        with self.refused("InvalidParameterException", "type NONE is not valid"):
            self.entry("arn:aws:iam::111122223333:role/b", type="NONE")

    def test_not_with_the_config_map_alone(self) -> None:
        self.cluster("search", accessConfig={"authenticationMode": "CONFIG_MAP"})
        with self.refused("InvalidRequestException", r"one of \[API, API_AND_CONFIG_MAP\]"):
            self.eks.create_access_entry(clusterName="search", principalArn=OPS)


class PolicyTest(AccessTest):
    def setUp(self) -> None:
        super().setUp()
        self.associated = {"clusterName": "payments", "principalArn": OPS}

    def associate(self, scope: dict, policy: str = VIEW) -> dict:
        answer = self.eks.associate_access_policy(**self.associated, policyArn=policy, accessScope=scope)
        return answer["associatedAccessPolicy"]

    def policies(self) -> list[dict]:
        return self.eks.list_associated_access_policies(**self.associated)["associatedAccessPolicies"]

    def test_associate(self) -> None:
        self.entry()
        self.associate({"type": "cluster"})
        self.associate({"type": "namespace", "namespaces": ["checkout"]})
        shown = [(policy["policyArn"], policy["accessScope"]) for policy in self.policies()]
        self.assertEqual([(VIEW, {"type": "namespace", "namespaces": ["checkout"]})], shown)
        with_policy = self.eks.list_access_entries(clusterName="payments", associatedPolicyArn=VIEW)["accessEntries"]
        self.assertEqual([OPS], with_policy)
        self.eks.disassociate_access_policy(**self.associated, policyArn=VIEW)
        self.assertEqual([], self.policies())
        with self.refused("ResourceNotFoundException", "policyArn could not be found"):
            self.eks.disassociate_access_policy(**self.associated, policyArn=VIEW)

    def test_policies(self) -> None:
        self.assertIn(VIEW, [policy["arn"] for policy in self.eks.list_access_policies()["accessPolicies"]])

    def test_association_is_refused(self) -> None:
        with self.refused("ResourceNotFoundException", "principalArn could not be found"):
            self.associate({"type": "cluster"})
        self.entry()
        with self.refused("InvalidParameterException", "policyArn parameter format is not valid"):
            self.associate({"type": "cluster"}, "arn:aws:iam::aws:policy/AdministratorAccess")
        with self.refused("InvalidParameterException", "At least one namespace"):
            self.associate({"type": "namespace"})
        with self.refused("InvalidParameterException", "Namespaces cannot be specified"):
            self.associate({"type": "cluster", "namespaces": ["checkout"]})
        with self.refused("InvalidParameterException", "must be one of"):
            self.associate({"type": "everything"})

    def test_nodes_have_no_policies(self) -> None:
        self.entry(type="EC2_LINUX")
        with self.refused("InvalidRequestException", "EC2_LINUX"):
            self.associate({"type": "cluster"})


class PodIdentityTest(EksTest):
    def setUp(self) -> None:
        super().setUp()
        self.cluster()
        self.pod_role = self.role("pod", "pods.eks.amazonaws.com")
        self.pod = {"clusterName": "payments", "namespace": "checkout", "serviceAccount": "api"}

    def test_lifecycle(self) -> None:
        made = self.eks.create_pod_identity_association(**self.pod, roleArn=self.pod_role, tags={"a": "b"})["association"]
        self.assertRegex(made["associationId"], "^a-[a-z0-9]{17}$")
        key = {"clusterName": "payments", "associationId": made["associationId"]}
        self.assertEqual(made, self.eks.describe_pod_identity_association(**key)["association"])
        other = self.role("other", "pods.eks.amazonaws.com")
        self.eks.update_pod_identity_association(**key, roleArn=other)
        self.assertEqual(other, self.eks.describe_pod_identity_association(**key)["association"]["roleArn"])
        listed = self.eks.list_pod_identity_associations(clusterName="payments", namespace="checkout")["associations"]
        self.assertEqual([made["associationArn"]], [association["associationArn"] for association in listed])
        self.eks.delete_pod_identity_association(**key)
        with self.refused("ResourceNotFoundException", "No association found"):
            self.eks.describe_pod_identity_association(**key)

    def test_refused(self) -> None:
        self.eks.create_pod_identity_association(**self.pod, roleArn=self.pod_role)
        with self.refused("ResourceInUseException", "Association already exists"):
            self.eks.create_pod_identity_association(**self.pod, roleArn=self.pod_role)
        with self.refused("InvalidParameterException", "could not be assumed"):
            self.eks.create_pod_identity_association(**{**self.pod, "serviceAccount": "b"}, roleArn=self.node_role)


class TagsTest(EksTest):
    def test_everything_has_tags(self) -> None:
        arns = [self.cluster()["arn"], self.nodegroup()["nodegroupArn"]]
        arns.append(self.eks.create_addon(clusterName="payments", addonName="vpc-cni")["addon"]["addonArn"])
        entry = self.eks.create_access_entry(clusterName="payments", principalArn=OPS)["accessEntry"]
        arns.append(entry["accessEntryArn"])
        role = self.role("pod", "pods.eks.amazonaws.com")
        pod = self.eks.create_pod_identity_association(
            clusterName="payments", namespace="checkout", serviceAccount="api", roleArn=role
        )
        arns.append(pod["association"]["associationArn"])
        profile = self.eks.create_fargate_profile(
            clusterName="payments",
            fargateProfileName="batch",
            podExecutionRoleArn=self.node_role,
            selectors=[{"namespace": "batch"}],
        )
        arns.append(profile["fargateProfile"]["fargateProfileArn"])
        for arn in arns:
            with self.subTest(arn):
                self.eks.tag_resource(resourceArn=arn, tags={"a": "1", "b": "2"})
                self.eks.untag_resource(resourceArn=arn, tagKeys=["a"])
                self.assertEqual({"b": "2"}, self.eks.list_tags_for_resource(resourceArn=arn)["tags"])
        self.assertEqual({"b": "2"}, self.eks.describe_cluster(name="payments")["cluster"]["tags"])

    def test_refused(self) -> None:
        arn = self.cluster()["arn"]
        with self.refused("NotFoundException"):
            self.eks.tag_resource(resourceArn=arn + "s", tags={"a": "1"})
        with self.refused("BadRequestException", "aws:"):
            self.eks.tag_resource(resourceArn=arn, tags={"aws:a": "1"})


if __name__ == "__main__":
    unittest.main()
