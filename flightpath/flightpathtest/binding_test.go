package flightpathtest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/flightpathtest"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// kubernetes is a provider of a cluster.
type kubernetes struct{ pulumi.ProviderResourceState }

// shop is somebody's own program, without an estate: an ALB in front of two clusters of one VPC, each with nodes in a subnet of its own,
// and a TargetGroupBinding in each. The pods of the one answer at 8080, those of the other at 9090.
type shop struct {
	swapped  bool // each binding names the other's target group
	adrift   bool // the provider of the bindings does not say which cluster it is for
	shut     bool // the security groups of clusters admit nobody
	together bool // both clusters fill one target group
}

func (s shop) program(ctx *pulumi.Context) error {
	var failed error
	made := func(typ, name string, inputs pulumi.Map, options ...pulumi.ResourceOption) *bare {
		r := &bare{}
		if err := ctx.RegisterResource(typ, name, inputs, r, options...); err != nil && failed == nil {
			failed = err
		}
		return r
	}
	text := func(value string) pulumi.String { return pulumi.String(value) }
	vpc := made("aws:ec2/vpc:Vpc", "shop", pulumi.Map{"cidrBlock": text("10.0.0.0/16")})
	gateway := made("aws:ec2/internetGateway:InternetGateway", "shop", pulumi.Map{"vpcId": vpc.ID()})
	public := made("aws:ec2/routeTable:RouteTable", "public", pulumi.Map{"vpcId": vpc.ID(), "routes": pulumi.Array{
		pulumi.Map{"cidrBlock": text("0.0.0.0/0"), "gatewayId": gateway.ID()},
	}})
	subnet := func(name, cidr string) *bare {
		return made("aws:ec2/subnet:Subnet", name, pulumi.Map{"vpcId": vpc.ID(), "cidrBlock": text(cidr), "availabilityZoneId": text("use1-az1")})
	}
	front := subnet("front", "10.0.0.0/24")
	made("aws:ec2/routeTableAssociation:RouteTableAssociation", "front", pulumi.Map{"subnetId": front.ID(), "routeTableId": public.ID()})
	admits := func(port int, from string) pulumi.Array {
		return pulumi.Array{pulumi.Map{"protocol": text("tcp"), "fromPort": pulumi.Int(port), "toPort": pulumi.Int(port), "cidrBlocks": pulumi.ToStringArray([]string{from})}}
	}
	group := made("aws:ec2/securityGroup:SecurityGroup", "alb", pulumi.Map{
		"vpcId": vpc.ID(), "ingress": admits(80, "0.0.0.0/0"), "egress": pulumi.Array{pulumi.Map{
			"protocol": text("-1"), "fromPort": pulumi.Int(0), "toPort": pulumi.Int(0), "cidrBlocks": pulumi.ToStringArray([]string{"0.0.0.0/0"}),
		}},
	})
	alb := made("aws:lb/loadBalancer:LoadBalancer", "shop", pulumi.Map{
		"loadBalancerType": text("application"), "securityGroups": pulumi.Array{group.ID()}, "subnets": pulumi.Array{front.ID()},
	})
	names := []string{"catalog", "checkout"}
	targets, subnets := map[string]*bare{}, map[string]*bare{}
	listener := made("aws:lb/listener:Listener", "http", pulumi.Map{
		"loadBalancerArn": alb.ID(), "port": pulumi.Int(80), "protocol": text("HTTP"), "defaultActions": pulumi.Array{pulumi.Map{"type": text("fixed-response")}},
	})
	ports := map[string]int{"catalog": 8080, "checkout": 9090}
	for _, name := range names {
		targets[name] = made("aws:lb/targetGroup:TargetGroup", name, pulumi.Map{
			"name": text(name), "targetType": text("ip"), "vpcId": vpc.ID(), "port": pulumi.Int(ports[name]), "protocol": text("HTTP"),
		})
		made("aws:lb/listenerRule:ListenerRule", name, pulumi.Map{"listenerArn": listener.ID(), "actions": pulumi.Array{
			pulumi.Map{"type": text("forward"), "targetGroupArn": targets[name].ID()},
		}})
	}
	for i, name := range names {
		subnets[name] = subnet(name, []string{"10.0.1.0/24", "10.0.2.0/24"}[i])
		cluster := &eksCluster{}
		if err := ctx.RegisterResource("aws:eks/cluster:Cluster", name, pulumi.Map{
			"name": text(name), "vpcConfig": pulumi.Map{"subnetIds": pulumi.Array{subnets[name].ID()}},
		}, cluster); err != nil {
			return err
		}
		made("aws:eks/nodeGroup:NodeGroup", name, pulumi.Map{"clusterName": text(name), "subnetIds": pulumi.Array{subnets[name].ID()}})
		if !s.shut {
			made("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name, pulumi.Map{
				"securityGroupId": cluster.ID().ApplyT(func(id pulumi.ID) string { return string(id) + "/cluster-security-group" }),
				"ipProtocol":      text("tcp"), "fromPort": pulumi.Int(ports[name]), "toPort": pulumi.Int(ports[name]), "cidrIpv4": text("10.0.0.0/24"),
			})
		}
		provider := &kubernetes{}
		config := pulumi.Map{"kubeconfig": cluster.Endpoint.ApplyT(func(server string) (string, error) {
			written, err := json.Marshal(map[string]any{"clusters": []any{map[string]any{"name": "it", "cluster": map[string]any{"server": server}}}})
			return string(written), err
		})}
		if s.adrift {
			config = pulumi.Map{"kubeconfig": text("~/.kube/config"), "context": text(name)}
		}
		if err := ctx.RegisterResource("pulumi:providers:kubernetes", name, config, provider); err != nil {
			return err
		}
		bound := name
		if s.swapped {
			bound = names[1-i]
		}
		spec := pulumi.Map{
			"targetGroupARN": targets[bound].ID(), "targetType": text("ip"), "vpcID": vpc.ID(), "serviceRef": pulumi.Map{"name": text(name), "port": pulumi.Int(80)},
		}
		if s.together {
			spec["targetGroupARN"], spec["multiClusterTargetGroup"] = targets["catalog"].ID(), pulumi.Bool(true)
		}
		made("kubernetes:core/v1:Service", name, pulumi.Map{
			"metadata": pulumi.Map{"name": text(name), "namespace": text("shop")},
			"spec":     pulumi.Map{"ports": pulumi.Array{pulumi.Map{"port": pulumi.Int(80), "targetPort": pulumi.Int(ports[name])}}},
		}, pulumi.Provider(provider))
		made("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding", name, pulumi.Map{
			"metadata": pulumi.Map{"name": text(name), "namespace": text("shop")}, "spec": spec,
		}, pulumi.Provider(provider))
	}
	return failed
}

