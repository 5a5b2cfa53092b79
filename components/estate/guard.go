package estate

import (
	"sort"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// guard lists what a plan would replace although it carries traffic or cannot be made again: AWS would do it, and Pulumi
// would call it an update. It also lists what AWS would refuse only half-way.
func guard(last *lastState, planned *plan.Plan) plan.Problems {
	problems := guardAccounts(last, planned)
	problems = append(problems, guardVpcs(last, planned)...)
	problems = append(problems, guardBalancers(last, planned)...)
	problems = append(problems, guardFirewalls(last, planned)...)
	problems = append(problems, guardNumbers(last, planned)...)
	return append(problems, guardClusters(last, planned)...)
}

// guardClusters refuses to change what EKS fixes when a cluster is made.
func guardClusters(last *lastState, planned *plan.Plan) plan.Problems {
	existing := map[string]string{}
	for _, vpc := range planned.Vpcs {
		for _, subnet := range vpc.Subnets {
			existing[subnet.Name] = subnet.ExistingID
		}
	}
	var problems plan.Problems
	refuse := func(cluster, field, message string) {
		problems = append(problems, plan.Problem{Path: "clusters." + cluster + "." + field, Message: message})
	}
	for _, cluster := range planned.Clusters {
		before, exists := last.clusters[cluster.Name]
		if !exists || cluster.Existing {
			continue
		}
		now := map[string]bool{}
		for _, subnet := range cluster.ControlPlaneSubnets {
			if id := existing[subnet]; id != "" {
				now[id] = true
			} else {
				// A subnet that the stack does not hold yet has an ID that no cluster knows.
				now[last.subnets[subnet]] = true
			}
		}
		same := len(now) == len(before.subnetIDs)
		for _, id := range before.subnetIDs {
			same = same && now[id]
		}
		if !same && len(before.subnetIDs) > 0 {
			refuse(cluster.Name, "controlPlaneZones", "EKS fixes the control plane's zones when a cluster is made; "+
				"declare those that it was made with ("+strings.Join(last.zonesOf(before.subnetIDs), ", ")+"), and keep them in zones")
		}
		if before.serviceCidr != "" && before.serviceCidr != cluster.ServiceCidr {
			refuse(cluster.Name, "serviceCidr", "EKS fixes it when a cluster is made: it is "+before.serviceCidr+
				"; "+cluster.ServiceCidr+" would replace the cluster and everything in it")
		}
		if before.awsName != "" && before.awsName != cluster.AwsName {
			refuse(cluster.Name, "name", "AWS knows the cluster as "+before.awsName+"; the name "+cluster.AwsName+
				" would replace the cluster and everything in it. Keep the estate's name")
		}
	}
	return problems
}

// zonesOf are the zones of subnets by ID; the IDs of those that the stack does not own.
func (last *lastState) zonesOf(subnetIDs []string) []string {
	names := map[string]string{}
	for name, id := range last.subnets {
		names[id] = name[strings.LastIndex(name, ".")+1:]
	}
	zones := make([]string, 0, len(subnetIDs))
	for _, id := range subnetIDs {
		if zone := names[id]; zone != "" {
			zones = append(zones, zone)
		} else {
			zones = append(zones, id)
		}
	}
	sort.Strings(zones)
	return zones
}
