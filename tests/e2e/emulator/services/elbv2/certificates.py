"""The certificates of TLS listeners: one by default, and further ones for clients that name their host.

Sources: Elastic Load Balancing API reference, AddListenerCertificates, RemoveListenerCertificates,
DescribeListenerCertificates.
"""

from typing import Any

from moto.acm.exceptions import CertificateNotFound
from moto.acm.models import acm_backends
from moto.core.responses import ActionResult
from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend, FakeListener
from moto.elbv2.responses import ELBV2Response
from moto.iam.models import iam_backends

from ...extend import extend

_QUOTA = 25  # per load balancer, default certificates not counted


def check_certificate(backend: ELBv2Backend, arn: str) -> None:
    """Refuse certificates that do not exist here, and those that are not issued."""
    if ":iam:" in arn:
        if iam_backends[backend.account_id][backend.partition].get_certificate_by_arn(arn):
            return
    else:
        try:
            certificate = acm_backends[backend.account_id][backend.region_name].get_certificate(arn)
        except CertificateNotFound:
            pass
        else:
            if certificate.status == "ISSUED":
                return
            raise ELBClientError(
                "UnsupportedCertificate",
                f"The certificate '{arn}' must have a fully-qualified domain name, a supported signature, and a supported "
                f"key size. (Its status is {certificate.status}.)",
            )
    raise ELBClientError("CertificateNotFound", f"Certificate '{arn}' not found")


def _tls_listener(backend: ELBv2Backend, arn: str) -> FakeListener:
    listener = backend.describe_listeners(None, [arn])[0]
    if listener.protocol not in ("HTTPS", "TLS"):
        raise ELBClientError(
            "InvalidConfigurationRequest", f"Certificates are supported on HTTPS and TLS listeners only, not on {arn}"
        )
    return listener


class _Backend(ELBv2Backend):
    def add_listener_certificates(self, arn: str, certificates: list[dict[str, Any]]) -> list[str]:
        listener = _tls_listener(self, arn)
        added = [item["CertificateArn"] for item in certificates]
        for certificate in added:
            check_certificate(self, certificate)
        new = [certificate for certificate in dict.fromkeys(added) if certificate not in listener.further_certificates]
        there = sum(len(other.further_certificates) for other in listener.balancer.listeners.values())
        if there + len(new) > _QUOTA:
            raise ELBClientError("TooManyCertificates", f"The maximum number of certificates ({_QUOTA}) has been reached")
        listener.further_certificates = listener.further_certificates + new
        return listener.further_certificates

    def remove_listener_certificates(self, arn: str, certificates: list[dict[str, Any]]) -> None:
        listener = _tls_listener(self, arn)
        removed = [item["CertificateArn"] for item in certificates]
        if listener.certificate in removed and listener.certificate not in listener.further_certificates:
            raise ELBClientError("OperationNotPermitted", f"Default certificate '{listener.certificate}' cannot be removed")
        listener.further_certificates = [kept for kept in listener.further_certificates if kept not in removed]

    def describe_listener_certificates(self, arn: str) -> list[str]:
        listener = self.describe_listeners(None, [arn])[0]
        return [*listener.certificates, *listener.further_certificates]

    def listeners_with(self, certificate: str) -> list[FakeListener]:
        """The listeners that have a certificate."""
        return [
            listener
            for balancer in self.load_balancers.values()
            for listener in balancer.listeners.values()
            if certificate in (*listener.certificates, *listener.further_certificates)
        ]


class _Response(ELBV2Response):
    def add_listener_certificates(self) -> ActionResult:
        certificates = self.elbv2_backend.add_listener_certificates(
            self._get_param("ListenerArn"), self._get_param("Certificates", [])
        )
        return ActionResult({"Certificates": [{"CertificateArn": arn, "IsDefault": False} for arn in certificates]})


def install() -> None:
    """Let listeners keep their default certificate apart from further ones."""
    extend(ELBv2Backend, _Backend)
    extend(ELBV2Response, _Response)
