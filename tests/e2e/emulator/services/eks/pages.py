"""Lists in pages: ``maxResults`` of them, then a token for the rest."""

from collections.abc import Sequence
from typing import Any, TypeVar

from .errors import InvalidParameterException
from .request import Request

_MOST = 100

Element = TypeVar("Element")


def page(everything: Sequence[Element], request: Request) -> tuple[Sequence[Element], str | None]:
    """The page that the request asks for, and the token of the next one if there is one."""
    size = request.get("maxResults") or _MOST
    token: Any = request.get("nextToken") or "0"
    if not token.isdigit() or int(token) > len(everything):
        raise InvalidParameterException(message="nextToken is invalid")
    start = int(token)
    following = start + size
    return everything[start:following], str(following) if following < len(everything) else None
