package plan

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"pgregory.net/rapid"
)

// drawEstate draws a good estate: any zones, sizes, inspection, clusters (made, in an existing VPC, existing) and services, of
// one cluster or of several, of both patterns.
func drawEstate(t *rapid.T) Estate {
	region := rapid.SampledFrom([]string{"use2", "usw2", "euc1", "apne2"}).Draw(t, "region")
	numbers := rapid.SliceOfNDistinct(rapid.IntRange(1, 8), 2, 6, rapid.ID[int]).Draw(t, "zones")
	estate := Estate{
		Name: rapid.SampledFrom([]string{"", "acme", "a-name-that-is-rather-long-for-an-estate"}).Draw(t, "name"),
		Ingress: Ingress{
			Cidr: netip.PrefixFrom(netip.MustParseAddr("192.168.0.0"), rapid.IntRange(17, 23).Draw(t, "ingress")).String(),
			LoadBalancers: map[string]LoadBalancer{
				"public": {Certificate: &Certificate{DomainName: "*.example.com", HostedZone: "Z01"}},
				"stream": {Type: "network", Certificate: &Certificate{Arn: "arn:aws:acm:" + regions[region] + ":111122223333:certificate/a"}},
			},
		},
		Transit:  Transit{TransitGateway: &TransitGateway{}},
		Clusters: map[string]Cluster{},
		Services: map[string]Service{},
		Quotas:   Quotas{RoutesPerRouteTable: 1000, Nlbs: 1000, ElasticIps: slots},
	}
	for _, n := range numbers {
		estate.Zones = append(estate.Zones, region+"-az"+strconv.Itoa(n))
	}
	if rapid.Bool().Draw(t, "supernets") {
		estate.Transit.TransitGateway.Supernets = []string{"10.0.0.0/8", "100.64.0.0/10"}
	}
	if rapid.Bool().Draw(t, "account") {
		estate.Accounts, estate.Ingress.Account = map[string]Account{"one": {ID: "111122223333"}}, "one"
	}
	for i := range rapid.IntRange(1, 6).Draw(t, "clusters") {
		addCluster(t, &estate, i)
	}
	for i := range rapid.IntRange(0, 12).Draw(t, "services") {
		addService(t, &estate, i)
	}
	estate.Inspection = drawInspection(t, estate, "inspection")
	return estate
}

// drawInspection draws where and by what an estate is inspected, if at all.
func drawInspection(t *rapid.T, estate Estate, label string) *Inspection {
	inspection := &Inspection{Cidr: rapid.SampledFrom([]string{"", "192.168.128.0/18", "172.31.252.0/22"}).Draw(t, label+" CIDR")}
	if rapid.Bool().Draw(t, label+" edge") {
		inspection.Edge = drawFirewall(t, estate, label+" edge")
	}
	if rapid.Bool().Draw(t, label+" east-west") {
		firewall := drawFirewall(t, estate, label+" east-west")
		inspection.EastWest = &EastWestInspection{
			NetworkFirewall: firewall.NetworkFirewall, GatewayLoadBalancer: firewall.GatewayLoadBalancer, Custom: firewall.Custom,
		}
		for i := 1; i < len(estate.Clusters); i++ { // The first one stays, or nothing would be inspected.
			if name := "c" + strconv.Itoa(i); rapid.IntRange(0, 3).Draw(t, label+" without "+name) == 0 {
				if inspection.EastWest.Except == nil {
					inspection.EastWest.Except = map[string]string{}
				}
				inspection.EastWest.Except[name] = "drawn"
			}
		}
	}
	if rapid.Bool().Draw(t, label+" egress") {
		inspection.Egress = &Firewall{}
		if inspection.EastWest == nil {
			inspection.Egress = drawFirewall(t, estate, label+" egress")
		}
	}
	if inspection.Edge == nil && inspection.EastWest == nil && inspection.Egress == nil {
		return nil
	}
	if b := newBuilder(Estate{Inspection: inspection}); !b.hasInspectionVpc() {
		inspection.Cidr = ""
	}
	return inspection
}

// drawFirewall draws a firewall of any flavour.
func drawFirewall(t *rapid.T, estate Estate, label string) *Firewall {
	switch rapid.IntRange(0, 3).Draw(t, label+" flavour") {
	case 0:
		return &Firewall{NetworkFirewall: &NetworkFirewall{}}
	case 1:
		return &Firewall{GatewayLoadBalancer: &GatewayLoadBalancer{Fleet: &ApplianceFleet{
			Ami: "ami-00000001", Probe: &ApplianceProbe{Port: 80}, Min: slots, Max: 2 * slots,
		}}}
	case 2:
		code, _, _ := strings.Cut(estate.Zones[0], "-")
		return &Firewall{GatewayLoadBalancer: &GatewayLoadBalancer{ServiceName: "com.amazonaws.vpce." + regions[code] + ".vpce-svc-00000001"}}
	}
	return custom()
}

