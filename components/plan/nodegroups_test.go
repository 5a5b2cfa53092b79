package plan

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAmiTypeFollowsTheProcessor declares one instance type of each kind of family, and no AMI type.
func TestAmiTypeFollowsTheProcessor(t *testing.T) {
	for amiType, instanceTypes := range map[string]string{
		defaultArmAmiType: "a1.large t4g.small m6g.medium m7g.large m8gd.24xlarge c8gn.xlarge r6gd.metal x2gd.medium im4gn.large is4gen.2xlarge " +
			"g5g.xlarge i4g.large i8ge.3xlarge hpc7g.16xlarge r8gb.large m8g.metal-48xl p6e-gb200.36xlarge",
		defaultAmiType: "m5.large m6i.large t3.micro t3a.nano g4dn.xlarge g5.xlarge g6.48xlarge g6e.xlarge gr6.4xlarge c7i-flex.large m7a.metal-48xl " +
			"p5en.48xlarge p6-b200.48xlarge trn1.2xlarge u-6tb1.56xlarge u7i-12tb.224xlarge x2iedn.metal m8azn.large",
	} {
		for _, instanceType := range strings.Fields(instanceTypes) {
			estate := good()
			change(estate.Clusters, "search", func(c *Cluster) {
				c.NodeGroups = map[string]NodeGroup{"workers": {InstanceTypes: []string{instanceType}}}
			})
			plan, err := Build(estate)
			require.NoError(t, err, instanceType)
			require.Equal(t, amiType, plan.Clusters[1].NodeGroups[0].AmiType, instanceType)
			require.Empty(t, plan.Validate(), instanceType)

			plan.Clusters[1].NodeGroups[0].AmiType = "BOTTLEROCKET_" + map[bool]string{true: "x86_64", false: "ARM_64"}[isArm(amiType)]
			require.Len(t, plan.Validate(), 1, "the audit looks by itself: %s", instanceType)
		}
	}
}

// TestMalformedInstanceTypes shows what is not taken for an instance type.
func TestMalformedInstanceTypes(t *testing.T) {
	for _, instanceType := range []string{"m7g", "m7glarge", "m7g.", ".large", "m7g.larg", "m7g.0xlarge", "M7g.large", "mg.large", "m7g.large.large", "m7g large"} {
		estate := good()
		change(estate.Clusters, "search", func(c *Cluster) {
			c.NodeGroups = map[string]NodeGroup{"workers": {InstanceTypes: []string{instanceType}}}
		})
		_, err := Build(estate)
		require.Equal(t, []string{
			`clusters.search.nodeGroups.workers.instanceTypes[0]: "` + instanceType + `" is not an EC2 instance type such as m6i.large`,
		}, problemsOf(t, err))
	}
}
