package plan

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSingleVpcsAreThoseOfAnEstate(t *testing.T) {
	estate := good()
	plan, err := Build(estate)
	require.NoError(t, err)
	ingress, err := NewIngressVpc("ingress", estate.Ingress.Cidr, estate.Zones, map[string]string{"payments": "10.16.0.0/16", "search": "10.17.0.0/20"})
	require.NoError(t, err)
	require.Equal(t, *vpcNamed(plan, "ingress"), ingress)
	payments, err := NewEksVpc(EksVpcSpec{
		Name: "payments", Cidr: "10.16.0.0/16", PodCidr: "100.64.0.0/16", Zones: estate.Zones, IngressCidr: estate.Ingress.Cidr,
	})
	require.NoError(t, err)
	require.Equal(t, *vpcNamed(plan, "payments"), payments)
}

func TestSingleAttachmentsAreThoseOfAnEstate(t *testing.T) {
	for _, file := range []string{"testdata/two-clusters.json", "testdata/every-field.json"} { // The latter with an existing VPC.
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		plan, err := Parse(data)
		require.NoError(t, err)
		for _, planned := range plan.TransitGateway.Attachments {
			attachment, err := NewTransitAttachment(*vpcNamed(plan, planned.Vpc), planned.RouteTable)
			require.NoError(t, err)
			require.Equal(t, planned, attachment)
		}
	}
	_, err := NewTransitAttachment(Vpc{}, "")
	require.Equal(t, []string{"routeTable: is required", "vpc.name: is required", "vpc.subnets: the VPC has no transit subnets"}, problemsOf(t, err))
}

func TestSingleInnerLoadBalancerIsThatOfAnEstate(t *testing.T) {
	estate := good()
	plan, err := Build(estate)
	require.NoError(t, err)
	nlb, err := NewStaticNlb(StaticNlbSpec{
		Cluster: "search", VpcCidr: "10.17.0.0/20", IngressCidr: "10.0.0.0/21", PodCidr: "10.17.0.0/21",
		Subnets: map[string]string{"use1-az1": "10.17.8.0/25", "use1-az2": "10.17.8.128/25"},
		Services: map[string]Service{
			"find":   {Port: 8080, Protocol: "HTTP"},
			"events": {Port: 9092},
		},
	})
	require.NoError(t, err)
	require.Equal(t, plan.InnerLoadBalancers[1], nlb)
}

func TestSingleLoadBalancersPassTheAudit(t *testing.T) {
	lb, err := NewIngressLoadBalancer(targetedSpec())
	require.NoError(t, err)
	require.Empty(t, lb.Validate())
	require.Equal(t, []string{"edge.lb.use1-az1", "edge.lb.use1-az2"}, lb.Subnets)
	require.Equal(t, "public.egress.shop.use1-az2", lb.SecurityGroup.Rules[1].Name)
	require.Equal(t, "10.1.0.5/32", lb.SecurityGroup.Rules[1].Cidr)
	require.Equal(t, 8081, lb.SecurityGroup.Rules[1].FromPort)
}

// targetedSpec is a good load balancer in front of given addresses.
func targetedSpec() IngressLoadBalancerSpec {
	return IngressLoadBalancerSpec{
		Name: "public", Vpc: "edge", VpcIdentity: "10.0.0.0/20", Zones: []string{"use1-az1", "use1-az2"},
		LoadBalancer: LoadBalancer{Certificate: &Certificate{DomainName: "*.example.com", HostedZone: "Z01"}},
		Services: map[string]TargetedService{"shop": {
			Service:   Service{Hostnames: []string{"shop.example.com"}, Port: 8080},
			Addresses: map[string]string{"use1-az1": "10.1.0.4", "use1-az2": "10.1.0.5"}, TargetPort: 8081,
		}},
	}
}

