"""AWS Certificate Manager: certificates are issued when DNS says so.

moto issues after a while whatever was requested, and asks everybody for the same record. Here each account is asked for
one record per domain, by every certificate and at once, and a certificate is issued when public DNS (a public hosted zone
of any account) answers for all of its domains. Validation by e-mail stays pending: nobody reads it.

Sources: ACM API reference, RequestCertificate, DescribeCertificate, CertificateDetail, DomainValidation,
DeleteCertificate; user guide, "DNS validation".
"""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from moto.acm.exceptions import AWSValidationException
from moto.acm.models import AWSCertificateManagerBackend, CertBundle, datetime_to_epoch
from moto.acm.responses import AWSCertificateManagerResponse
from moto.core.exceptions import AWSError
from moto.core.utils import utcnow
from moto.elbv2.models import elbv2_backends

from ..extend import extend, replaced
from .route53.hosted_zones import public_values

_DOMAIN = re.compile(r"(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])")
_QUOTA = 10  # names per certificate
# What there is to tell of a certificate after it has been issued only.
_OF_ISSUED = ("IssuedAt", "Issuer", "NotAfter", "NotBefore", "Serial", "SignatureAlgorithm")


class _InUse(AWSError):
    TYPE = "ResourceInUseException"


class _LimitExceeded(AWSError):
    TYPE = "LimitExceededException"


def validation_record(account_id: str, domain: str) -> dict[str, str]:
    """The record that proves to ACM that an account has a domain, and with it the wildcard below it."""
    base = domain.lower().removeprefix("*.")

    def token(purpose: str, length: int) -> str:
        return hashlib.sha256(f"{purpose}/{account_id}/{base}".encode()).hexdigest()[:length]

    zone = token("zone", 10).translate(str.maketrans("0123456789", "ghijklmnop"))
    return {
        "Name": f"_{token('name', 32)}.{base}.",
        "Type": "CNAME",
        "Value": f"_{token('value', 32)}.{zone}.acm-validations.aws.",
    }


class _Certificate:
    _described = replaced(CertBundle, "describe")
    _moto_check = replaced(CertBundle, "check")

    def check(self: Any) -> None:
        """Issue what is validated; moto's clock does the rest (expiry)."""
        if self.status != "PENDING_VALIDATION":
            self._moto_check()
        elif self.validation_method == "DNS" and all(map(self.validated, self.names)):
            self.status, self.issued_at = "ISSUED", utcnow()

    def validated(self: Any, domain: str) -> bool:
        """Whether public DNS has the record for a domain."""
        record = validation_record(self.arn.split(":")[4], domain)
        values = public_values(record["Name"], record["Type"])
        return record["Value"].rstrip(".") in [value.lower().rstrip(".") for value in values]

    def users(self: Any) -> list[str]:
        """What has the certificate: load balancers, and what else moto knows of."""
        _, _, _, region, account, _ = self.arn.split(":", 5)
        listeners = elbv2_backends[account][region].listeners_with(self.arn)
        return list(dict.fromkeys([*self.in_use_by, *(listener.load_balancer_arn for listener in listeners)]))

    def describe(self: Any) -> dict[str, Any]:
        detail = self._described()["Certificate"]
        detail["InUseBy"] = self.users()
        detail["KeyAlgorithm"] = detail["KeyAlgorithm"].replace("_", "-")
        if self.type == "AMAZON_ISSUED":
            detail["SubjectAlternativeNames"] = list(self.names)
            detail["DomainValidationOptions"] = [self.validation_option(domain) for domain in self.names]
            if self.status == "ISSUED":
                detail["IssuedAt"] = datetime_to_epoch(self.issued_at)
                detail["RenewalEligibility"] = "ELIGIBLE" if detail["InUseBy"] else "INELIGIBLE"
            else:
                for name in _OF_ISSUED:
                    detail.pop(name, None)
        return {"Certificate": detail}

    def validation_option(self: Any, domain: str) -> dict[str, Any]:
        """How a domain is validated, and whether it is."""
        issued = self.status == "ISSUED"
        option = {"DomainName": domain, "ValidationDomain": domain, "ValidationMethod": self.validation_method}
        if self.validation_method == "EMAIL":
            base = domain.removeprefix("*.")
            people = ("administrator", "hostmaster", "postmaster", "webmaster", "admin")
            return option | {
                "ValidationStatus": self.status if not issued else "SUCCESS",
                "ValidationEmails": [f"{person}@{base}" for person in people],
            }
        return option | {
            "ValidationStatus": "SUCCESS" if issued or self.validated(domain) else "PENDING_VALIDATION",
            "ResourceRecord": validation_record(self.arn.split(":")[4], domain),
        }


class _Backend(AWSCertificateManagerBackend):
    _delete = replaced(AWSCertificateManagerBackend, "delete_certificate")
    _list = replaced(AWSCertificateManagerBackend, "list_certificates")

    def list_certificates(self, statuses: list[str], includes: dict[str, Any]) -> Iterable[CertBundle]:
        """ListCertificates takes RSA_2048 in its filter where DescribeCertificate answers RSA-2048."""
        filters = dict(includes or {})
        if "keyTypes" in filters:
            filters["keyTypes"] = [kind.replace("_", "-") for kind in filters["keyTypes"]]
        return self._list(statuses, filters)

    def delete_certificate(self, arn: str) -> None:
        if users := self.get_certificate(arn).users():
            raise _InUse(f"Certificate {arn} in account {self.account_id} is in use: {', '.join(users)}")
        self._delete(arn)


class _Response(AWSCertificateManagerResponse):
    def request_certificate(self) -> str:
        domain, others = self._get_param("DomainName"), self._get_param("SubjectAlternativeNames") or []
        names = list(dict.fromkeys([domain, *others]))
        for name in names:
            if not _DOMAIN.fullmatch(name or "") or len(name) > 253:
                raise AWSValidationException(f"Value '{name}' at 'domainName' failed to satisfy constraint: {_DOMAIN.pattern}")
        if len(names) > _QUOTA:
            raise _LimitExceeded(f"A certificate can have at most {_QUOTA} names; this one has {len(names)}")
        method = self._get_param("ValidationMethod") or "EMAIL"
        if method not in ("DNS", "EMAIL"):
            raise AWSValidationException(f"Value '{method}' at 'validationMethod' must be one of [DNS, EMAIL]")
        if algorithm := self._get_param("KeyAlgorithm"):
            if algorithm != "RSA_2048":
                raise NotImplementedError(f"certificates with keys of the kind {algorithm}")
        arn = self.acm_backend.request_certificate(
            domain,
            self._get_param("IdempotencyToken"),
            others,
            self._get_param("Tags"),
            self._get_param("CertificateAuthorityArn"),
            self._get_param("Options"),
        )
        certificate: Any = self.acm_backend._certificates[arn]
        certificate.names, certificate.validation_method = names, method
        return json.dumps({"CertificateArn": arn})


def install() -> None:
    """Let certificates be validated as ACM documents it."""
    extend(CertBundle, _Certificate)
    extend(AWSCertificateManagerBackend, _Backend)
    extend(AWSCertificateManagerResponse, _Response)
