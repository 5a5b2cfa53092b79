package estate

import (
	"sort"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// guard lists what a plan would replace although it carries traffic or cannot be made again: AWS would do it, and Pulumi
// would call it an update.
func guard(last *lastState, planned *plan.Plan) plan.Problems {
	return append(guardBalancers(last, planned), guardClusters(last, planned)...)
}

// guardBalancers refuses to take addresses from an inner load balancer unless the estate allows it to be replaced.
func guardBalancers(last *lastState, planned *plan.Plan) plan.Problems {
	var problems plan.Problems
	for _, balancer := range planned.InnerLoadBalancers {
		before, exists := last.balancers[balancer.Name]
		if !exists {
			continue
		}
		kept := map[string]bool{}
		for _, address := range balancer.Addresses {
			kept[address.Address] = true
		}
		var lost []string
		for _, address := range before.addresses {
			if address != "" && !kept[address] {
				lost = append(lost, address)
			}
		}
		if len(lost) == 0 {
			continue
		}
		sort.Strings(lost)
		what := "inner load balancer " + balancer.Name + " would lose " + strings.Join(lost, ", ") +
			", for which AWS has to replace it: for some minutes no service behind it answers. "
		switch {
		case !balancer.AllowReplace:
			problems = append(problems, plan.Problem{
				Path: "zones", Message: what + "Keep its zones, or accept the outage: add " + balancer.Name + " to allowReplace",
			})
		case before.protected:
			// Deleting comes before any update that could lift the protection.
			problems = append(problems, plan.Problem{
				Path: "allowReplace", Message: what + "It is still protected from deletion: first update with " + balancer.Name +
					" in allowReplace and the zones as they were, which lifts that, and then change the zones",
			})
		}
	}
	return problems
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
				"declare those that it was made with ("+strings.Join(zonesOf(last, before), ", ")+"), and keep them in zones")
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

// zonesOf are the zones of the subnets that a cluster was made with; IDs of subnets that the stack does not own.
func zonesOf(last *lastState, cluster lastCluster) []string {
	names := map[string]string{}
	for name, id := range last.subnets {
		names[id] = name[strings.LastIndex(name, ".")+1:]
	}
	zones := make([]string, 0, len(cluster.subnetIDs))
	for _, id := range cluster.subnetIDs {
		if zone := names[id]; zone != "" {
			zones = append(zones, zone)
		} else {
			zones = append(zones, id)
		}
	}
	sort.Strings(zones)
	return zones
}
