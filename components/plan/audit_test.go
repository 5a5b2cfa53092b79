package plan

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// fault is a change that spoils good plan data, and the one problem that the audit then finds.
type fault struct {
	name    string
	spoil   func(*Plan)
	problem string
}

// goodPlan is a plan without faults, with a VPC that exists already among the others.
func goodPlan(t *testing.T) *Plan {
	t.Helper()
	estate := good()
	estate.Clusters["legacy"] = Cluster{Cidr: "10.18.0.0/24", Existing: existing()}
	plan, err := Build(estate)
	require.NoError(t, err)
	data, err := plan.JSON()
	require.NoError(t, err)
	var out Plan // A copy of which no part is shared.
	require.NoError(t, json.Unmarshal(data, &out))
	require.Empty(t, out.Validate())
	return &out
}

// vpcNamed finds a VPC.
func vpcNamed(p *Plan, name string) *Vpc {
	for i := range p.Vpcs {
		if p.Vpcs[i].Name == name {
			return &p.Vpcs[i]
		}
	}
	return &Vpc{}
}

// In the good plan: innerLoadBalancers are legacy, payments, search; loadBalancers are public, stream.
var faults = []fault{
	{"subnet outside the VPC", func(p *Plan) { vpcNamed(p, "search").Subnets[0].Cidr = "10.99.0.0/28" }, "search.subnets[search.control-plane.use1-az1].cidr: 10.99.0.0/28 lies outside the VPC"},
	{"subnet outside its block", func(p *Plan) { vpcNamed(p, "search").Subnets[0].Cidr = "10.17.14.0/28" }, "lies outside the block of its tier"},
	{"subnet with host bits", func(p *Plan) { vpcNamed(p, "search").Subnets[0].Cidr = "10.17.15.1/28" }, "has host bits set"},
	{"subnets overlap", func(p *Plan) { vpcNamed(p, "search").Subnets[0].Cidr = "10.17.15.0/27" }, "10.17.15.16/28 overlaps 10.17.15.0/27"},
	{"subnet too small", func(p *Plan) { vpcNamed(p, "search").Subnets[0].Cidr = "10.17.15.0/29" }, "AWS accepts /16 to /28"},
	{"two subnets in a zone", func(p *Plan) { vpcNamed(p, "search").Subnets[0].Zone = "use1-az2" }, "is a second subnet for control-plane in use1-az2"},
	{"zone name", func(p *Plan) { vpcNamed(p, "search").Subnets[0].Zone = "us-east-1a" }, `"us-east-1a" is not a zone ID`},
	{"subnet name twice", func(p *Plan) { v := vpcNamed(p, "search"); v.Subnets[1].Name = v.Subnets[0].Name }, "search.subnets[search.control-plane.use1-az1]: is there twice"},
	{"no route table", func(p *Plan) { vpcNamed(p, "search").Subnets[0].RouteTable = "x" }, `there is no route table "x"`},
	{"reservation elsewhere", func(p *Plan) { vpcNamed(p, "search").Subnets[2].Reservation = "10.17.9.0/28" }, "10.17.9.0/28 lies outside the subnet"},
	{"subnet that exists in a new VPC", func(p *Plan) { vpcNamed(p, "search").Subnets[0].ExistingID = "subnet-1" }, "either the VPC and all its subnets exist already, or none of them"},
	{"route table twice", func(p *Plan) {
		v := vpcNamed(p, "legacy")
		v.RouteTables = append(v.RouteTables, v.RouteTables[0])
		v.RouteTables[1].Name = "another"
	}, "is that of legacy.rtb-00000001 as well"},
	{"blocks overlap", func(p *Plan) { vpcNamed(p, "search").Blocks[0].Cidr = "10.17.15.0/24" }, "overlaps 10.17.15.0/24"},
	{"internet gateway in an EKS VPC", func(p *Plan) { vpcNamed(p, "search").InternetGateway = true }, "an EKS VPC never has one"},
	{"route to an internet gateway that is not there", func(p *Plan) { vpcNamed(p, "search").RouteTables[2].Routes[0].NextHop = ToInternetGateway }, "the VPC has no internet gateway"},
	{"route nowhere", func(p *Plan) { vpcNamed(p, "search").RouteTables[2].Routes[0].NextHop = "nat" }, `"nat" is not a next hop`},
	{"route into the VPC", func(p *Plan) { vpcNamed(p, "search").RouteTables[2].Routes[0].Destination = "10.17.0.0/24" }, "lies in the VPC itself"},
	{"destination twice", func(p *Plan) { vpcNamed(p, "ingress").RouteTables[0].Routes[0].Destination = "10.18.0.0/24" }, "10.18.0.0/24 is that of ingress.lb.use1-az1.internet as well"},
	{"endpoint in no subnet", func(p *Plan) { vpcNamed(p, "search").Endpoints[0].Subnets[0] = "x" }, `there is no subnet "x"`},
	{"endpoint twice in a zone", func(p *Plan) {
		v := vpcNamed(p, "search")
		v.Endpoints[0].Subnets = append(v.Endpoints[0].Subnets, v.Endpoints[0].Subnets[0])
	}, "AWS accepts one per zone"},
	{"endpoints open to all", func(p *Plan) { vpcNamed(p, "search").EndpointSecurityGroup = nil }, "the interface endpoints would take the VPC's default one"},
	{"VPCs overlap", func(p *Plan) {
		vpcNamed(p, "legacy").Cidr = "10.18.0.0/23"
		vpcNamed(p, "search").Cidr = "10.16.0.0/15"
	}, "overlaps"},
	{"pods overlap a VPC", func(p *Plan) { vpcNamed(p, "legacy").Cidr = "100.64.16.0/24" }, "pods in 100.64.0.0/16 overlap 100.64.16.0/24, which is .vpcs[legacy]"},
	{"attachment with no route table", func(p *Plan) { p.TransitGateway.Attachments[0].RouteTable = "x" }, `there is no route table "x"`},
	{"attachment in no subnet", func(p *Plan) { p.TransitGateway.Attachments[0].Subnets[0] = "x" }, `there is no subnet "x"`},
	{"VPC attached twice", func(p *Plan) { p.TransitGateway.Attachments[1].Vpc = "ingress" }, "is attached by"},
	{"transit route nowhere", func(p *Plan) { p.TransitGateway.RouteTables[0].Routes[0].Attachment = "x" }, `there is no attachment "x"`},
	{"transit route both ways", func(p *Plan) { p.TransitGateway.RouteTables[0].Routes[0].Blackhole = true }, "leads either to an attachment or into a blackhole"},
	{"transit destination twice", func(p *Plan) {
		routes := p.TransitGateway.RouteTables[0].Routes
		routes[0].Destination = routes[1].Destination
	}, "is that of ingress.legacy as well"},
	{"address of AWS", func(p *Plan) { p.InnerLoadBalancers[1].Addresses[0].Address = "10.16.128.255" }, "AWS keeps 10.16.128.255"},
	{"first addresses of a subnet", func(p *Plan) { p.InnerLoadBalancers[1].Addresses[0].Address = "10.16.128.3" }, "AWS keeps 10.16.128.3"},
	{"address outside its subnet", func(p *Plan) { p.InnerLoadBalancers[1].Addresses[0].Address = "10.16.129.1" }, "lies outside its subnet"},
	{"address not reserved", func(p *Plan) { p.InnerLoadBalancers[1].Addresses[0].Address = "10.16.128.100" }, "10.16.128.100 is not reserved"},
	{"zone twice", func(p *Plan) { p.InnerLoadBalancers[1].Addresses[0].Zone = "use1-az2" }, "use1-az2 has an address already"},
	{"listener port twice", func(p *Plan) {
		l := p.InnerLoadBalancers[2].Listeners
		l[1].Port = l[0].Port
	}, "is that of search.inner-1.events as well"},
	{"listener to no target group", func(p *Plan) { p.InnerLoadBalancers[1].Listeners[0].TargetGroup = "x" }, `there is no target group "x"`},
	{"inner listener of an ALB", func(p *Plan) { p.InnerLoadBalancers[1].Listeners[0].Protocol = "HTTP" }, `"HTTP" is not one of such a load balancer`},
	{"ELB name too long", func(p *Plan) { p.LoadBalancers[0].AwsName = strings.Repeat("a", 33) }, "is not a name that ELB accepts"},
	{"ELB name that is reserved", func(p *Plan) { p.LoadBalancers[0].AwsName = "internal-a" }, "which ELB keeps for itself"},
	{"ELB name taken", func(p *Plan) { p.LoadBalancers[0].AwsName = p.LoadBalancers[1].AwsName }, "plan.awsNames[ingresshub-stream]: is there twice"},
	{"target group name taken", func(p *Plan) {
		p.LoadBalancers[0].TargetGroups[0].AwsName = p.LoadBalancers[0].TargetGroups[1].AwsName
	}, "is there twice"},
	{"ALB in one zone", func(p *Plan) { p.LoadBalancers[0].Subnets = p.LoadBalancers[0].Subnets[:1] }, "an ALB needs subnets in two zones"},
	{"TLS without a certificate", func(p *Plan) { p.LoadBalancers[0].Certificates = nil }, "0 default certificates"},
	{"certificate without a zone", func(p *Plan) { p.LoadBalancers[0].Certificates[0].HostedZone = "" }, "either exists already (arn), or is issued"},
	{"priority twice", func(p *Plan) {
		rules := p.LoadBalancers[0].Listeners[0].Rules
		rules[0].Priority = rules[1].Priority
	}, "is that of public.find as well"},
	{"rule for everything", func(p *Plan) { p.LoadBalancers[0].Listeners[0].Rules[0].Hostnames = nil }, "an ALB rule holds 1 to 5"},
	{"public target", func(p *Plan) { p.LoadBalancers[0].TargetGroups[0].Targets[0].Address = "11.0.0.1" }, "11.0.0.1 is public"},
	{"target that does not listen", func(p *Plan) { p.LoadBalancers[0].TargetGroups[0].Targets[0].Port++ }, "no inner load balancer listens on"},
	{"timeout", func(p *Plan) { p.LoadBalancers[0].TargetGroups[0].HealthCheck.Timeout = 10 }, "AWS accepts 5 to 300 and a timeout of 2 or more below that"},
	{"health port", func(p *Plan) { p.LoadBalancers[0].TargetGroups[0].HealthCheck.Port = "http" }, `"http" is neither a port nor traffic-port`},
	{"security group without a CIDR", func(p *Plan) { p.LoadBalancers[0].SecurityGroup.Rules[0].Cidr = "" }, `"" is not an IPv4 CIDR`},
	{"security group allows the same twice", func(p *Plan) {
		rules := p.LoadBalancers[0].SecurityGroup.Rules
		rules[0].Cidr = rules[1].Cidr
	}, "allows the same as"},
	{"security group ports", func(p *Plan) { p.LoadBalancers[0].SecurityGroup.Rules[0].ToPort = 19999 }, "ports go from 20000 to 19999"},
	{"control plane in one zone", func(p *Plan) { p.Clusters[1].ControlPlaneSubnets = p.Clusters[1].ControlPlaneSubnets[:1] }, "EKS needs subnets in two zones"},
	{"control plane elsewhere", func(p *Plan) { p.Clusters[1].ControlPlaneSubnets[0] = "x" }, `there is no subnet "x" in VPC "payments"`},
	{"node group name taken", func(p *Plan) { g := p.Clusters[1].NodeGroups; g[0].AwsName = g[1].AwsName }, "is that of payments.default.use1-az1 as well"},
	{"node group sizes", func(p *Plan) { p.Clusters[1].NodeGroups[0].Min = 9 }, "from 9 to 3 nodes is no range"},
	{"existing cluster without a security group", func(p *Plan) { p.Clusters[0].ExistingPodSecurityGroupID = "" }, "the rules for pods go into it"},
	{"binding to nothing", func(p *Plan) { p.Bindings[0].TargetGroup = "x" }, `there is no target group "x"`},
}

func TestAuditFindsFaults(t *testing.T) {
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			plan := goodPlan(t)
			f.spoil(plan)
			lines := []string{}
			for _, problem := range plan.Validate() {
				lines = append(lines, problem.Path+": "+problem.Message)
			}
			require.Contains(t, strings.Join(lines, "\n"), f.problem)
		})
	}
}
