"""Managed prefix lists."""

from typing import Any

from emulator.tests.base import EmulatorTest


class PrefixListTest(EmulatorTest):
    managed_policies = False

    def setUp(self) -> None:
        super().setUp()
        self.ec2 = self.client("ec2")
        self.id = self.ec2.create_managed_prefix_list(
            PrefixListName="offices", MaxEntries=2, AddressFamily="IPv4", Entries=[{"Cidr": "10.8.0.0/16"}]
        )["PrefixList"]["PrefixListId"]

    def read(self) -> dict[str, Any]:
        return self.ec2.describe_managed_prefix_lists(PrefixListIds=[self.id])["PrefixLists"][0]

    def entries(self) -> list[dict[str, str]]:
        return self.ec2.get_managed_prefix_list_entries(PrefixListId=self.id)["Entries"]

    def test_another_entry_keeps_the_name(self) -> None:
        self.ec2.modify_managed_prefix_list(
            PrefixListId=self.id, CurrentVersion=1, AddEntries=[{"Cidr": "10.9.0.0/16", "Description": "south"}]
        )
        self.assertEqual(("offices", 2), (self.read()["PrefixListName"], self.read()["Version"]))
        self.assertEqual(["10.8.0.0/16", "10.9.0.0/16"], [entry["Cidr"] for entry in self.entries()])

    def test_description_changes_in_place(self) -> None:
        self.ec2.modify_managed_prefix_list(
            PrefixListId=self.id, CurrentVersion=1, AddEntries=[{"Cidr": "10.8.0.0/16", "Description": "north"}]
        )
        self.assertEqual([{"Cidr": "10.8.0.0/16", "Description": "north"}], self.entries())

    def test_lists_of_aws_have_cidrs(self) -> None:
        filters = [{"Name": "prefix-list-name", "Values": ["com.amazonaws.us-east-1.s3"]}]
        (read,) = self.ec2.describe_prefix_lists(Filters=filters)["PrefixLists"]
        entries = self.ec2.get_managed_prefix_list_entries(PrefixListId=read["PrefixListId"])["Entries"]
        self.assertEqual([entry["Cidr"] for entry in entries], read["Cidrs"])
        self.assertGreater(len(entries), 0)

    def test_refusals(self) -> None:
        with self.refused("PrefixListVersionMismatch"):
            self.ec2.modify_managed_prefix_list(PrefixListId=self.id, CurrentVersion=7, RemoveEntries=[])
        with self.refused("InvalidParameterValue", "maximum number of entries"):
            self.ec2.modify_managed_prefix_list(
                PrefixListId=self.id, CurrentVersion=1, AddEntries=[{"Cidr": f"10.{n}.0.0/16"} for n in (1, 2)]
            )
        unknown = "pl-0123456789abcdef0"
        for call in (self.ec2.get_managed_prefix_list_entries, self.ec2.delete_managed_prefix_list):
            with self.refused("InvalidPrefixListID.NotFound"):
                call(PrefixListId=unknown)
