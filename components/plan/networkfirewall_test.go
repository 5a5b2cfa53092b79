package plan

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// guarded is the good estate with an AWS Network Firewall wherever one is given.
func guarded(edge, eastWest, egress *NetworkFirewall) Estate {
	e := good()
	e.Inspection = &Inspection{}
	if edge != nil {
		e.Inspection.Edge = &Firewall{NetworkFirewall: edge}
	}
	if eastWest != nil {
		e.Inspection.EastWest = &EastWestInspection{NetworkFirewall: eastWest}
	}
	if egress != nil {
		e.Inspection.Egress = &Firewall{NetworkFirewall: egress}
	} else if eastWest != nil && len(eastWest.AllowedDomains) > 0 {
		e.Inspection.Egress = &Firewall{}
	}
	return e
}

// firewallOf is a firewall of an estate's plan.
func firewallOf(t *testing.T, e Estate, name string) PlannedFirewall {
	t.Helper()
	plan, err := Build(e)
	require.NoError(t, err)
	require.Empty(t, plan.Validate())
	for _, firewall := range plan.Firewalls {
		if firewall.Name == name {
			return firewall
		}
	}
	require.Fail(t, "no firewall "+name)
	return PlannedFirewall{}
}

var ids = regexp.MustCompile(`sid:[0-9]+; rev:1;`)

// said is a rule group's rules without their IDs.
func said(t *testing.T, firewall PlannedFirewall, name string) []string {
	t.Helper()
	for _, group := range firewall.NetworkFirewall.RuleGroups {
		if group.Name == firewall.Name+"."+name {
			out := []string{}
			for _, rule := range group.Rules {
				require.Regexp(t, ids, rule)
				out = append(out, ids.ReplaceAllString(rule, "ID"))
			}
			return out
		}
	}
	return nil
}

func TestRulesOfAnEdgeFirewall(t *testing.T) {
	edge := firewallOf(t, guarded(&NetworkFirewall{}, nil, nil), EdgeFirewall)
	require.Equal(t, []string{"10.0.0.0/20"}, edge.HomeNet)
	require.Equal(t, []string{
		`pass tcp any any -> 10.0.0.0/21 [80,443] (msg:"edge.services: edge.public"; flow:to_server; ID)`,
		`pass tcp any any -> 10.0.0.0/21 9092 (msg:"edge.services: edge.stream"; flow:to_server; ID)`,
		`pass icmp any any -> any any (msg:"edge.services: fragmentation needed"; itype:3; icode:4; ID)`,
		`drop ip any any -> any any (msg:"edge.services: no rule lets this through"; flow:to_server; ID)`,
	}, said(t, edge, "services"))
	require.Len(t, edge.NetworkFirewall.RuleGroups, 1)
}

func TestRulesOfAnEastWestFirewall(t *testing.T) {
	e := guarded(nil, &NetworkFirewall{}, nil)
	change(e.Services, "events", func(s *Service) { s.InnerPort = 20001 })
	change(e.Services, "find", func(s *Service) { s.InnerPort = 20002 })
	change(e.Services, "shop", func(s *Service) { s.InnerPort = 20003 })
	eastWest := firewallOf(t, e, InspectionFirewall)
	require.Equal(t, []string{"10.16.0.0/16", "10.17.0.0/20", "100.64.0.0/16"}, eastWest.HomeNet)
	rules := said(t, eastWest, "services")
	require.Len(t, rules, 5)
	for i, want := range []string{
		`pass tcp 10\.0\.0\.0/21 any -> 10\.17\.[0-9.]+/[0-9]+ 20001 \(msg:"inspection.services: eastWest.events"; flow:to_server; ID\)`,
		`pass tcp 10\.0\.0\.0/21 any -> 10\.17\.[0-9.]+/[0-9]+ 20002 \(msg:"inspection.services: eastWest.find"; flow:to_server; ID\)`,
		`pass tcp 10\.0\.0\.0/21 any -> 10\.16\.[0-9.]+/[0-9]+ 20003 \(msg:"inspection.services: eastWest.shop"; flow:to_server; ID\)`,
		`pass icmp any any -> any any .*itype:3; icode:4;.*`,
		`drop ip any any -> any any \(msg:"inspection.services: no rule lets this through"; flow:to_server; ID\)`,
	} {
		require.Regexp(t, "^"+want+"$", rules[i])
	}
}

