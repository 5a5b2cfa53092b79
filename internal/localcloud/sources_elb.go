package localcloud

import "strconv"

// Data sources that look load balancers, listeners and target groups up.

func elbSources() map[string]source {
	return map[string]source{
		"aws:lb/getLoadBalancer:getLoadBalancer": func(c *call, args Props) (Props, error) {
			o, err := findELB(c, tLoadBalancer, "load balancer", args)
			if err != nil {
				return nil, err
			}
			return answerOf(c, o, Props{
				"accessLogs":     merge(Props{"bucket": "", "enabled": false, "prefix": ""}, sub(o.Outputs, "accessLogs")),
				"connectionLogs": []any{}, "customerOwnedIpv4Pool": "", "dnsRecordClientRoutingPolicy": str(o.Outputs, "dnsRecordClientRoutingPolicy"),
				"ipamPools": []any{},
			})
		},
		"aws:lb/getTargetGroup:getTargetGroup": func(c *call, args Props) (Props, error) {
			o, err := findELB(c, tTargetGroup, "target group", args)
			if err != nil {
				return nil, err
			}
			return answerOf(c, o, Props{
				"deregistrationDelay": strconv.Itoa(number(o.Outputs, "deregistrationDelay")), "loadBalancerArns": anys(c.balancersOf(o.ID)),
			})
		},
		"aws:lb/getListener:getListener": getListener,
	}
}

func findELB(c *call, typ, what string, args Props) (*Object, error) {
	found, err := search(c, typ, "arn", args, "name")
	if err != nil {
		return nil, err
	}
	return one(found, what)
}

func getListener(c *call, args Props) (Props, error) {
	found, err := search(c, tListener, "arn", args, "loadBalancerArn", "port")
	if err != nil {
		return nil, err
	}
	o, err := one(found, "listener")
	if err != nil {
		return nil, err
	}
	var actions []any
	for i, a := range subs(o.Outputs, "defaultActions") {
		each := Props{"type": str(a, "type"), "order": i + 1, "targetGroupArn": str(a, "targetGroupArn")}
		for from, to := range map[string]string{"fixedResponse": "fixedResponses", "forward": "forwards", "redirect": "redirects"} {
			each[to] = []any{}
			if has(a, from) {
				each[to] = []any{a[from]}
			}
		}
		actions = append(actions, each)
	}
	return answerOf(c, o, Props{
		"alpnPolicy": str(o.Outputs, "alpnPolicy"), "certificateArn": str(o.Outputs, "certificateArn"), "defaultActions": actions,
		"mutualAuthentications": []any{},
	})
}
