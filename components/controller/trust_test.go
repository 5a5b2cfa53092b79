package controller

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/guardrails/iamtest"
)

const (
	issuer   = "oidc.eks.us-east-1.amazonaws.com/id/A1"
	provider = "arn:aws:iam::111122223333:oidc-provider/" + issuer
)

// statements are those of a policy.
func statements(t *testing.T, policy string) []statement {
	t.Helper()
	var read document
	require.NoError(t, json.Unmarshal([]byte(policy), &read))
	return read.Statement
}

// session is a principal that asks for a session of a role.
type session struct {
	principal string
	policies  iamtest.Policies
	keys      iamtest.Context
}

// granted says whether the session is had: STS asks for each of the actions.
func (s session) granted(t *testing.T, role string, trust *iamtest.Document, actions ...string) bool {
	t.Helper()
	for _, action := range actions {
		decision, err := s.policies.Assume(iamtest.Request{Action: action, Resource: role, Principal: s.principal, Context: s.keys}, trust)
		require.NoError(t, err)
		if !decision.Allowed {
			return false
		}
	}
	return true
}

// changed are keys of which one has another value; without values it is not there.
func changed(keys iamtest.Context, key string, values ...string) iamtest.Context {
	changed := iamtest.Context{}
	for name, before := range keys {
		if name != key {
			changed[name] = before
		}
	}
	if len(values) > 0 {
		changed[key] = values
	}
	return changed
}

// anybody has every right in an account: what keeps it out is the trust alone.
var anybody = iamtest.Policies{Identity: []*iamtest.Document{iamtest.FullAccess()}}

func TestPodIdentityGivesTheRoleToTheController(t *testing.T) {
	const cluster, namespace, account = "aws:RequestTag/eks-cluster-arn", "aws:RequestTag/kubernetes-namespace", "aws:RequestTag/kubernetes-service-account"
	const eks = "pods.eks.amazonaws.com"
	trust := controllerOf(t, nil).trust(t, "blue")
	pod := iamtest.Context{
		cluster: {"arn:aws:eks:us-east-1:111122223333:cluster/blue"}, namespace: {"kube-system"}, account: {"aws-load-balancer-controller"},
		"aws:RequestTag/kubernetes-pod-name": {"aws-load-balancer-controller-7d9"},
	}
	for name, test := range map[string]struct {
		principal string
		keys      iamtest.Context
		granted   bool
	}{
		"the controller's pods":         {eks, pod, true},
		"another namespace":             {eks, changed(pod, namespace, "shop"), false},
		"another service account":       {eks, changed(pod, account, "default"), false},
		"another cluster":               {eks, changed(pod, cluster, "arn:aws:eks:us-east-1:111122223333:cluster/green"), false},
		"a cluster in another Region":   {eks, changed(pod, cluster, "arn:aws:eks:us-west-2:111122223333:cluster/blue"), false},
		"a cluster in another account":  {eks, changed(pod, cluster, "arn:aws:eks:us-east-1:999900001111:cluster/blue"), false},
		"a session without tags":        {eks, nil, false},
		"a session without namespace":   {eks, changed(pod, namespace), false},
		"EC2":                           {"ec2.amazonaws.com", pod, false},
		"a role of the account":         {"arn:aws:iam::111122223333:role/admin", pod, false},
		"the controller's role, itself": {blue.RoleArn("aws"), pod, false},
		"a role of another account":     {"arn:aws:iam::999900001111:role/admin", pod, false},
	} {
		t.Run(name, func(t *testing.T) {
			asks := session{test.principal, anybody, test.keys}
			assert.Equal(t, test.granted, asks.granted(t, blue.RoleArn("aws"), trust, "sts:AssumeRole", "sts:TagSession"))
			assert.False(t, asks.granted(t, blue.RoleArn("aws"), trust, "sts:AssumeRoleWithWebIdentity"))
		})
	}
}

