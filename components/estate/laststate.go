package estate

import (
	"strings"

	"github.com/ingresshub/ingresshub/components/cluster"
)

// lastState is what the stack holds from its last update, as far as a change of it must not happen by accident.
type lastState struct {
	// Load balancers by plan name; those of inner ones have a dot.
	balancers map[string]lastBalancer

	// Clusters by plan name.
	clusters map[string]lastCluster

	// Subnet IDs by plan name.
	subnets map[string]string

	// CIDRs of VPCs, and of their pods, by plan name.
	cidrs map[string]string

	// IDs of the accounts in which VPCs and clusters are, by plan name.
	owners map[string]string

	// Priorities of the rules of ALBs, and ports of the listeners of inner ones, by plan name.
	priorities map[string]int
	innerPorts map[string]int

	// Node groups by plan name.
	nodeGroups map[string]cluster.LastNodeGroup

	// AWS Network Firewalls by plan name, and whether AWS refuses to delete them; load balancers of appliance fleets.
	networkFirewalls map[string]bool
	fleets           map[string]lastBalancer

	// AWS's names of the policies of AWS Network Firewalls, by the firewall's plan name.
	firewallPolicies map[string]string

	// Names of the routes to firewall endpoints.
	firewallRoutes []string
}

type lastBalancer struct {
	awsName   string
	kind      string
	subnetIDs []string
	addresses []string
	protected bool
}

type lastCluster struct {
	awsName     string
	serviceCidr string
	subnetIDs   []string
}

// recorded are the outputs of a resource. Only what is asked for is decoded: the rest may hold secrets, or refer to
// resources that this update has not registered yet.
type recorded struct {
	Type    string `pulumi:"type"`
	Outputs struct {
		Arn                      any `pulumi:"arn"`
		CidrBlock                any `pulumi:"cidrBlock"`
		OwnerID                  any `pulumi:"ownerId"`
		Name                     any `pulumi:"name"`
		LoadBalancerType         any `pulumi:"loadBalancerType"`
		Subnets                  any `pulumi:"subnets"`
		SubnetMappings           any `pulumi:"subnetMappings"`
		EnableDeletionProtection any `pulumi:"enableDeletionProtection"`
		DeleteProtection         any `pulumi:"deleteProtection"`
		FirewallPolicyArn        any `pulumi:"firewallPolicyArn"`
		VpcConfig                any `pulumi:"vpcConfig"`
		KubernetesNetworkConfig  any `pulumi:"kubernetesNetworkConfig"`
		Priority                 any `pulumi:"priority"`
		Port                     any `pulumi:"port"`
		NodeGroupName            any `pulumi:"nodeGroupName"`
		ScalingConfig            any `pulumi:"scalingConfig"`
		VpcEndpointID            any `pulumi:"vpcEndpointId"`
	} `pulumi:"outputs"`
}

// vpcs are the components that make VPCs.
var vpcs = []string{"ingresshub:index:EksVpc", "ingresshub:index:IngressVpc", "ingresshub:index:InspectionVpc"}

