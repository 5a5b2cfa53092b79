package localcloud

import (
	"slices"
	"strconv"
	"strings"
)

// Target groups and their targets.

var targetGroupProtocols = []string{"HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"}

var (
	listenerTargets = []string{"defaultActions[].targetGroupArn", "defaultActions[].forward.targetGroups[].arn"}
	ruleTargets     = []string{"actions[].targetGroupArn", "actions[].forward.targetGroups[].arn"}
)

// toTargetGroups are the references of listeners and rules, which forbid the
// deletion of a target group.
func toTargetGroups(paths []string) []ref {
	var all []ref
	for _, p := range paths {
		all = append(all, ref{
			path: p, to: []string{tTargetGroup}, missing: "TargetGroupNotFound",
			say: "Target groups '%s' not found", holds: true,
		})
	}
	return all
}

func targetGroupKinds() []*kind {
	return []*kind{
		{
			token: tTargetGroup,
			replace: []string{
				"name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId", "ipAddressType",
			},
			name: named("name", 32),
			defaults: Props{
				"targetType": "instance", "slowStart": 0.0, "proxyProtocolV2": false, "lambdaMultiValueHeadersEnabled": false,
			},
			assumed: Props{"deregistrationDelay": 300.0},
			within: Props{
				"healthCheck.enabled": true, "healthCheck.healthyThreshold": 3.0, "healthCheck.interval": 30.0,
				"healthCheck.port": "traffic-port", "healthCheck.protocol": "HTTP", "healthCheck.unhealthyThreshold": 3.0,
				"targetHealthStates[].unhealthyDrainingInterval": 0.0,
				"stickiness.enabled":                             true, "stickiness.cookieDuration": 86400.0,
			},
			nested:      []string{"healthCheck.matcher", "healthCheck.path", "healthCheck.timeout"},
			computed:    []string{"targetFailovers", "targetHealthStates"},
			unsimulated: []string{"targetGroupHealth"},
			ignored:     ignoredOfTargetGroup,
			inUse:       "ResourceInUse",
			check: func(in Props) []problem {
				found := elbName("Target group")(in)
				if p := str(in, "protocol"); p != "" && !slices.Contains(targetGroupProtocols, p) {
					found = append(found, problem{"protocol", refuse("ValidationError", "'%s' is not a valid target group protocol", p)})
				}
				if n, ok := in["port"].(float64); ok && (n < 1 || n > 65535) {
					found = append(found, problem{"port", refuse("ValidationError", "'%v' is not a valid port: it must be between 1 and 65535", n)})
				}
				return append(found, targetGroupProblems(in)...)
			},
			refs:   []ref{{path: "vpcId", to: []string{tVpc}, missing: "ValidationError", say: "The VPC ID '%s' is not found"}},
			create: createTargetGroup,
			update: func(c *call) (Props, error) {
				if err := checkGeneve(merge(c.kind.defaults, c.in)); err != nil {
					return nil, err
				}
				return targetGroupAnswers(c)
			},
		},
		{
			token:   tTargetAttachment,
			replace: []string{"availabilityZone", "port", "targetGroupArn", "targetId"},
			refs: []ref{{
				path: "targetGroupArn", to: []string{tTargetGroup}, missing: "TargetGroupNotFound",
				say: "Target groups '%s' not found", goes: true,
			}},
			create: func(c *call) (string, Props, error) {
				if err := checkTarget(c); err != nil {
					return "", nil, err
				}
				return str(c.in, "targetGroupArn") + "-" + c.hash("target", 26), nil, nil
			},
		},
	}
}

// targetGroupProblems are combinations that the provider refuses by itself.
func targetGroupProblems(in Props) []problem {
	var found []problem
	if str(in, "targetType") != "lambda" {
		for _, p := range []string{"port", "protocol", "vpcId"} {
			if !has(in, p) {
				found = append(found, problem{p, refuse("ValidationError", "A %s must be specified", p)})
			}
		}
	}
	if str(in, "healthCheck.protocol") == "TCP" {
		if p := str(in, "protocol"); p == "HTTP" || p == "HTTPS" || str(in, "targetType") == "lambda" {
			found = append(found, problem{"healthCheck", refuse("ValidationError", "Health check protocol TCP does not fit protocol '%s' and target type '%s'",
				p, str(in, "targetType"))})
		}
		for _, p := range []string{"matcher", "path"} {
			if str(in, "healthCheck."+p) != "" {
				found = append(found, problem{"healthCheck", refuse("ValidationError", "Health check %s cannot be specified for the protocol TCP", p)})
			}
		}
	}
	return found
}

func createTargetGroup(c *call) (string, Props, error) {
	in := merge(c.kind.defaults, c.in)
	name := orElse(str(in, "name"), str(in, "namePrefix")+shorten(c.hash("name", 26), 32-len(str(in, "namePrefix"))))
	for _, t := range c.where(tTargetGroup, "name", name) {
		return "", nil, refuse("DuplicateTargetGroupName", "A target group with the same name '%s' exists, but with different settings (%s)", name, t.ID)
	}
	typ := str(in, "targetType")
	if !slices.Contains([]string{"instance", "ip", "lambda", "alb"}, typ) {
		return "", nil, refuse("ValidationError", "'%s' is not a valid target type", typ)
	}
	if typ != "lambda" {
		for _, p := range []string{"port", "protocol", "vpcId"} {
			if !has(in, p) {
				return "", nil, refuse("ValidationError", "A %s must be specified", p)
			}
		}
	}
	if err := checkGeneve(in); err != nil {
		return "", nil, err
	}
	if typ == "alb" && str(in, "protocol") != "TCP" {
		return "", nil, refuse("InvalidConfigurationRequest", "Target groups of type alb support the protocol TCP only")
	}
	out, err := targetGroupAnswers(c)
	if err != nil {
		return "", nil, err
	}
	suffix := "targetgroup/" + name + "/" + c.hash("tg", 16)
	arn := c.arn("elasticloadbalancing", suffix)
	return arn, merge(out, Props{
		"arn": arn, "arnSuffix": suffix, "name": name, "namePrefix": str(in, "namePrefix"), "loadBalancerArns": []any{},
	}), nil
}

