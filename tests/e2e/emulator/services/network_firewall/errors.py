"""The errors of the AWS Network Firewall API."""

from moto.core.exceptions import JsonRESTError


class InvalidRequestException(JsonRESTError):
    """A parameter is missing, malformed, or does not fit another one."""

    def __init__(self, message: str):
        super().__init__("InvalidRequestException", message)


class ResourceNotFoundException(JsonRESTError):
    """What a request names does not exist."""

    def __init__(self, what: str, name: str):
        super().__init__("ResourceNotFoundException", f"Unable to find the {what} {name}.")


class InvalidOperationException(JsonRESTError):
    """Something else, such as a protection or a use of the object, stands against the operation."""

    def __init__(self, message: str):
        super().__init__("InvalidOperationException", message)


class InvalidTokenException(JsonRESTError):
    """The object was changed since the token of a request was answered."""

    def __init__(self, arn: str):
        super().__init__("InvalidTokenException", f"The update token provided for {arn} is not the current one.")


class LimitExceededException(JsonRESTError):
    """A quota of the account is used up."""

    def __init__(self, message: str):
        super().__init__(
            "LimitExceededException",
            f"Unable to perform the operation because doing so would violate a limit setting: {message}",
        )


class ResourceOwnerCheckException(JsonRESTError):
    """Something of AWS or of another account is to be changed."""

    def __init__(self, arn: str):
        super().__init__("ResourceOwnerCheckException", f"{arn} does not belong to this account.")
