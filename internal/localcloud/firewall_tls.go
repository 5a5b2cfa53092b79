package localcloud

// How firewalls decrypt TLS: with a server's own certificate on the way in, and
// with a certificate authority's on the way out.

func tlsInspectionKind() *kind {
	return &kind{
		token:     tTlsInspection,
		replace:   []string{"name"},
		name:      &naming{property: "name", max: 128, beside: true},
		writeOnly: []string{"timeouts"},
		computed:  []string{"encryptionConfigurations"},
		sets:      []string{tlsScopes + "[].protocols"},
		check: func(in Props) []problem {
			if !has(in, tlsServer+".serverCertificates") && !has(in, tlsServer+".certificateAuthorityArn") && !hasUnknown(in["tlsInspectionConfiguration"]) {
				return []problem{{"tlsInspectionConfiguration", refuse("ValidationError", "server certificates or a certificate authority must be configured")}}
			}
			return nil
		},
		inUse: "InvalidOperationException",
		refs: []ref{
			{path: tlsServer + ".serverCertificates[].resourceArn", to: []string{tCertificate}, missing: "InvalidRequestException", say: "Certificate %s does not exist", holds: true},
			{path: tlsServer + ".certificateAuthorityArn", to: []string{tCertificate}, missing: "InvalidRequestException", say: "Certificate %s does not exist", holds: true},
		},
		create: func(c *call) (string, Props, error) {
			arn, out := firewallAnswers(c, "tls-configuration", str(c.in, "name"))
			if err := freeFirewallName(c, arn); err != nil {
				return "", nil, err
			}
			certificates, err := checkTLSInspection(c)
			return arn, merge(out, Props{
				"encryptionConfigurations": []any{Props{"type": "AWS_OWNED_KMS_KEY", "keyId": "AWS_OWNED_KMS_KEY"}}, "tlsInspectionConfigurationId": uuid(c.hash("tls", 32)), "numberOfAssociations": 0,
			}, certificates), err
		},
		update: func(c *call) (Props, error) {
			certificates, err := checkTLSInspection(c)
			return merge(renewed(c), certificates), err
		},
		changing: []string{"updateToken", "certificates", "certificateAuthorities", "numberOfAssociations"},
	}
}

// checkTLSInspection refuses certificates that cannot be used, and tells those
// that can as AWS does.
func checkTLSInspection(c *call) (Props, error) {
	server := sub(c.in, tlsServer)
	own, authority := values(server, "serverCertificates[].resourceArn"), str(server, "certificateAuthorityArn")
	switch {
	case len(own) == 0 && authority == "":
		return nil, refuse("InvalidRequestException", "A TLS inspection configuration needs server certificates or a certificate authority")
	case len(own) > 10:
		return nil, refuse("LimitExceededException", "A TLS inspection configuration takes at most 10 server certificates")
	case len(subs(server, "scopes")) == 0:
		return nil, refuse("InvalidRequestException", "A TLS inspection configuration needs at least one scope")
	case authority == "" && has(server, "checkCertificateRevocationStatus"):
		return nil, refuse("InvalidRequestException", "Checking the revocation of certificates needs a certificate authority")
	}
	tell := func(arns []string) ([]any, error) {
		all := []any{}
		for _, arn := range arns {
			if err := issued(c, arn); err != nil {
				return nil, refuse("InvalidRequestException", "Certificate %s is not issued", arn)
			}
			all = append(all, Props{"certificateArn": arn, "certificateSerial": hashOf(arn, 32), "status": "ACTIVE", "statusMessage": ""})
		}
		return all, nil
	}
	certificates, err := tell(own)
	if err != nil {
		return nil, err
	}
	authorities := []any{}
	if authority != "" {
		if authorities, err = tell([]string{authority}); err != nil {
			return nil, err
		}
	}
	return Props{"certificates": certificates, "certificateAuthorities": authorities}, nil
}