// TestExternalToHomeMeetsTheLoadBalancers asks what signatures ask: is what comes from the ingress load balancers external
// to the firewall behind them, and their targets its home?
func TestExternalToHomeMeetsTheLoadBalancers(t *testing.T) {
	e := guarded(&NetworkFirewall{}, &NetworkFirewall{AllowedDomains: []string{"example.com"}}, nil)
	plan, err := Build(e)
	require.NoError(t, err)
	homes := map[string][]netip.Prefix{}
	for _, firewall := range plan.Firewalls {
		for _, network := range firewall.HomeNet {
			homes[firewall.Name] = append(homes[firewall.Name], netip.MustParsePrefix(network))
		}
	}
	balancer, client := netip.MustParseAddr("10.0.0.10"), netip.MustParseAddr("203.0.113.9")
	targets := []netip.Addr{netip.MustParseAddr("100.64.3.3"), netip.MustParseAddr("10.17.0.9")}
	for _, inner := range plan.InnerLoadBalancers {
		for _, a := range inner.Addresses {
			targets = append(targets, netip.MustParseAddr(a.Address))
		}
	}
	home := func(firewall string, address netip.Addr) bool {
		for _, network := range homes[firewall] {
			if network.Contains(address) {
				return true
			}
		}
		return false
	}
	require.False(t, home("inspection", balancer), "the load balancer is external to the firewall behind it")
	require.False(t, home("inspection", client))
	for _, target := range targets {
		require.True(t, home("inspection", target), "%s is what the firewall protects", target)
		require.False(t, home("edge", target))
	}
	require.True(t, home("edge", balancer))
	require.False(t, home("edge", client))
	require.Equal(t, []string{"10.0.0.0/20"}, plan.Firewalls[0].HomeNet)
}

