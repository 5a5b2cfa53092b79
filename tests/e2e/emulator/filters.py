"""Filters of EC2's Describe, Get and Search operations.

A filter matches when any of its values does, and an object is answered when all filters match. Values may hold the
wildcards ``*`` and ``?`` (Amazon EC2 User Guide, "Filter your resources").
"""

from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any, TypeVar

from moto.ec2.exceptions import InvalidParameterValue

Item = TypeVar("Item")


def matching(
    items: Iterable[Item], filters: Mapping[str, list[str]], values: Mapping[str, Callable[[Item], Any]]
) -> list[Item]:
    """The items that match all filters.

    ``values`` answers, by the filter's name, what a filter looks at: a string, a bool, a number, a list of them, or None.
    ``tag:KEY``, ``tag-key`` and ``tag-value`` look at the value of ``tags``, a list of Key and Value. Another name is
    refused with InvalidParameterValue.
    """
    getters = {name: _getter(name, values) for name in filters}
    return [item for item in items if all(_matches(getters[name](item), filters[name]) for name in filters)]


def _getter(name: str, values: Mapping[str, Callable[[Item], Any]]) -> Callable[[Item], Any]:
    if name in values and name != "tags":
        return values[name]
    if "tags" in values:
        tags = values["tags"]
        if name == "tag-key":
            return lambda item: [tag["Key"] for tag in tags(item)]
        if name == "tag-value":
            return lambda item: [tag["Value"] for tag in tags(item)]
        if name.startswith("tag:"):
            key = name.removeprefix("tag:")
            return lambda item: [tag["Value"] for tag in tags(item) if tag["Key"] == key]
    raise InvalidParameterValue(f"The filter '{name}' is invalid")


def _matches(value: Any, patterns: list[str]) -> bool:
    candidates = value if isinstance(value, list) else [value]
    texts = [_text(candidate) for candidate in candidates if candidate is not None]
    return any(fnmatchcase(text, pattern.replace("[", "[[]")) for text in texts for pattern in patterns)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
