package iamtest

import (
	"fmt"
	"slices"
	"strings"
)

// Context is what AWS knows of a request: values by condition key, whose case does not matter. A key without values is
// there and empty, as an empty set is.
type Context map[string][]string

func (c Context) get(key string) ([]string, bool) {
	for name, values := range c {
		if strings.EqualFold(name, key) {
			return values, true
		}
	}
	return nil, false
}

// Request is one call of an API.
type Request struct {
	// Such as ec2:CreateInternetGateway.
	Action string
	// ARN of what it is about, or * for actions without resources.
	Resource string
	// ARN of the role or user that calls. It is the value of aws:PrincipalArn.
	Principal string
	// Further condition keys.
	Context Context
}

func (r Request) keys() Context {
	keys := Context{}
	for key, values := range r.Context {
		keys[key] = values
	}
	if r.Principal != "" {
		keys["aws:PrincipalArn"] = []string{r.Principal}
	}
	return keys
}

// Policies are all that decide about a principal's requests.
type Policies struct {
	// Service control policies, by level: the root, each organizational unit, the account. Every level must allow.
	Organization [][]*Document
	// Policies of the role or user.
	Identity []*Document
	// Permissions boundary. Default: none, which limits nothing.
	Boundary *Document
}

// Decision is what becomes of a request.
type Decision struct {
	Allowed bool
	// Why: the statement that denied, or what did not allow.
	Because string
}

// FullAccess is what an organization attaches everywhere at first, FullAWSAccess.
func FullAccess() *Document {
	return MustParse(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`)
}

// Decide decides a request. Any Deny wins; without one, each kind of policy that is there must allow.
func (p Policies) Decide(r Request) (Decision, error) {
	layers := p.layers()
	if decision, err := denied(r, layers); err != nil || decision.Because != "" {
		return decision, err
	}
	for _, l := range layers {
		allowed, err := l.allows(r)
		if err != nil {
			return Decision{}, err
		}
		if !allowed {
			return Decision{Because: l.name + " does not allow it"}, nil
		}
	}
	return Decision{Allowed: true}, nil
}

// layer is one kind of policy, of which one document must allow.
type layer struct {
	name      string
	documents []*Document
}

func (p Policies) layers() []layer {
	var layers []layer
	for i, level := range p.Organization {
		layers = append(layers, layer{fmt.Sprintf("level %d of the organization", i), level})
	}
	layers = append(layers, layer{"the principal's own policy", p.Identity})
	if p.Boundary != nil {
		layers = append(layers, layer{"the permissions boundary", []*Document{p.Boundary}})
	}
	return layers
}

func denied(r Request, layers []layer) (Decision, error) {
	for _, l := range layers {
		for _, document := range l.documents {
			for i, s := range document.statements {
				if !s.deny {
					continue
				}
				if matched, err := s.matches(r, document.variables); err != nil {
					return Decision{}, err
				} else if matched {
					return Decision{Because: fmt.Sprintf("%s denies it: statement %d %s", l.name, i, s.sid)}, nil
				}
			}
		}
	}
	return Decision{}, nil
}

func (l layer) allows(r Request) (bool, error) {
	for _, document := range l.documents {
		for _, s := range document.statements {
			if s.deny {
				continue
			}
			if matched, err := s.matches(r, document.variables); err != nil || matched {
				return matched, err
			}
		}
	}
	return false, nil
}

// matches says whether a statement of a policy that belongs to a principal, or to everybody, is about the request.
func (s statement) matches(r Request, variables bool) (bool, error) {
	if s.principals != nil {
		return false, fmt.Errorf("statement %s has a Principal, which only trust policies have", s.sid)
	}
	if !s.hasResource {
		return false, fmt.Errorf("statement %s has no Resource", s.sid)
	}
	if !s.aboutAction(r.Action) || !s.aboutResource(r, variables) {
		return false, nil
	}
	return s.met(r, variables)
}

func (s statement) aboutAction(action string) bool {
	fits := func(text string) bool { return fitsAction(text, action) }
	if s.hasNoAction {
		return !slices.ContainsFunc(s.notActions, fits)
	}
	return slices.ContainsFunc(s.actions, fits)
}

func (s statement) aboutResource(r Request, variables bool) bool {
	fits := func(text string) bool {
		p, ok := compile(text, variables, r.keys())
		return ok && p.fitsArn(r.Resource)
	}
	if len(s.notResources) > 0 {
		return !slices.ContainsFunc(s.notResources, fits)
	}
	return slices.ContainsFunc(s.resources, fits)
}

// met says whether all conditions hold.
func (s statement) met(r Request, variables bool) (bool, error) {
	for _, c := range s.conditions {
		if holds, err := c.holds(variables, r.keys()); err != nil || !holds {
			return false, err
		}
	}
	return true, nil
}
