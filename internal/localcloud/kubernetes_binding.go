package localcloud

import (
	"regexp"
	"slices"
	"strings"
)

var targetGroupARN = regexp.MustCompile(`^arn:aws[a-z-]*:elasticloadbalancing:([a-z0-9-]+):(\d{12}):targetgroup/[^/]+/[0-9a-f]+$`)

// bindingDenied is what the load balancer controller's webhook answers.
func bindingDenied(format string, args ...any) error {
	return refuse("Forbidden", "admission webhook \"vtargetgroupbinding.elbv2.k8s.aws\" denied the request: "+format, args...)
}

// checkBinding refuses what the controller's webhook refuses of a new TargetGroupBinding, and one whose targets the controller could
// never register: the API server takes it, and nothing but an event would tell.
func (c *call) checkBinding(id string) error {
	spec := sub(c.in, "spec")
	if err := checkBindingForm(id, spec); err != nil {
		return err
	}
	arn := str(spec, "targetGroupARN")
	if arn == "" {
		if str(spec, "targetGroupName") == "" {
			return bindingDenied("You must specify either TargetGroupARN or TargetGroupName")
		}
		return nil
	}
	m := targetGroupARN.FindStringSubmatch(arn)
	if m == nil {
		return bindingDenied("ValidationError: '%s' is not a valid target group ARN", arn)
	}
	const unable = "unable to get target group target type: "
	if cluster := c.clusterBehind(); cluster != nil && (cluster.Account != m[2] || cluster.Region != m[1]) && str(spec, "iamRoleArnToAssume") == "" {
		return bindingDenied(unable+"AccessDenied: %s is in account %s, and spec.iamRoleArnToAssume names no role there", arn, m[2])
	}
	if missing := c.missingRight(spec); missing != "" {
		return bindingDenied("%sAccessDenied: %s", unable, missing)
	}
	group := c.cloud.store.get(key{m[2], m[1], tTargetGroup, arn})
	if group == nil {
		return bindingDenied(unable+"TargetGroupNotFound: One or more target groups not found: %s", arn)
	}
	if err := checkBoundGroup(spec, group); err != nil {
		return err
	}
	return c.checkBoundOnce(id, arn, boolean(spec, "multiClusterTargetGroup"))
}

// checkBindingForm refuses what can be told from a binding alone.
func checkBindingForm(id string, spec Props) error {
	if str(spec, "serviceRef.name") == "" || !has(spec, "serviceRef.port") {
		return refuse("Invalid", "TargetGroupBinding.elbv2.k8s.aws %q is invalid: spec.serviceRef: Required value", id)
	}
	if spec["nodeSelector"] != nil && str(spec, "targetType") != "instance" {
		return bindingDenied("TargetGroupBinding cannot set NodeSelector when TargetType is ip")
	}
	return nil
}

// checkBoundGroup compares a binding with its target group.
func checkBoundGroup(spec Props, group *Object) error {
	if wanted, is := str(spec, "targetType"), str(group.Outputs, "targetType"); wanted != "" && wanted != is {
		return bindingDenied("TargetGroupBinding specifies %s target type, but the target group is %s", wanted, is)
	}
	if wanted, is := orElse(str(spec, "ipAddressType"), "ipv4"), orElse(str(group.Outputs, "ipAddressType"), "ipv4"); wanted != is {
		return bindingDenied("invalid IP address type %s for TargetGroup %s", is, group.ID)
	}
	if wanted := str(spec, "vpcID"); wanted != "" && wanted != str(group.Outputs, "vpcId") {
		return bindingDenied("invalid VpcID %s doesnt match VpcID from TargetGroup %s", wanted, group.ID)
	}
	return nil
}

// checkBoundOnce refuses two bindings of a cluster to one target group, unless both leave each other's targets alone.
func (c *call) checkBoundOnce(id, arn string, shared bool) error {
	for _, o := range c.all(tTargetBinding) {
		other := sub(o.Outputs, "spec")
		if o.ID != id && str(other, "targetGroupARN") == arn && !(shared && boolean(other, "multiClusterTargetGroup")) {
			return bindingDenied("TargetGroup %s is already bound to TargetGroupBinding %s", arn, o.ID)
		}
	}
	return nil
}

// checkBindingChange refuses to change what a binding keeps for life. Nothing in the provider knows that a change of it is a
// replacement, as it does for kinds of Kubernetes itself.
func (c *call) checkBindingChange() error {
	was, now := sub(c.old.Outputs, "spec"), sub(c.in, "spec")
	if err := checkBindingForm(c.old.ID, now); err != nil {
		return err
	}
	var changed []string
	for _, field := range []string{"targetGroupARN", "targetType", "ipAddressType", "vpcID"} {
		before, after := str(was, field), str(now, field)
		if field == "ipAddressType" && before == "" && after == "ipv4" {
			continue // ipv4 is what an absent one means
		}
		if before != after {
			changed = append(changed, "spec."+field)
		}
	}
	if len(changed) > 0 {
		return bindingDenied("TargetGroupBinding update may not change these fields: %s", strings.Join(changed, ","))
	}
	return nil
}

// removeBinding refuses what would hang: the controller's finalizer stays until the controller has deregistered the targets.
func removeBinding(c *call) error {
	cluster := c.clusterBehind()
	if cluster == nil || cluster.Given {
		return nil
	}
	hangs := func(why string) error {
		return refuse("Timeout", "TargetGroupBinding %s stays: finalizer elbv2.k8s.aws/resources waits for the load balancer controller, %s", c.old.ID, why)
	}
	if c.controllerRelease() == nil {
		if !c.everControlled() {
			return nil
		}
		return hangs("which is not installed in cluster " + cluster.ID)
	}
	if missing := c.missingRight(sub(c.old.Outputs, "spec")); missing != "" {
		return hangs("which gets AccessDenied: " + missing)
	}
	return nil
}

// controllerRelease is the Helm release of the load balancer controller in the call's cluster.
func (c *call) controllerRelease() *Object {
	releases := c.all(tRelease)
	at := slices.IndexFunc(releases, func(r *Object) bool { return chartOf(r) == controllerChart })
	if at < 0 {
		return nil
	}
	return releases[at]
}

// everControlled says whether there was a controller in the call's cluster, which puts its finalizer on every binding.
func (c *call) everControlled() bool {
	return slices.ContainsFunc(c.cloud.operations, func(o Operation) bool {
		return o.Type == tRelease && o.Verb == Create && o.Error == "" && o.Account == c.account && chartNamed(str(o.Inputs, "chart")) == controllerChart
	})
}
