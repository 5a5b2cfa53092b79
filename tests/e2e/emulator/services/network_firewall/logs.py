"""Logging: UpdateLoggingConfiguration and DescribeLoggingConfiguration.

moto takes whatever it is given. AWS takes one change at a time, and one destination for each type of log.
"""

from typing import Any

from moto.logs.models import logs_backends
from moto.networkfirewall.models import NetworkFirewallBackend

from ...extend import extend
from .errors import InvalidRequestException
from .firewalls import Firewall

_TYPES = ("ALERT", "FLOW", "TLS")
_NAMES = {"CloudWatchLogs": "logGroup", "S3": "bucketName", "KinesisDataFirehose": "deliveryStream"}


class _Backend(NetworkFirewallBackend):
    def update_logs(self, given: dict[str, Any]) -> Firewall:
        firewall = self.find_firewall(given)
        wanted = given.get("LoggingConfiguration", {}).get("LogDestinationConfigs", [])
        self._check_logs(wanted)
        now = {item["LogType"]: item for item in firewall.logging}
        then = {item["LogType"]: item for item in wanted}
        changed = [kind for kind in _TYPES if now.get(kind) != then.get(kind)]
        if len(changed) > 1:
            message = "You can change the logging configuration one LogDestinationConfig at a time, parameter: "
            raise InvalidRequestException(f"{message}{changed}")
        for kind in changed:
            was, is_ = now.get(kind), then.get(kind)
            if was and is_ and was["LogDestinationType"] != is_["LogDestinationType"]:
                raise InvalidRequestException(f"You can't change the LogDestinationType of a LogDestinationConfig, parameter: [{kind}]")
        firewall.logging = wanted
        return firewall

    def _check_logs(self, wanted: list[dict[str, Any]]) -> None:
        kinds = [item["LogType"] for item in wanted]
        if len(set(kinds)) < len(kinds) or not set(kinds) <= set(_TYPES):
            raise InvalidRequestException(f"parameter is invalid, parameter: {kinds}, context: LogType")
        for item in wanted:
            kind = item["LogDestinationType"]
            name = item.get("LogDestination", {}).get(_NAMES.get(kind, ""))
            if not name:
                raise InvalidRequestException(f"parameter is invalid, parameter: [{kind}], context: LogDestination")
            if kind == "CloudWatchLogs" and name not in logs_backends[self.account_id][self.region_name].groups:
                raise InvalidRequestException(f"log group does not exist, parameter: [{name}], context: LogDestination")

    def logs_answer(self, firewall: Firewall) -> dict[str, Any]:
        """What both operations answer; without a destination there is no configuration."""
        answer: dict[str, Any] = {"FirewallArn": firewall.arn}
        if firewall.logging:
            answer["LoggingConfiguration"] = {"LogDestinationConfigs": firewall.logging}
        return answer


def install() -> None:
    """Let firewalls log as AWS documents it."""
    extend(NetworkFirewallBackend, _Backend)