func TestIRSAGivesTheRoleToTheController(t *testing.T) {
	trust := controllerOf(t, func(args *LoadBalancerControllerArgs) {
		args.Irsa = &Irsa{ProviderArn: pulumi.String(provider), IssuerURL: pulumi.String("https://" + issuer)}
	}).trust(t, "blue")
	token := iamtest.Context{issuer + ":aud": {"sts.amazonaws.com"}, issuer + ":sub": {"system:serviceaccount:kube-system:aws-load-balancer-controller"}}
	for name, test := range map[string]struct {
		principal string
		keys      iamtest.Context
		granted   bool
	}{
		"the controller's pods":   {provider, token, true},
		"another service account": {provider, changed(token, issuer+":sub", "system:serviceaccount:kube-system:default"), false},
		"another namespace":       {provider, changed(token, issuer+":sub", "system:serviceaccount:shop:aws-load-balancer-controller"), false},
		"another audience":        {provider, changed(token, issuer+":aud", "kubernetes.default.svc"), false},
		"no audience":             {provider, changed(token, issuer+":aud"), false},
		"no subject":              {provider, changed(token, issuer+":sub"), false},
		"another issuer":          {"arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/B2", token, false},
		"an issuer elsewhere":     {"arn:aws:iam::999900001111:oidc-provider/" + issuer, token, false},
		"a role of the account":   {"arn:aws:iam::111122223333:role/admin", token, false},
		"EKS Pod Identity":        {"pods.eks.amazonaws.com", token, false},
	} {
		t.Run(name, func(t *testing.T) {
			asks := session{test.principal, anybody, test.keys}
			assert.Equal(t, test.granted, asks.granted(t, blue.RoleArn("aws"), trust, "sts:AssumeRoleWithWebIdentity"))
			assert.False(t, asks.granted(t, blue.RoleArn("aws"), trust, "sts:AssumeRole"))
		})
	}
}

// TestRegistrarIsTheControllersAlone has both halves of each chained session: what the role trusts, and what the caller may. The
// external ID is no secret, so the others know it.
func TestRegistrarIsTheControllersAlone(t *testing.T) {
	const id = "sts:ExternalId"
	trust := registrarOf(t, blue).trust(t, "registrar")
	controller := controllerOf(t, reaching).identity(t, "blue")
	named := iamtest.Context{id: {blue.ExternalID()}}
	green := blue
	green.Cluster = "green"
	elsewhere := blue
	elsewhere.Account = "999900001111"
	for name, test := range map[string]struct {
		session session
		wanted  bool
	}{
		"the controller":                  {session{blue.RoleArn("aws"), controller, named}, true},
		"no external ID":                  {session{blue.RoleArn("aws"), controller, nil}, false},
		"an empty external ID":            {session{blue.RoleArn("aws"), controller, changed(named, id, "")}, false},
		"another cluster's external ID":   {session{blue.RoleArn("aws"), controller, changed(named, id, green.ExternalID())}, false},
		"an external ID in capitals":      {session{blue.RoleArn("aws"), controller, changed(named, id, "US-EAST-1/111122223333/blue/kube-system/aws-load-balancer-controller")}, false},
		"a wildcard as external ID":       {session{blue.RoleArn("aws"), controller, changed(named, id, "*")}, false},
		"a controller without the right":  {session{blue.RoleArn("aws"), controllerOf(t, nil).identity(t, "blue"), named}, false},
		"another cluster's controller":    {session{green.RoleArn("aws"), anybody, named}, false},
		"another role of the account":     {session{"arn:aws:iam::111122223333:role/admin", anybody, named}, false},
		"the account's root":              {session{"arn:aws:iam::111122223333:root", anybody, named}, false},
		"a role of that name with a path": {session{"arn:aws:iam::111122223333:role/team/blue.us-east-1.controller", anybody, named}, false},
		"a user of that name":             {session{"arn:aws:iam::111122223333:user/blue.us-east-1.controller", anybody, named}, false},
		"a role whose name begins so":     {session{blue.RoleArn("aws") + "-2", anybody, named}, false},
		"that role in another account":    {session{elsewhere.RoleArn("aws"), anybody, named}, false},
		"that role in the hub's account":  {session{"arn:aws:iam::444455556666:role/blue.us-east-1.controller", anybody, named}, false},
		"an administrator of the hub":     {session{"arn:aws:iam::444455556666:role/admin", anybody, named}, false},
		"EKS Pod Identity":                {session{"pods.eks.amazonaws.com", anybody, named}, false},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.wanted, test.session.granted(t, ownRegistrar, trust, "sts:AssumeRole"), "with IRSA, without tags")
			assert.Equal(t, test.wanted, test.session.granted(t, ownRegistrar, trust, "sts:AssumeRole", "sts:TagSession"), "with Pod Identity's tags")
			for _, other := range []string{"sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "sts:SetSourceIdentity"} {
				assert.False(t, test.session.granted(t, ownRegistrar, trust, other), other)
			}
		})
	}
	// Session tags by themselves are no session: whoever tags has to assume, too.
	tagging := session{blue.RoleArn("aws"), controller, nil}
	assert.True(t, tagging.granted(t, ownRegistrar, trust, "sts:TagSession"))
	assert.False(t, tagging.granted(t, ownRegistrar, trust, "sts:TagSession", "sts:AssumeRole"))
	assert.False(t, session{blue.RoleArn("aws"), controller, named}.granted(t, othersRegistrar, registrarOf(t, green).trust(t, "registrar"), "sts:AssumeRole"))
}
