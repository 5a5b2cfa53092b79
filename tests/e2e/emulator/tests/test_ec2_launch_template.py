"""Launch templates."""

from emulator.tests.network import NetworkTest


class LaunchTemplateTest(NetworkTest):
    def test_tags_of_the_template_are_not_those_of_its_instances(self) -> None:
        instances = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "node"}]}]
        made = self.ec2.create_launch_template(
            LaunchTemplateName="nodes",
            LaunchTemplateData={"InstanceType": "m7i.large", "TagSpecifications": instances},
            TagSpecifications=[{"ResourceType": "launch-template", "Tags": [{"Key": "Name", "Value": "template"}]}],
        )["LaunchTemplate"]
        template = made["LaunchTemplateId"]
        (version,) = self.ec2.describe_launch_template_versions(LaunchTemplateId=template)["LaunchTemplateVersions"]
        self.assertEqual(instances, version["LaunchTemplateData"]["TagSpecifications"])
        self.ec2.create_tags(Resources=[template], Tags=[{"Key": "team", "Value": "network"}])
        (read,) = self.ec2.describe_launch_templates(LaunchTemplateIds=[template])["LaunchTemplates"]
        self.assertEqual({"Name": "template", "team": "network"}, {tag["Key"]: tag["Value"] for tag in read["Tags"]})

    def test_template_without_instance_tags(self) -> None:
        template = self.ec2.create_launch_template(
            LaunchTemplateName="nodes",
            LaunchTemplateData={"InstanceType": "m7i.large"},
            TagSpecifications=[{"ResourceType": "launch-template", "Tags": [{"Key": "Name", "Value": "template"}]}],
        )["LaunchTemplate"]["LaunchTemplateId"]
        (version,) = self.ec2.describe_launch_template_versions(LaunchTemplateId=template)["LaunchTemplateVersions"]
        self.assertEqual({"InstanceType": "m7i.large"}, version["LaunchTemplateData"])

    def test_unknown(self) -> None:
        unknown = "lt-0123456789abcdef0"
        with self.refused("InvalidLaunchTemplateId.NotFound"):
            self.ec2.describe_launch_templates(LaunchTemplateIds=[unknown])
        with self.refused("InvalidLaunchTemplateId.NotFound"):
            self.ec2.delete_launch_template(LaunchTemplateId=unknown)
