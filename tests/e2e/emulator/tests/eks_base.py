"""What the tests of EKS share: a VPC with subnets in two zones, and roles for clusters, nodes and pods."""

import json
from typing import Any, ClassVar

from emulator.tests.base import REGION, EmulatorTest

CLUSTER_POLICY = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
NODE_POLICY = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"


def trust(service: str, action: str | list[str] = "sts:AssumeRole") -> str:
    """A trust policy for a service."""
    statement = {"Effect": "Allow", "Action": action, "Principal": {"Service": service}}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class EksTest(EmulatorTest):
    """A test case with everything that a cluster needs."""

    clients: ClassVar[dict[tuple[str, str], Any]]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.clients = {}

    def client(self, service: str, region: str = REGION, account: str | None = None) -> Any:
        """A client, the same for all tests of a class: boto3 takes a while to make one. Sessions end with each test."""
        if account:
            return super().client(service, region, account)
        if (service, region) not in self.clients:
            self.clients[service, region] = super().client(service, region)
        return self.clients[service, region]

    def setUp(self) -> None:
        super().setUp()
        self.eks, self.ec2, self.iam = self.client("eks"), self.client("ec2"), self.client("iam")
        self.vpc = self.ec2.create_vpc(CidrBlock="10.16.0.0/16")["Vpc"]["VpcId"]
        self.subnets = [self.subnet(zone, f"10.16.{number}.0/24") for number, zone in enumerate("ab")]
        self.cluster_role = self.role("cluster", "eks.amazonaws.com", CLUSTER_POLICY)
        self.node_role = self.role("node", "ec2.amazonaws.com", NODE_POLICY)

    def subnet(self, zone: str, cidr: str, vpc: str | None = None) -> str:
        """A subnet in a zone, by the last letter of its name."""
        made = self.ec2.create_subnet(VpcId=vpc or self.vpc, CidrBlock=cidr, AvailabilityZone=f"us-east-1{zone}")
        return made["Subnet"]["SubnetId"]

    def role(self, name: str, service: str, *policies: str) -> str:
        """A role that a service may assume; its ARN."""
        arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(service))["Role"]["Arn"]
        for policy in policies:
            self.iam.attach_role_policy(RoleName=name, PolicyArn=policy)
        return arn

    def cluster(self, name: str = "payments", **arguments: Any) -> dict[str, Any]:
        """A cluster, as DescribeCluster shows it."""
        network = {"subnetIds": self.subnets, **arguments.pop("resourcesVpcConfig", {})}
        self.eks.create_cluster(
            **{
                "name": name,
                "roleArn": self.cluster_role,
                "resourcesVpcConfig": network,
                "accessConfig": {"authenticationMode": "API"},
                **arguments,
            }
        )
        return self.eks.describe_cluster(name=name)["cluster"]

    def nodegroup(self, name: str = "default", cluster: str = "payments", **arguments: Any) -> dict[str, Any]:
        """A node group, as DescribeNodegroup shows it."""
        self.eks.create_nodegroup(
            **{
                "clusterName": cluster,
                "nodegroupName": name,
                "nodeRole": self.node_role,
                "subnets": self.subnets,
                "scalingConfig": {"minSize": 1, "desiredSize": 1, "maxSize": 3},
                **arguments,
            }
        )
        return self.eks.describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"]

    def succeeded(self, answer: dict[str, Any], **of: str) -> dict[str, Any]:
        """The update that an answer begins, once it is done."""
        self.assertEqual("InProgress", answer["update"]["status"])
        update = self.eks.describe_update(name="payments", updateId=answer["update"]["id"], **of)["update"]
        self.assertEqual(("Successful", []), (update["status"], update["errors"]))
        return update