// eksCluster is a cluster with the output that a kubeconfig needs.
type eksCluster struct {
	pulumi.CustomResourceState
	Endpoint pulumi.StringOutput `pulumi:"endpoint"`
}

// stopped is a witness of tests that end at once.
type stopped struct{ witness }

func (w *stopped) Fatalf(format string, args ...any) {
	w.Errorf(format, args...)
	panic("stopped")
}

func toPods(name string) flightpath.Question {
	return flightpath.Question{From: "internet", To: "Subnet/" + name, Port: 80}
}

// Pods are reached without a word about them but the bindings: who asks for their subnet, their cluster's or their target group's name.
func TestBindingsAreFollowed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"catalog", "checkout"} {
		flightpathtest.RequireReachable(t, shop{}.program, toPods(name))
	}
	n := flightpathtest.Record(t, shop{}.program)
	services := []string{}
	for _, binding := range n.Bindings {
		services = append(services, binding.Service)
	}
	assert.ElementsMatch(t, []string{"shop/catalog", "shop/checkout"}, services)
	assert.Empty(t, n.Gaps)
	reached, err := flightpath.New(n).Reach("internet")
	require.NoError(t, err)
	traffic := map[string]string{}
	for _, one := range reached {
		if len(one.Through) > 0 {
			assert.True(t, one.Declared)
			traffic[one.Name] = one.Traffic
		}
	}
	assert.Equal(t, map[string]string{"catalog": "tcp 8080", "checkout": "tcp 9090"}, traffic)
	flightpathtest.RequireContained(t, shop{}.program, flightpathtest.Expect(flightpath.Expectations{
		Services: []flightpath.Service{{Name: "catalog", LoadBalancer: "LoadBalancer/shop", Port: 80}},
	}))
}