// targetGroupAnswers fills in what AWS chooses by protocol and type.
func targetGroupAnswers(c *call) (Props, error) {
	in := merge(c.kind.defaults, c.in)
	protocol, typ := str(in, "protocol"), str(in, "targetType")
	http := strings.HasPrefix(protocol, "HTTP")
	out := Props{
		"ipAddressType": orElse(str(in, "ipAddressType"), "ipv4"), "targetFailovers": orList(in["targetFailovers"]),
		"targetHealthStates":             orList(in["targetHealthStates"]),
		"loadBalancingCrossZoneEnabled":  orElse(str(in, "loadBalancingCrossZoneEnabled"), "use_load_balancer_configuration"),
		"loadBalancingAnomalyMitigation": orElse(str(in, "loadBalancingAnomalyMitigation"), map[bool]string{true: "off"}[http]),
		"loadBalancingAlgorithmType":     orElse(str(in, "loadBalancingAlgorithmType"), map[bool]string{true: "round_robin"}[http]),
		"protocolVersion":                orElse(str(in, "protocolVersion"), map[bool]string{true: "HTTP1"}[http]),
		"connectionTermination":          boolean(in, "connectionTermination"),
		"preserveClientIp":               orElse(str(in, "preserveClientIp"), preservesClientIP(protocol, typ)),
	}
	if udp := protocol == "UDP" || protocol == "TCP_UDP"; udp && str(in, "preserveClientIp") == "false" {
		return nil, refuse("InvalidConfigurationRequest", "Client IP preservation cannot be disabled for %s target groups", protocol)
	}
	if protocol == "GENEVE" {
		geneveAnswers(in, out)
	}
	check, err := healthCheck(in, http)
	if err != nil {
		return nil, err
	}
	out["healthCheck"] = check
	if !has(in, "stickiness") && protocol != "GENEVE" {
		sticky := Props{"enabled": false, "type": "source_ip", "cookieDuration": 0.0, "cookieName": ""}
		if http {
			sticky["type"], sticky["cookieDuration"] = "lb_cookie", 86400.0
		}
		out["stickiness"] = sticky
	}
	if !has(in, "targetGroupHealth") {
		out["targetGroupHealth"] = Props{
			"dnsFailover":           Props{"minimumHealthyTargetsCount": "1", "minimumHealthyTargetsPercentage": "off"},
			"unhealthyStateRouting": Props{"minimumHealthyTargetsCount": 1.0, "minimumHealthyTargetsPercentage": "off"},
		}
	}
	return out, nil
}

func preservesClientIP(protocol, typ string) string {
	switch {
	case strings.HasPrefix(protocol, "HTTP") || protocol == "GENEVE" || protocol == "":
		return ""
	case typ == "ip" && (protocol == "TCP" || protocol == "TLS"):
		return "false"
	default:
		return "true"
	}
}

func orList(v any) any {
	if v == nil {
		return []any{}
	}
	return v
}

// healthCheck lays what the program says over the provider's defaults.
func healthCheck(in Props, http bool) (Props, error) {
	given := sub(in, "healthCheck")
	toBalancer := str(in, "targetType") == "alb"
	protocol := orElse(str(given, "protocol"), map[bool]string{true: "HTTP", false: "TCP"}[http || toBalancer])
	if toBalancer && protocol == "TCP" {
		return nil, refuse("ValidationError", "Health check protocol 'TCP' is not supported for target groups with the target type 'alb'")
	}
	check := Props{
		"enabled": true, "healthyThreshold": 3.0, "unhealthyThreshold": 3.0, "interval": 30.0, "port": "traffic-port", "protocol": protocol,
		"path": "", "matcher": "", "timeout": 10.0,
	}
	if strings.HasPrefix(protocol, "HTTP") {
		check["path"], check["matcher"], check["timeout"] = "/", "200", map[bool]float64{true: 5, false: 6}[http]
		if !http {
			check["matcher"] = "200-399"
		}
	}
	if str(in, "protocol") == "GENEVE" && given == nil {
		check["interval"], check["timeout"], check["healthyThreshold"], check["unhealthyThreshold"] = 10.0, 5.0, 5.0, 2.0
	}
	check = merge(check, given)
	switch {
	case number(check, "interval") < 5 || number(check, "interval") > 300:
		return nil, refuse("ValidationError", "Health check interval must be between 5 and 300 seconds")
	case number(check, "timeout") >= number(check, "interval"):
		return nil, refuse("ValidationError", "Health check timeout '%d' must be smaller than the interval '%d'", number(check, "timeout"), number(check, "interval"))
	case number(check, "healthyThreshold") < 2 || number(check, "healthyThreshold") > 10:
		return nil, refuse("ValidationError", "Health check healthy threshold count must be between 2 and 10")
	}
	if port := str(check, "port"); port != "traffic-port" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return nil, refuse("ValidationError", "Health check port '%s' must be a number between 1 and 65535 or 'traffic-port'", port)
		}
	}
	if path := str(check, "path"); path != "" && (!strings.HasPrefix(path, "/") || len(path) > 1024) {
		return nil, refuse("ValidationError", "Health check path '%s' must begin with a '/' character and can be at most 1024 characters", path)
	}
	return check, nil
}
