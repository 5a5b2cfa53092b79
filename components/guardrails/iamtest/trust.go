package iamtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Assume decides whether the request's principal may assume the role that is the request's resource: the role must trust
// it, and its own policies must allow the call, unless the role is in the same account and trusts that very principal.
// Principals of AWS services, such as pods.eks.amazonaws.com, have no policies of their own.
func (p Policies) Assume(r Request, trust *Document) (Decision, error) {
	layers := p.layers()
	if decision, err := denied(r, layers); err != nil || decision.Because != "" {
		return decision, err
	}
	trusted, byName, err := trust.trusts(r)
	if err != nil || trusted.Because != "" {
		return trusted, err
	}
	if strings.HasSuffix(r.Principal, ".amazonaws.com") || byName && account(r.Principal) == account(r.Resource) {
		return Decision{Allowed: true}, nil
	}
	return p.Decide(r)
}

// trusts says whether a role trusts the principal, and whether by its own ARN. Because is empty where it does.
func (d *Document) trusts(r Request) (decision Decision, byName bool, err error) {
	trusted := false
	for i, s := range d.statements {
		if s.hasResource || s.principals == nil {
			return Decision{}, false, errors.New("a trust policy has principals and no resources")
		}
		if !s.aboutAction(r.Action) {
			continue
		}
		named := slices.ContainsFunc(s.principals, func(p principal) bool { return p.value == r.Principal })
		if !named && !slices.ContainsFunc(s.principals, func(p principal) bool { return p.covers(r.Principal) }) {
			continue
		}
		met, err := s.met(r, d.variables)
		if err != nil {
			return Decision{}, false, err
		}
		if met && s.deny {
			return Decision{Because: fmt.Sprintf("the trust policy denies it: statement %d %s", i, s.sid)}, false, nil
		}
		trusted = trusted || met
		byName = byName || met && named
	}
	if !trusted {
		return Decision{Because: "the role does not trust the principal"}, false, nil
	}
	return Decision{}, byName, nil
}

// covers says whether a principal of a document stands for the caller: by being its account, or anybody.
func (p principal) covers(caller string) bool {
	if p.kind == "*" || p.kind == "AWS" && p.value == "*" {
		return true
	}
	return p.kind == "AWS" && account(caller) != "" &&
		(p.value == account(caller) || strings.HasSuffix(p.value, ":iam::"+account(caller)+":root"))
}

// account is the account ID in an ARN.
func account(arn string) string {
	if parts := strings.SplitN(arn, ":", arnParts); len(parts) == arnParts {
		return parts[4]
	}
	return ""
}
