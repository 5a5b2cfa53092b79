"""Firewalls: CreateFirewall, DescribeFirewall, DeleteFirewall, ListFirewalls, AssociateSubnets, DisassociateSubnets,
AssociateFirewallPolicy, UpdateSubnetChangeProtection, UpdateFirewallPolicyChangeProtection,
UpdateFirewallDeleteProtection, UpdateFirewallDescription, UpdateFirewallEncryptionConfiguration,
UpdateFirewallAnalysisSettings.

moto keeps what CreateFirewall said, makes no endpoints, and knows none of the operations that change or delete a firewall.
"""

from dataclasses import dataclass, field
from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend, ec2_backends
from moto.networkfirewall.models import NetworkFirewallBackend

from ...extend import extend
from .errors import InvalidOperationException, InvalidRequestException
from .policies import Policy
from .resource import Resource, common, encryption_of

_QUOTA = 5
_PROTECTIONS = {"DeleteProtection": False, "SubnetChangeProtection": False, "FirewallPolicyChangeProtection": False}


@dataclass
class Firewall(Resource):
    """A firewall with its endpoints, which EC2 has: endpoint IDs by subnet."""

    vpc_id: str = ""
    policy_arn: str = ""
    endpoints: dict[str, str] = field(default_factory=dict)
    protections: dict[str, bool] = field(default_factory=lambda: dict(_PROTECTIONS))
    analysis: list[str] = field(default_factory=list)
    logging: list[dict[str, Any]] = field(default_factory=list)

    def refuse_if(self, protection: str, what: str) -> None:
        """Refuse what a protection stands against."""
        if self.protections[protection]:
            message = f"Unable to {what} firewall {self.name}: {protection} is enabled"
            raise InvalidOperationException(message)

    def answer(self) -> dict[str, Any]:
        """The API's Firewall."""
        return {
            "FirewallName": self.name,
            "FirewallArn": self.arn,
            "FirewallId": self.id,
            "FirewallPolicyArn": self.policy_arn,
            "VpcId": self.vpc_id,
            "SubnetMappings": [{"SubnetId": subnet_id, "IPAddressType": "IPV4"} for subnet_id in self.endpoints],
            "Description": self.description,
            "EncryptionConfiguration": self.encryption,
            "EnabledAnalysisTypes": self.analysis,
            "NumberOfAssociations": 0,
            "Tags": self.tag_list(),
            **self.protections,
        }


