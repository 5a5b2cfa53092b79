"""The errors of the EKS API, each with the members that its page in the API reference lists."""

from moto.eks.exceptions import (
    EKSError,
    InvalidParameterException,
    InvalidRequestException,
    ResourceInUseException,
    ResourceNotFoundException,
)

__all__ = [
    "BadRequestException",
    "InvalidParameterException",
    "InvalidRequestException",
    "NotFoundException",
    "ResourceInUseException",
    "ResourceLimitExceededException",
    "ResourceNotFoundException",
    "UnsupportedAvailabilityZoneException",
]


class BadRequestException(EKSError):
    """A tag operation was given what it cannot take."""

    TYPE = "BadRequestException"
    STATUS = 400


class NotFoundException(EKSError):
    """What a tag operation names does not exist."""

    TYPE = "NotFoundException"
    STATUS = 404


class ResourceLimitExceededException(EKSError):
    """A quota of the account is used up."""

    TYPE = "ResourceLimitExceededException"
    STATUS = 400


class UnsupportedAvailabilityZoneException(EKSError):
    """A control plane cannot be in a zone that was asked for."""

    TYPE = "UnsupportedAvailabilityZoneException"
    STATUS = 400
