package plan

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// firewallRejection is a declaration of an edge firewall, and everything that is then wrong.
type firewallRejection struct {
	name     string
	declared NetworkFirewall
	problems []string
}

const atEdge = "inspection.edge.networkFirewall"

var firewallRejections = []firewallRejection{
	{"everything", NetworkFirewall{Rules: []FirewallRule{{Name: "all"}}}, []string{
		atEdge + ".rules[0]: allows everything, and later rules would never see a packet of it: name fewer addresses or ports",
	}},
	{"everything in halves", NetworkFirewall{Rules: []FirewallRule{{
		Name: "all", Protocol: "udp", Sources: []string{"128.0.0.0/1", "0.0.0.0/1"}, Destinations: []string{"0.0.0.0/0"}, Ports: []string{"1000-65535", "1-999"},
	}}}, []string{atEdge + ".rules[0]: allows everything, and later rules would never see a packet of it: name fewer addresses or ports"}},
	{"names twice", NetworkFirewall{Rules: []FirewallRule{{Name: "a", Ports: []string{"1"}}, {Name: "a", Ports: []string{"2"}}}}, []string{
		atEdge + ".rules[1].name: a is that of " + atEdge + ".rules[0] already",
	}},
	{"bad fields", NetworkFirewall{Rules: []FirewallRule{{
		Name: "Bad \"name\"", Action: "alow", Protocol: "tpc", Sources: []string{"10.0.0.1/8"}, Destinations: []string{"here"}, Ports: []string{"http", "70000", "9-8"},
	}}}, []string{
		atEdge + `.rules[0].action: "alow" is not one of allow, deny, alert; did you mean allow?`,
		atEdge + `.rules[0].destinations[0]: "here" has no prefix length: write it as in 10.0.0.0/16`,
		atEdge + `.rules[0].name: "Bad \"name\"" is not a name of letters, digits, spaces, dots, hyphens and underscores`,
		atEdge + `.rules[0].ports[0]: "http" is not a port or a range of ports, such as 443 or 8000-8100`,
		atEdge + `.rules[0].ports[1]: 70000: ports go from 1 to 65535`,
		atEdge + `.rules[0].ports[2]: 9-8 ends before it begins`,
		atEdge + `.rules[0].protocol: "tpc" is not one of tcp, udp, icmp, ip; did you mean tcp?`,
		atEdge + `.rules[0].sources[0]: 10.0.0.1/8 has host bits set: the network is 10.0.0.0/8`,
	}},
	{"ports of icmp and ip", NetworkFirewall{Rules: []FirewallRule{
		{Name: "a", Protocol: "icmp", Ports: []string{"80"}}, {Name: "b", Action: "deny", Protocol: "ip", Ports: []string{"80"}},
	}}, []string{
		atEdge + ".rules[0].ports: icmp has no ports; remove them, or declare tcp or udp",
		atEdge + ".rules[1].ports: ip has no ports; remove them, or declare tcp or udp",
	}},
	{"allowed domains without egress", NetworkFirewall{AllowedDomains: []string{"example.com"}}, []string{
		atEdge + ".allowedDomains: is for egress: they are what clusters may reach outside; this firewall inspects no traffic to the internet",
	}},
	{"domains", NetworkFirewall{DeniedDomains: []string{"bad.example", "*.bad.example", "Bad.example", "10.0.0.1", "bad.example", strings.Repeat("a23456789.", 26) + "example"}}, []string{
		atEdge + `.deniedDomains[1]: "*.bad.example" is not a domain such as example.com, or .example.com for its subdomains`,
		atEdge + `.deniedDomains[2]: "Bad.example" is not a domain such as example.com, or .example.com for its subdomains`,
		atEdge + `.deniedDomains[3]: "10.0.0.1" is not a domain such as example.com, or .example.com for its subdomains`,
		atEdge + `.deniedDomains[4]: bad.example is declared already, in ` + atEdge + `.deniedDomains[0]`,
		atEdge + `.deniedDomains[5]: has 267 characters; a domain has at most 253`,
	}},
	{"managed rule groups", NetworkFirewall{ManagedRuleGroups: []string{
		"ThreatSignaturesBotnetActionOrder", "MalwareDomainsStrictOrder", "MalwareDomainsStrictOrder",
	}}, []string{
		atEdge + `.managedRuleGroups[0]: "ThreatSignaturesBotnetActionOrder" is not a rule group that AWS manages for strict order, such as ThreatSignaturesBotnetStrictOrder`,
		atEdge + `.managedRuleGroups[2]: MalwareDomainsStrictOrder is declared already, in ` + atEdge + `.managedRuleGroups[1]`,
	}},
	{"too much that AWS manages", NetworkFirewall{ManagedRuleGroups: []string{
		"AttackInfrastructureStrictOrder", "ThreatSignaturesBotnetWindowsStrictOrder", "ThreatSignaturesMalwareWebStrictOrder",
		"ThreatSignaturesPhishingStrictOrder", "ThreatSignaturesMalwareMobileStrictOrder", "ThreatSignaturesWebAttacksStrictOrder",
	}}, []string{atEdge + ": the rules and managed rule groups take a capacity of 31304; AWS grants a policy 30000: declare fewer"}},
	{"too many rule groups", NetworkFirewall{
		ManagedRuleGroups: func() []string {
			names := []string{}
			for i := range 20 {
				names = append(names, fmt.Sprintf("Number%dStrictOrder", i))
			}
			return names
		}(),
	}, []string{atEdge + ".managedRuleGroups: the firewall would have 21 rule groups, 1 of them its own; AWS accepts 20"}},
	{"capacity too small", NetworkFirewall{Capacity: 100, Rules: manyRules(120)}, []string{
		atEdge + ".capacity: 100 cannot hold the 120 rules of rule group edge.rules: declare at least as many, or leave capacity out",
	}},
	{"capacity out of range", NetworkFirewall{Capacity: 30001}, []string{atEdge + ".capacity: 30001 is out of range: 1 to 30000"}},
	{"capacity too large together", NetworkFirewall{Capacity: 16000, Rules: manyRules(1)}, []string{
		atEdge + ".capacity: capacity 16000 for each own rule group makes 32000 in all; AWS grants a policy 30000, and the rules take 5: declare less",
	}},
	{"too many rules", NetworkFirewall{Rules: manyRules(30000)}, []string{
		atEdge + ": the rules and managed rule groups take a capacity of 30004; AWS grants a policy 30000: declare fewer",
	}},
	{"a rule too long", NetworkFirewall{Rules: []FirewallRule{{Name: "long", Sources: manyCidrs(800)}}}, []string{
		atEdge + ".rules: a rule of 11718 characters (pass tcp [100.0.0.0/24,100.0.1.0/24,100.0.10.0/24,100.0.100....); AWS takes 8192: spread it over several",
	}},
	{"logs to both", NetworkFirewall{Logs: &FirewallLogs{CloudWatch: &CloudWatchLogs{}, S3Bucket: "logs"}}, []string{
		atEdge + ".logs: has cloudWatch and s3Bucket: logs go to one of them",
	}},
	{"retention", NetworkFirewall{Logs: &FirewallLogs{CloudWatch: &CloudWatchLogs{RetentionDays: 100}}}, []string{
		atEdge + ".logs.cloudWatch.retentionDays: CloudWatch does not know 100 days; the next that it knows is 120",
	}},
	{"bucket", NetworkFirewall{Logs: &FirewallLogs{S3Bucket: "Logs"}}, []string{atEdge + `.logs.s3Bucket: "Logs" is not the name of an S3 bucket`}},
	{"bucket with two dots", NetworkFirewall{Logs: &FirewallLogs{S3Bucket: "my..logs"}}, []string{
		atEdge + `.logs.s3Bucket: "my..logs" is not the name of an S3 bucket: it has two dots in a row`,
	}},
	{"keys elsewhere", NetworkFirewall{
		KmsKeyArn:     "arn:aws:kms:eu-west-1:111122223333:key/abc",
		TlsInspection: &TlsInspection{CertificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/abc"},
	}, []string{
		atEdge + ".kmsKeyArn: the key lies in eu-west-1; the firewall needs one in us-east-1",
		atEdge + ".tlsInspection.certificateArn: the certificate lies in eu-west-1; the firewall needs one in us-east-1",
	}},
	{"no key", NetworkFirewall{KmsKeyArn: "alias/mine"}, []string{atEdge + `.kmsKeyArn: "alias/mine" is not the ARN of a KMS key`}},
	{"authority at the edge", NetworkFirewall{TlsInspection: &TlsInspection{
		CertificateAuthorityArn: "arn:aws:acm:us-east-1:111122223333:certificate/abc",
	}}, []string{
		atEdge + ".tlsInspection.certificateArn: is required: it is that of the servers behind the firewall",
		atEdge + ".tlsInspection.certificateAuthorityArn: is for egress; this firewall inspects no traffic to the internet",
	}},
}

func manyRules(n int) []FirewallRule {
	rules := make([]FirewallRule, 0, n)
	for i := range n {
		rules = append(rules, FirewallRule{Name: "r" + strconv.Itoa(i), Action: "deny", Sources: []string{"192.0.2.0/24"}, Ports: []string{strconv.Itoa(i + 1)}})
	}
	return rules
}

func manyCidrs(n int) []string {
	cidrs := make([]string, 0, n)
	for i := range n {
		cidrs = append(cidrs, "100."+strconv.Itoa(i/256)+"."+strconv.Itoa(i%256)+".0/24")
	}
	return cidrs
}

func TestRejectedNetworkFirewalls(t *testing.T) {
	for _, r := range firewallRejections {
		t.Run(r.name, func(t *testing.T) {
			plan, err := Build(guarded(&r.declared, nil, nil))
			require.Nil(t, plan)
			require.Equal(t, r.problems, problemsOf(t, err))
		})
	}
}

func TestRejectedEgressFirewalls(t *testing.T) {
	const at = "inspection.egress.networkFirewall"
	for _, r := range []firewallRejection{
		{"allowed and denied", NetworkFirewall{AllowedDomains: []string{"a.bad.example", ".fine.example"}, DeniedDomains: []string{".bad.example", "x.fine.example"}}, []string{
			at + ".allowedDomains[0]: a.bad.example is denied by " + at + ".deniedDomains[0], which comes first",
		}},
		{"certificate of servers", NetworkFirewall{TlsInspection: &TlsInspection{CertificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/abc"}}, []string{
			at + ".tlsInspection.certificateArn: is for edge and eastWest; for egress, a certificateAuthorityArn signs for the servers outside",
			at + ".tlsInspection.certificateAuthorityArn: is required for egress: with it, the firewall signs for the servers outside",
		}},
	} {
		t.Run(r.name, func(t *testing.T) {
			_, err := Build(guarded(nil, nil, &r.declared))
			require.Equal(t, r.problems, problemsOf(t, err))
		})
	}
}

func TestRejectedTlsInspection(t *testing.T) {
	const certificate = "arn:aws:acm:us-east-1:111122223333:certificate/abc"
	e := guarded(nil, &NetworkFirewall{TlsInspection: &TlsInspection{CertificateArn: certificate}}, nil)
	_, err := Build(e)
	require.Equal(t, []string{
		"inspection.eastWest.networkFirewall.tlsInspection: nothing that reaches this firewall is TLS: behind an ALB, services have it with protocol HTTPS",
	}, problemsOf(t, err))
	e = guarded(&NetworkFirewall{TlsInspection: &TlsInspection{CertificateArn: certificate}}, nil, nil)
	change(e.Services, "events", func(s *Service) { s.ListenerPort = 443 })
	_, err = Build(e)
	require.Equal(t, []string{
		atEdge + ".tlsInspection: would break service events, whose NLB passes TCP through on port 443, where the firewall decrypts TLS for others: give it another listenerPort",
	}, problemsOf(t, err))
}
