"""The policies that AWS manages: 1,500 of them, which moto reads anew for every account.

It does so for every partition of an account as well, because it looks for an access key in all of them. That takes a
second per account and reset, so here the text is read once, and a partition is made when it is used.
"""

import functools
import json
from typing import Any

from moto.core.base_backend import BackendDict
from moto.iam import models
from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend, iam_backends
from moto.settings import load_iam_aws_managed_policies
from moto.utilities.utils import PARTITION_NAMES

from ..extend import extend


@functools.cache
def _data() -> dict[str, dict[str, Any]]:
    return json.loads(aws_managed_policies_data)


class _IAMBackend:
    def _init_aws_policies(self) -> list[AWSManagedPolicy]:
        if not load_iam_aws_managed_policies():
            return []
        return [
            AWSManagedPolicy.from_data(name, self.account_id, self.region_name, policy)  # type: ignore[attr-defined]
            for name, policy in _data().items()
        ]


def _account_of(access_key: str, backends: BackendDict[IAMBackend] = iam_backends) -> str:
    """The account that an access key belongs to; moto's own for unknown ones."""
    for account, partitions in list(backends.items()):
        for partition in PARTITION_NAMES:
            # moto's mapping makes what is asked of it, also for ``in``; the plain dictionary knows what is there.
            backend = dict.get(partitions, partition)
            if backend and access_key in backend.access_keys:
                return account
    return models.DEFAULT_ACCOUNT_ID


def install() -> None:
    """Make accounts quick to make."""
    extend(IAMBackend, _IAMBackend)
    models.get_account_id_from = _account_of
