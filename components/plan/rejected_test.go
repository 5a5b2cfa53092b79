package plan

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rejection is a change that makes a good estate a bad one, and everything that is then wrong.
type rejection struct {
	name     string
	change   func(*Estate)
	problems []string
}

// problemsOf are the problems of an estate, a line each.
func problemsOf(t *testing.T, err error) []string {
	t.Helper()
	var problems Problems
	require.True(t, errors.As(err, &problems), "%v", err)
	lines := []string{}
	for _, problem := range problems {
		lines = append(lines, problem.Path+": "+problem.Message)
	}
	return lines
}

func TestRejected(t *testing.T) {
	for _, group := range [][]rejection{
		zoneRejections, addressRejections, nameRejections, transitRejections, clusterRejections, existingRejections,
		serviceRejections, certificateRejections, quotaRejections, accountRejections, inspectionRejections,
		innerAlbRejections, controllerRejections, guardrailRejections, singleRejections,
	} {
		for _, r := range group {
			t.Run(r.name, func(t *testing.T) {
				estate := good()
				r.change(&estate)
				plan, err := Build(estate)
				require.Nil(t, plan)
				require.Equal(t, r.problems, problemsOf(t, err))
			})
		}
	}
}

var zoneRejections = []rejection{
	{"no zones", func(e *Estate) { e.Zones = nil }, []string{"zones: is required"}},
	{"one zone", func(e *Estate) { e.Zones = e.Zones[:1] }, []string{
		"ingress.loadBalancers.public: an ALB needs at least two zones; the estate has 1",
		"zones: an EKS cluster needs at least two zones; the estate has 1",
	}},
	{"zone twice", func(e *Estate) { e.Zones = append(e.Zones, "use1-az1") }, []string{
		"zones[2]: use1-az1 is declared already, in zones[0]",
	}},
	{"zone name", func(e *Estate) { e.Zones[1] = "eu-west-1b" }, []string{
		"zones[1]: eu-west-1b is a zone name, which means another place in every account: use the zone ID, such as euw1-az1 (`aws ec2 describe-availability-zones` shows both)",
	}},
	{"local zone ID", func(e *Estate) { e.Zones[1] = "usw2-lax1-az1" }, []string{
		"zones[1]: usw2-lax1-az1 is a Local Zone; only the zones of the Region itself hold load balancers and clusters",
	}},
	{"local zone name", func(e *Estate) { e.Zones[1] = "us-west-2-lax-1a" }, []string{
		"zones[1]: us-west-2-lax-1a is a Local Zone; only the zones of the Region itself hold load balancers and clusters",
	}},
	{"wavelength zone", func(e *Estate) { e.Zones[1] = "use1-wl1-bos-wlz1" }, []string{
		"zones[1]: use1-wl1-bos-wlz1 is a Wavelength Zone; only the zones of the Region itself hold load balancers and clusters",
	}},
	{"zone number", func(e *Estate) { e.Zones[1] = "use1-az9" }, []string{
		"zones[1]: use1-az9 is not a zone ID that AWS has: the number after -az goes from 1 to 8",
	}},
	{"padded zone number", func(e *Estate) { e.Zones[1] = "use1-az02" }, []string{
		"zones[1]: use1-az02 is not a zone ID that AWS has: the number after -az goes from 1 to 8",
	}},
	{"no zone at all", func(e *Estate) { e.Zones[1] = "Zone 2" }, []string{`zones[1]: "Zone 2" is not a zone ID such as use1-az1`}},
	{"empty zone", func(e *Estate) { e.Zones[1] = "" }, []string{`zones[1]: "" is not a zone ID such as use1-az1`}},
	{"zones of two Regions", func(e *Estate) { e.Zones[1] = "euw1-az2" }, []string{
		"zones[1]: euw1-az2 is a zone of eu-west-1, but the estate's Region is us-east-1",
	}},
	{"zones of another Region", func(e *Estate) { e.Region = "us-east-2" }, []string{
		"zones[0]: use1-az1 is a zone of us-east-1, but the estate's Region is us-east-2",
		"zones[1]: use1-az2 is a zone of us-east-1, but the estate's Region is us-east-2",
	}},
	{"unknown Region", func(e *Estate) { e.Zones = []string{"xyz1-az1", "xyz1-az2"} }, []string{
		"region: the Region of zone xyz1-az1 is not known to this release: declare it",
		"region: the Region of zone xyz1-az2 is not known to this release: declare it",
	}},
	{"unknown Regions", func(e *Estate) { e.Region, e.Zones = "xy-zone-1", []string{"xyz1-az1", "xyy1-az2"} }, []string{
		"zones[1]: xyy1-az2 is not in the Region of xyz1-az1",
	}},
	{"malformed Region", func(e *Estate) { e.Region, e.Zones = "useast1", []string{"xyz1-az1", "xyz1-az2"} }, []string{
		`region: "useast1" is not a Region such as us-east-1`,
	}},
	{"zone that EKS refuses", func(e *Estate) { e.Zones = append(e.Zones, "use1-az3") }, []string{
		"zones[2]: EKS refuses use1-az3; take another zone of us-east-1",
	}},
}