// addCluster adds cluster number i.
func addCluster(t *rapid.T, estate *Estate, i int) {
	label := "cluster " + strconv.Itoa(i)
	bits := rapid.IntRange(16, 22).Draw(t, label)
	cidr := slot(netip.MustParsePrefix("10.0.0.0/8"), 16, i)
	cluster := Cluster{
		Cidr:              netip.PrefixFrom(cidr.Addr(), bits).String(),
		ControlPlaneZones: estate.Zones[:2],
		PodCidr:           rapid.SampledFrom([]string{"", "100.64.0.0/16", "100.65.0.0/20", "100.66.0.0/25"}).Draw(t, label+" pods"),
	}
	if kind := rapid.IntRange(0, 3).Draw(t, label+" kind"); kind == 0 {
		cluster = existingCluster(*estate, cidr, i)
	}
	if rapid.IntRange(0, 2).Draw(t, label+" inner ALB") == 0 {
		cluster.InnerAlb = &InnerAlb{InnerLoadBalancer: rapid.IntRange(0, 15).Draw(t, label+" inner ALB behind")}
		if rapid.Bool().Draw(t, label+" inner HTTPS") {
			code, _, _ := strings.Cut(estate.Zones[0], "-")
			cluster.InnerAlb.CertificateArn = "arn:aws:acm:" + regions[code] + ":111122223333:certificate/b"
		}
	}
	if estate.Ingress.Account != "" && rapid.Bool().Draw(t, label+" controller") {
		cluster.Controller = &Controller{ImageRepository: "registry.example.com/lbc"}
	}
	if rapid.Bool().Draw(t, label+" guardrails") {
		cluster.Guardrails = drawGuardrails(t, label, cluster.Existing == nil || cluster.Existing.ClusterName == "")
	}
	if rapid.IntRange(0, 2).Draw(t, label+" own pods") == 0 {
		givePods(*estate, &cluster, i)
	}
	if podsMayAnswer(cluster) && cluster.InnerAlb == nil {
		cluster.Pattern = rapid.SampledFrom([]string{"", "", patternSandwich, patternSingle}).Draw(t, label+" pattern")
	}
	estate.Clusters["c"+strconv.Itoa(i)] = cluster
}

// drawGuardrails draws what a cluster is guarded by; made says whether its role is the estate's.
func drawGuardrails(t *rapid.T, label string, made bool) *Guardrails {
	drawn, known := &Guardrails{Admission: rapid.Bool().Draw(t, label+" admission")}, []string{}
	if made {
		known = append(known, clusterRoleGuardrails...)
	}
	if drawn.Admission {
		known = append(known, admissionGuardrails...)
		drawn.IngressClasses = rapid.SampledFrom([][]string{nil, {"edge"}}).Draw(t, label+" ingress classes")
		drawn.GatewayClasses = rapid.SampledFrom([][]string{nil, {"acme.gateways", "edge"}}).Draw(t, label+" gateway classes")
	}
	if len(known) > 0 {
		drawn.InternalNlbs = rapid.SampledFrom([]string{"", "the mesh has its own NLB"}).Draw(t, label+" internal NLBs")
		drawn.Off = rapid.MapOfN(rapid.SampledFrom(known), rapid.Just("OPS-312"), 0, 3).Draw(t, label+" off")
	}
	return drawn
}

// ownPods hold the pods of clusters that share their range with nobody.
var ownPods = netip.MustParsePrefix("100.96.0.0/11")

// givePods gives cluster number i a range for pods of its own.
func givePods(estate Estate, cluster *Cluster, i int) {
	pods := slot(ownPods, 20, i)
	cluster.PodCidr = pods.String()
	if cluster.Existing == nil {
		return
	}
	cluster.Existing.Subnets["pod"] = map[string]ExistingSubnet{}
	for _, id := range estate.Zones {
		z, _ := parseZone(id)
		cluster.Existing.Subnets["pod"][id] = ExistingSubnet{
			ID: fmt.Sprintf("subnet-%08x", i<<8|128|z.number), Cidr: slot(pods, 24, z.number).String(), RouteTableID: fmt.Sprintf("rtb-%08x", i<<8|128),
		}
	}
}

// podsMayAnswer says whether pods of a cluster have addresses that no other cluster's have.
func podsMayAnswer(cluster Cluster) bool {
	pods, err := netip.ParsePrefix(cluster.PodCidr)
	return err != nil || contains(ownPods, pods)
}

