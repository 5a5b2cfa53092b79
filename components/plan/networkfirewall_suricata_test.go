package plan

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// suricataRefusals are lines that are no good, and why.
var suricataRefusals = map[string]string{
	`drop everything`:                                                             "is no rule such as",
	`drop tcp any any -> any (sid:1;)`:                                            "has 6 words before the parenthesis",
	`drop tcp any any -> any any (sid:1)`:                                         `"sid:1" has no semicolon behind it`,
	`drop tcp any any -> any any (msg:"never ends; sid:1;)`:                       "has a quote that nothing ends",
	`drop tcp [10.0.0.0/8 any -> any any (sid:1;)`:                                "has a [ without a ]",
	`drop tcp 10.0.0.0/8] any -> any any (sid:1;)`:                                "has a ] without a [",
	`drop tcp [] any -> any any (sid:1;)`:                                         "has an empty list",
	`drop tcp any any -> any any (ms g:"x"; sid:1;)`:                              `"ms g" is not a keyword of Suricata`,
	`block tcp any any -> any any (sid:1;)`:                                       `"block" is not one of pass, drop, reject, alert`,
	`drp tcp any any -> any any (sid:1;)`:                                         "did you mean drop?",
	`drop sctp any any -> any any (sid:1;)`:                                       `"sctp" is not a protocol that AWS inspects`,
	`drop tcp any any => any any (sid:1;)`:                                        `"=>" is neither -> nor <>`,
	`drop tcp $DB_SERVERS any -> any any (sid:1;)`:                                "there is no variable $DB_SERVERS",
	`drop tcp [10.0.0.0/8,elsewhere] any -> any any (sid:1;)`:                     `"elsewhere" is not an address`,
	`drop tcp any any -> any 70000 (sid:1;)`:                                      `"70000" is not a port`,
	`drop tcp any any -> any $HTTP_PORTS (sid:1;)`:                                `"$HTTP_PORTS" is not a port`,
	`drop tcp any any -> any : (sid:1;)`:                                          `":" is not a port`,
	`drop tcp any any -> any any (msg:"x";)`:                                      "has no sid",
	`drop tcp any any -> any any (sid:0;)`:                                        `sid "0" is not a number`,
	`drop tcp any any -> any any (sid:4294967296;)`:                               `sid "4294967296" is not a number`,
	`drop ip any any -> any any (iprep:dst,bad,>,50; sid:1;)`:                     "AWS does not take the keyword iprep",
	`alert tcp any any -> any any (priority:1; sid:1;)`:                           "AWS does not take the keyword priority",
	`pass ip any any -> any any (sid:1;)`:                                         "lets everything through",
	`pass ip any any <> any any (flow:to_server; sid:1;)`:                         "lets everything through",
	`pass tcp 0.0.0.0/0 any -> [any] 1:65535 (msg:"x"; flow:established; sid:1;)`: "lets everything through",
	`pass udp any 1024: -> ::/0 : 0: (sid:1;)`:                                    "has 8 words",
	`pass udp any 1024: -> ::/0 0: (sid:1;)`:                                      "lets everything through",
	`pass ip [$HOME_NET, $EXTERNAL_NET] any -> any any (flow:to_server; sid:1;)`:  "lets everything through",
	`pass tcp any any -> any any (flowbits:set,seen; flow:to_server; sid:1;)`:     "lets everything through",
	`pass tcp any any -> 10.0.0.0/8 443 (sid:1;)`:                                 "add flow:to_server;",
	`pass tcp $HOME_NET any -> any any (msg:"(no; end)"; sid:1;)`:                 "add flow:to_server;",
}

// suricataRulesOfAws are lines that AWS takes.
var suricataRulesOfAws = []string{
	`drop tls $HOME_NET any -> $EXTERNAL_NET any (tls.sni; dotprefix; content:".example.com"; endswith; nocase; msg:"a \"quoted\; b"; sid:1; rev:2;)`,
	`pass tcp [10.0.0.0/8, !10.1.0.0/16] any -> [192.0.2.1,198.51.100.0/24] [443,8000:8100] (flow:to_server; sid:2;)`,
	`pass tcp any any -> any any (flow:not_established; sid:3;)`,
	`pass icmp any any -> any any (itype:8; sid:4;)`,
	`pass http any any -> any any (http.method; content:"GET"; sid:5;)`,
	`alert ip any any <> !10.0.0.0/8 any (sid:4294967295;)`,
	`reject tcp any any -> any !443 (app-layer-protocol:tls; flow:to_server; sid:6;)`,
	`drop udp any :1023 -> 2001:db8::/32 53 (sid:7;)`,
	`drop http any any -> any any (http.uri; pcre:"/(a|b);x/"; sid:8;)`,
}

func TestSuricataRefused(t *testing.T) {
	for line, want := range suricataRefusals {
		b := newBuilder(Estate{})
		require.Empty(t, b.suricataRules("s", "# a comment\n\n  "+line+"  \r\n"), line)
		require.Len(t, b.problems, 1, line)
		require.Equal(t, "s", b.problems[0].Path)
		require.True(t, strings.HasPrefix(b.problems[0].Message, "line 3: "), b.problems[0].Message)
		require.Contains(t, b.problems[0].Message, want, line)
	}
}

func TestSuricataAccepted(t *testing.T) {
	b := newBuilder(Estate{})
	require.Equal(t, suricataRulesOfAws, b.suricataRules("s", strings.Join(suricataRulesOfAws, "\r\n# between\n")))
	require.Empty(t, b.problems)
}