var addressRejections = []rejection{
	{"no CIDR", func(e *Estate) { e.Ingress.Cidr = "" }, []string{"ingress.cidr: is required"}},
	{"host bits", func(e *Estate) { e.Ingress.Cidr = "10.0.0.1/20" }, []string{
		"ingress.cidr: 10.0.0.1/20 has host bits set: the network is 10.0.0.0/20",
	}},
	{"no prefix length", func(e *Estate) { e.Ingress.Cidr = "10.0.0.0" }, []string{
		`ingress.cidr: "10.0.0.0" has no prefix length: write it as in 10.0.0.0/16`,
	}},
	{"no CIDR at all", func(e *Estate) { e.Ingress.Cidr = "10.0/20" }, []string{
		`ingress.cidr: "10.0/20" is not an IPv4 CIDR such as 10.0.0.0/16`,
	}},
	{"IPv6", func(e *Estate) { e.Ingress.Cidr = "fd00::/48" }, []string{"ingress.cidr: fd00::/48 is IPv6; an IPv4 CIDR is needed"}},
	{"ingress VPC too large for AWS", func(e *Estate) { e.Ingress.Cidr = "172.24.0.0/13" }, []string{
		"ingress.cidr: 172.24.0.0/13: AWS accepts VPCs from /16 to /28",
	}},
	{"ingress VPC too small for AWS", func(e *Estate) { e.Ingress.Cidr = "10.0.0.0/29" }, []string{
		"ingress.cidr: 10.0.0.0/29: AWS accepts VPCs from /16 to /28",
	}},
	{"ingress VPC too small for its tiers", func(e *Estate) { e.Ingress.Cidr = "10.0.0.0/24" }, []string{
		"ingress.cidr: 10.0.0.0/24 is too small: the smallest ingress VPC that fits eight zones is a /23",
	}},
	{"EKS VPC too small for its tiers", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) { c.Cidr = "10.17.0.0/23" })
	}, []string{"clusters.search.cidr: 10.17.0.0/23 is too small: the smallest EKS VPC that fits eight zones is a /22"}},
	{"public space", func(e *Estate) { change(e.Clusters, "search", func(c *Cluster) { c.Cidr = "11.0.0.0/16" }) }, []string{
		"clusters.search.cidr: 11.0.0.0/16 is public space; load balancers accept targets in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and 100.64.0.0/10 only",
	}},
	{"range of a blackhole", func(e *Estate) { e.Ingress.Cidr = "192.168.0.0/16" }, []string{
		"ingress.cidr: 192.168.0.0/16 is the range of a blackhole in the transit route tables; take a part of it, such as 192.168.0.0/17",
	}},
	{"pods elsewhere", func(e *Estate) { change(e.Clusters, "search", func(c *Cluster) { c.PodCidr = "10.99.0.0/16" }) }, []string{
		"clusters.search.podCidr: 10.99.0.0/16 does not lie in 100.64.0.0/10, the range for pods",
	}},
	{"too many pods", func(e *Estate) { change(e.Clusters, "search", func(c *Cluster) { c.PodCidr = "100.64.0.0/15" }) }, []string{
		"clusters.search.podCidr: 100.64.0.0/15: AWS accepts secondary CIDRs from /16 to /28",
	}},
	{"too few pods", func(e *Estate) { change(e.Clusters, "search", func(c *Cluster) { c.PodCidr = "100.64.0.0/26" }) }, []string{
		"clusters.search.podCidr: 100.64.0.0/26 is too small: the smallest CIDR for pods that fits eight zones is a /25",
	}},
	{"VPCs overlap", func(e *Estate) { change(e.Clusters, "search", func(c *Cluster) { c.Cidr = "10.16.128.0/17" }) }, []string{
		"clusters.payments.cidr: 10.16.0.0/16 overlaps clusters.search.cidr 10.16.128.0/17",
	}},
	{"cluster overlaps the ingress VPC", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) { c.Cidr = "10.0.0.0/16" })
	}, []string{"clusters.search.cidr: 10.0.0.0/16 overlaps ingress.cidr 10.0.0.0/20"}},
	{"the same CIDR three times", func(e *Estate) {
		e.Clusters["a"], e.Clusters["b"] = Cluster{Cidr: "10.16.0.0/16"}, Cluster{Cidr: "10.16.0.0/16"}
	}, []string{
		"clusters.a.cidr: 10.16.0.0/16 overlaps clusters.b.cidr 10.16.0.0/16",
		"clusters.b.cidr: 10.16.0.0/16 overlaps clusters.payments.cidr 10.16.0.0/16",
	}},
	{"pods overlap a VPC", func(e *Estate) { change(e.Clusters, "search", func(c *Cluster) { c.Cidr = "100.64.16.0/20" }) }, []string{
		"clusters.payments.podCidr: 100.64.0.0/16 overlaps clusters.search.cidr 100.64.16.0/20",
	}},
	{"services overlap a VPC", func(e *Estate) { e.Ingress.Cidr = "172.20.16.0/20" }, []string{
		"clusters.payments.serviceCidr: 172.20.0.0/16 overlaps ingress.cidr 172.20.16.0/20",
		"clusters.search.serviceCidr: 172.20.0.0/16 overlaps ingress.cidr 172.20.16.0/20",
	}},
	{"VPC holds services", func(e *Estate) { change(e.Clusters, "search", func(c *Cluster) { c.ServiceCidr = "10.16.4.0/24" }) }, []string{
		"clusters.search.serviceCidr: 10.16.4.0/24 overlaps clusters.payments.cidr 10.16.0.0/16",
	}},
	{"too many services for EKS", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) { c.ServiceCidr = "172.0.0.0/11" })
	}, []string{"clusters.search.serviceCidr: 172.0.0.0/11: EKS accepts ranges for services from /12 to /24"}},
	{"services outside private space", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) { c.ServiceCidr = "100.65.0.0/16" })
	}, []string{"clusters.search.serviceCidr: 100.65.0.0/16: EKS accepts ranges for services in 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 only"}},
	{"malformed service CIDR", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) { c.ServiceCidr = "172.20.0.0" })
	}, []string{`clusters.search.serviceCidr: "172.20.0.0" has no prefix length: write it as in 10.0.0.0/16`}},
}

