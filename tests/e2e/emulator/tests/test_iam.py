"""Roles, policies, instance profiles and OpenID Connect providers."""

import json
import unittest

from emulator.tests.base import EmulatorTest
from emulator.tests.eks_base import CLUSTER_POLICY, trust

EC2 = trust("ec2.amazonaws.com")
NOTHING = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]})


class IamTest(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        self.iam = self.client("iam")

    def role(self, document: str = EC2, **arguments: object) -> dict:
        return self.iam.create_role(RoleName="node", AssumeRolePolicyDocument=document, **arguments)["Role"]

    def policy(self) -> str:
        return self.iam.create_policy(PolicyName="nothing", PolicyDocument=NOTHING)["Policy"]["Arn"]

    def trusted(self) -> dict:
        return self.iam.get_role(RoleName="node")["Role"]["AssumeRolePolicyDocument"]


class TrustTest(IamTest):
    def test_is_kept(self) -> None:
        document = trust("eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"])
        self.role(document)
        self.assertEqual(json.loads(document), self.trusted())
        self.iam.update_assume_role_policy(RoleName="node", PolicyDocument=EC2)
        self.assertEqual(json.loads(EC2), self.trusted())

    def test_account_becomes_its_root(self) -> None:
        statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": ["111122223333"]}}
        self.role(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
        self.assertEqual(["arn:aws:iam::111122223333:root"], self.trusted()["Statement"][0]["Principal"]["AWS"])

    def test_malformed(self) -> None:
        statement = json.loads(EC2)["Statement"][0]
        for broken, message in (
            ("{", "Json"),
            (json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Resource": "*"}]}), "Resource"),
            (json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Action": "s3:GetObject"}]}), "actions"),
            (json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole"}]}), "Principal"),
        ):
            with self.subTest(message), self.refused("MalformedPolicyDocument", message):
                self.role(broken)


class DeleteTest(IamTest):
    def test_role_with_policies_stays(self) -> None:
        self.role()
        self.iam.attach_role_policy(RoleName="node", PolicyArn=CLUSTER_POLICY)
        with self.refused("DeleteConflict", "must detach all policies first"):
            self.iam.delete_role(RoleName="node")
        self.iam.detach_role_policy(RoleName="node", PolicyArn=CLUSTER_POLICY)
        self.iam.put_role_policy(RoleName="node", PolicyName="own", PolicyDocument=NOTHING)
        with self.refused("DeleteConflict", "must delete policies first"):
            self.iam.delete_role(RoleName="node")
        self.iam.delete_role_policy(RoleName="node", PolicyName="own")
        self.iam.delete_role(RoleName="node")
        with self.refused("NoSuchEntity"):
            self.trusted()

    def test_role_in_instance_profile_stays(self) -> None:
        self.role()
        self.iam.create_instance_profile(InstanceProfileName="node")
        self.iam.add_role_to_instance_profile(InstanceProfileName="node", RoleName="node")
        with self.refused("DeleteConflict", "remove roles from instance profile first"):
            self.iam.delete_role(RoleName="node")
        with self.refused("DeleteConflict", "remove roles from instance profile first"):
            self.iam.delete_instance_profile(InstanceProfileName="node")
        with self.refused("LimitExceeded"):
            self.iam.add_role_to_instance_profile(InstanceProfileName="node", RoleName="node")
        self.iam.remove_role_from_instance_profile(InstanceProfileName="node", RoleName="node")
        with self.refused("NoSuchEntity"):
            self.iam.remove_role_from_instance_profile(InstanceProfileName="node", RoleName="node")
        self.iam.delete_instance_profile(InstanceProfileName="node")
        self.iam.delete_role(RoleName="node")

    def test_policy_in_use_stays(self) -> None:
        self.role()
        arn = self.policy()
        self.iam.attach_role_policy(RoleName="node", PolicyArn=arn)
        with self.refused("DeleteConflict", "attached to entities"):
            self.iam.delete_policy(PolicyArn=arn)
        self.iam.detach_role_policy(RoleName="node", PolicyArn=arn)
        self.iam.create_policy_version(PolicyArn=arn, PolicyDocument=NOTHING, SetAsDefault=True)
        with self.refused("DeleteConflict", "more than one version"):
            self.iam.delete_policy(PolicyArn=arn)
        self.iam.delete_policy_version(PolicyArn=arn, VersionId="v1")
        self.iam.delete_policy(PolicyArn=arn)


class BoundaryTest(IamTest):
    def test_boundary(self) -> None:
        arn = self.policy()
        self.role(PermissionsBoundary=arn)
        shown = self.iam.get_role(RoleName="node")["Role"]["PermissionsBoundary"]["PermissionsBoundaryArn"]
        self.assertEqual(arn, shown)
        with self.refused("DeleteConflict", "boundary"):
            self.iam.delete_policy(PolicyArn=arn)
        self.iam.delete_role_permissions_boundary(RoleName="node")
        self.iam.delete_policy(PolicyArn=arn)

    def test_boundary_has_to_exist(self) -> None:
        none = "arn:aws:iam::123456789012:policy/none"
        with self.refused("NoSuchEntity", "Scope ARN"):
            self.role(PermissionsBoundary=none)
        self.role()
        with self.refused("NoSuchEntity", "Scope ARN"):
            self.iam.put_role_permissions_boundary(RoleName="node", PermissionsBoundary=none)


class LinkedRoleTest(IamTest):
    def test_names(self) -> None:
        for service, name in (
            ("eks.amazonaws.com", "AWSServiceRoleForAmazonEKS"),
            ("eks-nodegroup.amazonaws.com", "AWSServiceRoleForAmazonEKSNodegroup"),
            ("elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"),
            ("autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling"),
        ):
            with self.subTest(service):
                role = self.iam.create_service_linked_role(AWSServiceName=service)["Role"]
                self.assertEqual((name, f"/aws-service-role/{service}/"), (role["RoleName"], role["Path"]))

    def test_only_once_and_only_for_the_service(self) -> None:
        name = self.iam.create_service_linked_role(AWSServiceName="eks.amazonaws.com")["Role"]["RoleName"]
        with self.refused("InvalidInput", "has been taken"):
            self.iam.create_service_linked_role(AWSServiceName="eks.amazonaws.com")
        with self.refused("UnmodifiableEntity", "protected role"):
            self.iam.delete_role(RoleName=name)
        with self.refused("UnmodifiableEntity", "protected role"):
            self.iam.update_assume_role_policy(RoleName=name, PolicyDocument=EC2)
        task = self.iam.delete_service_linked_role(RoleName=name)["DeletionTaskId"]
        self.assertRegex(task, f"^task/aws-service-role/eks.amazonaws.com/{name}/")
        status = self.iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"]
        self.assertEqual("SUCCEEDED", status)


class ProviderTest(IamTest):
    def test_once_per_issuer(self) -> None:
        issuer = {"Url": "https://oidc.eks.us-east-1.amazonaws.com/id/A", "ThumbprintList": ["0" * 40]}
        arn = self.iam.create_open_id_connect_provider(**issuer, ClientIDList=["sts.amazonaws.com"])
        arn = arn["OpenIDConnectProviderArn"]
        self.assertEqual("arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A", arn)
        with self.refused("EntityAlreadyExists", "already exists"):
            self.iam.create_open_id_connect_provider(**issuer)
        self.iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        self.iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)


class ManagedPolicyTest(IamTest):
    def test_those_that_eks_needs(self) -> None:
        self.role()
        for name in ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"):
            self.iam.attach_role_policy(RoleName="node", PolicyArn=f"arn:aws:iam::aws:policy/{name}")
        self.assertEqual(3, len(self.iam.list_attached_role_policies(RoleName="node")["AttachedPolicies"]))
        with self.refused("NoSuchEntity", "does not exist or is not attachable"):
            self.iam.attach_role_policy(RoleName="node", PolicyArn="arn:aws:iam::aws:policy/None")

    def test_accounts_are_told_by_their_keys(self) -> None:
        other = self.client("iam", account="111122223333")
        other.create_role(RoleName="node", AssumeRolePolicyDocument=EC2)
        self.assertEqual([], self.iam.list_roles()["Roles"])
        self.assertEqual("111122223333", self.client("sts", account="111122223333").get_caller_identity()["Account"])


if __name__ == "__main__":
    unittest.main()