func TestSuricataTexts(t *testing.T) {
	b := newBuilder(Estate{})
	require.Empty(t, b.suricataRules("s", "# nothing yet\n"))
	require.Equal(t, Problems{{Path: "s", Message: "holds no rule"}}, b.problems)
	b = newBuilder(Estate{})
	rule := `drop tcp any any -> any 23 (sid:5;)`
	require.Equal(t, []string{rule}, b.suricataRules("s", rule+"\n\n"+strings.Replace(rule, "23", "24", 1)))
	require.Equal(t, Problems{{Path: "s", Message: "line 3: sid 5 is that of line 1 already"}}, b.problems)
}

// FuzzSuricata feeds any text: reading never panics, and what is accepted are lines with IDs of their own, none of which
// lets everything through, and which read the same again.
func FuzzSuricata(f *testing.F) {
	for line := range suricataRefusals {
		f.Add(line)
	}
	f.Add(strings.Join(suricataRulesOfAws, "\n"))
	f.Fuzz(func(t *testing.T, text string) {
		b := newBuilder(Estate{})
		rules := b.suricataRules("s", text)
		require.Equal(t, text != "", len(rules)+len(b.problems) > 0)
		again := newBuilder(Estate{})
		require.Equal(t, rules, again.suricataRules("s", strings.Join(rules, "\n")))
		require.Empty(t, again.problems)
		sids := map[string]bool{}
		for _, rule := range rules {
			require.NotContains(t, rule, "\n")
			require.Regexp(t, `^(pass|drop|reject|alert)\s`, rule)
			parsed, problem := parseSuricata(rule)
			require.Empty(t, problem)
			require.False(t, sids[parsed.value("sid")])
			sids[parsed.value("sid")] = true
			if parsed.action == "pass" && parsed.judged() && parsed.protocol != "ipv6" {
				require.False(t, parsed.source == "any" && parsed.destination == "any" && parsed.destinationPort == "any", rule)
			}
		}
	})
}

// FuzzDomains feeds any word: whatever the constraint accepts makes rules that read as Suricata, and match that domain.
func FuzzDomains(f *testing.F) {
	for _, word := range []string{"example.com", ".example.com", "a;b.com", `x".com`, "xn--p1ai.xn--p1ai", "..com", "10.0.0.1", "*.a.com"} {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		if !compiled[constraints["NetworkFirewall.DeniedDomains"].pattern].MatchString(word) {
			return
		}
		for _, line := range deniedDomainRules("edge", []string{word}) {
			rule, problem := parseSuricata(line)
			require.Empty(t, problem, line)
			require.Empty(t, rule.problem(), line)
			require.Equal(t, `"`+word+`"`, rule.value("content"))
		}
	})
}

func TestEveryRuleOfOursReadsAsSuricata(t *testing.T) {
	e := guarded(&NetworkFirewall{Rules: []FirewallRule{{Name: "watch", Action: "alert"}, {Name: "a", Ports: []string{"22", "8000-8100"}}}},
		&NetworkFirewall{DeniedDomains: []string{".bad.example"}, AllowedDomains: []string{"example.com"}}, nil)
	for _, name := range []string{EdgeFirewall, InspectionFirewall} {
		for _, group := range firewallOf(t, e, name).NetworkFirewall.RuleGroups {
			for _, line := range group.Rules {
				rule, problem := parseSuricata(line)
				require.Empty(t, problem, line)
				require.Empty(t, rule.problem(), line)
			}
		}
	}
}

// TestAuditOfNetworkFirewalls breaks plan data by hand: the audit, which shares nothing with what builds plans, sees it.
func TestAuditOfNetworkFirewalls(t *testing.T) {
	for want, broken := range map[string]func(f *PlannedNetworkFirewall){
		"is not a name that AWS":          func(f *PlannedNetworkFirewall) { f.AwsName = "a.b" },
		"cannot hold":                     func(f *PlannedNetworkFirewall) { f.RuleGroups[1].Capacity = 1 },
		"does not come after":             func(f *PlannedNetworkFirewall) { f.RuleGroups[1].Priority = 1 },
		"there twice":                     func(f *PlannedNetworkFirewall) { f.RuleGroups[1].Rules[1] = f.RuleGroups[1].Rules[0] },
		"is not a rule with a sid":        func(f *PlannedNetworkFirewall) { f.RuleGroups[1].Rules[0] = "pass\n(sid:1;)" },
		"has either rules or the name":    func(f *PlannedNetworkFirewall) { f.RuleGroups[1].Rules = nil },
		"is that of another rule group":   func(f *PlannedNetworkFirewall) { f.RuleGroups[2].AwsName = f.RuleGroups[1].AwsName },
		"capacity of":                     func(f *PlannedNetworkFirewall) { f.RuleGroups[1].Capacity = 30000 },
		"there is no log of alerts":       func(f *PlannedNetworkFirewall) { f.Logs = f.Logs[1:] },
		"either to a log group or":        func(f *PlannedNetworkFirewall) { f.Logs[0].S3Bucket = "x" },
		"retentionDays: is missing":       func(f *PlannedNetworkFirewall) { f.Logs[0].RetentionDays = 0 },
		"is not a kind of log":            func(f *PlannedNetworkFirewall) { f.Logs[1].Kind = AlertLog },
		"needs a certificate and a scope": func(f *PlannedNetworkFirewall) { f.TlsInspection = &PlannedTlsInspection{AwsName: "x"} },
	} {
		f := firewallOf(t, guarded(&NetworkFirewall{
			ManagedRuleGroups: []string{"MalwareDomainsStrictOrder"}, DeniedDomains: []string{"bad.example"},
		}, nil, nil), EdgeFirewall).NetworkFirewall
		require.Empty(t, f.Validate())
		broken(f)
		require.NotEmpty(t, f.Validate(), want)
		require.Contains(t, f.Validate().Error(), want)
	}
}
