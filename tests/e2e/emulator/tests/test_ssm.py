"""The public parameters for the images of EKS nodes."""

import json
import unittest

from emulator.tests.base import EmulatorTest

STANDARD = "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended"


class ImageTest(EmulatorTest):
    def value(self, name: str, region: str = "us-east-1") -> str:
        return self.client("ssm", region=region).get_parameter(Name=name)["Parameter"]["Value"]

    def test_amazon_linux(self) -> None:
        id = self.value(f"{STANDARD}/image_id")
        self.assertRegex(id, "^ami-[0-9a-f]{17}$")
        self.assertRegex(self.value(f"{STANDARD}/release_version"), r"^1\.34\.\d+-\d{8}$")
        self.assertEqual(id, json.loads(self.value(STANDARD))["image_id"])
        self.assertNotEqual(id, self.value(f"{STANDARD}/image_id", "eu-central-1"))

    def test_bottlerocket(self) -> None:
        path = "/aws/service/bottlerocket/aws-k8s-1.33-nvidia/arm64/latest"
        self.assertRegex(self.value(f"{path}/image_id"), "^ami-[0-9a-f]{17}$")

    def test_by_path(self) -> None:
        page = self.client("ssm").get_parameters_by_path(Path=STANDARD)["Parameters"]
        self.assertEqual({"image_id", "image_name", "release_version"}, {p["Name"].rpartition("/")[2] for p in page})

    def test_missing(self) -> None:
        for name in (
            "/aws/service/eks/optimized-ami/1.19/amazon-linux-2/recommended/image_id",
            "/aws/service/eks/optimized-ami/1.33/amazon-linux-2/recommended/image_id",
        ):
            with self.subTest(name), self.refused("ParameterNotFound"):
                self.value(name)


if __name__ == "__main__":
    unittest.main()
