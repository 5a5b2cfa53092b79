"""Managed prefix lists.

ModifyManagedPrefixList without a name takes moto's name away, a version that is not the current one is accepted, and
unknown lists end in an error of Python's. DescribePrefixLists answers no CIDRs.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError, InvalidParameterValue
from moto.ec2.models import EC2Backend
from moto.ec2.models.managed_prefixes import ManagedPrefixList, ManagedPrefixListBackend
from moto.ec2.responses import EC2Response
from moto.ec2.responses.vpcs import VPCs

from ..extend import extend


class _Backend(EC2Backend):
    def find_prefix_list(self, prefix_list_id: str | None) -> ManagedPrefixList:
        """A list that exists; otherwise InvalidPrefixListID.NotFound."""
        found = self.managed_prefix_lists.get(prefix_list_id)
        if not found or found.state == "delete-complete":
            message = f"The prefix list ID '{prefix_list_id}' does not exist."
            raise EC2ClientError("InvalidPrefixListID.NotFound", message)
        return found

    def prefix_list_entries(self, prefix_list_id: str) -> list[dict[str, str]]:
        """The entries of a list's current version; the lists that AWS manages have no versions."""
        versions = self.find_prefix_list(prefix_list_id).entries
        return versions[max(versions)] if versions else []

    def get_managed_prefix_list_entries(self, prefix_list_id: str) -> ManagedPrefixList:
        return self.find_prefix_list(prefix_list_id)

    def delete_managed_prefix_list(self, prefix_list_id: str) -> ManagedPrefixList:
        self.find_prefix_list(prefix_list_id)
        return ManagedPrefixListBackend.delete_managed_prefix_list(self, prefix_list_id)

    def modify_managed_prefix_list(
        self,
        add_entry: list[dict[str, str]],
        remove_entry: list[dict[str, str]],
        prefix_list_id: str | None = None,
        current_version: Any = None,
        prefix_list_name: str | None = None,
    ) -> ManagedPrefixList:
        found = self.find_prefix_list(prefix_list_id)
        if current_version is not None and current_version != found.version:
            raise EC2ClientError("PrefixListVersionMismatch", "The prefix list has the incorrect version number.")
        removed = [entry["Cidr"] for entry in remove_entry]
        entries = [entry for entry in self.prefix_list_entries(found.id) if entry["Cidr"] not in removed]
        # An entry that exists is added again to change its description.
        added = [entry["Cidr"] for entry in add_entry]
        entries = [entry for entry in entries if entry["Cidr"] not in added] + add_entry
        if len(entries) > int(found.max_entries or 0):
            raise InvalidParameterValue(f"You've reached the maximum number of entries for the prefix list '{found.id}'.")
        if add_entry or remove_entry:
            found.version = (found.version or 0) + 1
            found.entries[found.version] = entries
        found.prefix_list_name = prefix_list_name or found.prefix_list_name
        found.state = "modify-complete"
        return found


class _Response(EC2Response):
    def describe_prefix_lists(self) -> ActionResult:
        found = VPCs.describe_prefix_lists(self).result["PrefixLists"]
        return ActionResult(
            {
                "PrefixLists": [
                    {
                        "PrefixListId": item.id,
                        "PrefixListName": item.prefix_list_name,
                        "Cidrs": [entry["Cidr"] for entry in self.ec2_backend.prefix_list_entries(item.id)],
                    }
                    for item in found
                ]
            }
        )


def install() -> None:
    """Mend moto's managed prefix lists."""
    extend(EC2Backend, _Backend)
    extend(EC2Response, _Response)
