"""Auto scaling groups: CreateAutoScalingGroup, DeleteAutoScalingGroup, StartInstanceRefresh, DescribeInstanceRefreshes,
PutLifecycleHook and the instances that groups launch.

moto puts all instances into the first subnet, ignores the launch template's version, network interfaces and disks without a
size, leaves terminated instances in target groups, overwrites a group of the same name, deletes groups that have instances,
tells a role and a queue of every lifecycle hook, drops those that a group is made with, and has no instance refreshes.
"""

from typing import Any

from moto.autoscaling.exceptions import AutoscalingClientError, ValidationError
from moto.autoscaling.models import (
    ASG_NAME_TAG,
    AutoScalingBackend,
    FakeAutoScalingGroup,
    InstanceState,
    LifecycleHook,
)
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from ..extend import extend, replaced

# What a volume of an image without snapshots has, in GiB.
_SIZE = 8


class _Group(FakeAutoScalingGroup):
    @property
    def subnet_ids(self) -> list[str]:
        return self.vpc_zone_identifier.split(",") if self.vpc_zone_identifier else []

    def template_version(self) -> Any:
        """The version of the launch template that instances are launched from now."""
        return self.ec2_launch_template.get_version(self.launch_template_version)

    _moto_launches = replaced(FakeAutoScalingGroup, "replace_autoscaling_group_instances")

    def replace_autoscaling_group_instances(self, count_needed: int, propagated_tags: dict[str, str]) -> None:
        if not self.ec2_launch_template or not self.subnet_ids:
            self._moto_launches(count_needed, propagated_tags)
            return
        for _ in range(count_needed):
            self._launch(propagated_tags)

    def _launch(self, propagated_tags: dict[str, str]) -> None:
        """Launch an instance in the subnet that has the fewest of them."""
        held = [state.instance.subnet_id for state in self.instance_states]
        subnet_id = min(self.subnet_ids, key=held.count)
        version = self.template_version()
        data = version.data
        disks = [dict(disk, Ebs={"VolumeSize": _SIZE, **disk.get("Ebs", {})}) for disk in data.get("BlockDeviceMappings", [])]
        reservation = self.ec2_backend.run_instances(
            version.image_id,
            1,
            version.user_data,
            data.get("SecurityGroupIds", []),
            instance_type=version.instance_type,
            tags={"instance": {**propagated_tags, **version.instance_tags, ASG_NAME_TAG: self.name}},
            launch_template={"LaunchTemplateId": self.ec2_launch_template.id, "Version": version.number},
            is_instance_type_default=False,
            associate_public_ip=False,
            subnet_id=subnet_id,
            nics=[self._interface(card, subnet_id) for card in data.get("NetworkInterfaces", [])],
            **({"block_device_mappings": disks} if disks else {}),
        )
        for instance in reservation.instances:
            instance.autoscaling_group = self
            state = InstanceState(instance, protected_from_scale_in=self.new_instances_protected_from_scale_in)
            state.launched_from = version.number
            self.instance_states.append(state)

    def _interface(self, card: dict[str, Any], subnet_id: str) -> dict[str, Any]:
        """A network interface of the launch template; all of an instance's lie in the subnet that the group chose."""
        if card.get("SubnetId"):
            message = "You cannot use a subnet in the network interfaces of a launch template with an Auto Scaling group"
            raise ValidationError(message)
        return {
            "DeviceIndex": card["DeviceIndex"],
            "SubnetId": subnet_id,
            "Groups": list(card.get("Groups", [])),
            "DeleteOnTermination": True,
        }

    def refresh_instances(self) -> None:
        """Replace all instances."""
        leaving = list(self.instance_states)
        self.instance_states = []
        for _ in leaving:
            self._launch(self.get_propagated_tags())
        if leaving:
            self.ec2_backend.terminate_instances([state.instance.id for state in leaving])
        self.autoscaling_backend.update_attached_target_groups(self.name)


class _State(InstanceState):
    @property
    def launch_template(self) -> dict[str, Any] | None:
        """The launch template, in the version that the instance was launched from."""
        template = self.auto_scaling_group.ec2_launch_template
        if template is None:
            return None
        version = getattr(self, "launched_from", template.default_version_number)
        return {"LaunchTemplateId": template.id, "LaunchTemplateName": template.name, "Version": str(version)}


