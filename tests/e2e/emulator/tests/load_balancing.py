"""A VPC with subnets, and what load balancers need in it, for the tests of Elastic Load Balancing."""

from typing import Any

from emulator.tests.base import EmulatorTest

ZONES = ("us-east-1a", "us-east-1b", "us-east-1c")


class LoadBalancingTest(EmulatorTest):
    """A VPC 10.0.0.0/16 with an internet gateway, a security group and a /26 in three zones: 10.0.0.0, .64 and .128."""

    def setUp(self) -> None:
        super().setUp()
        self.ec2, self.elb = self.client("ec2"), self.client("elbv2")
        self.vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        gateway = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=self.vpc)
        self.subnets = [
            self.ec2.create_subnet(VpcId=self.vpc, CidrBlock=f"10.0.0.{64 * n}/26", AvailabilityZone=zone)["Subnet"][
                "SubnetId"
            ]
            for n, zone in enumerate(ZONES)
        ]
        # As AWS advises: else a load balancer whose address AWS chooses may take one that a later test step asks for.
        for n, subnet in enumerate(self.subnets):
            self.ec2.create_subnet_cidr_reservation(SubnetId=subnet, Cidr=f"10.0.0.{64 * n + 10}/31", ReservationType="explicit")
        self.group = self.ec2.create_security_group(GroupName="lb", Description="lb", VpcId=self.vpc)["GroupId"]

    def alb(self, name: str = "front", **arguments: Any) -> dict[str, Any]:
        """An internet-facing application load balancer in the first two subnets."""
        given = {"Subnets": self.subnets[:2], "SecurityGroups": [self.group]} | arguments
        return self.elb.create_load_balancer(Name=name, **given)["LoadBalancers"][0]

    def nlb(self, name: str = "inner", addresses: tuple[str, ...] = ("10.0.0.10", "10.0.0.74"), **arguments: Any) -> dict[str, Any]:
        """An internal network load balancer with these addresses, one per subnet."""
        given = {"SubnetMappings": self.mappings(*addresses), "SecurityGroups": [self.group]} | arguments
        return self.elb.create_load_balancer(Name=name, Type="network", Scheme="internal", **given)["LoadBalancers"][0]

    def mappings(self, *addresses: str) -> list[dict[str, str]]:
        """Subnet mappings with these addresses, in the order of the subnets."""
        return [
            {"SubnetId": subnet, "PrivateIPv4Address": address} for subnet, address in zip(self.subnets, addresses)
        ]

    def target_group(self, name: str = "pods", **arguments: Any) -> str:
        """The ARN of a target group of addresses."""
        given = {"Protocol": "HTTP", "Port": 80, "VpcId": self.vpc, "TargetType": "ip"} | arguments
        return self.elb.create_target_group(Name=name, **given)["TargetGroups"][0]["TargetGroupArn"]

    def listener(self, balancer: dict[str, Any], **arguments: Any) -> dict[str, Any]:
        """A listener; HTTP on port 80 with a fixed response unless something else is said."""
        fixed = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404", "ContentType": "text/plain"}}
        given = {"Protocol": "HTTP", "Port": 80, "DefaultActions": [fixed]} | arguments
        return self.elb.create_listener(LoadBalancerArn=balancer["LoadBalancerArn"], **given)["Listeners"][0]

    def forward(self, *arns: str) -> list[dict[str, Any]]:
        """The action that forwards to target groups."""
        if len(arns) == 1:
            return [{"Type": "forward", "TargetGroupArn": arns[0]}]
        return [{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": arn} for arn in arns]}}]

    def described(self, balancer: dict[str, Any]) -> dict[str, Any]:
        """What DescribeLoadBalancers says now."""
        return self.elb.describe_load_balancers(LoadBalancerArns=[balancer["LoadBalancerArn"]])["LoadBalancers"][0]

    def attributes(self, balancer: dict[str, Any]) -> dict[str, str]:
        """The attributes of a load balancer."""
        answer = self.elb.describe_load_balancer_attributes(LoadBalancerArn=balancer["LoadBalancerArn"])
        return {item["Key"]: item["Value"] for item in answer["Attributes"]}

    def interfaces(self, balancer: dict[str, Any]) -> list[dict[str, Any]]:
        """The network interfaces of a load balancer, by zone."""
        name = balancer["LoadBalancerArn"].split(":loadbalancer/")[1]
        answer = self.ec2.describe_network_interfaces(Filters=[{"Name": "description", "Values": [f"ELB {name}"]}])
        return sorted(answer["NetworkInterfaces"], key=lambda interface: interface["AvailabilityZone"])

    def certificate(self, domain: str = "example.com") -> str:
        """The ARN of a certificate that is in force: imported, as ACM issues none without a hosted zone."""
        made = self.certificates.setdefault(domain, _self_signed(domain))
        return self.client("acm").import_certificate(Certificate=made[0], PrivateKey=made[1])["CertificateArn"]

    certificates: dict[str, tuple[bytes, bytes]] = {}


def _self_signed(domain: str) -> tuple[bytes, bytes]:
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, domain)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return (
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )
