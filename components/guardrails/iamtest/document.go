package iamtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Document is a policy document that was understood as a whole.
type Document struct {
	statements []statement
	// Policy variables are plain text in documents of the older version.
	variables bool
}

type statement struct {
	sid                      string
	deny                     bool
	actions, notActions      []string
	resources, notResources  []string
	principals               []principal
	conditions               []condition
	hasResource, hasNoAction bool
}

// principal is one entry of a Principal element: AWS, Service or Federated, or * for anybody.
type principal struct{ kind, value string }

// texts is a string, or a list of strings.
type texts []string

func (t *texts) UnmarshalJSON(data []byte) error {
	var scalar any
	if err := json.Unmarshal(data, &scalar); err != nil {
		return err
	}
	list, ok := scalar.([]any)
	if !ok {
		list = []any{scalar}
	}
	for _, item := range list {
		switch v := item.(type) {
		case string:
			*t = append(*t, v)
		case bool:
			*t = append(*t, fmt.Sprint(v))
		default:
			return fmt.Errorf("%v is not a string", item)
		}
	}
	return nil
}

type rawStatement struct {
	Sid, Effect                              string
	Action, NotAction, Resource, NotResource texts
	Principal                                json.RawMessage
	Condition                                map[string]map[string]texts
}

// Parse reads a document.
func Parse(text string) (*Document, error) {
	var raw struct {
		Version, ID string
		Statement   json.RawMessage
	}
	if err := strict([]byte(text), &raw); err != nil {
		return nil, err
	}
	if raw.Version != "2012-10-17" && raw.Version != "2008-10-17" && raw.Version != "" {
		return nil, fmt.Errorf("version %q is unknown", raw.Version)
	}
	var statements []rawStatement
	if bytes.HasPrefix(bytes.TrimSpace(raw.Statement), []byte("{")) {
		statements = make([]rawStatement, 1)
		if err := strict(raw.Statement, &statements[0]); err != nil {
			return nil, err
		}
	} else if err := strict(raw.Statement, &statements); err != nil {
		return nil, err
	}
	if len(statements) == 0 {
		return nil, errors.New("a document needs a statement")
	}
	document := &Document{variables: raw.Version == "2012-10-17"}
	seen := map[string]bool{}
	for i, raw := range statements {
		parsed, err := raw.parse()
		if err == nil && raw.Sid != "" && seen[raw.Sid] {
			err = errors.New("another statement has the same Sid")
		}
		if err != nil {
			return nil, fmt.Errorf("statement %d %s: %w", i, raw.Sid, err)
		}
		seen[raw.Sid] = true
		document.statements = append(document.statements, parsed)
	}
	return document, nil
}

// MustParse is Parse for documents that a test spells out.
func MustParse(text string) *Document {
	document, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return document
}

func strict(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

func (raw rawStatement) parse() (statement, error) {
	s := statement{
		sid: raw.Sid, deny: raw.Effect == "Deny",
		actions: raw.Action, notActions: raw.NotAction, resources: raw.Resource, notResources: raw.NotResource,
		hasNoAction: len(raw.NotAction) > 0, hasResource: len(raw.Resource) > 0 || len(raw.NotResource) > 0,
	}
	switch {
	case raw.Effect != "Allow" && raw.Effect != "Deny":
		return s, fmt.Errorf("effect %q is neither Allow nor Deny", raw.Effect)
	case (len(raw.Action) > 0) == (len(raw.NotAction) > 0):
		return s, errors.New("needs either Action or NotAction")
	case len(raw.Resource) > 0 && len(raw.NotResource) > 0:
		return s, errors.New("has both Resource and NotResource")
	}
	for _, action := range append(append([]string{}, raw.Action...), raw.NotAction...) {
		if action != "*" && !strings.Contains(action, ":") {
			return s, fmt.Errorf("action %q names no service", action)
		}
	}
	var err error
	if s.principals, err = parsePrincipals(raw.Principal); err != nil {
		return s, err
	}
	s.conditions, err = parseConditions(raw.Condition)
	return s, err
}

func parsePrincipals(raw json.RawMessage) ([]principal, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	if string(raw) == `"*"` {
		return []principal{{"*", "*"}}, nil
	}
	var byKind map[string]texts
	if err := json.Unmarshal(raw, &byKind); err != nil {
		return nil, fmt.Errorf("principal: %w", err)
	}
	var out []principal
	for kind, values := range byKind {
		if kind != "AWS" && kind != "Service" && kind != "Federated" {
			return nil, fmt.Errorf("principals of kind %q are unknown", kind)
		}
		for _, value := range values {
			out = append(out, principal{kind, value})
		}
	}
	return out, nil
}
