"""Tests of the emulator: boto3 against a server in this process."""