var nameRejections = []rejection{
	{"malformed names", func(e *Estate) {
		e.Name = "Ingress Hub"
		e.Services["Shop Two"] = Service{Cluster: "payments", LoadBalancer: "public", Hostnames: []string{"two.example.com"}, Port: 8080}
		e.Clusters["blue--1"] = Cluster{Cidr: "10.20.0.0/20"}
	}, []string{
		`clusters.blue--1: "blue--1" is not a name: names are lower-case words joined by single hyphens, such as blue-1`,
		`name: "Ingress Hub" is not lower-case words joined by hyphens, such as ingresshub`,
		`services["Shop Two"]: "Shop Two" is not a name: names are lower-case words joined by single hyphens, such as blue-1`,
	}},
	{"long name", func(e *Estate) { e.Clusters[strings.Repeat("a", 64)] = Cluster{Cidr: "10.20.0.0/20"} }, []string{
		"clusters." + strings.Repeat("a", 64) + ": the name has 64 characters; at most 63 are allowed",
	}},
	{"names that AWS would not take", func(e *Estate) {
		e.Clusters[strings.Repeat("a", 43)], e.Clusters[strings.Repeat("a", 44)] = Cluster{Cidr: "10.20.0.0/20"}, Cluster{Cidr: "10.21.0.0/20"}
		e.Clusters["sg-team"], e.Ingress.LoadBalancers["sg-edge"] = Cluster{Cidr: "10.22.0.0/20"}, LoadBalancer{Type: "network"}
	}, []string{
		"clusters." + strings.Repeat("a", 44) + ": the name has 44 characters; the IAM role of a new cluster leaves room for 43",
		"clusters.sg-team: EC2 keeps names of security groups that begin with sg- for itself; take another name",
		"ingress.loadBalancers.sg-edge: EC2 keeps names of security groups that begin with sg- for itself; take another name",
	}},
	{"reserved names", func(e *Estate) {
		e.Clusters["ingress"], e.Clusters["rfc1918-10"] = Cluster{Cidr: "10.20.0.0/20"}, Cluster{Cidr: "10.21.0.0/20"}
	}, []string{
		"clusters.ingress: the plan uses the name ingress itself; take another one",
		"clusters.rfc1918-10: the plan uses the name rfc1918-10 itself; take another one",
	}},
	{"tags", func(e *Estate) {
		e.Tags = map[string]string{"aws:owner": "x", "Name": "x", "": "x", "long": strings.Repeat("x", 257), strings.Repeat("k", 129): ""}
	}, []string{
		"tags.Name: the components name each resource in its Name tag; remove it",
		"tags." + strings.Repeat("k", 129) + ": the key has more than 128 characters",
		"tags.long: the value has more than 256 characters",
		`tags[""]: a tag needs a key`,
		`tags["aws:owner"]: AWS keeps tags that begin with aws: for itself`,
	}},
	{"characters in tags", func(e *Estate) {
		e.Tags = map[string]string{"cost(center)": "x", "team": "R&D", "größe": "α + β = 1/2 @ a_b.c:d-e"}
	}, []string{
		`tags.team: "R&D" has other characters: AWS takes letters, digits, spaces and _ . : / = + - @ in tags`,
		`tags["cost(center)"]: the key has other characters: AWS takes letters, digits, spaces and _ . : / = + - @ in tags`,
	}},
	{"too many tags", func(e *Estate) {
		e.Tags = map[string]string{}
		for i := range 41 {
			e.Tags["tag"+strconv.Itoa(i)] = "x"
		}
	}, []string{"tags: 41 tags; at most 40 leave room for those that the components add to AWS's 50"}},
	{"replacing what does not exist", func(e *Estate) {
		e.AllowReplace = []string{"payments.inner-2", "search.inner-1", "search.inner-1"}
	}, []string{
		`allowReplace[0]: there is no load balancer "payments.inner-2"; did you mean payments.inner-1?`,
		"allowReplace[2]: search.inner-1 is declared already",
	}},
}

