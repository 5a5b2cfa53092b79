"""Record sets of Route 53: a batch of changes that fits the records of a zone, or none of it.

Sources: Amazon Route 53 API reference, ChangeResourceRecordSets, ResourceRecordSet; developer guide, "DNS domain name
format" and "Supported DNS record types".
"""

import copy
import ipaddress
from typing import Any

from moto.route53.exceptions import InvalidActionValue, Route53ClientError
from moto.route53.models import FakeZone, RecordSet
from moto.route53.utils import validate_domain_name

_LONGEST_TTL = 2147483647
_SINGLE = {"CNAME", "SOA"}
_ADDRESSES = {"A": ipaddress.IPv4Address, "AAAA": ipaddress.IPv6Address}


def canonical_name(name: str) -> str:
    """A domain name as Route 53 shows it: lower case, absolute, a leading wildcard by its octal code."""
    lower = name.lower().rstrip(".")
    return (f"\\052{lower[1:]}" if lower.startswith("*.") else lower) + "."


def apply_changes(zone: FakeZone, changes: list[dict[str, Any]]) -> list[RecordSet]:
    """The zone's record sets after a batch of changes. A batch is carried out as a whole or refused."""
    records = {_identity(record): record for record in zone.rrsets}
    problems: list[str] = []
    for change in copy.deepcopy(changes):
        action, given = change["Action"], change["ResourceRecordSet"]
        if action not in ("CREATE", "UPSERT", "DELETE"):
            raise InvalidActionValue(action)
        validate_domain_name(given["Name"], code="InvalidChangeBatch")
        record = _make_record(given)
        key, shown = _identity(record), f"[name='{record.name}', type='{record.type}'{_identifier(record)}]"
        if record.name != zone.name and not record.name.endswith(f".{zone.name}"):
            problems.append(f"RRSet with DNS name {record.name} is not permitted in zone {zone.name}")
        elif action == "CREATE" and key in records:
            problems.append(f"Tried to create resource record set {shown} but it already exists")
        elif action == "DELETE" and key not in records:
            problems.append(f"Tried to delete resource record set {shown} but it was not found")
        elif action == "DELETE":
            if _values(record) != _values(records[key]):
                problems.append(
                    f"Tried to delete resource record set {shown} but the values provided do not match the current values"
                )
            elif record.name == zone.name and record.type in ("SOA", "NS"):
                problems.append(f"A HostedZone must contain at least one {record.type} record for the zone itself.")
            else:
                del records[key]
        else:
            problems += _invalid(record)
            records[key] = record
    problems += _conflicts(zone, list(records.values()))
    if problems:
        raise Route53ClientError("InvalidChangeBatch", f"[{', '.join(dict.fromkeys(problems))}]")
    return list(records.values())


def _make_record(given: dict[str, Any]) -> RecordSet:
    given["Name"] = canonical_name(given["Name"])
    given["ResourceRecords"] = [item["Value"] for item in given.get("ResourceRecords") or []]
    if alias := given.get("AliasTarget"):
        alias["DNSName"] = canonical_name(alias["DNSName"])
    record = RecordSet(given)
    record.ttl = None if alias else given.get("TTL")
    return record


def _identity(record: RecordSet) -> tuple[Any, ...]:
    return record.name, record.type, record.set_identifier


def _identifier(record: RecordSet) -> str:
    return f", set-identifier='{record.set_identifier}'" if record.set_identifier else ""


def _values(record: RecordSet) -> tuple[Any, ...]:
    ttl = None if record.ttl is None else int(record.ttl)
    return ttl, sorted(record.records), record.alias_target, record.weight, record.region, record.failover


def _invalid(record: RecordSet) -> list[str]:
    if record.alias_target:
        return []
    if record.ttl is None or not record.records:
        raise Route53ClientError(
            "InvalidInput",
            "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or "
            f"TrafficPolicyInstanceId], but found none in Change with [Name={record.name}, Type={record.type}]",
        )
    problems = []
    if not 0 <= int(record.ttl) <= _LONGEST_TTL:
        problems.append(f"Invalid TTL {record.ttl} of {record.name}: it must be between 0 and {_LONGEST_TTL}")
    if record.type in _SINGLE and len(record.records) > 1:
        problems.append(f"RRSet of type {record.type} with DNS name {record.name} can have only one value")
    for value in record.records:
        if not value or record.type in _ADDRESSES and not _is_address(record.type, value):
            problems.append(f"Invalid Resource Record: '{value}' is not a valid value of type {record.type}")
        if record.type in ("TXT", "SPF") and not (value.startswith('"') and value.endswith('"') and len(value) > 1):
            problems.append(
                f"Invalid Resource Record: FATAL problem: InvalidCharacterString (Value should be enclosed in quotation "
                f"marks) encountered with '{value}'"
            )
    if len(set(record.records)) < len(record.records):
        problems.append(f"Duplicate Resource Record: {record.name} of type {record.type}")
    return problems


def _is_address(record_type: str, value: str) -> bool:
    try:
        _ADDRESSES[record_type](value)
    except ValueError:
        return False
    return True


def _conflicts(zone: FakeZone, records: list[RecordSet]) -> list[str]:
    """A name that is another's alias (CNAME) can be nothing else."""
    types: dict[str, set[str]] = {}
    for record in records:
        types.setdefault(record.name, set()).add(str(record.type))
    problems = []
    for name, present in types.items():
        if "CNAME" not in present:
            continue
        if name == zone.name:
            problems.append(f"RRSet of type CNAME with DNS name {name} is not permitted at apex in zone {zone.name}")
        elif present != {"CNAME"}:
            problems.append(
                f"RRSet of type CNAME with DNS name {name} is not permitted as it conflicts with other records with the "
                f"same DNS name in zone {zone.name}"
            )
    return problems