func TestOrderOfRuleGroups(t *testing.T) {
	all := NetworkFirewall{
		Rules:          []FirewallRule{{Name: "no-telnet", Action: "deny", Ports: []string{"23"}}},
		DeniedDomains:  []string{".bad.example"},
		AllowedDomains: []string{".example.com", "api.example.net"},
		Suricata:       "# for the red team\nalert http any any -> any any (http.user_agent; content:\"x;(y\"; sid:7;)\n\n",
		ManagedRuleGroups: []string{
			"AttackInfrastructureStrictOrder", "ThreatSignaturesBotnetStrictOrder", "OneThatAwsAddsLaterStrictOrder",
		},
	}
	firewall := firewallOf(t, guarded(nil, &all, nil), InspectionFirewall)
	names, last := []string{}, 0
	for _, group := range firewall.NetworkFirewall.RuleGroups {
		names = append(names, group.Name)
		require.Greater(t, group.Priority, last)
		last = group.Priority
	}
	require.Equal(t, []string{
		"inspection.AttackInfrastructureStrictOrder", "inspection.ThreatSignaturesBotnetStrictOrder",
		"inspection.OneThatAwsAddsLaterStrictOrder", "inspection.denied-domains", "inspection.suricata", "inspection.rules", "inspection.services",
	}, names)
	require.Equal(t, []string{
		`drop tls any any -> any any (msg:"inspection.denied-domains: denied over TLS: .bad.example"; flow:to_server; tls.sni; dotprefix; content:".bad.example"; endswith; nocase; ID)`,
		`drop http any any -> any any (msg:"inspection.denied-domains: denied over HTTP: .bad.example"; flow:to_server; http.host; dotprefix; content:".bad.example"; endswith; ID)`,
	}, said(t, firewall, "denied-domains"))
	require.Equal(t, []string{
		`drop tcp any any -> any 23 (msg:"inspection.rules: no-telnet"; flow:to_server; ID)`,
	}, said(t, firewall, "rules"))
	services := said(t, firewall, "services")
	require.Equal(t, []string{
		`pass icmp any any -> any any (msg:"inspection.services: fragmentation needed"; itype:3; icode:4; ID)`,
		`pass tls $HOME_NET any -> any 443 (msg:"inspection.services: allowed over TLS: .example.com"; flow:to_server; tls.sni; dotprefix; content:".example.com"; endswith; nocase; ID)`,
		`pass http $HOME_NET any -> any [80,443] (msg:"inspection.services: allowed over HTTP: .example.com"; flow:to_server; http.host; dotprefix; content:".example.com"; endswith; ID)`,
		`pass tls $HOME_NET any -> any 443 (msg:"inspection.services: allowed over TLS: api.example.net"; flow:to_server; tls.sni; content:"api.example.net"; startswith; endswith; nocase; ID)`,
		`pass http $HOME_NET any -> any [80,443] (msg:"inspection.services: allowed over HTTP: api.example.net"; flow:to_server; http.host; content:"api.example.net"; startswith; endswith; ID)`,
		`drop ip any any -> any any (msg:"inspection.services: no rule lets this through"; flow:to_server; ip_proto:!TCP; ID)`,
	}, services[4:], "connections may be opened for their first data")
	require.Equal(t, `drop ip $HOME_NET any -> [10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10] any `+
		`(msg:"inspection.services: egress leads to the internet only"; flow:to_server; ID)`, services[0], "the private space is closed before any domain is open")
}

func TestRulesOfAnEgressFirewall(t *testing.T) {
	egress := firewallOf(t, guarded(nil, nil, &NetworkFirewall{}), InspectionFirewall)
	require.Equal(t, []string{
		`drop ip $HOME_NET any -> [10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10] any (msg:"inspection.services: egress leads to the internet only"; flow:to_server; ID)`,
		`pass tcp [10.16.0.0/16,10.17.0.0/20] any -> any [80,443] (msg:"inspection.services: egress.web"; flow:to_server; ID)`,
		`pass icmp any any -> any any (msg:"inspection.services: fragmentation needed"; itype:3; icode:4; ID)`,
		`drop ip any any -> any any (msg:"inspection.services: no rule lets this through"; flow:to_server; ID)`,
	}, said(t, egress, "services"))
}

func TestRulesByAddressAndPort(t *testing.T) {
	firewall := firewallOf(t, guarded(&NetworkFirewall{Rules: []FirewallRule{
		{Name: "office", Sources: []string{"198.51.100.0/24", "192.0.2.0/24"}, Ports: []string{"8000-8100", "443"}},
		{Name: "ping", Protocol: "icmp", Destinations: []string{"10.0.0.0/20"}},
		{Name: "watch", Action: "alert", Protocol: "udp", Sources: []string{"0.0.0.0/0"}, Ports: []string{"53"}},
		{Name: "never", Action: "deny", Protocol: "ip", Sources: []string{"203.0.113.0/24"}},
	}}, nil, nil), EdgeFirewall)
	rules := said(t, firewall, "rules")
	require.Equal(t, `pass tcp [192.0.2.0/24,198.51.100.0/24] any -> any [443,8000:8100] (msg:"edge.rules: office"; flow:to_server; ID)`, rules[0])
	require.Equal(t, `pass icmp any any -> 10.0.0.0/20 any (msg:"edge.rules: ping"; flow:to_server; ID)`, rules[1])
	require.Regexp(t, `^alert udp any any -> any 53 \(msg:"edge.rules: watch"; flow:to_server; flowbits:isnotset,alerted\.([0-9a-f]{8}); flowbits:set,alerted\.[0-9a-f]{8}; ID\)$`, rules[2])
	require.Equal(t, `drop ip 203.0.113.0/24 any -> any any (msg:"edge.rules: never"; flow:to_server; ID)`, rules[3])
}

