package localcloud

import "regexp"

var targetGroupARN = regexp.MustCompile(`^arn:aws[a-z-]*:elasticloadbalancing:([a-z0-9-]+):(\d{12}):targetgroup/[^/]+/[0-9a-f]+$`)

// checkBinding refuses what the load balancer controller's webhook refuses of a
// TargetGroupBinding.
func (c *call) checkBinding(id string) error {
	denied := func(format string, args ...any) error {
		return refuse("Forbidden", "admission webhook \"vtargetgroupbinding.elbv2.k8s.aws\" denied the request: "+format, args...)
	}
	spec := sub(c.in, "spec")
	if str(spec, "serviceRef.name") == "" || !has(spec, "serviceRef.port") {
		return refuse("Invalid", "TargetGroupBinding.elbv2.k8s.aws %q is invalid: spec.serviceRef: Required value", id)
	}
	arn := str(spec, "targetGroupARN")
	if arn == "" {
		if str(spec, "targetGroupName") == "" {
			return denied("You must specify either TargetGroupARN or TargetGroupName")
		}
		return nil
	}
	m := targetGroupARN.FindStringSubmatch(arn)
	if m == nil {
		return denied("ValidationError: '%s' is not a valid target group ARN", arn)
	}
	if cluster := c.clusterBehind(); cluster != nil && (cluster.Account != m[2] || cluster.Region != m[1]) && str(spec, "iamRoleArnToAssume") == "" {
		return denied("unable to get target group target type: AccessDenied: %s is in account %s, and spec.iamRoleArnToAssume names no role there", arn, m[2])
	}
	group := c.cloud.store.get(key{m[2], m[1], tTargetGroup, arn})
	if group == nil {
		return denied("unable to get target group target type: TargetGroupNotFound: One or more target groups not found: %s", arn)
	}
	if wanted, is := str(spec, "targetType"), str(group.Outputs, "targetType"); wanted != "" && wanted != is {
		return denied("TargetGroupBinding specifies %s target type, but the target group is %s", wanted, is)
	}
	for _, o := range c.all(tTargetBinding) {
		if o.ID != id && str(o.Outputs, "spec.targetGroupARN") == arn {
			return denied("TargetGroup %s is already bound to TargetGroupBinding %s", arn, o.ID)
		}
	}
	return nil
}
