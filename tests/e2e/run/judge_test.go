package run

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPrincipal(t *testing.T) {
	t.Parallel()
	for caller, want := range map[string]string{
		"arn:aws:iam::111111111111:user/moto":                        "arn:aws:iam::111111111111:user/moto",
		"arn:aws:sts::111111111111:user/moto":                        "arn:aws:iam::111111111111:user/moto",
		"arn:aws:sts::222222222222:assumed-role/deploy/ingresshub":   "arn:aws:iam::222222222222:role/deploy",
		"arn:aws-us-gov:sts::222222222222:assumed-role/deploy/other": "arn:aws-us-gov:iam::222222222222:role/deploy",
	} {
		assert.Equal(t, want, principal(caller))
	}
}