var transitRejections = []rejection{
	{"nothing joins the VPCs", func(e *Estate) { e.Transit = Transit{} }, []string{
		"transit: exactly one way to join the VPCs must be declared: transitGateway (empty braces for the defaults)",
	}},
	{"malformed gateway", func(e *Estate) { e.Transit.TransitGateway.ID = "tgw-1" }, []string{
		`transit.transitGateway.id: "tgw-1" is not the ID of a transit gateway, such as tgw-0123456789abcdef0`,
	}},
	{"number of an existing gateway", func(e *Estate) {
		e.Transit.TransitGateway = &TransitGateway{ID: "tgw-0123456789abcdef0", AmazonSideAsn: 64512}
	}, []string{"transit.transitGateway.amazonSideAsn: the gateway exists already and keeps its own; remove it"}},
	{"public number", func(e *Estate) { e.Transit.TransitGateway.AmazonSideAsn = 65535 }, []string{
		"transit.transitGateway.amazonSideAsn: 65535 is not a private autonomous system number: 64512 to 65534 or 4200000000 to 4294967294",
	}},
	{"supernets", func(e *Estate) {
		e.Transit.TransitGateway.Supernets = []string{"10.16.0.0/16", "10.16.0.0/16", "10.0.8.0/24", "11.0.0.0/8", "10.0.0.0"}
	}, []string{
		"clusters.search.cidr: 10.17.0.0/20 lies in none of transit.transitGateway.supernets (10.16.0.0/16, 10.16.0.0/16, 10.0.8.0/24, 11.0.0.0/8, 10.0.0.0)",
		"transit.transitGateway.supernets[1]: 10.16.0.0/16 is declared already, in transit.transitGateway.supernets[0]",
		"transit.transitGateway.supernets[2]: 10.0.8.0/24 lies in the ingress VPC 10.0.0.0/20, which routes its own addresses",
		"transit.transitGateway.supernets[3]: 11.0.0.0/8 is not private space",
		`transit.transitGateway.supernets[4]: "10.0.0.0" has no prefix length: write it as in 10.0.0.0/16`,
	}},
}
