package replay

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// withWitnesses is a network in which every subnet of ingress load balancers has a host whose security group lets everything in and
// out, and where pods whose cluster has no security group yet have such a one. So it does not depend on which load balancers stand
// there already, nor on what a security group happens to stop, whether a way past a firewall shows. VPCs go by their CIDRs.
func withWitnesses(
	read *network.Network, plans []*plan.Plan, pods []flightpath.Declaration, ingress, protected []string,
) (*network.Network, []flightpath.Declaration) {
	seen := *read
	seen.SecurityGroups, seen.Interfaces = slices.Clone(read.SecurityGroups), slices.Clone(read.Interfaces)
	open := map[string]string{}
	for _, vpc := range read.VPCs {
		if is(vpc, ingress) || is(vpc, protected) {
			group := openGroup(vpc)
			open[vpc.ID] = group.ID
			seen.SecurityGroups = append(seen.SecurityGroups, group)
		}
	}
	fronts := frontsOf(plans)
	for _, subnet := range read.Subnets {
		if open[subnet.VPC] != "" && (fronts[subnet.Name] || fronts[subnet.ID]) {
			seen.Interfaces = append(seen.Interfaces, network.Interface{
				Object: network.Object{Account: subnet.Account, Region: subnet.Region, ID: "host in " + subnet.Name},
				VPC:    subnet.VPC, Subnet: subnet.ID, SecurityGroups: []string{open[subnet.VPC]}, AddressUnknown: true, IPv4Only: true,
			})
		}
	}
	pods = slices.Clone(pods)
	for i := range pods {
		if len(pods[i].SecurityGroups) > 0 {
			continue
		}
		for _, subnet := range read.Subnets {
			if group := open[subnet.VPC]; group != "" && (slices.Contains(pods[i].Subnets, subnet.Name) || slices.Contains(pods[i].Subnets, subnet.ID)) {
				pods[i].SecurityGroups = []string{group}
			}
		}
	}
	return &seen, pods
}

// frontsOf are the subnets of ingress load balancers, by name and ID.
func frontsOf(plans []*plan.Plan) map[string]bool {
	fronts := map[string]bool{}
	for _, planned := range plans {
		for _, vpc := range planned.Vpcs {
			for _, subnet := range vpc.Subnets {
				if vpc.Kind == plan.IngressVpc && subnet.Tier == plan.TierLb {
					fronts[cmp.Or(subnet.ExistingID, subnet.Name)] = true
				}
			}
		}
	}
	return fronts
}

func is(vpc network.VPC, cidrs []string) bool {
	return slices.ContainsFunc(vpc.CIDRs, func(cidr netip.Prefix) bool { return slices.Contains(cidrs, cidr.String()) })
}

// openGroup is a security group of a VPC that lets everything in and out.
func openGroup(vpc network.VPC) network.SecurityGroup {
	group := network.SecurityGroup{Object: network.Object{Account: vpc.Account, Region: vpc.Region, ID: "open in " + vpc.ID}, VPC: vpc.ID}
	for _, egress := range []bool{false, true} {
		group.Rules = append(group.Rules, network.Rule{
			Egress: egress, Match: network.Match{Protocol: network.AnyProtocol}, CIDR: netip.PrefixFrom(netip.IPv4Unspecified(), 0),
		})
	}
	return group
}
