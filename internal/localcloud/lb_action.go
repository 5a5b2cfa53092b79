package localcloud

import (
	"slices"
	"strings"
)

// Actions of listeners and rules, and the target groups that they forward to.

// actionProblems are what the provider finds wrong with actions by itself.
func actionProblems(in Props, property string) []problem {
	var found []problem
	parts := map[string]string{
		"redirect": "redirect", "fixed-response": "fixedResponse",
		"authenticate-cognito": "authenticateCognito", "authenticate-oidc": "authenticateOidc",
	}
	for _, a := range subs(in, property) {
		typ := str(a, "type")
		switch part := parts[typ]; {
		case typ == "forward" && !has(a, "targetGroupArn") && !has(a, "forward"):
			found = append(found, problem{property, refuse("ValidationError", "A target group ARN must be specified for action type 'forward'")})
		case part != "" && !has(a, part):
			found = append(found, problem{property, refuse("ValidationError", "%s must be specified for action type '%s'", part, typ)})
		}
	}
	return found
}

// checkActions holds actions to what the type of load balancer can do.
func checkActions(c *call, lb *Object, actions []Props, _ []string) error {
	if len(actions) == 0 {
		return refuse("ValidationError", "At least one action must be specified")
	}
	for i, a := range actions {
		typ := str(a, "type")
		final := i == len(actions)-1
		switch typ {
		case "forward":
			if str(a, "targetGroupArn") == "" && len(subs(a, "forward.targetGroups")) == 0 {
				return refuse("ValidationError", "A target group ARN must be specified for action type 'forward'")
			}
		case "redirect", "fixed-response":
			if str(lb.Outputs, "loadBalancerType") != "application" {
				return refuse("InvalidConfigurationRequest", "Action type '%s' is not supported by network load balancers", typ)
			}
			if err := checkAnswer(a, typ); err != nil {
				return err
			}
		case "authenticate-oidc", "authenticate-cognito":
			if final {
				return refuse("InvalidLoadBalancerAction", "The last action must be forward, redirect or fixed-response")
			}
		default:
			return refuse("ValidationError", "'%s' is not a valid action type", typ)
		}
	}
	return nil
}

func checkAnswer(a Props, typ string) error {
	if typ == "redirect" {
		if code := str(a, "redirect.statusCode"); code != "HTTP_301" && code != "HTTP_302" {
			return refuse("ValidationError", "'%s' is not a valid status code of a redirect", code)
		}
		return nil
	}
	code := str(a, "fixedResponse.statusCode")
	if code != "" && (len(code) != 3 || !strings.ContainsAny(code[:1], "245")) {
		return refuse("ValidationError", "'%s' is not a valid status code of a fixed response", code)
	}
	types := []string{"text/plain", "text/css", "text/html", "application/javascript", "application/json"}
	if t := str(a, "fixedResponse.contentType"); !slices.Contains(types, t) {
		return refuse("ValidationError", "'%s' is not a valid content type of a fixed response", t)
	}
	return nil
}

// checkTargetGroups refuses target groups of another VPC, of protocols that do
// not fit, and of another load balancer.
func checkTargetGroups(c *call, lb *Object, paths, allowed []string) error {
	used := c.targetGroupsOf(lb.ID)
	for _, path := range paths {
		for _, arn := range values(c.in, path) {
			t := c.find(tTargetGroup, arn)
			if v := str(t.Outputs, "vpcId"); v != str(lb.Outputs, "vpcId") && str(t.Outputs, "targetType") != "lambda" {
				return refuse("InvalidConfigurationRequest", "The target group '%s' is in the VPC '%s', the load balancer in '%s'", arn, v, str(lb.Outputs, "vpcId"))
			}
			if p := str(t.Outputs, "protocol"); !slices.Contains(allowed, p) && str(t.Outputs, "targetType") != "lambda" {
				return refuse("IncompatibleProtocols", "The protocol '%s' of target group '%s' does not fit the listener", p, arn)
			}
			for _, l := range c.balancersOf(arn) {
				if l != lb.ID {
					return refuse("TargetGroupAssociationLimit", "The following target groups cannot be associated with more than one load "+
						"balancer: %s (it is with %s)", arn, l)
				}
			}
			used[arn] = true
		}
	}
	limit := c.cloud.quotas.TargetGroupsPerALB
	if str(lb.Outputs, "loadBalancerType") == "application" && len(used) > limit {
		return refuse("TooManyUniqueTargetGroupsPerLoadBalancer", "The maximum number of target groups (%d) of load balancer '%s' has been reached", limit, lb.ID)
	}
	return nil
}

// balancersOf lists the load balancers that forward to a target group, but for
// the listener or rule that the call is about.
func (c *call) balancersOf(group string) []string {
	var found []string
	for _, l := range c.others(tListener) {
		if slices.Contains(targetsOf(l.Outputs, listenerTargets), group) {
			found = append(found, str(l.Outputs, "loadBalancerArn"))
		}
	}
	for _, r := range c.others(tListenerRule) {
		if slices.Contains(targetsOf(r.Outputs, ruleTargets), group) {
			if l := c.find(tListener, str(r.Outputs, "listenerArn")); l != nil {
				found = append(found, str(l.Outputs, "loadBalancerArn"))
			}
		}
	}
	return found
}

// targetGroupsOf collects the target groups that a load balancer forwards to.
func (c *call) targetGroupsOf(lb string) map[string]bool {
	found := map[string]bool{}
	note := func(arns []string) {
		for _, a := range arns {
			found[a] = true
		}
	}
	for _, l := range c.where(tListener, "loadBalancerArn", lb) {
		note(targetsOf(l.Outputs, listenerTargets))
		for _, r := range c.where(tListenerRule, "listenerArn", l.ID) {
			note(targetsOf(r.Outputs, ruleTargets))
		}
	}
	return found
}

func targetsOf(p Props, paths []string) []string {
	var all []string
	for _, path := range paths {
		all = append(all, values(p, path)...)
	}
	return all
}

// actionDefaults are the defaults inside actions: a redirect keeps the parts of
// the request, and all target groups have the same weight.
func actionDefaults(actions string) Props {
	p := Props{actions + "[].forward.stickiness.enabled": false, actions + "[].forward.targetGroups[].weight": 1.0}
	for part, v := range map[string]string{"host": "#{host}", "path": "/#{path}", "port": "#{port}", "protocol": "#{protocol}", "query": "#{query}"} {
		p[actions+"[].redirect."+part] = v
	}
	return p
}
