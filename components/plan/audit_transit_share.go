package plan

import "regexp"

var accountID = regexp.MustCompile(`^[0-9]{12}$`)

// Validate checks the share as data: whom the gateway is shared with.
func (s TransitShare) Validate() Problems {
	a := &audit{at: orDefault(s.Name, "share")}
	s.audit(a)
	return a.problems
}

func (s TransitShare) audit(a *audit) {
	if s.Name == "" {
		a.add(".name", "is missing")
	}
	if s.AwsName == "" {
		a.add(".awsName", "is missing")
	}
	if len(s.Principals) == 0 {
		a.add(".principals", "a share is for somebody")
	}
	a.names("principals", s.names())
	if !accountID.MatchString(s.Owner) {
		a.add(".owner", "%q is not twelve digits", s.Owner)
	}
	ids := map[string]string{s.Owner: "the gateway's owner"}
	for _, principal := range s.Principals {
		what := item("principals", principal.Name)
		if !accountID.MatchString(principal.ID) {
			a.add(what+".id", "%q is not twelve digits", principal.ID)
		} else if other := ids[principal.ID]; other != "" {
			a.add(what+".id", "%s is that of %s as well", principal.ID, other)
		}
		ids[principal.ID] = principal.Name
	}
}

func (s TransitShare) names() []string {
	return namesOf(s.Principals, func(p TransitPrincipal) string { return p.Name })
}

// auditShare checks that what is made in another account is shared with that and accepted, and that nothing else is.
func (t TransitPlan) auditShare(a *audit) {
	used, shared := map[string]bool{}, map[string]bool{}
	if t.Share != nil {
		inner := &audit{at: a.at + ".share"}
		t.Share.audit(inner)
		a.problems = append(a.problems, inner.problems...)
		shared = asSet(t.Share.names())
	}
	for _, attachment := range t.Attachments {
		what, elsewhere := item("attachments", attachment.Name), attachment.Account != t.Account
		used[attachment.Account] = used[attachment.Account] || elsewhere
		if attachment.Accept != elsewhere {
			a.add(what+".accept", "an attachment is accepted where it is made in another account than the gateway's, and only there")
		}
		if elsewhere && !shared[attachment.Account] {
			a.add(what+".account", "the gateway is not shared with account %q", attachment.Account)
		}
	}
	for _, name := range sortedKeys(shared) {
		if !used[name] {
			a.add(".share"+item("principals", name), "attaches no VPC to the gateway")
		}
	}
}
