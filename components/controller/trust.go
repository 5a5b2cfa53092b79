package controller

// podIdentityTrust lets EKS give the role to pods of the subject, and to no others, whatever associations there are in the account.
func podIdentityTrust(partition string, subject Subject) (string, error) {
	return text(statement{
		Effect: "Allow", Action: assume,
		Principal: map[string]string{"Service": "pods.eks.amazonaws.com"},
		Condition: map[string]map[string]string{"StringEquals": {
			"aws:RequestTag/eks-cluster-arn":            subject.clusterArn(partition),
			"aws:RequestTag/kubernetes-namespace":       subject.Namespace,
			"aws:RequestTag/kubernetes-service-account": subject.ServiceAccount,
		}},
	})
}

// webIdentityTrust lets the service account have the role on the word of the cluster's OIDC issuer.
func webIdentityTrust(providerArn, issuer string, subject Subject) (string, error) {
	return text(statement{
		Effect: "Allow", Action: []string{"sts:AssumeRoleWithWebIdentity"},
		Principal: map[string]string{"Federated": providerArn},
		Condition: map[string]map[string]string{"StringEquals": {
			issuer + ":aud": "sts.amazonaws.com",
			issuer + ":sub": "system:serviceaccount:" + subject.Namespace + ":" + subject.ServiceAccount,
		}},
	})
}

// registrarTrust lets the controller assume the registrar, if it names the external ID. The principal is the account and the role a
// condition: IAM refuses a role as principal that does not exist yet, and forgets one that is made anew.
//
// Pods with Pod Identity pass their session tags on, which is an action of its own; by itself it gives nobody a session.
func registrarTrust(partition string, subject Subject) (string, error) {
	account := map[string]string{"AWS": "arn:" + partition + ":iam::" + subject.Account + ":root"}
	only := map[string]string{"aws:PrincipalArn": subject.RoleArn(partition)}
	return text(
		statement{
			Effect: "Allow", Action: []string{"sts:AssumeRole"}, Principal: account,
			Condition: map[string]map[string]string{
				"ArnEquals": only, "StringEquals": {"sts:ExternalId": subject.ExternalID()},
			},
		},
		statement{
			Effect: "Allow", Action: []string{"sts:TagSession"}, Principal: account,
			Condition: map[string]map[string]string{"ArnEquals": only},
		},
	)
}