// TestConnectionsAreOpenedOnlyForData holds the last rule to its reason: TCP is dropped from its first packet on, unless
// some rule that lets it through looks into the data.
func TestConnectionsAreOpenedOnlyForData(t *testing.T) {
	for text, tcp := range map[string]bool{
		"": true,
		`drop tls any any -> any any (tls.sni; content:"x"; sid:1;)`:                               true,
		`pass tls $HOME_NET any -> any any (tls.sni; content:"example.com"; endswith; sid:1;)`:     false,
		"alert tcp any any -> any 22 (sid:1;)\n  pass ssh any any -> $HOME_NET 22 (sid:2; rev:3;)": false,
	} {
		rules := said(t, firewallOf(t, guarded(&NetworkFirewall{Suricata: text}, nil, nil), EdgeFirewall), "services")
		last := rules[len(rules)-1]
		require.True(t, strings.HasPrefix(last, "drop ip any any -> any any "), last)
		require.Equal(t, tcp, !strings.Contains(last, "ip_proto:!TCP;"), text)
	}
}

func TestNamesFollowWhatAwsFixes(t *testing.T) {
	names := func(change func(e *Estate, f *NetworkFirewall)) map[string]string {
		f := &NetworkFirewall{DeniedDomains: []string{"bad.example"}, Rules: []FirewallRule{{Name: "a", Ports: []string{"22"}}}}
		e := guarded(f, nil, nil)
		change(&e, f)
		planned := firewallOf(t, e, EdgeFirewall).NetworkFirewall
		out := map[string]string{"firewall": planned.AwsName, "policy": planned.PolicyAwsName}
		for _, group := range planned.RuleGroups {
			out[group.Name] = group.AwsName
		}
		return out
	}
	before := names(func(*Estate, *NetworkFirewall) {})
	for name, awsName := range before {
		require.Regexp(t, `^ingresshub-edge(-[a-z-]+)?-[0-9a-f]{8}$`, awsName, name)
	}
	for what, c := range map[string]struct {
		change  func(e *Estate, f *NetworkFirewall)
		renamed []string
	}{
		"capacity":    {func(_ *Estate, f *NetworkFirewall) { f.Capacity = 300 }, []string{"edge.denied-domains", "edge.rules", "edge.services"}},
		"another VPC": {func(e *Estate, _ *NetworkFirewall) { e.Ingress.Cidr = "10.1.0.0/20" }, []string{"firewall"}},
		"more rules": {func(_ *Estate, f *NetworkFirewall) {
			f.Rules = append(f.Rules, FirewallRule{Name: "b", Ports: []string{"23"}})
		}, nil},
		"other rules":  {func(_ *Estate, f *NetworkFirewall) { f.Rules[0].Ports = []string{"24"} }, nil},
		"another zone": {func(e *Estate, _ *NetworkFirewall) { e.Zones = append(e.Zones, "use1-az4") }, nil},
		"a key": {func(_ *Estate, f *NetworkFirewall) {
			f.KmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/0123abcd"
		}, nil},
		"many rules": {func(_ *Estate, f *NetworkFirewall) {
			for i := range 100 {
				f.Rules = append(f.Rules, FirewallRule{Name: "r" + strconv.Itoa(i), Ports: []string{strconv.Itoa(i + 1000)}})
			}
		}, []string{"edge.rules"}},
		"TLS inspection, which AWS gives to new policies only": {func(_ *Estate, f *NetworkFirewall) {
			f.TlsInspection = &TlsInspection{CertificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/abc"}
		}, []string{"policy"}},
	} {
		after := names(c.change)
		renamed := []string{}
		for _, name := range sortedKeys(before) {
			if before[name] != after[name] {
				renamed = append(renamed, name)
			}
		}
		require.ElementsMatch(t, c.renamed, renamed, what)
	}
}

// TestRulesOfOthersStay appends and removes rules and services: what is written about the others stays to the byte.
func TestRulesOfOthersStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{1,3}`), 1, 12, rapid.ID[string]).Draw(t, "names")
		rules := make([]FirewallRule, 0, len(names))
		for i, name := range names {
			rules = append(rules, FirewallRule{Name: name, Ports: []string{strconv.Itoa(i + 1)}})
		}
		gone := rapid.IntRange(0, len(rules)-1).Draw(t, "gone")
		all := declaredRules("edge", rules)
		rest := declaredRules("edge", append(append([]FirewallRule{}, rules[:gone]...), rules[gone+1:]...))
		require.Equal(t, append(append([]string(nil), all[:gone]...), all[gone+1:]...), rest)
	})
}

// TestIdsDiffer fills a group so far that equal IDs would be likely if nothing prevented them.
func TestIdsDiffer(t *testing.T) {
	w := newRuleWriter("edge.rules")
	for i := range 30000 {
		w.add("r"+strconv.Itoa(i), "drop", "ip any any -> any any", toServer)
	}
	seen := map[string]bool{}
	for _, rule := range w.rules {
		sid := ids.FindString(rule)
		require.False(t, seen[sid], rule)
		seen[sid] = true
	}
	w = newRuleWriter("g")
	w.add("same", "drop", "ip any any -> any any", toServer)
	w.add("same", "drop", "ip any any -> any any", toServer)
	require.NotEqual(t, w.rules[0], w.rules[1])
}

func TestLogs(t *testing.T) {
	firewall := firewallOf(t, guarded(&NetworkFirewall{}, nil, nil), EdgeFirewall)
	require.Equal(t, []FirewallLog{
		{Name: "edge.alert", Kind: AlertLog, LogGroup: "/aws/vendedlogs/network-firewall/ingresshub/edge/alert", RetentionDays: 90},
		{Name: "edge.flow", Kind: FlowLog, LogGroup: "/aws/vendedlogs/network-firewall/ingresshub/edge/flow", RetentionDays: 90},
	}, firewall.NetworkFirewall.Logs)
	firewall = firewallOf(t, guarded(&NetworkFirewall{
		Logs:          &FirewallLogs{S3Bucket: "firewall-logs"},
		TlsInspection: &TlsInspection{CertificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/abc"},
	}, nil, nil), EdgeFirewall)
	require.Equal(t, []FirewallLog{
		{Name: "edge.alert", Kind: AlertLog, S3Bucket: "firewall-logs", S3Prefix: "ingresshub/edge"},
		{Name: "edge.flow", Kind: FlowLog, S3Bucket: "firewall-logs", S3Prefix: "ingresshub/edge"},
		{Name: "edge.tls", Kind: TlsLog, S3Bucket: "firewall-logs", S3Prefix: "ingresshub/edge"},
	}, firewall.NetworkFirewall.Logs)
	firewall = firewallOf(t, guarded(&NetworkFirewall{Logs: &FirewallLogs{CloudWatch: &CloudWatchLogs{RetentionDays: 400}}}, nil, nil), EdgeFirewall)
	require.Equal(t, 400, firewall.NetworkFirewall.Logs[1].RetentionDays)
}

func TestTlsScopes(t *testing.T) {
	const server, authority = "arn:aws:acm:us-east-1:111122223333:certificate/abc", "arn:aws:acm:us-east-1:111122223333:certificate/ca"
	e := guarded(&NetworkFirewall{TlsInspection: &TlsInspection{CertificateArn: server}}, &NetworkFirewall{
		AllowedDomains: []string{"example.com"}, TlsInspection: &TlsInspection{CertificateArn: server, CertificateAuthorityArn: authority},
	}, nil)
	change(e.Services, "shop", func(s *Service) { s.Protocol, s.InnerPort = "HTTPS", 20003 })
	change(e.Services, "events", func(s *Service) { s.Protocol = "TLS" })
	change(e.Ingress.LoadBalancers, "stream", func(lb *LoadBalancer) { lb.Certificate = &Certificate{Arn: server} })
	edge := firewallOf(t, e, EdgeFirewall).NetworkFirewall.TlsInspection
	require.Equal(t, []TlsScope{{Sources: []string{"0.0.0.0/0"}, Destinations: []string{"10.0.0.0/21"}, Ports: []int{443, 9092}}}, edge.Scopes)
	inner := firewallOf(t, e, InspectionFirewall).NetworkFirewall.TlsInspection
	require.Equal(t, authority, inner.CertificateAuthorityArn)
	require.Len(t, inner.Scopes, 2)
	require.Equal(t, []string{"10.0.0.0/21"}, inner.Scopes[0].Sources)
	require.Equal(t, []int{20003}, inner.Scopes[0].Ports)
	require.True(t, strings.HasPrefix(inner.Scopes[0].Destinations[0], "10.16."), "%v", inner.Scopes[0])
	require.Equal(t, TlsScope{
		Sources: []string{"10.16.0.0/16", "10.17.0.0/20", "100.64.0.0/16"}, Destinations: []string{"0.0.0.0/0"}, Ports: []int{443},
	}, inner.Scopes[1])
}

// TestCapacityHoldsWhatFits: whatever the numbers of rules, a policy that can hold them is accepted, each group holds its
// rules and some more where there is room, and what cannot be held is refused.
func TestCapacityHoldsWhatFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(1, 400), rapid.IntRange(1, 15000)), 1, 4).Draw(t, "rules")
		groups, needed, roomy := []FirewallRuleGroup{}, 0, 0
		for i, n := range counts {
			groups = append(groups, FirewallRuleGroup{Name: fmt.Sprintf("edge.%d", i), Rules: make([]string, n)})
			needed += n
			roomy += withRoom(n)
		}
		b := newBuilder(Estate{})
		b.giveCapacity("f", 0, groups)
		if needed > 30000 {
			require.NotEmpty(t, b.problems)
			return
		}
		require.Empty(t, b.problems)
		total := 0
		for _, group := range groups {
			total += group.Capacity
			require.GreaterOrEqual(t, group.Capacity, len(group.Rules))
			if roomy <= 30000 {
				require.GreaterOrEqual(t, group.Capacity, len(group.Rules)*3/2)
			}
		}
		require.LessOrEqual(t, total, 30000)
	})
}

// TestRoomIsGivenUpWhereAllOfItDoesNotFit shows that room for later rules never makes a policy too large by itself.
func TestRoomIsGivenUpWhereAllOfItDoesNotFit(t *testing.T) {
	for what, c := range map[string]struct {
		managed string
		counts  []int
		want    []int
	}{
		"room for both":         {"", []int{5461, 100}, []int{8192, 256}},
		"room for one only":     {"", []int{5462, 5462}, []int{5462, 5462}},
		"beside AWS's own":      {"AttackInfrastructureStrictOrder", []int{10000}, []int{10000}},
		"AWS's own, none known": {"OneThatAwsAddsLaterStrictOrder", []int{10000}, []int{16384}},
		"all that there is":     {"", []int{29999, 1}, []int{29999, 1}},
	} {
		groups := []FirewallRuleGroup{}
		for i, n := range c.counts {
			groups = append(groups, FirewallRuleGroup{Name: fmt.Sprintf("edge.%d", i), Rules: make([]string, n)})
		}
		if c.managed != "" {
			groups = append(groups, FirewallRuleGroup{Name: "edge." + c.managed, Managed: c.managed})
		}
		b := newBuilder(Estate{})
		b.giveCapacity("f", 0, groups)
		require.Empty(t, b.problems, what)
		for i, capacity := range c.want {
			require.Equal(t, capacity, groups[i].Capacity, what)
		}
	}
}
