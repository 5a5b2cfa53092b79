package plan

// What AWS grants a firewall policy, before it is raised, and what it takes as a rule.
const (
	maxFirewallCapacity   = 30000
	maxFirewallRuleGroups = 20
	maxFirewallRule       = 8192
	maxFirewallName       = 128
)

// Priorities of rule groups, lowest first. Groups that AWS manages have those below.
const (
	deniedDomainsPriority = 100 * (iota + 1)
	suricataPriority
	rulesPriority
	servicesPriority
)

// networkFirewall plans an AWS Network Firewall.
func (b *builder) networkFirewall(path string, declared NetworkFirewall, f *PlannedFirewall, from inspected) {
	tls := b.tlsInspection(path+".tlsInspection", declared.TlsInspection, f.Name, from)
	vpc := b.ingress
	if f.Vpc == inspectionName {
		vpc = b.inspection
	}
	name := b.name + "-" + f.Name
	f.NetworkFirewall = &PlannedNetworkFirewall{
		AwsName:       hashed(name, hash(f.Vpc, vpc.identity()), maxFirewallName),
		PolicyAwsName: hashed(name, hash(tlsWord(tls)), maxFirewallName),
		RuleGroups:    b.firewallRuleGroups(path, declared, f.Name, from),
		TlsInspection: tls,
		Logs:          b.firewallLogs(path+".logs", pointed(declared.Logs, FirewallLogs{}), f.Name, tls != nil),
		KmsKeyArn:     declared.KmsKeyArn,

		DeletionProtection:     pointed(b.estate.Protection, true),
		SubnetChangeProtection: declared.SubnetChangeProtection,
		PolicyChangeProtection: declared.PolicyChangeProtection,
	}
	b.checkFirewallArn(path+".kmsKeyArn", "key", declared.KmsKeyArn)
}

// tlsWord tells policies with TLS inspection from those without: AWS gives it to new policies only.
func tlsWord(tls *PlannedTlsInspection) string {
	if tls == nil {
		return "without TLS inspection"
	}
	return "with TLS inspection"
}

// firewallRuleGroups are a firewall's rule groups in the order in which they are evaluated. A packet that a rule lets through
// is not held against later ones, so what only drops comes first.
func (b *builder) firewallRuleGroups(path string, declared NetworkFirewall, firewall string, from inspected) []FirewallRuleGroup {
	groups := b.managedRuleGroups(path+".managedRuleGroups", declared.ManagedRuleGroups, firewall)
	if from.inspects(PlaceEgress) {
		b.checkAllowedDomains(path, declared)
	} else if len(declared.AllowedDomains) > 0 {
		b.add(path+".allowedDomains", "is for egress: they are what clusters may reach outside; this firewall inspects no traffic to the internet")
	}
	b.checkDomains(path+".deniedDomains", declared.DeniedDomains)
	b.checkDeniedHosts(path+".deniedDomains", declared, from)
	suricata := b.suricataRules(path+".suricata", declared.Suricata)
	b.checkFirewallRules(path+".rules", declared.Rules)
	b.checkBreadth(path, declared, from)
	for _, own := range []struct {
		path, name string
		priority   int
		rules      []string
	}{
		{path + ".deniedDomains", "denied-domains", deniedDomainsPriority, deniedDomainRules(firewall, declared.DeniedDomains)},
		{path + ".suricata", "suricata", suricataPriority, suricata},
		{path + ".rules", "rules", rulesPriority, declaredRules(firewall, declared.Rules)},
		{path, "services", servicesPriority, servicesRules(firewall, declared, from)},
	} {
		if len(own.rules) == 0 {
			continue
		}
		for _, rule := range own.rules {
			if len(rule) > maxFirewallRule {
				b.add(own.path, "a rule of %d characters (%.60s...); AWS takes %d: spread it over several", len(rule), rule, maxFirewallRule)
			}
		}
		groups = append(groups, FirewallRuleGroup{Name: firewall + "." + own.name, Priority: own.priority, Rules: own.rules})
	}
	if len(groups) > maxFirewallRuleGroups {
		b.add(path+".managedRuleGroups", "the firewall would have %d rule groups, %d of them its own; AWS accepts %d", len(groups),
			len(groups)-len(declared.ManagedRuleGroups), maxFirewallRuleGroups)
	}
	b.giveCapacity(path, declared.Capacity, groups)
	for i := range groups {
		groups[i].giveAwsName(b.name)
	}
	return groups
}
