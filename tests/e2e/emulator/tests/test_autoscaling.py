"""Auto scaling groups behind a gateway load balancer."""

from typing import Any

from emulator.tests.network import NetworkTest


class AutoScalingTest(NetworkTest):
    def setUp(self) -> None:
        super().setUp()
        self.scaling, self.elb = self.client("autoscaling"), self.client("elbv2")
        self.home = self.vpc()
        self.subnets = [self.subnet(self.home, "10.0.0.0/24", "use1-az1"), self.subnet(self.home, "10.0.1.0/24", "use1-az2")]
        self.group = self.ec2.create_security_group(GroupName="a", Description="a", VpcId=self.home)["GroupId"]
        self.image = self.ec2.register_image(Name="appliance", RootDeviceName="/dev/xvda")["ImageId"]
        balancer = self.elb.create_load_balancer(Name="gate", Type="gateway", Subnets=self.subnets)["LoadBalancers"][0]
        self.targets = self.elb.create_target_group(Name="gate", Protocol="GENEVE", Port=6081, VpcId=self.home, TargetType="instance")[
            "TargetGroups"
        ][0]["TargetGroupArn"]
        self.elb.create_listener(
            LoadBalancerArn=balancer["LoadBalancerArn"], DefaultActions=[{"Type": "forward", "TargetGroupArn": self.targets}]
        )
        self.template = self.ec2.create_launch_template(LaunchTemplateName="appliance", LaunchTemplateData=self.data("m5.xlarge"))[
            "LaunchTemplate"
        ]["LaunchTemplateId"]

    def data(self, kind: str) -> dict[str, Any]:
        return {
            "ImageId": self.image,
            "InstanceType": kind,
            "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "DeleteOnTermination": True}}],
            "NetworkInterfaces": [{"DeviceIndex": n, "Groups": [self.group], "DeleteOnTermination": True} for n in range(2)],
        }

    def make(self, name: str = "fleet", size: int = 2, **more: Any) -> None:
        given = {
            "MinSize": size,
            "MaxSize": 4,
            "VPCZoneIdentifier": ",".join(self.subnets),
            "TargetGroupARNs": [self.targets],
            "LaunchTemplate": {"LaunchTemplateId": self.template, "Version": "1"},
        }
        self.scaling.create_auto_scaling_group(AutoScalingGroupName=name, **(given | more))

    def instances(self) -> list[dict[str, Any]]:
        reservations = self.ec2.describe_instances(Filters=[{"Name": "instance-state-name", "Values": ["running"]}])["Reservations"]
        return [instance for reservation in reservations for instance in reservation["Instances"]]

    def registered(self) -> set[str]:
        health = self.elb.describe_target_health(TargetGroupArn=self.targets)["TargetHealthDescriptions"]
        self.assertEqual({"healthy"}, {item["TargetHealth"]["State"] for item in health} or {"healthy"})
        return {item["Target"]["Id"] for item in health}

    def test_instances_are_spread_over_zones_and_registered(self) -> None:
        self.make(size=3)
        instances = self.instances()
        self.assertEqual([1, 2], sorted([item["SubnetId"] for item in instances].count(subnet) for subnet in self.subnets))
        self.assertEqual({item["InstanceId"] for item in instances}, self.registered())
        for item in instances:
            self.assertEqual(2, len(item["NetworkInterfaces"]))
            self.assertEqual({self.group}, {group["GroupId"] for card in item["NetworkInterfaces"] for group in card["Groups"]})
            self.assertEqual(["/dev/xvda"], [disk["DeviceName"] for disk in item["BlockDeviceMappings"]])

    def test_a_refresh_launches_from_the_version(self) -> None:
        self.make()
        before = self.registered()
        self.ec2.create_launch_template_version(LaunchTemplateId=self.template, LaunchTemplateData=self.data("m5.2xlarge"))
        template = {"LaunchTemplateId": self.template, "Version": "2"}
        self.scaling.update_auto_scaling_group(AutoScalingGroupName="fleet", LaunchTemplate=template)
        skip = {"Preferences": {"SkipMatching": True}}
        made = self.scaling.start_instance_refresh(AutoScalingGroupName="fleet", **skip)["InstanceRefreshId"]
        self.assertEqual(["m5.2xlarge"] * 2, [item["InstanceType"] for item in self.instances()])
        after = self.registered()
        self.assertFalse(before & after)
        self.scaling.start_instance_refresh(AutoScalingGroupName="fleet", **skip)
        self.assertEqual(after, self.registered())
        (read,) = self.scaling.describe_instance_refreshes(AutoScalingGroupName="fleet", InstanceRefreshIds=[made])["InstanceRefreshes"]
        self.assertEqual("Successful", read["Status"])

    def test_delete(self) -> None:
        self.make()
        with self.refused("ResourceInUse"):
            self.scaling.delete_auto_scaling_group(AutoScalingGroupName="fleet")
        self.scaling.update_auto_scaling_group(AutoScalingGroupName="fleet", MinSize=0, MaxSize=0, DesiredCapacity=0)
        self.assertEqual((set(), []), (self.registered(), self.instances()))
        self.scaling.delete_auto_scaling_group(AutoScalingGroupName="fleet")
        self.ec2.delete_security_group(GroupId=self.group)

    def test_hooks(self) -> None:
        hook = {"LifecycleHookName": "launch", "LifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING", "HeartbeatTimeout": 300}
        self.make(LifecycleHookSpecificationList=[hook])
        self.scaling.put_lifecycle_hook(AutoScalingGroupName="fleet", LifecycleHookName="launch", DefaultResult="CONTINUE")
        (read,) = self.scaling.describe_lifecycle_hooks(AutoScalingGroupName="fleet")["LifecycleHooks"]
        self.assertEqual((300, "CONTINUE"), (read["HeartbeatTimeout"], read["DefaultResult"]))
        self.assertNotIn("NotificationTargetARN", read)
        with self.refused("ValidationError", "must be specified"):
            self.scaling.put_lifecycle_hook(AutoScalingGroupName="fleet", LifecycleHookName="other")
        with self.refused("ValidationError", "between 30"):
            self.scaling.put_lifecycle_hook(AutoScalingGroupName="fleet", LifecycleHookName="launch", HeartbeatTimeout=5)

    def test_refusals(self) -> None:
        self.make()
        with self.refused("AlreadyExists"):
            self.make()
        with self.refused("ValidationError", "Target Groups"):
            self.make("other", TargetGroupARNs=[self.targets + "0"])
