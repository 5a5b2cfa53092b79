package localcloud

import (
	"regexp"
	"strings"
)

// Listener rules: which requests go where, in order of priority.

var hostPattern = regexp.MustCompile(`^[A-Za-z0-9*?.-]+$`)

func ruleKinds() []*kind {
	return []*kind{{
		token:       tListenerRule,
		within:      actionDefaults("actions"),
		ignored:     func(_, news Props) []string { return ignoredOfActions("actions", news) },
		nested:      []string{"actions[].order", "actions[].fixedResponse.statusCode"},
		unsimulated: []string{"actions[].authenticateCognito", "actions[].authenticateOidc"},
		replace:     []string{"listenerArn"},
		sets:        []string{"conditions", "conditions[].hostHeader.values", "conditions[].pathPattern.values", "conditions[].sourceIp.values"},
		check: func(in Props) []problem {
			if n, ok := in["priority"].(float64); ok && (n < 1 || n > 50000) {
				return []problem{{"priority", refuse("ValidationError", "Rule priority '%v' must be between 1 and 50000", n)}}
			}
			return actionProblems(in, "actions")
		},
		refs: append([]ref{toListener}, toTargetGroups(ruleTargets)...),
		create: func(c *call) (string, Props, error) {
			out, err := checkRule(c)
			if err != nil {
				return "", nil, err
			}
			arn := strings.Replace(str(c.in, "listenerArn"), ":listener/", ":listener-rule/", 1) + "/" + c.hash("rule", 16)
			return arn, merge(out, Props{"arn": arn}), nil
		},
		update: checkRule,
	}}
}

func checkRule(c *call) (Props, error) {
	listener := c.find(tListener, str(c.in, "listenerArn"))
	lb := c.find(tLoadBalancer, str(listener.Outputs, "loadBalancerArn"))
	if str(lb.Outputs, "loadBalancerType") != "application" {
		return nil, refuse("InvalidConfigurationRequest", "Rules are supported by application load balancers only")
	}
	priority, highest := number(c.in, "priority"), 0
	for _, r := range c.where(tListenerRule, "listenerArn", listener.ID) {
		there := number(r.Outputs, "priority")
		if there == priority {
			return nil, refuse("PriorityInUse", "Priority '%d' is currently in use (by %s)", priority, r.ID)
		}
		highest = max(highest, there)
	}
	if priority == 0 {
		priority = highest + 1
		if c.old != nil {
			priority = number(c.old.Outputs, "priority")
		}
	}
	count := 0
	for _, l := range c.where(tListener, "loadBalancerArn", lb.ID) {
		count += len(c.where(tListenerRule, "listenerArn", l.ID))
	}
	if limit := c.cloud.quotas.RulesPerALB; count >= limit {
		return nil, refuse("TooManyRules", "The maximum number of rules (%d) of load balancer '%s' has been reached", limit, lb.ID)
	}
	if err := checkConditions(c); err != nil {
		return nil, err
	}
	allowed := listenerProtocols["application"]["HTTP"]
	if err := checkActions(c, lb, subs(c.in, "actions"), allowed); err != nil {
		return nil, err
	}
	return Props{"priority": priority}, checkTargetGroups(c, lb, ruleTargets, allowed)
}

func checkConditions(c *call) error {
	conditions := subs(c.in, "conditions")
	if len(conditions) == 0 {
		return refuse("ValidationError", "A condition must be specified")
	}
	count := 0
	for _, condition := range conditions {
		hosts, paths := strs(condition, "hostHeader.values"), strs(condition, "pathPattern.values")
		count += len(hosts) + len(paths) + len(strs(condition, "httpHeader.values")) + len(strs(condition, "httpRequestMethod.values")) +
			len(strs(condition, "sourceIp.values")) + len(subs(condition, "queryStrings"))
		for _, h := range hosts {
			if len(h) > 128 || !hostPattern.MatchString(h) {
				return refuse("ValidationError", "The host header condition value '%s' is not valid", h)
			}
		}
		for _, p := range paths {
			if len(p) > 128 || !strings.ContainsAny(p[:min(1, len(p))], "/*") {
				return refuse("ValidationError", "The path pattern condition value '%s' is not valid", p)
			}
		}
	}
	if limit := c.cloud.quotas.ConditionValuesPerRule; count > limit {
		return refuse("ValidationError", "A rule can only have '%d' condition values", limit)
	}
	if count == 0 {
		return refuse("ValidationError", "A condition value must be specified")
	}
	return nil
}
