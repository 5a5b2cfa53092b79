package guardrails

import (
	"maps"
	"regexp"
	"slices"

	"github.com/ingresshub/ingresshub/components/plan"
)

// Admission is what a cluster's API server is to reject. Its zero value rejects everything that makes a load balancer, and
// every TargetGroupBinding.
type Admission struct {
	// First part of the names of the policies, `<prefix>-<guardrail>`. Default: ingresshub.
	Prefix string `pulumi:"prefix" json:"prefix,omitempty"`

	// Why Services may own internal NLBs, made by the AWS Load Balancer Controller: class service.k8s.aws/nlb with the
	// scheme annotation internal, both spelled out. Default: empty, no Service may be of type LoadBalancer.
	InternalNlbs string `pulumi:"internalNlbs" json:"internalNlbs,omitempty"`

	// Names of further IngressClasses and GatewayClasses of AWS's controllers, which may have been there before the policies:
	// an Ingress or Gateway refers to its class by name only. Known are alb and ingresshub-unused, aws-alb-gateway-class and
	// aws-nlb-gateway-class. Default: none.
	IngressClasses []string `pulumi:"ingressClasses" json:"ingressClasses,omitempty"`
	GatewayClasses []string `pulumi:"gatewayClasses" json:"gatewayClasses,omitempty"`

	// ARNs of the target groups to which each namespace may bind its pods. Default: none.
	TargetGroups map[string][]string `pulumi:"targetGroups" json:"targetGroups,omitempty"`

	// ARNs of the roles that a TargetGroupBinding may name, for target groups of another account. Default: none; a binding
	// without a role is always allowed.
	AssumableRoles []string `pulumi:"assumableRoles" json:"assumableRoles,omitempty"`

	// Service account of the load balancer controller, which may write any TargetGroupBinding: it makes those of the load
	// balancers that Services own. Default: kube-system/aws-load-balancer-controller.
	Controller string `pulumi:"controller" json:"controller,omitempty"`

	// Guardrails that are switched off, each with the reason. Default: none.
	Off map[Guardrail]string `pulumi:"off" json:"off,omitempty"`
}

const (
	defaultPrefix     = "ingresshub"
	defaultController = "kube-system/aws-load-balancer-controller"
)

var (
	dnsLabel       = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)
	dnsSubdomain   = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)
	serviceAccount = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?/[a-z0-9]([-.a-z0-9]*[a-z0-9])?$`)
	targetGroupArn = regexp.MustCompile(`^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:targetgroup/[A-Za-z0-9-]{1,32}/[0-9a-f]+$`)
	roleArn        = regexp.MustCompile(`^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\w+=,.@/-]+$`)
)

// WithDefaults are the settings with their defaults filled in.
func (a Admission) WithDefaults() Admission {
	if a.Prefix == "" {
		a.Prefix = defaultPrefix
	}
	if a.Controller == "" {
		a.Controller = defaultController
	}
	return a
}

// Validate lists everything wrong with the settings.
func (a Admission) Validate() plan.Problems {
	a = a.WithDefaults()
	var problems plan.Problems
	match := func(path, value string, pattern *regexp.Regexp, like string) {
		if !pattern.MatchString(value) {
			problems = append(problems, plan.Problem{Path: path, Message: quote(value) + " is not " + like})
		}
	}
	match("prefix", a.Prefix, dnsLabel, "a DNS label such as ingresshub")
	match("controller", a.Controller, serviceAccount, "a service account such as "+defaultController)
	for _, class := range a.IngressClasses {
		match("ingressClasses", class, dnsSubdomain, "the name of an IngressClass")
	}
	for _, class := range a.GatewayClasses {
		match("gatewayClasses", class, dnsSubdomain, "the name of a GatewayClass")
	}
	for _, namespace := range slices.Sorted(maps.Keys(a.TargetGroups)) {
		match("targetGroups", namespace, dnsLabel, "the name of a namespace")
		for _, arn := range a.TargetGroups[namespace] {
			match("targetGroups."+namespace, arn, targetGroupArn, "the ARN of a target group")
		}
	}
	for _, arn := range a.AssumableRoles {
		match("assumableRoles", arn, roleArn, "the ARN of a role")
	}
	problems = append(problems, reasoned("internalNlbs", a.InternalNlbs)...)
	return append(problems, switchedOff("off", a.Off, AdmissionGuardrails())...)
}

// Reasons are those for which something is let through, by guardrail or setting.
func (a Admission) Reasons() map[string]string {
	return reasons(a.Off, map[string]string{"internalNlbs": a.InternalNlbs})
}

// Policies are the admission policies of all guardrails that are not switched off.
func (a Admission) Policies() []Policy {
	a = a.WithDefaults()
	all := []Policy{
		a.services(), a.ingresses(), a.ingressClasses(), a.ingressClassParams(), a.gatewayClasses(), a.gateways(),
		a.loadBalancerConfigurations(), a.globalAccelerators(), a.targetGroupBindings(),
	}
	return slices.DeleteFunc(all, func(p Policy) bool {
		_, off := a.Off[p.Guardrail]
		return off
	})
}
