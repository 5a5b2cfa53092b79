package localcloud

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
)

// policyDocument has its fields in the order in which the provider writes them.
type policyDocument struct {
	Version   string             `json:"Version,omitempty"`
	ID        string             `json:"Id,omitempty"`
	Statement []*policyStatement `json:"Statement,omitempty"`
}

type policyStatement struct {
	Sid          string                    `json:"Sid,omitempty"`
	Effect       string                    `json:"Effect,omitempty"`
	Action       any                       `json:"Action,omitempty"`
	NotAction    any                       `json:"NotAction,omitempty"`
	Resource     any                       `json:"Resource,omitempty"`
	NotResource  any                       `json:"NotResource,omitempty"`
	Principal    any                       `json:"Principal,omitempty"`
	NotPrincipal any                       `json:"NotPrincipal,omitempty"`
	Condition    map[string]map[string]any `json:"Condition,omitempty"`
}

// getPolicyDocument renders a policy as JSON from statements, on top of given
// documents and below overriding ones.
func getPolicyDocument(_ *call, args Props) (Props, error) {
	merged := &policyDocument{}
	sources := strs(args, "sourcePolicyDocuments")
	if s := str(args, "sourceJson"); s != "" {
		sources = append([]string{s}, sources...)
	}
	seen := map[string]bool{}
	for i, text := range sources {
		d, err := readPolicy(text)
		if err != nil {
			return nil, fmt.Errorf("merging source document %d: %w", i, err)
		}
		for _, s := range d.Statement {
			if s.Sid != "" && seen[s.Sid] {
				return nil, fmt.Errorf("duplicate Sid (%s) in source_policy_documents (item %d). Remove the Sid or ensure Sids are unique", s.Sid, i)
			}
			seen[s.Sid] = true
		}
		merged.overlay(d)
	}
	declared, err := declaredPolicy(args)
	if err != nil {
		return nil, err
	}
	merged.overlay(declared)
	overrides := strs(args, "overridePolicyDocuments")
	if s := str(args, "overrideJson"); s != "" {
		overrides = append(overrides, s)
	}
	for i, text := range overrides {
		d, err := readPolicy(text)
		if err != nil {
			return nil, fmt.Errorf("merging override document %d: %w", i, err)
		}
		merged.overlay(d)
	}
	pretty, err := json.MarshalIndent(merged, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the policy document: %w", err)
	}
	var minified bytes.Buffer
	if err := json.Compact(&minified, pretty); err != nil {
		return nil, fmt.Errorf("writing the policy document: %w", err)
	}
	return Props{
		"json": string(pretty), "minifiedJson": minified.String(),
		"id": fmt.Sprint(crc32.ChecksumIEEE(pretty)), "version": merged.Version,
	}, nil
}

func readPolicy(text string) (*policyDocument, error) {
	d := &policyDocument{}
	var loose struct {
		Version   string
		ID        string `json:"Id"`
		Statement json.RawMessage
	}
	if err := json.Unmarshal([]byte(text), &loose); err != nil {
		return nil, fmt.Errorf("not a policy document: %w", err)
	}
	d.Version, d.ID = loose.Version, loose.ID
	if len(loose.Statement) == 0 {
		return d, nil
	}
	if loose.Statement[0] == '{' {
		loose.Statement = slices.Concat([]byte{'['}, loose.Statement, []byte{']'})
	}
	if err := json.Unmarshal(loose.Statement, &d.Statement); err != nil {
		return nil, fmt.Errorf("not a policy document: %w", err)
	}
	return d, nil
}

// overlay lays another document on top: statements of the same Sid are
// replaced, others are added at the end.
func (d *policyDocument) overlay(top *policyDocument) {
	if top.Version != "" {
		d.Version = top.Version
	}
	if top.ID != "" {
		d.ID = top.ID
	}
	for _, s := range top.Statement {
		i := slices.IndexFunc(d.Statement, func(o *policyStatement) bool { return s.Sid != "" && o.Sid == s.Sid })
		if i >= 0 {
			d.Statement[i] = s
		} else {
			d.Statement = append(d.Statement, s)
		}
	}
}

// declaredPolicy is the document of the call's own statements.
func declaredPolicy(args Props) (*policyDocument, error) {
	d := &policyDocument{Version: str(args, "version"), ID: str(args, "policyId")}
	if d.Version == "" {
		d.Version = "2012-10-17"
	}
	sids := map[string]bool{}
	for _, s := range subs(args, "statements") {
		sid := str(s, "sid")
		if sid != "" && sids[sid] {
			return nil, fmt.Errorf("duplicate Sid (%s). Remove the Sid or ensure the Sid is unique", sid)
		}
		sids[sid] = true
		effect := str(s, "effect")
		if effect == "" {
			effect = "Allow"
		}
		statement := &policyStatement{
			Sid: sid, Effect: effect,
			Action: oneOrMany(strs(s, "actions")), NotAction: oneOrMany(strs(s, "notActions")),
			Resource: oneOrMany(variables(strs(s, "resources"))), NotResource: oneOrMany(variables(strs(s, "notResources"))),
			Principal: principals(subs(s, "principals")), NotPrincipal: principals(subs(s, "notPrincipals")),
		}
		for _, c := range subs(s, "conditions") {
			if statement.Condition == nil {
				statement.Condition = map[string]map[string]any{}
			}
			test, variable := str(c, "test"), str(c, "variable")
			if statement.Condition[test] == nil {
				statement.Condition[test] = map[string]any{}
			}
			earlier, _ := stringsOf(statement.Condition[test][variable])
			statement.Condition[test][variable] = conditionValues(append(earlier, variables(strs(c, "values"))...))
		}
		d.Statement = append(d.Statement, statement)
	}
	return d, nil
}

// oneOrMany writes a single string as such and more in descending order.
func oneOrMany(all []string) any {
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b string) int { return strings.Compare(b, a) })
	return all
}

// conditionValues keeps the order that the program gave.
func conditionValues(all []string) any {
	if len(all) == 1 {
		return all[0]
	}
	return all
}

// principals groups identifiers by type. Everybody is written as a mere star,
// which means more than {"AWS": "*"}.
func principals(all []Props) any {
	if len(all) == 0 {
		return nil
	}
	by := map[string][]string{}
	for _, p := range all {
		by[str(p, "type")] = append(by[str(p, "type")], variables(strs(p, "identifiers"))...)
	}
	if everybody := by["*"]; len(by) == 1 && len(everybody) == 1 && everybody[0] == "*" {
		return "*"
	}
	written := map[string]any{}
	for typ, ids := range by {
		written[typ] = oneOrMany(ids)
	}
	return written
}

// variables turns &{aws:username}, which programs write so that it is not taken
// for an interpolation, into ${aws:username}.
func variables(all []string) []string {
	changed := make([]string, len(all))
	for i, s := range all {
		changed[i] = strings.ReplaceAll(s, "&{", "${")
	}
	return changed
}
