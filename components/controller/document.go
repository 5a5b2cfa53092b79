package controller

import (
	"encoding/json"
	"fmt"
	"regexp"
)

// document is an IAM policy.
type document struct {
	Version   string
	Statement []statement
}

// statement is a statement of a policy. Lists keep their order, so that a policy is the same text each time.
type statement struct {
	Effect    string
	Action    []string
	Resource  []string          `json:",omitempty"`
	Principal map[string]string `json:",omitempty"`
	// Operators, and what each says of a key: a value, or a list of values.
	Condition any `json:",omitempty"`
}

// text is the policy of some statements, as IAM takes it.
func text(statements ...statement) (string, error) {
	encoded, err := json.Marshal(document{Version: "2012-10-17", Statement: statements})
	return string(encoded), err
}

// allow is a statement that allows actions on resources.
func allow(actions, resources []string) statement {
	return statement{Effect: "Allow", Action: actions, Resource: resources}
}

var everything = []string{"*"}

// The actions of a controller that does target group bindings alone, and those that it needs in addition where bindings say what
// their pods admit.
var (
	describeInstances = []string{"ec2:DescribeInstances", "ec2:DescribeSecurityGroups", "ec2:DescribeVpcs"}
	describeTargets   = []string{"elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth"}
	register          = []string{"elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"}
	describePods      = []string{"ec2:DescribeNetworkInterfaces"}
	admit             = []string{"ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"}
	assume            = []string{"sts:AssumeRole", "sts:TagSession"}
)

// ownPolicy is what a controller may do beside registering targets in its own account.
func ownPolicy(registrarArns, securityGroupArns []string) (string, error) {
	if err := each(registrarArns, roleForm, "the ARN of a role"); err != nil {
		return "", err
	}
	if err := each(securityGroupArns, securityGroupForm, "the ARN of a security group"); err != nil {
		return "", err
	}
	statements := []statement{allow(append(append([]string{}, describeInstances...), describeTargets...), everything)}
	if len(securityGroupArns) > 0 {
		statements = append(statements, allow(describePods, everything), allow(admit, securityGroupArns))
	}
	if len(registrarArns) > 0 {
		statements = append(statements, allow(assume, registrarArns))
	}
	return text(statements...)
}

// registrarPolicy is what a registrar may do beside registering targets. Describing cannot be limited to target groups.
func registrarPolicy() (string, error) { return text(allow(describeTargets, everything)) }

// targetsPolicy allows to register and deregister targets of some target groups.
func targetsPolicy(targetGroupArns []string) (string, error) {
	if err := each(targetGroupArns, targetGroupForm, "the ARN of a target group"); err != nil {
		return "", err
	}
	return text(allow(register, targetGroupArns))
}

// The forms of what policies are limited to: without wildcards, which IAM would take.
var (
	targetGroupForm   = regexp.MustCompile(`^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:targetgroup/[A-Za-z0-9-]{1,32}/[0-9a-f]+$`)
	roleForm          = regexp.MustCompile(`^arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]+$`)
	securityGroupForm = regexp.MustCompile(`^arn:aws[a-z-]*:ec2:[a-z0-9-]+:\d{12}:security-group/sg-([0-9a-f]{8}|[0-9a-f]{17})$`)
)

// each is an error for the first of some words that has not the form.
func each(words []string, form *regexp.Regexp, what string) error {
	for _, word := range words {
		if !form.MatchString(word) {
			return fmt.Errorf("%q is not %s", word, what)
		}
	}
	return nil
}