// Each mistake is seen at the pods that it cuts off.
func TestMistakesInBindings(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		shop    shop
		verdict flightpath.Verdict
		said    string
	}{
		// The pods of checkout now get what clients send for the catalog. They answer at 9090 as their Service says, and their group admits it:
		// a network cannot tell, whoever declares what is meant can (TestSwappedBindings in components/expected).
		"the other's target group": {shop{swapped: true}, flightpath.Direct, ""},
		"no rule for the pods":     {shop{shut: true}, flightpath.Blocked, "cluster-security-group"},
		"an unknown cluster":       {shop{adrift: true}, flightpath.Unproven, "does not have the cluster that kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer, err := flightpath.New(flightpathtest.Record(t, test.shop.program)).Trace(toPods("checkout"))
			require.NoError(t, err)
			assert.Equal(t, test.verdict, answer.Verdict, answer.Reason)
			assert.Contains(t, answer.Reason, test.said)
			if test.verdict == flightpath.Direct {
				return
			}
			w := &witness{TB: t}
			flightpathtest.RequireReachable(w, test.shop.program, toPods("checkout"))
			require.Len(t, w.said, 1)
			assert.Contains(t, w.said[0], string(test.verdict))
		})
	}
}

// Which pods a target group gets is what its binding says, not what it is called.
func TestSwappedBindingsLeadToTheOthersPods(t *testing.T) {
	t.Parallel()
	for _, swapped := range []bool{false, true} {
		n := flightpathtest.Record(t, shop{swapped: swapped}.program)
		for _, group := range n.TargetGroups {
			require.Len(t, group.Targets, 1)
			own := "Subnet/" + group.Name
			assert.Equal(t, swapped, group.Targets[0].Subnets[0] != own, "%s: %v", group.Name, group.Targets)
			assert.Equal(t, swapped, group.Targets[0].Port != group.Port, "the port of the pods, as their Service has it")
		}
	}
}

// Declaring what the bindings should do fails where they do something else, in every requirement.
func TestDeclaredPodsHaveToBeBound(t *testing.T) {
	t.Parallel()
	declare := flightpathtest.Declare(func(*network.Network) []flightpath.Declaration {
		return []flightpath.Declaration{
			{TargetGroup: "catalog", Subnets: []string{"Subnet/catalog"}, SecurityGroups: []string{"Cluster/catalog/cluster-security-group"}, Service: "shop/catalog"},
			{TargetGroup: "checkout", Subnets: []string{"Subnet/checkout"}, SecurityGroups: []string{"Cluster/checkout/cluster-security-group"}, Service: "shop/checkout"},
		}
	})
	offered := flightpathtest.Expect(flightpath.Expectations{Services: []flightpath.Service{{LoadBalancer: "LoadBalancer/shop", Port: 80}}})
	flightpathtest.RequireContained(t, shop{}.program, declare, offered)
	flightpathtest.RequireReachable(t, shop{adrift: true}.program, toPods("checkout"), declare)
	for name, require := range map[string]func(testing.TB){
		"contained": func(t testing.TB) { flightpathtest.RequireContained(t, shop{swapped: true}.program, declare, offered) },
		"reachable": func(t testing.TB) {
			flightpathtest.RequireReachable(t, shop{swapped: true}.program, toPods("catalog"), declare)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := &stopped{witness: witness{TB: t}}
			func() {
				defer func() { _ = recover() }()
				require(w)
			}()
			all := strings.Join(w.said, "\n")
			assert.Contains(t, all, "target group catalog is declared for pods of shop/catalog, and catalog binds them to checkout")
			assert.Contains(t, all, "target group catalog is bound to pods of shop/checkout by checkout, and declared for others")
		})
	}
}

// Clusters that share a target group fill it together.
func TestSeveralBindingsAddUp(t *testing.T) {
	t.Parallel()
	n := flightpathtest.Record(t, shop{together: true}.program)
	targets := map[string]int{}
	for _, group := range n.TargetGroups {
		targets[group.Name] = len(group.Targets)
	}
	assert.Equal(t, map[string]int{"catalog": 2, "checkout": 0}, targets)
	flightpathtest.RequireReachable(t, shop{together: true}.program, toPods("catalog"))
	flightpathtest.RequireReachable(t, shop{together: true}.program, toPods("checkout"))
}
