package controller

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEstatesDeclareWhatIsTaken compares what an estate may say of a controller with what the component takes: what passes there must
// not fail here, in the middle of an update.
func TestEstatesDeclareWhatIsTaken(t *testing.T) {
	var schema struct {
		Definitions struct {
			Controller struct {
				Properties map[string]struct{ Pattern, Description string }
			}
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(plan.Schema(), &schema))
	declared := schema.Definitions.Controller.Properties
	assert.Contains(t, declared["chartVersion"].Description, "Default: "+DefaultChartVersion+".")

	versions := regexp.MustCompile(declared["chartVersion"].Pattern)
	for _, version := range []string{
		"3.3.0", "3.3.1", "3.4.3", "3.9.9999", "3.10.0", "3.99.0", "3.9999.12", DefaultChartVersion,
		"", "3", "3.4", "3.2.99", "3.03.0", "3.3.01", "4.0.0", "2.17.1", "13.4.0", "3.4.3-rc1", "v3.4.3", "3.4.x", "3.10000.0", "3.3.10000",
	} {
		assert.Equal(t, versions.MatchString(version), len(versionProblems(version)) == 0, version)
	}
	images := regexp.MustCompile(declared["imageRepository"].Pattern)
	for _, image := range []string{
		"111122223333.dkr.ecr.us-east-1.amazonaws.com/aws-load-balancer-controller", "registry.example.com:5000/a/b_c/d-e.f", "localhost/lbc",
		"registry.example.com", "registry.example.com/lbc:v3", "registry.example.com/lbc@sha256:aa", "Registry/lbc", "a/", "/a", "a//b", "a b/c",
	} {
		assert.Equal(t, images.MatchString(image), imageForm.MatchString(image), image)
	}
}
