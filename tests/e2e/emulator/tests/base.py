"""What every test of the emulator starts from: a server with all extensions, empty before each test."""

import os
import unittest
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any, ClassVar

import emulator

emulator.install()

import boto3  # noqa: E402
from botocore.config import Config  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from moto.core.base_backend import BackendDict  # noqa: E402
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server  # noqa: E402

from emulator.application import Application  # noqa: E402

REGION = "us-east-1"


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Tests make hundreds of requests; what fails is in the assertion."""


class EmulatorTest(unittest.TestCase):
    """A test case with a running emulator.

    ``self.client("ec2")`` is a boto3 client in account 123456789012; ``self.client("ec2", account="111122223333")``
    one with the credentials of a role in that account.
    """

    # Whether IAM knows the policies that AWS manages. moto reads them anew for each account: most of a short test's time.
    managed_policies: ClassVar[bool] = True

    server: ClassVar[BaseWSGIServer]
    endpoint: ClassVar[str]

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = make_server("127.0.0.1", 0, Application(), threaded=True, request_handler=_Quiet)
        cls.endpoint = f"http://127.0.0.1:{cls.server.server_port}"
        Thread(target=cls.server.serve_forever, daemon=True).start()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.shutdown()
        cls.server.server_close()

    def setUp(self) -> None:
        os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = str(self.managed_policies).lower()
        # What /moto-api/reset does, but for building every backend once more before it is thrown away.
        for backends in BackendDict._instances:
            backends.clear()

    def client(self, service: str, region: str = REGION, account: str | None = None) -> Any:
        """A client of the service; with an account, one that has assumed a role there."""
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        if account:
            role = f"arn:aws:iam::{account}:role/test"
            answer = self.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
            keys = {
                "aws_access_key_id": answer["AccessKeyId"],
                "aws_secret_access_key": answer["SecretAccessKey"],
                "aws_session_token": answer["SessionToken"],
            }
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            config=Config(retries={"total_max_attempts": 1}, inject_host_prefix=False),
            **keys,
        )

    @contextmanager
    def refused(self, code: str, message: str = ".*") -> Iterator[None]:
        """The block must end with this error of the API, and its message must match the regular expression."""
        with self.assertRaises(ClientError) as caught:
            yield
        error = caught.exception.response["Error"]
        self.assertEqual(code, error["Code"], error)
        self.assertRegex(error["Message"], message)
