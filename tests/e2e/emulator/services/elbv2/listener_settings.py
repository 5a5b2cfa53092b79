"""What a listener has besides its port and its actions: certificate, SSL policy, ALPN policy, mutual authentication.

Sources: Elastic Load Balancing API reference, CreateListener, MutualAuthenticationAttributes.
"""

from typing import Any

from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend, FakeListener
from moto.elbv2.ssl_policies import SSL_POLICIES

from .certificates import check_certificate

_DEFAULT_POLICY = "ELBSecurityPolicy-2016-08"
_ALPN_POLICIES = {"HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"}


def encrypted(protocol: str) -> bool:
    """Whether a listener of this protocol ends TLS."""
    return protocol in ("HTTPS", "TLS")


def default_certificate(certificates: list[dict[str, Any]]) -> str | None:
    """The one certificate that CreateListener and ModifyListener take."""
    if len(certificates) > 1:
        raise ELBClientError("ValidationError", "Only one certificate can be specified; add others to the listener later")
    return certificates[0]["CertificateArn"] if certificates else None


class ListenerSettings:
    """What a listener has besides its port and its actions; AWS's defaults filled in, AWS's refusals raised."""

    def __init__(
        self,
        backend: ELBv2Backend,
        protocol: str,
        ssl_policy: str | None,
        certificate: str | None,
        alpn_policy: list[str] | None,
        mutual_authentication: dict[str, Any] | None,
    ):
        secure = encrypted(protocol)
        if not secure and (certificate or ssl_policy):
            raise ELBClientError(
                "ValidationError", f"A certificate or an SSL policy cannot be specified for {protocol} listeners"
            )
        if secure and not certificate:
            raise ELBClientError("ValidationError", f"A certificate must be specified for {protocol} listeners")
        if certificate:
            check_certificate(backend, certificate)
        if ssl_policy and ssl_policy not in SSL_POLICIES:
            raise ELBClientError("SSLPolicyNotFound", f"SSL policy '{ssl_policy}' not found")
        if alpn_policy and (protocol != "TLS" or len(alpn_policy) > 1 or alpn_policy[0] not in _ALPN_POLICIES):
            raise ELBClientError(
                "ALPNPolicyNotSupported", f"ALPN policy {alpn_policy} is not supported on {protocol} listeners"
            )
        mode = (mutual_authentication or {}).get("Mode", "off")
        if mode != "off" and protocol != "HTTPS":
            raise ELBClientError("ValidationError", "Mutual authentication is supported on HTTPS listeners only")
        if mode == "verify":  # there is no operation that makes a trust store
            store = (mutual_authentication or {}).get("TrustStoreArn")
            raise ELBClientError("TrustStoreNotFound", f"Trust store '{store}' not found")
        self.certificate = certificate
        self.ssl_policy = (ssl_policy or _DEFAULT_POLICY) if secure else None
        self.alpn_policy = alpn_policy or []
        self.mutual_authentication = {"Mode": mode} if protocol == "HTTPS" else None

    def equal(self, listener: FakeListener) -> bool:
        """Whether the listener has these settings."""
        return all(getattr(listener, name) == value for name, value in vars(self).items())

    def apply(self, listener: FakeListener) -> None:
        """Give the listener these settings. The API shows the default certificate only, by itself."""
        for name, value in vars(self).items():
            setattr(listener, name, value)
        listener.certificates = [self.certificate] if self.certificate else []
