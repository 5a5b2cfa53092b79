package controller

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPolicies(t *testing.T) {
	const (
		group     = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web/0123456789abcdef"
		registrar = "arn:aws:iam::444455556666:role/blue.us-east-1.111122223333.registrar"
		pods      = "arn:aws:ec2:us-east-1:111122223333:security-group/sg-0123456789abcdef0"
	)
	const describe = `{"Effect":"Allow","Resource":["*"],"Action":["ec2:DescribeInstances","ec2:DescribeSecurityGroups",` +
		`"ec2:DescribeVpcs","elasticloadbalancing:DescribeTargetGroups","elasticloadbalancing:DescribeTargetHealth"]}`
	for name, test := range map[string]struct {
		policy func() (string, error)
		want   string
	}{
		"controller": {func() (string, error) { return ownPolicy(nil, nil) }, describe},
		"controller, another account": {
			func() (string, error) { return ownPolicy([]string{registrar}, nil) },
			describe + `,{"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession"],"Resource":["` + registrar + `"]}`,
		},
		"controller, networking": {
			func() (string, error) { return ownPolicy(nil, []string{pods}) },
			describe + `,{"Effect":"Allow","Action":["ec2:DescribeNetworkInterfaces"],"Resource":["*"]},` +
				`{"Effect":"Allow","Action":["ec2:AuthorizeSecurityGroupIngress","ec2:RevokeSecurityGroupIngress"],"Resource":["` + pods + `"]}`,
		},
		"registrar": {registrarPolicy, `{"Effect":"Allow","Resource":["*"],"Action":["elasticloadbalancing:DescribeTargetGroups",` +
			`"elasticloadbalancing:DescribeTargetHealth"]}`},
		"targets": {
			func() (string, error) { return targetsPolicy([]string{group}) },
			`{"Effect":"Allow","Action":["elasticloadbalancing:DeregisterTargets","elasticloadbalancing:RegisterTargets"],"Resource":["` + group + `"]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			policy, err := test.policy()
			require.NoError(t, err)
			assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[`+test.want+`]}`, policy)
		})
	}
}

func TestPoliciesTakeNoWildcards(t *testing.T) {
	for _, arn := range []string{"*", "", "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/*", "arn:aws:elasticloadbalancing:*:1:targetgroup/a/1"} {
		_, err := targetsPolicy([]string{arn})
		assert.ErrorContains(t, err, fmt.Sprintf("%q is not the ARN of a target group", arn))
		_, err = ownPolicy([]string{arn}, nil)
		assert.ErrorContains(t, err, "is not the ARN of a role")
		_, err = ownPolicy(nil, []string{arn})
		assert.ErrorContains(t, err, "is not the ARN of a security group")
	}
}

// TestTargetsPolicyFits counts as IAM does: managed policies of 6,144 characters that are no white space.
func TestTargetsPolicyFits(t *testing.T) {
	longest := "arn:aws-us-gov:elasticloadbalancing:ap-southeast-2:111122223333:targetgroup/a-target-group-of-32-characters-/0123456789abcdef"
	arns := []string{}
	for range groupsPerPolicy {
		arns = append(arns, longest)
	}
	policy, err := targetsPolicy(arns)
	require.NoError(t, err)
	assert.LessOrEqual(t, len(policy), 6144)
}

func TestTrust(t *testing.T) {
	subject := blue.withDefaults()
	pod, err := podIdentityTrust("aws-cn", subject)
	require.NoError(t, err)
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[{
		"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession"],"Principal":{"Service":"pods.eks.amazonaws.com"},
		"Condition":{"StringEquals":{
			"aws:RequestTag/eks-cluster-arn":"arn:aws-cn:eks:us-east-1:111122223333:cluster/blue",
			"aws:RequestTag/kubernetes-namespace":"kube-system",
			"aws:RequestTag/kubernetes-service-account":"aws-load-balancer-controller"}}}]}`, pod)

	web, err := webIdentityTrust("arn:aws:iam::111122223333:oidc-provider/oidc.example/id/A1", "oidc.example/id/A1", subject)
	require.NoError(t, err)
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[{
		"Effect":"Allow","Action":["sts:AssumeRoleWithWebIdentity"],
		"Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/oidc.example/id/A1"},
		"Condition":{"StringEquals":{
			"oidc.example/id/A1:aud":"sts.amazonaws.com",
			"oidc.example/id/A1:sub":"system:serviceaccount:kube-system:aws-load-balancer-controller"}}}]}`, web)

	registrar, err := registrarTrust("aws", subject)
	require.NoError(t, err)
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Action":["sts:AssumeRole"],"Principal":{"AWS":"arn:aws:iam::111122223333:root"},
		 "Condition":{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/blue.us-east-1.controller"},
		  "StringEquals":{"sts:ExternalId":"us-east-1/111122223333/blue/kube-system/aws-load-balancer-controller"}}},
		{"Effect":"Allow","Action":["sts:TagSession"],"Principal":{"AWS":"arn:aws:iam::111122223333:root"},
		 "Condition":{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/blue.us-east-1.controller"}}}]}`, registrar)
}
