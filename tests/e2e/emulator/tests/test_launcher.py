"""The launcher: it serves, it extends, and it says what it cannot do."""

import contextlib
import io
import os
import re
import subprocess
import sys
import unittest
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import werkzeug.test
from botocore import xform_name

import emulator
from emulator.application import Application
from emulator.extend import extend, replaced
from emulator.tests.base import EmulatorTest


def _anything(shape: Any) -> Any:
    """A value of a shape that an SDK takes; what it says does not matter."""
    match shape.type_name:
        case "structure":
            return {member: _anything(shape.members[member]) for member in shape.required_members}
        case "list":
            return [_anything(shape.member)]
        case "map":
            return {"a": _anything(shape.value)}
        case "integer" | "long":
            return 1
        case "boolean":
            return True
    return "a" * max(1, int(shape.metadata.get("min", 1)))


class ServesTest(unittest.TestCase):
    def test_command_serves_until_told_to_stop(self) -> None:
        root = Path(emulator.__file__).parents[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "emulator", "--port", "0"],
            env={**os.environ, "PYTHONPATH": str(root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            line = process.stdout.readline()
            found = re.fullmatch(r"emulator: listening on (http://127\.0\.0\.1:\d+)\n", line)
            self.assertIsNotNone(found, line)
            with urllib.request.urlopen(f"{found.group(1)}/moto-api/data.json") as answer:
                self.assertEqual(200, answer.status)
        finally:
            process.terminate()
            self.assertEqual(0, process.wait(timeout=10))
            process.stdout.close()


class LogTest(EmulatorTest):
    def test_requests_are_logged_by_operation(self) -> None:
        log = io.StringIO()
        client = werkzeug.test.Client(Application(log))
        headers = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ec2/aws4_request, Signature=0"}
        for form in ({"Action": "DescribeVpcs"}, {"Action": "DeleteVpc", "VpcId": "vpc-0123456789abcdef0"}):
            client.post("/", data={"Version": "2016-11-15", **form}, headers=headers)
        self.assertRegex(log.getvalue(), r"^\S+ 200 ec2:DescribeVpcs\n\S+ 400 ec2:DeleteVpc InvalidVpcID\.NotFound\n$")


class UnknownOperationTest(EmulatorTest):
    """Each protocol that AWS uses must carry the error, or an SDK shows an unknown error and tries again."""

    def assert_named(self, call: Callable[..., Any], operation: str, **arguments: Any) -> None:
        reported = io.StringIO()
        with contextlib.redirect_stderr(reported), self.refused("NotImplementedByEmulator", re.escape(operation)):
            call(**arguments)
        self.assertIn(f"NotImplementedByEmulator: {operation}", reported.getvalue())

    def test_ec2(self) -> None:
        self.assert_named(self.client("ec2").describe_mac_hosts, "ec2:DescribeMacHosts")

    def test_query(self) -> None:
        self.assert_named(
            self.client("sns").verify_sms_sandbox_phone_number,
            "sns:VerifySMSSandboxPhoneNumber",
            PhoneNumber="+1",
            OneTimePassword="12345",
        )

    def test_json(self) -> None:
        self.assert_named(
            self.client("acm").revoke_certificate,
            "acm:RevokeCertificate",
            CertificateArn="arn:aws:acm:us-east-1:123456789012:certificate/a",
            RevocationReason="SUPERSEDED",
        )

    def test_rest_json_without_a_route(self) -> None:
        self.assert_named(self.client("eks").list_insights, "eks:ListInsights", clusterName="none")

    def test_service_that_moto_lacks(self) -> None:
        self.assert_named(self.client("braket").search_devices, "braket:SearchDevices", filters=[])

    def test_calls_that_the_documentation_says_are_lacking(self) -> None:
        """The table that docs/fidelity.md prints: a call that works after all must leave it."""
        services = {
            "Network Firewall": "network-firewall",
            "RAM": "ram",
            "Elastic Load Balancing": "elbv2",
            "EC2": "ec2",
            "CloudWatch": "cloudwatch",
        }
        document = Path(emulator.__file__).parents[3] / "docs" / "fidelity.md"
        table = document.read_text().partition("<!-- lacking -->")[2].partition("<!-- end -->")[0]
        rows = re.findall(r"^\| ([^|]+) \| ([A-Z][^|]+) \|", table, re.MULTILINE)
        self.assertGreater(len(rows), 5)
        for service, calls in rows:
            for call in calls.split(", "):
                name = "logs" if call == "PutQueryDefinition" else services[service]
                with self.subTest(call), contextlib.redirect_stderr(io.StringIO()):
                    client = self.client(name)
                    shape = client.meta.service_model.operation_model(call).input_shape
                    arguments = {member: _anything(shape.members[member]) for member in shape.required_members}
                    with self.refused("NotImplementedByEmulator", re.escape(call)):
                        getattr(client, xform_name(call))(**arguments)

    def test_route_without_an_operation(self) -> None:
        request = urllib.request.Request(
            f"{self.endpoint}/clusters",
            method="DELETE",
            headers={"Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/eks/aws4_request, Signature=0"},
        )
        with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request)
        with caught.exception as answer:
            self.assertEqual(501, answer.code)
            self.assertIn(b"eks:DELETE /clusters", answer.read())


class ExtendTest(unittest.TestCase):
    def test_two_extensions_of_one_method_are_refused(self) -> None:
        class Target:
            def name(self) -> str:
                return "moto"

        class First:
            def name(self) -> str:
                return "first"

        class Second:
            def name(self) -> str:
                return "second"

        original = replaced(Target, "name")
        extend(Target, First)
        self.assertEqual(("moto", "first"), (original(Target()), Target().name()))
        with self.assertRaisesRegex(TypeError, "First and by .*Second"):
            extend(Target, Second)
        with self.assertRaisesRegex(TypeError, "already extended by .*First"):
            replaced(Target, "name")


if __name__ == "__main__":
    unittest.main()
