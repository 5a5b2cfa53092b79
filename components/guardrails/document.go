package guardrails

import (
	"encoding/json"
	"fmt"
)

// Document is a policy document of IAM or of AWS Organizations.
type Document struct {
	Version   string
	Statement []Statement
}

// Statement is one statement of a document. Condition is by operator, then by condition key.
type Statement struct {
	Sid         string
	Effect      string
	Action      []string
	Resource    []string                       `json:",omitempty"`
	NotResource []string                       `json:",omitempty"`
	Condition   map[string]map[string][]string `json:",omitempty"`
}

func document(statements []Statement) Document {
	return Document{Version: "2012-10-17", Statement: statements}
}

// JSON is the document without white space, which counts against AWS's limits.
func (d Document) JSON() (string, error) {
	encoded, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("policy document: %w", err)
	}
	return string(encoded), nil
}

const everything = "*"

func deny(sid string, actions ...string) Statement {
	return Statement{Sid: sid, Effect: "Deny", Action: actions, Resource: []string{everything}}
}

// when adds a condition.
func (s Statement) when(operator, key string, values ...string) Statement {
	if s.Condition == nil {
		s.Condition = map[string]map[string][]string{}
	}
	s.Condition[operator] = map[string][]string{key: values}
	return s
}

const (
	createLoadBalancer = "elasticloadbalancing:CreateLoadBalancer"
	schemeKey          = "elasticloadbalancing:Scheme"
)

// Ways by which addresses of a VPC get onto the internet, by API.
var (
	internetGatewayActions = []string{"ec2:CreateInternetGateway", "ec2:AttachInternetGateway"}
	addressActions         = []string{"ec2:AllocateAddress", "ec2:AssociateAddress"}
	blockActions           = []string{
		"ec2:ModifyVpcBlockPublicAccessOptions", "ec2:CreateVpcBlockPublicAccessExclusion",
		"ec2:ModifyVpcBlockPublicAccessExclusion",
	}
)