class _Backend(NetworkFirewallBackend):
    @property
    def ec2(self) -> EC2Backend:
        return ec2_backends[self.account_id][self.region_name]

    def firewalls_with(self, policy_arn: str) -> list[Firewall]:
        """The firewalls that have a policy."""
        return [firewall for firewall in self.resources(Firewall).values() if firewall.policy_arn == policy_arn]

    def make_firewall(self, given: dict[str, Any]) -> Firewall:
        arn = self.new_arn("firewall", given.get("FirewallName"), self.resources(Firewall), _QUOTA, "firewall")
        firewall = Firewall(given["FirewallName"], arn, vpc_id=given.get("VpcId", ""), **common(given))
        firewall.protections = {name: given.get(name, default) for name, default in _PROTECTIONS.items()}
        firewall.analysis = given.get("EnabledAnalysisTypes", [])
        firewall.policy_arn = self._existing_policy(given.get("FirewallPolicyArn"))
        if firewall.vpc_id not in self.ec2.vpcs:
            raise InvalidRequestException(f"vpc ID is invalid, parameter: [{firewall.vpc_id}]")
        if not given.get("SubnetMappings"):
            raise InvalidRequestException("A firewall needs at least one subnet mapping")
        self._enter(firewall, given["SubnetMappings"])
        self.resources(Firewall)[arn] = firewall
        return firewall

    def _existing_policy(self, arn: str | None) -> str:
        if arn not in self.resources(Policy):
            raise InvalidRequestException(f"parameter is invalid, parameter: [{arn}], context: FirewallPolicyArn")
        return str(arn)

    def find_firewall(self, given: dict[str, Any]) -> Firewall:
        return self.find(Firewall, "firewall", given.get("FirewallArn"), given.get("FirewallName"))

    def changeable(self, given: dict[str, Any]) -> Firewall:
        """The firewall that a request changes."""
        firewall = self.find_firewall(given)
        firewall.check_token(given.get("UpdateToken"))
        return firewall

    def _enter(self, firewall: Firewall, mappings: list[dict[str, str]]) -> None:
        """Make an endpoint in each subnet; in none where one of them cannot have it."""
        zones = {self.ec2.get_subnet(subnet_id).availability_zone for subnet_id in firewall.endpoints}
        for mapping in mappings:
            subnet = self._subnet(firewall, mapping)
            if subnet.availability_zone in zones:
                message = f"A firewall has one subnet in each Availability Zone, parameter: [{subnet.id}]"
                raise InvalidRequestException(message)
            zones.add(subnet.availability_zone)
        for mapping in mappings:
            endpoint = self.ec2.create_firewall_endpoint(firewall.vpc_id, mapping["SubnetId"], firewall.arn)
            firewall.endpoints[mapping["SubnetId"]] = endpoint.id

    def _subnet(self, firewall: Firewall, mapping: dict[str, str]) -> Any:
        if mapping.get("IPAddressType", "IPV4") != "IPV4":
            raise InvalidRequestException(f"parameter is invalid, parameter: [{mapping['IPAddressType']}], context: IPAddressType")
        try:
            subnet = self.ec2.get_subnet(mapping["SubnetId"])
        except EC2ClientError:
            raise InvalidRequestException(f"subnet mapping(s) is invalid, parameter: [{mapping['SubnetId']}]") from None
        if subnet.vpc_id != firewall.vpc_id:
            raise InvalidRequestException(f"subnet mapping(s) is not in {firewall.vpc_id}, parameter: [{subnet.id}]")
        return subnet

    def associate_subnets(self, given: dict[str, Any]) -> Firewall:
        firewall = self.changeable(given)
        firewall.refuse_if("SubnetChangeProtection", "change the subnets of")
        self._enter(firewall, given["SubnetMappings"])
        firewall.touch()
        return firewall

    def disassociate_subnets(self, given: dict[str, Any]) -> Firewall:
        firewall = self.changeable(given)
        firewall.refuse_if("SubnetChangeProtection", "change the subnets of")
        leaving = given["SubnetIds"]
        if unknown := [subnet_id for subnet_id in leaving if subnet_id not in firewall.endpoints]:
            raise InvalidRequestException(f"subnet ID(s) is invalid, parameter: {unknown}")
        if len(set(leaving)) == len(firewall.endpoints):
            raise InvalidRequestException("A firewall needs at least one subnet mapping")
        self._leave(firewall, leaving)
        firewall.touch()
        return firewall

    def _leave(self, firewall: Firewall, subnet_ids: list[str]) -> None:
        endpoints = [firewall.endpoints[subnet_id] for subnet_id in subnet_ids]
        if used := [endpoint_id for endpoint_id in endpoints if self.ec2.tables_leading_to(endpoint_id)]:
            message = f"Unable to fulfill request because the following VPC endpoints are in use by route tables: {used}"
            raise InvalidOperationException(message)
        for subnet_id in subnet_ids:
            self.ec2.delete_firewall_endpoint(firewall.endpoints.pop(subnet_id))

    def associate_policy(self, given: dict[str, Any]) -> Firewall:
        firewall = self.changeable(given)
        firewall.refuse_if("FirewallPolicyChangeProtection", "change the policy of")
        firewall.policy_arn = self._existing_policy(given.get("FirewallPolicyArn"))
        firewall.touch()
        return firewall

    def change_firewall(self, given: dict[str, Any]) -> Firewall:
        """What the Update operations do that change a single member."""
        firewall = self.changeable(given)
        for name in _PROTECTIONS:
            firewall.protections[name] = given.get(name, firewall.protections[name])
        if "EncryptionConfiguration" in given:
            firewall.encryption = encryption_of(given["EncryptionConfiguration"])
        firewall.analysis = given.get("EnabledAnalysisTypes", firewall.analysis)
        firewall.touch()
        return firewall

    def describe_as(self, given: dict[str, Any]) -> Firewall:
        """What UpdateFirewallDescription does: without a description it takes the present one away."""
        firewall = self.changeable(given)
        firewall.description = given.get("Description")
        firewall.touch()
        return firewall

    def delete_firewall(self, given: dict[str, Any]) -> Firewall:
        firewall = self.find_firewall(given)
        firewall.refuse_if("DeleteProtection", "delete")
        if firewall.logging:
            message = f"Unable to delete firewall {firewall.name}: remove its logging configuration first"
            raise InvalidOperationException(message)
        self._leave(firewall, list(firewall.endpoints))
        return self.resources(Firewall).pop(firewall.arn)

    def firewall_status(self, firewall: Firewall, status: str = "READY") -> dict[str, Any]:
        """The API's FirewallStatus: endpoints by the names of their zones."""
        states = {}
        policy = self.resources(Policy)[firewall.policy_arn]
        config = {policy.arn: {"SyncStatus": "IN_SYNC", "UpdateToken": policy.token}}
        for subnet_id, endpoint_id in firewall.endpoints.items():
            states[self.ec2.get_subnet(subnet_id).availability_zone] = {
                "Attachment": {"SubnetId": subnet_id, "EndpointId": endpoint_id, "Status": "READY"},
                "Config": config,
            }
        return {"Status": status, "ConfigurationSyncStateSummary": "IN_SYNC", "SyncStates": states}


def install() -> None:
    """Let firewalls have endpoints, and be changed and deleted."""
    extend(NetworkFirewallBackend, _Backend)