// existingCluster is a cluster in a VPC that exists already, with lb, transit and node subnets in the estate's zones.
func existingCluster(estate Estate, cidr netip.Prefix, i int) Cluster {
	cluster := Cluster{Cidr: netip.PrefixFrom(cidr.Addr(), 20).String(), Existing: &Existing{
		VpcID: fmt.Sprintf("vpc-%08x", i), ClusterName: "legacy-" + strconv.Itoa(i), PodSecurityGroupID: fmt.Sprintf("sg-%08x", i),
		Subnets: map[string]map[string]ExistingSubnet{"lb": {}, "transit": {}, "node": {}},
	}}
	for _, id := range estate.Zones {
		z, _ := parseZone(id)
		for tier, base := range map[string]int{"lb": 0, "transit": 8, "node": 16} {
			number := base + z.number
			cluster.Existing.Subnets[tier][id] = ExistingSubnet{
				ID: fmt.Sprintf("subnet-%08x", i<<8|number), Cidr: slot(cidr, 27, number).String(), RouteTableID: fmt.Sprintf("rtb-%08x", i<<8|z.number%2),
			}
		}
	}
	return cluster
}

// addService adds service number i.
func addService(t *rapid.T, estate *Estate, i int) {
	label := "service " + strconv.Itoa(i)
	service := Service{
		Cluster:           rapid.SampledFrom(sortedKeys(estate.Clusters)).Draw(t, label+" cluster"),
		Port:              rapid.SampledFrom([]int{80, 8080, 8443, 9000}).Draw(t, label+" port"),
		InnerLoadBalancer: rapid.IntRange(0, 15).Draw(t, label+" inner"),
	}
	if rapid.Bool().Draw(t, label+" health") {
		service.HealthCheck = &HealthCheck{Path: "/healthz", Port: rapid.SampledFrom([]int{0, 9090}).Draw(t, label+" health port")}
	}
	if rapid.Bool().Draw(t, label+" ALB") {
		service.LoadBalancer, service.Hostnames = "public", []string{"s" + strconv.Itoa(i) + ".example.com"}
		service.Protocol = rapid.SampledFrom([]string{"", "HTTPS"}).Draw(t, label+" protocol")
		if alb := estate.Clusters[service.Cluster].InnerAlb; alb != nil && (service.Protocol == "HTTPS") == (alb.CertificateArn != "") &&
			rapid.Bool().Draw(t, label+" inner ALB") {
			service.InnerAlb, service.InnerLoadBalancer = true, 0
		}
	} else {
		service.LoadBalancer, service.ListenerPort = "stream", 1000+i
		service.Protocol = rapid.SampledFrom([]string{"", "TLS"}).Draw(t, label+" protocol")
	}
	drawBackends(t, *estate, &service, label)
	estate.Services["s"+strconv.Itoa(i)] = service
}

// drawBackends draws by which pattern pods answer for a service, and in how many clusters.
func drawBackends(t *rapid.T, estate Estate, service *Service, label string) {
	direct := []string{}
	for _, name := range sortedKeys(estate.Clusters) {
		if podsMayAnswer(estate.Clusters[name]) {
			direct = append(direct, name)
		}
	}
	if service.InnerAlb {
		return // Of one cluster, which has the ALB.
	}
	clusters, shared := sortedKeys(estate.Clusters), false
	if len(direct) > 0 && rapid.IntRange(0, 2).Draw(t, label+" single") == 0 {
		clusters, service.Pattern = direct, patternSingle
		service.Cluster = rapid.SampledFrom(direct).Draw(t, label+" direct cluster")
		shared = rapid.IntRange(0, 3).Draw(t, label+" shared") == 0
	}
	if alb := service.LoadBalancer == "public"; shared || alb && rapid.IntRange(0, 2).Draw(t, label+" weighted") == 0 {
		chosen := rapid.SliceOfNDistinct(rapid.SampledFrom(clusters), 1, min(len(clusters), maxWeighted), rapid.ID[string]).Draw(t, label+" clusters")
		service.Cluster, service.Weights, service.SharedTargetGroup = "", map[string]int{}, shared
		for i, name := range chosen {
			service.Weights[name] = 1
			if !shared && i > 0 {
				service.Weights[name] = rapid.IntRange(0, maxWeight).Draw(t, label+" weight")
			}
		}
	}
	names := sortedKeys(service.Weights)
	if service.Cluster != "" {
		names = append(names, service.Cluster)
	}
	for _, name := range names {
		if orDefault(service.Pattern, estate.Clusters[name].Pattern) == patternSingle {
			service.InnerLoadBalancer = 0 // There is none before these pods.
		}
	}
}