func TestSingleRefusals(t *testing.T) {
	_, err := NewIngressVpc("Edge", "10.0.0.0/24", nil, map[string]string{"a": "10.0.0.0/8", "b": "", "c": "10.1.0.0/16", "d": "10.1.2.0/24"})
	require.Equal(t, []string{
		"cidr: 10.0.0.0/24 is too small: the smallest ingress VPC that fits eight zones is a /23",
		"clusters.a: 10.0.0.0/8: AWS accepts VPCs from /16 to /28",
		"clusters.b: is required",
		"clusters.c: 10.1.0.0/16 overlaps clusters.d 10.1.2.0/24",
		`name: "Edge" is not a name: names are lower-case words joined by single hyphens, such as blue-1`,
		"zones: is required",
	}, problemsOf(t, err))

	_, err = NewEksVpc(EksVpcSpec{
		Name: "a", Cidr: "10.0.0.0/16", PodCidr: "10.1.0.0/16", Zones: []string{"use1-az1"}, IngressCidr: "10.0.0.0/20", VpcEndpoints: []string{"S3", "ec2", "ecr.api", "ecr.dkr", "sts"},
		ControlPlaneZones: []string{"use1-az2"},
	})
	require.Equal(t, []string{
		"cidr: 10.0.0.0/16 overlaps ingressCidr 10.0.0.0/20",
		"controlPlaneZones: EKS needs at least two zones; 1 is declared",
		"controlPlaneZones[0]: use1-az2 is not one of the estate's zones; EKS cannot change a control plane's zones later, so keep it in zones",
		"podCidr: 10.1.0.0/16 does not lie in 100.64.0.0/10, the range for pods",
		`vpcEndpoints[0]: "S3" is not the short name of an AWS service, such as ecr.api`,
		"zones: an EKS cluster needs at least two zones; the estate has 1",
	}, problemsOf(t, err))

	spec := targetedSpec()
	spec.VpcIdentity, spec.LoadBalancer.Certificate = "", nil
	spec.Services["shop"] = TargetedService{Service: Service{Port: 8080}, Addresses: map[string]string{
		"use1-az1": "11.0.0.1", "use1-az2": "x", "use1-az6": "10.0.0.1",
	}}
	spec.Services["find"] = TargetedService{Service: Service{Hostnames: []string{"find.example.com"}}, TargetPort: 70000}
	_, err = NewIngressLoadBalancer(spec)
	require.Equal(t, []string{
		"certificate: is required: an ALB serves HTTPS; give an arn, or a domainName and its hostedZone",
		"services.find.addresses: is required",
		"services.find.port: is required",
		"services.find.targetPort: 70000 is out of range: 1 to 65535",
		"services.shop.addresses.use1-az1: 11.0.0.1 is public; load balancers accept targets in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and 100.64.0.0/10 only",
		`services.shop.addresses.use1-az2: "x" is not an IPv4 address`,
		"services.shop.addresses.use1-az6: use1-az6 is not one of the zones",
		"services.shop.hostnames: is required behind an ALB",
		"vpcIdentity: is required",
	}, problemsOf(t, err))

	_, err = NewStaticNlb(StaticNlbSpec{
		Cluster: "a", Number: 16, VpcCidr: "10.0.0.0/20", IngressCidr: "11.0.0.0/16",
		Subnets:  map[string]string{"use1-az1": "10.0.0.0/28", "use1-az2": "10.1.0.0/24", "b": ""},
		Services: map[string]Service{"shop": {Port: 80, InnerLoadBalancer: 2}, "Find": {}},
	})
	require.Equal(t, []string{
		"ingressCidr: 11.0.0.0/16 is public space; load balancers accept private targets only",
		"number: 16 is out of range: 1 to 15",
		`services.Find: "Find" is not a name: names are lower-case words joined by single hyphens, such as blue-1`,
		"services.Find.port: is required",
		"services.shop.innerLoadBalancer: 2 is not this load balancer, which is number 16",
		`subnets.b: "b" is not a zone ID such as use1-az1`,
		"subnets.b: is required",
		"subnets.use1-az1: 10.0.0.0/28 is too small: an lb subnet is a /27 or larger, for the static addresses beside those that AWS keeps",
		"subnets.use1-az2: 10.1.0.0/24 does not lie in the VPC 10.0.0.0/20",
	}, problemsOf(t, err))
}

// TestSingleErrorsNameTheirSubject keeps errors of single components from speaking of an estate.
func TestSingleErrorsNameTheirSubject(t *testing.T) {
	_, err := NewIngressVpc("edge", "", []string{"use1-az1"}, nil)
	require.EqualError(t, err, "VPC \"edge\" has 1 problem:\n  cidr: is required")
	_, err = NewEksVpc(EksVpcSpec{Name: "blue"})
	require.ErrorContains(t, err, `VPC "blue" has `)
	_, err = NewIngressLoadBalancer(IngressLoadBalancerSpec{Name: "public"})
	require.ErrorContains(t, err, `ingress load balancer "public" has `)
	_, err = NewStaticNlb(StaticNlbSpec{Cluster: "blue"})
	require.ErrorContains(t, err, `inner load balancer of "blue" has `)
	require.NoError(t, Problems{}.Of("nothing"))
}
