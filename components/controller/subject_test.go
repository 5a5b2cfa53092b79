package controller

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

var blue = Subject{Account: "111122223333", Region: "us-east-1", Cluster: "blue"}

func TestSubjectNames(t *testing.T) {
	// Both accounts have deployed these: another name is another role.
	assert.Equal(t, "blue.us-east-1.controller", blue.RoleName())
	assert.Equal(t, "arn:aws:iam::111122223333:role/blue.us-east-1.controller", blue.RoleArn("aws"))
	assert.Equal(t, "blue.us-east-1.111122223333.registrar", blue.RegistrarName())
	assert.Equal(t, "us-east-1/111122223333/blue/kube-system/aws-load-balancer-controller", blue.ExternalID())
	other := blue
	other.Namespace, other.ServiceAccount = "edge", "registrar"
	assert.Equal(t, "us-east-1/111122223333/blue/edge/registrar", other.ExternalID())
}

func TestSubjectsNeverShareANameOrExternalID(t *testing.T) {
	subject := rapid.Custom(func(t *rapid.T) Subject {
		return Subject{
			Account:   rapid.StringMatching(`[12]{12}`).Draw(t, "account"),
			Region:    rapid.SampledFrom([]string{"us-east-1", "eu-central-1", "us-gov-west-1"}).Draw(t, "region"),
			Cluster:   rapid.StringMatching(`[a-c][a-c_-]{0,1}([a-b]{97})?`).Draw(t, "cluster"),
			Namespace: rapid.SampledFrom([]string{"", "a", "a-b"}).Draw(t, "namespace"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		one, two := subject.Draw(t, "one"), subject.Draw(t, "two")
		for _, s := range []Subject{one, two} {
			assert.Empty(t, s.Validate())
			for _, name := range []string{s.RoleName(), s.RegistrarName()} {
				assert.Regexp(t, `^[\w+=,.@-]{1,64}$`, name)
			}
			assert.Regexp(t, `^[\w+=,.@:/-]{2,}$`, s.ExternalID())
			assert.LessOrEqual(t, len(s.ExternalID()), 1224)
			assert.Regexp(t, roleForm, s.RoleArn("aws"))
		}
		if one.Cluster != two.Cluster || one.Region != two.Region {
			assert.NotEqual(t, one.RoleName(), two.RoleName())
		}
		if one.Cluster != two.Cluster || one.Region != two.Region || one.Account != two.Account {
			assert.NotEqual(t, one.RegistrarName(), two.RegistrarName())
		}
		assert.Equal(t, one.withDefaults() == two.withDefaults(), one.ExternalID() == two.ExternalID())
	})
}

func TestSubjectProblems(t *testing.T) {
	for name, test := range map[string]struct {
		change func(s *Subject)
		want   string
	}{
		"no account":      {func(s *Subject) { s.Account = "" }, "subject.account: is required"},
		"short account":   {func(s *Subject) { s.Account = "1234" }, `subject.account: "1234" is not the ID of an account`},
		"zone":            {func(s *Subject) { s.Region = "us-east-1a" }, `subject.region: "us-east-1a" is not a Region`},
		"no cluster":      {func(s *Subject) { s.Cluster = "" }, "subject.cluster: is required"},
		"wildcard":        {func(s *Subject) { s.Cluster = "*" }, `subject.cluster: "*" is not the name of an EKS cluster`},
		"path":            {func(s *Subject) { s.Namespace = "a/b" }, `subject.namespace: "a/b" is not the name of a namespace`},
		"all namespaces":  {func(s *Subject) { s.Namespace = "*" }, `subject.namespace: "*" is not the name of a namespace`},
		"service account": {func(s *Subject) { s.ServiceAccount = "A" }, `subject.serviceAccount: "A" is not the name of a service account`},
		"long":            {func(s *Subject) { s.ServiceAccount = strings.Repeat("a", 254) }, "is not the name of a service account"},
	} {
		t.Run(name, func(t *testing.T) {
			subject := blue
			test.change(&subject)
			assert.ErrorContains(t, subject.Validate(), test.want)
		})
	}
	assert.Empty(t, blue.Validate())
}
