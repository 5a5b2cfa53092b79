"""TLS inspection configurations: CreateTLSInspectionConfiguration, UpdateTLSInspectionConfiguration,
DescribeTLSInspectionConfiguration, DeleteTLSInspectionConfiguration, ListTLSInspectionConfigurations.

moto has none of them. Source: AWS Network Firewall developer guide, "TLS inspection configurations".
"""

from dataclasses import dataclass, field
from typing import Any

from moto.acm.models import acm_backends
from moto.networkfirewall.models import NetworkFirewallBackend

from ...extend import extend
from .errors import InvalidOperationException, InvalidRequestException
from .resource import Resource, common, encryption_of

_QUOTA, _CERTIFICATES = 20, 10


@dataclass
class TlsInspection(Resource):
    """Which connections are decrypted, and by which certificates."""

    configuration: dict[str, Any] = field(default_factory=dict)


class _Backend(NetworkFirewallBackend):
    def create_tls_inspection(self, given: dict[str, Any]) -> TlsInspection:
        name, taken = given.get("TLSInspectionConfigurationName"), self.resources(TlsInspection)
        arn = self.new_arn("tls-configuration", name, taken, _QUOTA, "TLS inspection configuration")
        self._check_tls(given["TLSInspectionConfiguration"])
        taken[arn] = TlsInspection(str(name), arn, configuration=given["TLSInspectionConfiguration"], **common(given))
        return taken[arn]

    def find_tls(self, given: dict[str, Any]) -> TlsInspection:
        arn, name = given.get("TLSInspectionConfigurationArn"), given.get("TLSInspectionConfigurationName")
        return self.find(TlsInspection, "TLS inspection configuration", arn, name)

    def update_tls_inspection(self, given: dict[str, Any]) -> TlsInspection:
        tls = self.find_tls(given)
        tls.check_token(given.get("UpdateToken", ""))
        self._check_tls(given["TLSInspectionConfiguration"])
        tls.configuration = given["TLSInspectionConfiguration"]
        tls.description = given.get("Description", tls.description)
        if "EncryptionConfiguration" in given:
            tls.encryption = encryption_of(given["EncryptionConfiguration"])
        tls.touch()
        return tls

    def delete_tls_inspection(self, given: dict[str, Any]) -> TlsInspection:
        tls = self.find_tls(given)
        if self.policies_with(tls.arn):
            raise InvalidOperationException(f"Unable to delete the object because it is still in use: {tls.arn}")
        return self.resources(TlsInspection).pop(tls.arn)

    def tls_answer(self, tls: TlsInspection, status: str = "ACTIVE") -> dict[str, Any]:
        """The API's TLSInspectionConfigurationResponse."""
        certificates, authority = [], None
        for server in tls.configuration["ServerCertificateConfigurations"]:
            certificates += [self._certificate_data(item["ResourceArn"]) for item in server.get("ServerCertificates", [])]
            if arn := server.get("CertificateAuthorityArn"):
                authority = self._certificate_data(arn)
        return {
            "TLSInspectionConfigurationArn": tls.arn,
            "TLSInspectionConfigurationName": tls.name,
            "TLSInspectionConfigurationId": tls.id,
            "TLSInspectionConfigurationStatus": status,
            "Description": tls.description,
            "Certificates": certificates,
            "CertificateAuthority": authority,
            "NumberOfAssociations": len(self.policies_with(tls.arn)),
            "EncryptionConfiguration": tls.encryption,
            "LastModifiedTime": tls.modified,
            "Tags": tls.tag_list(),
        }

    def _certificate_data(self, arn: str) -> dict[str, str]:
        return {"CertificateArn": arn, "Status": "ACTIVE"}

    def _check_tls(self, configuration: dict[str, Any]) -> None:
        servers = configuration.get("ServerCertificateConfigurations", [])
        if len(servers) != 1:
            raise InvalidRequestException("A TLS inspection configuration has one server certificate configuration")
        (server,) = servers
        arns = [item["ResourceArn"] for item in server.get("ServerCertificates", [])]
        authority = server.get("CertificateAuthorityArn")
        if not arns and not authority:
            raise InvalidRequestException("Server certificates or a certificate authority must be given")
        if len(arns) > _CERTIFICATES:
            raise InvalidRequestException(f"There can be {_CERTIFICATES} server certificates at most")
        known = acm_backends[self.account_id][self.region_name]._certificates
        for arn in [*arns, *([authority] if authority else [])]:
            if arn not in known:
                raise InvalidRequestException(f"parameter is invalid, parameter: [{arn}], context: certificate does not exist")
        if not server.get("Scopes"):
            raise InvalidRequestException("A server certificate configuration has at least one scope")
        for scope in server["Scopes"]:
            if scope.get("Protocols", [6]) != [6]:
                raise InvalidRequestException(f"parameter is invalid, parameter: {scope['Protocols']}, context: Protocols")
        if server.get("CheckCertificateRevocationStatus") and not authority:
            raise InvalidRequestException("The revocation status is checked for outbound connections only")


def install() -> None:
    """Let there be TLS inspection configurations."""
    extend(NetworkFirewallBackend, _Backend)
