package plan

// servicesRules prints what the estate declares, and drops the rest.
func servicesRules(firewall string, declared NetworkFirewall, from inspected) []string {
	w := newRuleWriter(firewall + ".services")
	if from.inspects(PlaceEgress) {
		w.add("egress leads to the internet only", "drop", "ip $HOME_NET any -> "+privateSpace()+" any", toServer)
	}
	for _, pass := range from.passes {
		w.addRule(pass)
	}
	// Without these messages, packets beyond the smallest MTU of a path vanish: 8500 at the transit gateway, 1500 outside.
	w.add("fragmentation needed", "pass", "icmp any any -> any any", "itype:3; icode:4;")
	for _, domain := range declared.AllowedDomains {
		// On both ports HTTP: what the firewall decrypted is none but that.
		w.addDomain(domain, "allowed", "pass", "$HOME_NET any -> any", "443", "[80,443]")
	}
	w.addRest(declared)
	return w.rules
}

// privateSpace is where egress does not lead. Whether clusters reach each other, or the ingress VPC, is for a rule to say.
func privateSpace() string {
	holes := make([]string, 0, len(blackholes))
	for _, hole := range blackholes {
		holes = append(holes, hole.cidr.String())
	}
	return suricataList(holes)
}

// addRest writes the rule that drops what no other lets through. The policy's default actions would let connections be
// opened, for the data in them may decide. Where no rule waits for data, not even that happens.
func (w *ruleWriter) addRest(declared NetworkFirewall) {
	options := toServer
	if len(declared.AllowedDomains) > 0 || passesSomething(declared.Suricata) {
		options += " ip_proto:!TCP;"
	}
	w.add("no rule lets this through", "drop", "ip any any -> any any", options)
}
