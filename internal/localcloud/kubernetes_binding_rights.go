package localcloud

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/guardrails/iamtest"
)

// missingRight is what AWS does not let the controller do that a binding needs: to look at its target group, to register and to
// deregister its targets, as the role to assume where the binding names one. Empty where it may do all, and where that cannot be told:
// a controller whose pods have the nodes' role, roles and policies of AWS's or of others, conditions beyond the evaluator.
func (c *call) missingRight(spec Props) string {
	arn := str(spec, "targetGroupARN")
	caller, tagged := c.controllerRole()
	if arn == "" || caller == nil {
		return ""
	}
	acting := caller
	if wanted := str(spec, "iamRoleArnToAssume"); wanted != "" {
		acting = c.cloud.roleOf(wanted)
		if missing := c.cloud.cannotAssume(caller, acting, wanted, str(spec, "assumeRoleExternalId"), tagged); missing != "" {
			return missing
		}
	}
	policies, known := c.cloud.policiesOf(acting)
	if !known {
		return ""
	}
	for _, action := range []string{"DescribeTargetGroups", "RegisterTargets", "DeregisterTargets"} {
		request := iamtest.Request{Action: "elasticloadbalancing:" + action, Resource: arn, Principal: str(acting.Outputs, "arn")}
		if action == "DescribeTargetGroups" {
			request.Resource = "*"
		}
		if decision, err := policies.Decide(request); err == nil && !decision.Allowed {
			return unauthorized(request)
		}
	}
	return ""
}

func unauthorized(r iamtest.Request) string {
	return fmt.Sprintf("User: %s is not authorized to perform: %s on resource: %s", r.Principal, r.Action, r.Resource)
}

// cannotAssume is why the controller does not get a session of the role that a binding names.
func (c *Cloud) cannotAssume(caller, role *Object, arn, externalID string, tagged bool) string {
	request := iamtest.Request{Action: "sts:AssumeRole", Resource: arn, Principal: str(caller.Outputs, "arn")}
	if role == nil {
		return unauthorized(request) // AWS does not say that there is none
	}
	if externalID != "" {
		request.Context = iamtest.Context{"sts:ExternalId": {externalID}}
	}
	policies, known := c.policiesOf(caller)
	trust, err := iamtest.Parse(str(role.Outputs, "assumeRolePolicy"))
	if !known || err != nil {
		return ""
	}
	actions := []string{"sts:AssumeRole"}
	if tagged {
		actions = append(actions, "sts:TagSession") // session tags of EKS Pod Identity are passed on
	}
	for _, request.Action = range actions {
		if decision, err := policies.Assume(request, trust); err == nil && !decision.Allowed {
			return unauthorized(request)
		}
	}
	return ""
}

// controllerRole is the role that the controller's pods have, and whether EKS Pod Identity gives it to them.
func (c *call) controllerRole() (role *Object, tagged bool) {
	cluster, release := c.clusterBehind(), c.controllerRelease()
	if cluster == nil || release == nil {
		return nil, false
	}
	account := sub(release.Outputs, "values.serviceAccount")
	if annotations, _ := account["annotations"].(map[string]any); annotations != nil {
		if arn, _ := annotations["eks.amazonaws.com/role-arn"].(string); arn != "" {
			return c.cloud.roleOf(arn), false
		}
	}
	for _, a := range c.cloud.store.all(cluster.Account, cluster.Region, tPodIdentity) {
		if str(a.Outputs, "clusterName") == cluster.ID && str(a.Outputs, "namespace") == str(release.Outputs, "namespace") &&
			str(a.Outputs, "serviceAccount") == str(account, "name") {
			return c.cloud.roleOf(str(a.Outputs, "roleArn")), true
		}
	}
	return nil, false
}

// roleOf finds a role of any account by its ARN.
func (c *Cloud) roleOf(arn string) *Object {
	for _, o := range c.store.byType[tRole] {
		if str(o.Outputs, "arn") == arn {
			return o
		}
	}
	return nil
}

// policiesOf are the policies of a role, if all of them are known.
func (c *Cloud) policiesOf(role *Object) (iamtest.Policies, bool) {
	texts, arns := []string{}, strs(role.Outputs, "managedPolicyArns")
	for _, o := range c.store.all(role.Account, "", tRolePolicy) {
		if str(o.Outputs, "role") == role.ID {
			texts = append(texts, str(o.Outputs, "policy"))
		}
	}
	for _, inline := range subs(role.Outputs, "inlinePolicies") {
		texts = append(texts, str(inline, "policy"))
	}
	for _, o := range c.store.all(role.Account, "", tAttachedTo) {
		if str(o.Outputs, "role") == role.ID {
			arns = append(arns, str(o.Outputs, "policyArn"))
		}
	}
	slices.Sort(arns)
	for _, arn := range slices.Compact(arns) {
		policy := c.store.get(key{role.Account, "", tPolicy, arn})
		if policy == nil || strings.HasPrefix(arn, "arn:aws:iam::aws:") {
			return iamtest.Policies{}, false
		}
		texts = append(texts, str(policy.Outputs, "policy"))
	}
	var policies iamtest.Policies
	for _, text := range texts {
		document, err := iamtest.Parse(text)
		if err != nil {
			return iamtest.Policies{}, false
		}
		policies.Identity = append(policies.Identity, document)
	}
	return policies, !role.Given
}
