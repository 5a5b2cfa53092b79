package controller

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// knownGates is in which controller each gate came, by the project's release notes; written down here once more.
var knownGates = map[string]version{
	"ServiceTypeLoadBalancerOnly": {2, 4, 0},
	"EnableServiceController":     {2, 4, 3},
	"NLBGatewayAPI":               {2, 13, 0},
	"ALBGatewayAPI":               {2, 13, 0},
	"GlobalAcceleratorController": {2, 17, 0},
}

func TestFeatureGatesByVersion(t *testing.T) {
	for controller, want := range map[version]map[string]bool{
		{2, 3, 1}:  {},
		{2, 4, 0}:  {"ServiceTypeLoadBalancerOnly": true},
		{2, 4, 3}:  {"ServiceTypeLoadBalancerOnly": true, "EnableServiceController": false},
		{2, 12, 9}: {"ServiceTypeLoadBalancerOnly": true, "EnableServiceController": false},
		{2, 13, 0}: {
			"ServiceTypeLoadBalancerOnly": true, "EnableServiceController": false, "NLBGatewayAPI": false, "ALBGatewayAPI": false,
		},
		{3, 3, 0}: {
			"ServiceTypeLoadBalancerOnly": true, "EnableServiceController": false, "NLBGatewayAPI": false, "ALBGatewayAPI": false,
			"GlobalAcceleratorController": false,
		},
	} {
		assert.Equal(t, want, featureGates(controller), controller.String())
	}
}

func TestNoControllerGetsAGateThatItDoesNotKnow(t *testing.T) {
	anyVersion := rapid.Custom(func(t *rapid.T) version {
		number := rapid.IntRange(0, 30)
		return version{rapid.IntRange(1, 4).Draw(t, "major"), number.Draw(t, "minor"), number.Draw(t, "patch")}
	})
	rapid.Check(t, func(t *rapid.T) {
		chart, later := anyVersion.Draw(t, "chart"), anyVersion.Draw(t, "later")
		read, ok := parseVersion(chart.String())
		require.True(t, ok)
		require.Equal(t, chart, read)
		set := featureGates(chart.controller())
		for name := range set {
			assert.False(t, chart.controller().before(knownGates[name]), "%s does not start with %s", chart, name)
		}
		// What a controller knows, later ones know, and it means the same.
		if !later.controller().before(chart.controller()) {
			for name, on := range set {
				assert.Contains(t, featureGates(later.controller()), name)
				assert.Equal(t, on, featureGates(later.controller())[name])
			}
		}
		assert.False(t, chart.before(later) && later.before(chart))
		if len(versionProblems(chart.String())) == 0 {
			assert.Len(t, set, len(knownGates), "every supported chart turns everything off that can be turned off")
		}
	})
}

func TestChartVersionProblems(t *testing.T) {
	for declared, want := range map[string]string{
		"3.2.9":   "3.2.9 is older than 3.3.0",
		"1.17.1":  "1.17.1 is older than 3.3.0",
		"4.0.0":   "4.0.0 is not known",
		"v3.3.0":  `"v3.3.0" is not an exact version`,
		"3.3":     `"3.3" is not an exact version`,
		"3.x":     `"3.x" is not an exact version`,
		">=3.3.0": `">=3.3.0" is not an exact version`,
		"":        `"" is not an exact version`,
	} {
		assert.ErrorContains(t, versionProblems(declared), "chartVersion: "+want)
	}
	for _, declared := range []string{"3.3.0", DefaultChartVersion, "3.6.0", "3.30.0"} {
		assert.Empty(t, versionProblems(declared), declared)
	}
}

func TestImage(t *testing.T) {
	for name, test := range map[string]struct {
		region, declared, want string
	}{
		"chart's":  {"us-east-1", "", ""},
		"declared": {"us-east-1", "registry.example/controller", "registry.example/controller"},
		"China":    {"cn-north-1", "", "918309763551.dkr.ecr.cn-north-1.amazonaws.com.cn/amazon/aws-load-balancer-controller"},
		"China, declared": {
			"cn-northwest-1", "registry.example.cn/controller", "registry.example.cn/controller",
		},
	} {
		t.Run(name, func(t *testing.T) {
			args := &LoadBalancerControllerArgs{Subject: Subject{Region: test.region}, ImageRepository: test.declared}
			assert.Equal(t, test.want, args.image())
		})
	}
}
