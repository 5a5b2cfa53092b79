package plan

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSharedSubnets declares a new cluster in a VPC that exists already, whose nodes and control plane share subnets.
func TestSharedSubnets(t *testing.T) {
	estate := good()
	shared := map[string]ExistingSubnet{
		"use1-az1": {ID: "subnet-00000005", Cidr: "10.18.0.192/28", RouteTableID: "rtb-00000001"},
		"use1-az2": {ID: "subnet-00000006", Cidr: "10.18.0.208/28", RouteTableID: "rtb-00000001"},
	}
	legacy := Cluster{Cidr: "10.18.0.0/24", ServiceCidr: "172.30.0.0/16", Existing: existing()}
	legacy.Existing.ClusterName, legacy.Existing.PodSecurityGroupID = "", ""
	legacy.Existing.Subnets["node"], legacy.Existing.Subnets["control-plane"] = shared, shared
	estate.Clusters["legacy"] = legacy

	planned, err := Build(estate)
	require.NoError(t, err)
	assert.Empty(t, planned.Validate())
	ids := map[string]string{}
	for _, vpc := range planned.Vpcs {
		for _, subnet := range vpc.Subnets {
			ids[subnet.Name] = subnet.ExistingID
		}
	}
	assert.Equal(t, "subnet-00000005", ids["legacy.node.use1-az1"])
	assert.Equal(t, "subnet-00000005", ids["legacy.control-plane.use1-az1"])
}

// TestSharedHostnames declares one host name twice where DNS can lead it to both: at the same load balancer.
func TestSharedHostnames(t *testing.T) {
	estate := good()
	change(estate.Services, "find", func(s *Service) { s.Priority = 20 })
	change(estate.Services, "shop", func(s *Service) {
		s.Hostnames, s.Paths, s.Priority = []string{"find.example.com"}, []string{"/shop"}, 10
	})
	change(estate.Services, "events", func(s *Service) { s.Hostnames = []string{"events.example.com"} })
	again := estate.Services["events"]
	again.ListenerPort++
	estate.Services["logs"] = again
	_, err := Build(estate)
	require.NoError(t, err)
}
