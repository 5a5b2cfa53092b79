"""Conditions of rules: which requests a rule is for.

Sources: Elastic Load Balancing API reference, RuleCondition; user guide of application load balancers, "Rule condition
types".
"""

import copy
import ipaddress
import re
from typing import Any

from moto.elbv2.exceptions import ELBClientError

_VALUES_PER_RULE = 5
_WILDCARDS_PER_RULE = 6

# Field: the key of its configuration, what a value looks like, and whether a rule can have it more than once.
_FIELDS = {
    "host-header": ("HostHeaderConfig", r"[A-Za-z0-9.*?-]+", False),
    "path-pattern": ("PathPatternConfig", r"[A-Za-z0-9_.$/~\"'@:+&*?-]+", False),
    "http-request-method": ("HttpRequestMethodConfig", r"[A-Z_-]{1,40}", False),
    "source-ip": ("SourceIpConfig", r".+", False),
    "http-header": ("HttpHeaderConfig", r"[\x20-\x7e]+", True),
    "query-string": ("QueryStringConfig", r"[\x20-\x7e]+", True),
}


def make_conditions(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The conditions as the API shows them: host names and paths in both of the places that it has for them."""
    if not given:
        raise ELBClientError("ValidationError", "A condition must be specified")
    made = [_make_condition(copy.deepcopy(condition)) for condition in given]
    fields = [condition["Field"] for condition in made]
    for field in fields:
        if fields.count(field) > 1 and not _FIELDS[field][2]:
            raise ELBClientError("ValidationError", f"A rule can only have one '{field}' condition")
    values = [value for condition in made for value in _values(condition)]
    if len(values) > _VALUES_PER_RULE:
        raise ELBClientError("ValidationError", f"A rule can only have '{_VALUES_PER_RULE}' condition values")
    if sum(value.count("*") + value.count("?") for value in values) > _WILDCARDS_PER_RULE:
        raise ELBClientError("ValidationError", f"A rule can only have '{_WILDCARDS_PER_RULE}' condition wildcards")
    return made


def _make_condition(condition: dict[str, Any]) -> dict[str, Any]:
    field = condition.get("Field")
    if not field:
        raise ELBClientError("ValidationError", "A condition field must be specified")
    if field not in _FIELDS:
        raise ELBClientError("ValidationError", f"Condition field '{field}' must be one of '[{','.join(_FIELDS)}]'")
    key, pattern, _ = _FIELDS[field]
    simple, config = condition.get("Values"), condition.get(key)
    if others := condition.keys() - {"Field", "Values", key}:
        raise ELBClientError("ValidationError", f"{sorted(others)} cannot be specified with condition field '{field}'")
    if field in ("host-header", "path-pattern"):
        if simple and config:
            raise ELBClientError(
                "ValidationError", f"You cannot provide both Values and '{key}' for a condition of type '{field}'"
            )
        if simple and len(simple) > 1:
            raise ELBClientError(
                "ValidationError", f"The '{field}' field contains too many values; the limit is '1'"
            )
        condition["Values"] = list((config or {}).get("Values") or simple or [])
        condition[key] = {"Values": condition["Values"]}
    elif simple:
        raise ELBClientError("ValidationError", f"The 'Values' field is not compatible with '{field}'")
    elif not config:
        raise ELBClientError("ValidationError", f"A '{key}' must be specified with '{field}'")
    if not (values := _values(condition)):
        raise ELBClientError("ValidationError", "A condition value must be specified")
    for value in values:
        _check_value(field, pattern, value)
    return condition


def _values(condition: dict[str, Any]) -> list[str]:
    field = condition["Field"]
    values = condition[_FIELDS[field][0]].get("Values", [])
    return [value.get("Value", "") for value in values] if field == "query-string" else list(values)


def _check_value(field: str, pattern: str, value: str) -> None:
    if len(value) > 128:
        raise ELBClientError("ValidationError", f"The '{field}' value is too long; the limit is '128'")
    valid = re.fullmatch(pattern, value) is not None
    if field == "host-header":  # at least one dot, and letters or a wildcard after the last
        valid = valid and re.fullmatch(r".*\.[A-Za-z*?]+", value) is not None
    elif field == "source-ip":
        try:
            ipaddress.ip_network(value)
        except ValueError:
            valid = False
    if not valid:
        raise ELBClientError("ValidationError", f"Condition value '{value}' is not valid for '{field}'")
