"""Tags of load balancers and what belongs to them.

Sources: Elastic Load Balancing API reference, AddTags, RemoveTags, DescribeTags, Tag.
"""

from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend

from ...extend import extend

_PER_RESOURCE, _RESOURCES_PER_CALL = 50, 20


class _Backend(ELBv2Backend):
    def add_tags(self, resource_arns: list[str], tags: list[dict[str, str]]) -> None:
        keys = [tag["Key"] for tag in tags]
        for key in keys:
            if keys.count(key) > 1:
                raise ELBClientError("DuplicateTagKeys", f"Tag key '{key}' was specified more than once")
            if key.lower().startswith("aws:"):
                raise ELBClientError("ValidationError", f"Tag key '{key}' cannot begin with 'aws:'")
        for arn in resource_arns:
            self.require_resource(arn)
            if len(self.tagging_service.get_tag_dict_for_resource(arn).keys() | set(keys)) > _PER_RESOURCE:
                raise ELBClientError("TooManyTags", f"The maximum number of tags ({_PER_RESOURCE}) of '{arn}' has been reached")
        for arn in resource_arns:
            self.tagging_service.tag_resource(arn, tags)

    def remove_tags(self, resource_arns: list[str], tag_keys: list[str]) -> None:
        for arn in resource_arns:
            self.require_resource(arn)
        for arn in resource_arns:
            self.tagging_service.untag_resource_using_names(arn, tag_keys)

    def describe_tags(self, resource_arns: list[str]) -> dict[str, dict[str, str]]:
        if len(resource_arns) > _RESOURCES_PER_CALL:
            raise ELBClientError("ValidationError", f"At most {_RESOURCES_PER_CALL} resources can be specified")
        for arn in resource_arns:
            self.require_resource(arn)
        return {arn: self.tagging_service.get_tag_dict_for_resource(arn) for arn in resource_arns}

    def require_resource(self, arn: str) -> None:
        """Raise the error for a resource that does not exist."""
        kind = arn.split(":")[5].split("/")[0] if arn.count(":") >= 5 else ""
        match kind:
            case "targetgroup":
                if arn not in self.target_groups:
                    raise ELBClientError("TargetGroupNotFound", f"Target groups '{arn}' not found")
            case "listener":
                self.describe_listeners(None, [arn])
            case "listener-rule":
                self.find_rule(arn)
            case "loadbalancer":
                if arn not in self.load_balancers:
                    raise ELBClientError("LoadBalancerNotFound", f"Load balancers '{arn}' not found")
            case _:
                raise ELBClientError("ValidationError", f"'{arn}' is not a valid load balancer ARN")


def install() -> None:
    """Let AWS's limits on tags apply, and let what does not exist have none."""
    extend(ELBv2Backend, _Backend)
