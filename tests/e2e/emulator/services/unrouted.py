"""Requests of REST services that match a route of moto's but no operation of AWS's.

moto answers them with an empty 404. A provider reads a 404 as "the object is gone", so it has to be another error.
"""

from moto.core.responses import BaseResponse

from ..extend import extend, replaced


class _Response(BaseResponse):
    _named_action = replaced(BaseResponse, "_get_action")

    def _get_action(self) -> str:
        action = self._named_action()
        if not action:
            raise NotImplementedError(f"no operation is {self.method} {self.raw_path}")
        return action


def install() -> None:
    """Let requests without an operation fail as unknown ones do."""
    extend(BaseResponse, _Response)
