"""Launch templates and their tags.

CreateLaunchTemplate: moto writes the tags of the template into its data, as though instances were to carry them, so that
every read differs from what was declared; and it answers the tags that the template had when it was made.
DescribeLaunchTemplates answers nothing for an ID that does not exist.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidLaunchTemplateIdNotFound
from moto.ec2.models import EC2Backend
from moto.ec2.models.launch_templates import LaunchTemplate, LaunchTemplateBackend
from moto.ec2.responses import EC2Response
from moto.ec2.responses.launch_templates import LaunchTemplates
from moto.ec2.utils import parse_user_data

from ..extend import extend


class _LaunchTemplate(LaunchTemplate):
    @property
    def tags(self) -> list[dict[str, str]]:
        """The tags as they are now."""
        return self.get_tags()

    @tags.setter
    def tags(self, value: Any) -> None:
        """moto's constructor notes the tags here; the tags themselves are elsewhere."""


class _Backend(EC2Backend):
    def describe_launch_templates(
        self, template_names: list[str] | None = None, template_ids: list[str] | None = None, filters: Any = None
    ) -> list[LaunchTemplate]:
        for template_id in template_ids or []:
            self.get_launch_template(template_id)
        return LaunchTemplateBackend.describe_launch_templates(self, template_names, template_ids, filters)

    def delete_launch_template(self, name: str, tid: str | None) -> LaunchTemplate:
        if tid and tid not in self.launch_templates:
            raise InvalidLaunchTemplateIdNotFound(tid)
        return LaunchTemplateBackend.delete_launch_template(self, name, tid)


class _Response(EC2Response):
    def create_launch_template(self) -> ActionResult:
        declared = [dict(item) for item in self._get_param("LaunchTemplateData", {}).get("TagSpecifications", [])]
        answer = LaunchTemplates.create_launch_template(self)
        template = self.ec2_backend.get_launch_template(answer.result["LaunchTemplate"]["LaunchTemplateId"])
        data = template.default_version().data
        data.pop("TagSpecifications", None)
        if declared:
            data["TagSpecifications"] = declared
        return answer

    def create_launch_template_version(self) -> ActionResult:
        answer = LaunchTemplates.create_launch_template_version(self)
        data = answer.result["LaunchTemplateVersion"]["LaunchTemplateData"]
        data["UserData"] = parse_user_data(data.get("UserData"))
        return answer


def install() -> None:
    """Mend moto's launch templates."""
    extend(LaunchTemplate, _LaunchTemplate)
    extend(EC2Backend, _Backend)
    extend(EC2Response, _Response)
