package plan

import (
	"regexp"
	"strings"
)

var (
	firewallName = regexp.MustCompile(`^[A-Za-z0-9-]{1,128}$`)
	ruleText     = regexp.MustCompile(`^(pass|drop|reject|alert) [^\n]*\(([^\n]*; )?sid: ?([0-9]+);[^\n]*\)$`)
)

// Validate checks the firewall as data: rule groups that hold their rules, in an order of their own, and logs.
func (f PlannedNetworkFirewall) Validate() Problems {
	a := &audit{at: orDefault(f.AwsName, "networkFirewall")}
	a.firewallName(".awsName", f.AwsName)
	a.firewallName(".policyAwsName", f.PolicyAwsName)
	a.names("ruleGroups", namesOf(f.RuleGroups, func(g FirewallRuleGroup) string { return g.Name }))
	awsNames, last, capacity := map[string]bool{}, 0, 0
	for _, group := range f.RuleGroups {
		what := item("ruleGroups", group.Name)
		if group.Priority <= last {
			a.add(what+".priority", "%d does not come after %d", group.Priority, last)
		}
		last = group.Priority
		capacity += group.Capacity
		if awsNames[group.AwsName] && group.AwsName != "" {
			a.add(what+".awsName", "%s is that of another rule group", group.AwsName)
		}
		awsNames[group.AwsName] = true
		group.auditRules(a, what)
	}
	if len(f.RuleGroups) > 20 {
		a.add(".ruleGroups", "%d rule groups; AWS accepts 20", len(f.RuleGroups))
	}
	if capacity > 30000 {
		a.add(".ruleGroups", "capacity of %d in all; AWS grants 30000", capacity)
	}
	f.auditLogs(a)
	if tls := f.TlsInspection; tls != nil {
		a.firewallName(".tlsInspection.awsName", tls.AwsName)
		if tls.CertificateArn == "" && tls.CertificateAuthorityArn == "" || len(tls.Scopes) == 0 {
			a.add(".tlsInspection", "needs a certificate and a scope")
		}
	}
	return a.problems
}

// firewallName checks what AWS calls a firewall, a policy or a rule group.
func (a *audit) firewallName(what, name string) {
	if !firewallName.MatchString(name) {
		a.add(what, "%q is not a name that AWS Network Firewall accepts: up to 128 letters, digits and hyphens", name)
	}
}

// auditRules checks what a rule group holds.
func (g FirewallRuleGroup) auditRules(a *audit, what string) {
	if (g.Managed == "") == (len(g.Rules) == 0) {
		a.add(what, "has either rules or the name of a rule group that AWS manages")
	}
	if g.Managed != "" {
		return
	}
	a.firewallName(what+".awsName", g.AwsName)
	if g.Capacity < len(g.Rules) {
		a.add(what+".capacity", "%d cannot hold %d rules", g.Capacity, len(g.Rules))
	}
	ids := map[string]bool{}
	for _, rule := range g.Rules {
		match := ruleText.FindStringSubmatch(rule)
		switch {
		case match == nil:
			a.add(what+".rules", "%q is not a rule with a sid", rule)
		case ids[match[3]]:
			a.add(what+".rules", "sid %s is there twice", match[3])
		default:
			ids[match[3]] = true
		}
	}
}

// auditLogs checks where logs go.
func (f PlannedNetworkFirewall) auditLogs(a *audit) {
	a.names("logs", namesOf(f.Logs, func(l FirewallLog) string { return l.Name }))
	kinds := map[string]bool{}
	for _, log := range f.Logs {
		what := item("logs", log.Name)
		if !strings.Contains("ALERT FLOW TLS", log.Kind) || kinds[log.Kind] {
			a.add(what+".kind", "%q is not a kind of log, or there twice", log.Kind)
		}
		kinds[log.Kind] = true
		if (log.LogGroup == "") == (log.S3Bucket == "") {
			a.add(what, "goes either to a log group or to a bucket")
		}
		if log.LogGroup != "" && log.RetentionDays < 1 {
			a.add(what+".retentionDays", "is missing")
		}
	}
	if !kinds[AlertLog] {
		a.add(".logs", "nobody would see what the firewall drops: there is no log of alerts")
	}
}