// newLastState picks what a lastState holds out of a state, by the URNs that this package gives it.
func newLastState(resources map[string]recorded) *lastState {
	last := &lastState{
		balancers: map[string]lastBalancer{}, clusters: map[string]lastCluster{}, subnets: map[string]string{},
		cidrs: map[string]string{}, priorities: map[string]int{}, innerPorts: map[string]int{},
		nodeGroups: map[string]cluster.LastNodeGroup{}, networkFirewalls: map[string]bool{},
		fleets: map[string]lastBalancer{}, owners: map[string]string{}, firewallPolicies: map[string]string{},
	}
	for urn, resource := range resources {
		types, name := splitURN(urn)
		switch {
		case resource.Type == "aws:lb/loadBalancer:LoadBalancer" &&
			within(types, "ingresshub:index:StaticNlb", "ingresshub:index:IngressLoadBalancer", "ingresshub:index:InnerAlb"):
			last.balancers[name] = newLastBalancer(resource)
		case resource.Type == "aws:networkfirewall/firewall:Firewall" && within(types, "ingresshub:index:NetworkFirewall"):
			last.networkFirewalls[name] = resource.Outputs.DeleteProtection == true
			arn := word(resource.Outputs.FirewallPolicyArn)
			last.firewallPolicies[name] = arn[strings.LastIndex(arn, "/")+1:]
		case resource.Type == "aws:lb/loadBalancer:LoadBalancer" && within(types, "ingresshub:index:ApplianceFleet"):
			last.fleets[name] = newLastBalancer(resource)
		case resource.Type == "aws:lb/listenerRule:ListenerRule" &&
			within(types, "ingresshub:index:IngressLoadBalancer", "ingresshub:index:InnerAlb"):
			last.priorities[name] = number(resource.Outputs.Priority)
		case resource.Type == "aws:lb/listener:Listener" && within(types, "ingresshub:index:StaticNlb"):
			last.innerPorts[name] = number(resource.Outputs.Port)
		case resource.Type == "aws:eks/nodeGroup:NodeGroup" && within(types, "ingresshub:index:EksCluster"):
			last.nodeGroups[name] = cluster.LastNodeGroup{
				AwsName: word(resource.Outputs.NodeGroupName),
				Min:     number(field(resource.Outputs.ScalingConfig, "minSize")),
				Max:     number(field(resource.Outputs.ScalingConfig, "maxSize")),
			}
		case resource.Type == "aws:eks/cluster:Cluster" && within(types, "ingresshub:index:EksCluster"):
			made := lastCluster{
				awsName:     word(resource.Outputs.Name),
				serviceCidr: word(field(resource.Outputs.KubernetesNetworkConfig, "serviceIpv4Cidr")),
			}
			for _, id := range list(field(resource.Outputs.VpcConfig, "subnetIds")) {
				made.subnetIDs = append(made.subnetIDs, word(id))
			}
			// pulumi-eks adds to the name that we gave.
			name = strings.TrimSuffix(name, "-eksCluster")
			last.clusters[name] = made
			last.owners[name] = accountIn(word(resource.Outputs.Arn))
		case (resource.Type == "aws:ec2/vpc:Vpc" ||
			resource.Type == "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation") &&
			within(types, vpcs...):
			last.cidrs[name] = word(resource.Outputs.CidrBlock)
			if owner := word(resource.Outputs.OwnerID); owner != "" {
				last.owners[name] = owner
			}
		case resource.Type == "aws:ec2/route:Route" && within(types, vpcs...) && word(resource.Outputs.VpcEndpointID) != "":
			last.firewallRoutes = append(last.firewallRoutes, name)
		case resource.Type == "aws:ec2/subnet:Subnet" && within(types, vpcs...):
			// The engine answers with outputs alone; the ID is the end of the ARN.
			arn := word(resource.Outputs.Arn)
			last.subnets[name] = arn[strings.LastIndex(arn, "/")+1:]
		}
	}
	return last
}

// newLastBalancer is what the state says of a load balancer.
func newLastBalancer(resource recorded) lastBalancer {
	protected, _ := resource.Outputs.EnableDeletionProtection.(bool)
	balancer := lastBalancer{
		awsName: word(resource.Outputs.Name), kind: word(resource.Outputs.LoadBalancerType), protected: protected,
	}
	for _, id := range list(resource.Outputs.Subnets) {
		balancer.subnetIDs = append(balancer.subnetIDs, word(id))
	}
	for _, mapping := range list(resource.Outputs.SubnetMappings) {
		if address := word(field(mapping, "privateIpv4Address")); address != "" {
			balancer.addresses = append(balancer.addresses, address)
		}
	}
	return balancer
}

// within says whether one of the components is among a URN's chain of types, above the resource itself.
func within(types string, components ...string) bool {
	for _, component := range components {
		if strings.Contains(types, component+"$") {
			return true
		}
	}
	return false
}

// splitURN is a URN's chain of types and its name.
func splitURN(urn string) (types, name string) {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) < 4 {
		return "", ""
	}
	return parts[2], parts[3]
}

// accountIn is the ID of the account in an ARN.
func accountIn(arn string) string {
	const account, parts = 4, 6
	if split := strings.SplitN(arn, ":", parts); len(split) == parts {
		return split[account]
	}
	return ""
}

func list(value any) []any {
	items, _ := value.([]any)
	return items
}

func field(value any, key string) any {
	object, _ := value.(map[string]any)
	return object[key]
}

func word(value any) string {
	text, _ := value.(string)
	return text
}

func number(value any) int {
	amount, _ := value.(float64)
	return int(amount)
}
