"""Attributes of listeners, by protocol.

Source: Elastic Load Balancing API reference, ListenerAttribute, DescribeListenerAttributes, ModifyListenerAttributes.
"""

from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend

from ...extend import extend
from .attributes import check_value

_HTTP, _HTTPS, _TCP = ("HTTP", "HTTPS"), ("HTTPS",), ("TCP", "GENEVE")
_RESPONSE_HEADERS = (
    "strict_transport_security",
    "access_control_allow_origin",
    "access_control_allow_methods",
    "access_control_allow_headers",
    "access_control_allow_credentials",
    "access_control_expose_headers",
    "access_control_max_age",
    "content_security_policy",
    "x_content_type_options",
    "x_frame_options",
)
_REQUEST_HEADERS = (
    "x_amzn_mtls_clientcert_serial_number",
    "x_amzn_mtls_clientcert_issuer",
    "x_amzn_mtls_clientcert_subject",
    "x_amzn_mtls_clientcert_validity",
    "x_amzn_mtls_clientcert_leaf",
    "x_amzn_mtls_clientcert",
    "x_amzn_tls_version",
    "x_amzn_tls_cipher_suite",
)

# Key: the protocols that have it, the pattern or range of its values, its default.
_ATTRIBUTES: dict[str, tuple[tuple[str, ...], str | tuple[int, int], str]] = {
    "tcp.idle_timeout.seconds": (_TCP, (60, 6000), "350"),
    "routing.http.response.server.enabled": (_HTTP, "true|false", "true"),
    **{f"routing.http.response.{header}.header_value": (_HTTP, ".*", "") for header in _RESPONSE_HEADERS},
    **{f"routing.http.request.{header}.header_name": (_HTTPS, ".*", "") for header in _REQUEST_HEADERS},
}


def default_attributes(protocol: str) -> dict[str, str]:
    """All attributes of a new listener."""
    return {key: default for key, (protocols, _, default) in _ATTRIBUTES.items() if protocol in protocols}


class _Backend(ELBv2Backend):
    def modify_listener_attributes(self, listener_arn: str, attrs: list[dict[str, str]]) -> dict[str, str]:
        listener = self.describe_listeners(None, [listener_arn])[0]
        for attribute in attrs:
            key, value = attribute["Key"], attribute.get("Value", "")
            if key not in _ATTRIBUTES:
                raise ELBClientError("ValidationError", f"Listener attribute key '{key}' is not recognized")
            protocols, values, _ = _ATTRIBUTES[key]
            if (listener.protocol or "GENEVE") not in protocols:
                raise ELBClientError(
                    "InvalidConfigurationRequest",
                    f"Listener attribute key '{key}' is not supported on {listener.protocol} listeners",
                )
            check_value(f"Listener attribute '{key}'", values, value)
        listener.attributes = listener.attributes | {item["Key"]: item.get("Value", "") for item in attrs}
        return listener.attributes


def install() -> None:
    """Let listeners have the attributes of their protocol."""
    extend(ELBv2Backend, _Backend)