class _Backend(AutoScalingBackend):
    _moto_creates = replaced(AutoScalingBackend, "create_auto_scaling_group")
    _moto_deletes = replaced(AutoScalingBackend, "delete_auto_scaling_group")
    _moto_hooks = replaced(AutoScalingBackend, "create_lifecycle_hook")

    def create_auto_scaling_group(self, name: str, **given: Any) -> FakeAutoScalingGroup:
        if name in self.autoscaling_groups:
            message = "AutoScalingGroup by this name already exists - A group with the name {name} already exists"
            raise AutoscalingClientError("AlreadyExists", message.format(name=name))
        for arn in given.get("target_group_arns") or []:
            if arn not in self.elbv2_backend.target_groups:
                raise ValidationError("Provided Target Groups may not be valid. Please ensure they exist and try again.")
        return self._moto_creates(name, **given)

    def update_attached_target_groups(self, group_name: str) -> None:
        group = self.autoscaling_groups[group_name]
        present = [state.instance.id for state in group.instance_states]
        for arn in group.target_group_arns:
            targets = self.elbv2_backend.target_groups[arn]
            targets.deregister_terminated_instances(
                [target["Id"] for target in targets.targets.values() if self._is_gone(group, target["Id"], present)]
            )
            if present:
                self.elbv2_backend.register_targets(arn, [{"Id": instance_id, "Port": targets.port} for instance_id in present])

    def _is_gone(self, group: FakeAutoScalingGroup, instance_id: str, present: list[str]) -> bool:
        """Whether an instance was the group's and is no more."""
        instance = self.ec2_backend.get_instance_by_id(instance_id)
        return instance_id not in present and getattr(instance, "autoscaling_group", None) is group

    def remove_group(self, name: str, force: bool) -> None:
        """What DeleteAutoScalingGroup does."""
        group = self.autoscaling_groups.get(name)
        if group and group.instance_states and not force:
            message = "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group."
            raise AutoscalingClientError("ResourceInUse", message)
        self._moto_deletes(name)
        for key in [key for key, hook in self.lifecycle_hooks.items() if hook.auto_scaling_group_name == name]:
            del self.lifecycle_hooks[key]

    def find_group(self, name: str) -> FakeAutoScalingGroup:
        """The group, or the error for one that does not exist."""
        if name not in self.autoscaling_groups:
            raise ValidationError("AutoScalingGroup name not found - null")
        return self.autoscaling_groups[name]

    def put_hook(self, group_name: str, given: dict[str, Any]) -> LifecycleHook:
        """Make a lifecycle hook, or change the one of that name."""
        self.find_group(group_name)
        old = self.lifecycle_hooks.get(f"{group_name}_{given['LifecycleHookName']}")
        transition = given.get("LifecycleTransition") or (old and old.lifecycle_transition)
        if not transition:
            raise ValidationError("The lifecycle transition must be specified for a new lifecycle hook")
        timeout = int(given.get("HeartbeatTimeout") or (old.heartbeat_timeout if old else 3600))
        if not 30 <= timeout <= 7200:
            raise ValidationError(f"Heartbeat timeout {timeout} must be between 30 and 7200 seconds")
        default = given.get("DefaultResult") or (old.default_result if old else "ABANDON")
        hook = self._moto_hooks(given["LifecycleHookName"], group_name, transition, timeout, default)
        hook.role_arn, hook.notification_target_arn = given.get("RoleARN"), given.get("NotificationTargetARN")
        hook.global_timeout = min(timeout * 100, 172800)
        return hook

    def start_refresh(self, group_name: str, given: dict[str, Any]) -> str:
        """Replace the instances of a group. Nothing takes time here, so it is over at once."""
        group = self.find_group(group_name)
        refresh = {
            "InstanceRefreshId": str(mock_random.uuid4()),
            "AutoScalingGroupName": group_name,
            "Status": "Successful",
            "StartTime": utcnow(),
            "EndTime": utcnow(),
            "PercentageComplete": 100,
            "InstancesToUpdate": 0,
            "Preferences": given.get("Preferences", {}),
            "Strategy": given.get("Strategy", "Rolling"),
        }
        current = group.ec2_launch_template and group.template_version().number
        matching = all(getattr(state, "launched_from", None) == current for state in group.instance_states)
        if not (matching and given.get("Preferences", {}).get("SkipMatching")):
            group.refresh_instances()
        self.refreshes.insert(0, refresh)
        return str(refresh["InstanceRefreshId"])

    @property
    def refreshes(self) -> list[dict[str, Any]]:
        """All instance refreshes, the last one first."""
        return self.__dict__.setdefault("emulated_refreshes", [])


class _Response(AutoScalingResponse):
    _moto_creates = replaced(AutoScalingResponse, "create_auto_scaling_group")

    def create_auto_scaling_group(self) -> ActionResult:
        answer = self._moto_creates()
        for hook in self._get_params().get("LifecycleHookSpecificationList", []):
            self.autoscaling_backend.put_hook(self._get_param("AutoScalingGroupName"), hook)
        return answer

    def delete_auto_scaling_group(self) -> ActionResult:
        force = self._get_bool_param("ForceDelete", False)
        self.autoscaling_backend.remove_group(self._get_param("AutoScalingGroupName"), force)
        return ActionResult({})

    def put_lifecycle_hook(self) -> ActionResult:
        self.autoscaling_backend.put_hook(self._get_param("AutoScalingGroupName"), self._get_params())
        return ActionResult({})

    def start_instance_refresh(self) -> ActionResult:
        refresh = self.autoscaling_backend.start_refresh(self._get_param("AutoScalingGroupName"), self._get_params())
        return ActionResult({"InstanceRefreshId": refresh})

    def describe_instance_refreshes(self) -> ActionResult:
        group = self.autoscaling_backend.find_group(self._get_param("AutoScalingGroupName"))
        wanted = self._get_param("InstanceRefreshIds", [])
        found = [
            item
            for item in self.autoscaling_backend.refreshes
            if item["AutoScalingGroupName"] == group.name and (not wanted or item["InstanceRefreshId"] in wanted)
        ]
        return ActionResult({"InstanceRefreshes": found})


def install() -> None:
    """Mend moto's auto scaling groups."""
    extend(FakeAutoScalingGroup, _Group)
    extend(InstanceState, _State)
    extend(AutoScalingBackend, _Backend)
    extend(AutoScalingResponse, _Response)
