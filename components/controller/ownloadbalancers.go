package controller

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// DefaultIngressClass is the class of the Ingresses for which a controller with OwnLoadBalancers makes load balancers.
const DefaultIngressClass = "ingresshub-owned"

// OwnLoadBalancers lets a cluster own load balancers in another VPC: the controller makes an ALB there for each Ingress of one class.
// They are the cluster team's, outside of every plan; docs/controller.md tells the risks.
type OwnLoadBalancers struct {
	// ID of the VPC in which the load balancers are placed. The controller is told it in place of the cluster's own VPC, and so makes
	// target groups there, too.
	VpcID pulumi.StringInput `pulumi:"vpcId"`

	// IDs of the subnets of that VPC in which the load balancers are placed, by any name: at least two, each in a zone of its own.
	// Load balancers anywhere else are refused by IAM.
	SubnetIDs pulumi.StringMap `pulumi:"subnetIds"`

	// Name of the IngressClass, which is made. Default: ingresshub-owned.
	IngressClass string `pulumi:"ingressClass"`

	// Whether the load balancers are internet-facing. Default: false, they are internal, and IAM refuses any other.
	InternetFacing bool `pulumi:"internetFacing"`

	// Whether Services of type LoadBalancer get an NLB as well. Default: false.
	Services bool `pulumi:"services"`

	// Why the cluster must have load balancers of its own. It is kept as an output, in the description of the policy that allows it and
	// at the controller's Deployment.
	Reason string `pulumi:"reason"`
}

// reasonAnnotation has the reason at the controller's Deployment.
const reasonAnnotation = "ingresshub/own-load-balancers"

// A description of a policy holds 1,000 characters in IAM; all of them print.
var reasonForm = regexp.MustCompile(`^[\p{L}\p{M}\p{Z}\p{S}\p{N}\p{P}]{1,500}$`)

// refusedClasses are known to the admission policies of the guardrails, which refuse every Ingress with one of them.
var refusedClasses = []string{"alb", unusedIngressClass}

// withDefaults is nil where there is no opt-in.
func (own *OwnLoadBalancers) withDefaults() *OwnLoadBalancers {
	if own == nil {
		return nil
	}
	full := *own
	full.Reason = strings.TrimSpace(full.Reason)
	if full.IngressClass == "" {
		full.IngressClass = DefaultIngressClass
	}
	return &full
}

// problems are everything wrong with the opt-in, and what contradicts it.
func (own *OwnLoadBalancers) problems(args *LoadBalancerControllerArgs) plan.Problems {
	if own == nil {
		return nil
	}
	found := inputs.Require("ownLoadBalancers.vpcId", own.VpcID != nil)
	found = append(found, inputs.RequireEach("ownLoadBalancers.subnetIds", own.SubnetIDs, slices.Sorted(maps.Keys(own.SubnetIDs)))...)
	problem := func(path, format string, values ...any) {
		found = append(found, plan.Problem{Path: path, Message: fmt.Sprintf(format, values...)})
	}
	if len(own.SubnetIDs) < 2 {
		problem("ownLoadBalancers.subnetIds", "has %d subnets; an ALB takes at least two, in different Availability Zones", len(own.SubnetIDs))
	}
	switch {
	case own.Reason == "":
		problem("ownLoadBalancers.reason", "is required, and kept as an output")
	case !reasonForm.MatchString(own.Reason):
		problem("ownLoadBalancers.reason", "must be one line of at most 500 characters")
	}
	switch class := own.IngressClass; {
	case !nameForm.MatchString(class) || len(class) > 253:
		problem("ownLoadBalancers.ingressClass", "%q is not the name of an IngressClass", class)
	case slices.Contains(refusedClasses, class):
		problem("ownLoadBalancers.ingressClass", "%q is what the admission policies refuse in every cluster; take another name, such as %s",
			class, DefaultIngressClass)
	}
	if len(args.TargetGroupArns) > 0 {
		problem("targetGroupArns", "contradicts ownLoadBalancers: the controller takes their VPC for the cluster's, so that bindings of "+
			"target groups in the cluster's own VPC do not work; take one away")
	}
	if len(args.SecurityGroupIDs) > 0 {
		problem("securityGroupIds", "contradicts ownLoadBalancers: the controller looks for the pods' network interfaces in their VPC, "+
			"where they are not; take one away")
	}
	return found
}

// gates are the feature gates. Ingresses need none of those that are off otherwise.
func (own *OwnLoadBalancers) gates(controller version) map[string]bool {
	known := featureGates(controller)
	if _, ok := known["EnableServiceController"]; ok && own.Services {
		known["EnableServiceController"] = true
	}
	return known
}

// scheme is that of every load balancer of the class.
func (own *OwnLoadBalancers) scheme() string {
	if own.InternetFacing {
		return "internet-facing"
	}
	return "internal"
}

// change brings the chart's values to what the opt-in needs. An Ingress can neither take the class without its parameters, by the
// annotation that was there before classes, nor join the load balancer of another namespace.
func (own *OwnLoadBalancers) change(values pulumi.Map, controller version) {
	values["vpcId"] = own.VpcID
	values["defaultTargetType"] = pulumi.String("ip") // Nodes of another VPC cannot be targets.
	values["ingressClass"] = pulumi.String(own.IngressClass)
	values["createIngressClassResource"] = pulumi.Bool(true)
	values["disableIngressClassAnnotation"] = pulumi.Bool(true)
	values["disableIngressGroupNameAnnotation"] = pulumi.Bool(true)
	values["ingressClassParams"] = pulumi.Map{
		"create": pulumi.Bool(true),
		"name":   pulumi.String(own.IngressClass),
		"spec": pulumi.Map{
			"scheme":  pulumi.String(own.scheme()),
			"subnets": pulumi.Map{"ids": sorted(own.SubnetIDs)},
		},
	}
	values["deploymentAnnotations"] = pulumi.Map{reasonAnnotation: pulumi.String(own.Reason)}
	values["controllerConfig"] = pulumi.Map{"featureGates": pulumi.ToBoolMap(own.gates(controller))}
}
