"""How much of a rule group's capacity its rules take.

Source: AWS Network Firewall developer guide, "Setting rule group capacity".
"""

import re
from typing import Any

from .errors import InvalidRequestException

_HEADER = re.compile(r"(pass|drop|reject|alert)\s+\S+\s+\S.*\s(->|<>)\s+\S.*\s+\S+\s*\(.*\)", re.DOTALL)
_ID = re.compile(r"\bsid\s*:\s*(\d+)\s*;")


def consumed(kind: str, group: dict[str, Any]) -> int:
    """The capacity that a rule group's rules take; refused where they are no rules."""
    source = group.get("RulesSource", {})
    if len(source) != 1:
        raise InvalidRequestException(f"A rule group has exactly one source of rules, parameter: [{sorted(source)}]")
    stateless = "StatelessRulesAndCustomActions" in source
    if stateless != (kind == "STATELESS"):
        raise InvalidRequestException(f"parameter is invalid, parameter: [{kind}], context: Type")
    if stateless:
        rules = source["StatelessRulesAndCustomActions"].get("StatelessRules", [])
        return sum(_stateless(rule["RuleDefinition"]["MatchAttributes"]) for rule in rules)
    if "RulesSourceList" in source:
        listed = source["RulesSourceList"]
        protocols = len(listed["TargetTypes"])
        return len(listed["Targets"]) * protocols + protocols
    if "StatefulRules" in source:
        return len(source["StatefulRules"])
    return len(_suricata(source["RulesString"]))


def _stateless(match: dict[str, Any]) -> int:
    """A stateless rule takes the product of how many settings each of its criteria has."""
    product = 1
    for name in ("Protocols", "Sources", "Destinations", "SourcePorts", "DestinationPorts", "TCPFlags"):
        product *= max(1, len(match.get(name, [])))
    return product


def _suricata(text: str) -> list[str]:
    """The rules of a text in Suricata's language, each with an ID of its own."""
    lines = (line.strip() for line in text.replace("\\\n", " ").splitlines())
    rules = [line for line in lines if line and not line.startswith("#")]
    seen: set[str] = set()
    for rule in rules:
        ids = _ID.findall(rule)
        if not _HEADER.fullmatch(rule) or len(ids) != 1:
            raise InvalidRequestException(f"stateful rule is invalid, rule: {rule}, reason: malformed rule or no sid")
        if ids[0] in seen:
            raise InvalidRequestException(f"stateful rule is invalid, rule: {rule}, reason: duplicate sid {ids[0]}")
        seen.add(ids[0])
    return rules
