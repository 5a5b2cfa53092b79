package controller

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// unusedIngressClass is the class of ingresses that the controller is told to serve. No ingress has it, and it must not be empty: the
// controller would then serve ingresses without a class.
const unusedIngressClass = "ingresshub-unused"

// gate is a feature gate, the first version of the controller that knows it, and what it is set to.
type gate struct {
	name  string
	since version
	on    bool
}

// gates turn off what makes load balancers. ServiceTypeLoadBalancerOnly is on: with it, nothing but Services of type LoadBalancer are
// looked at, and their controller is off.
var gates = []gate{
	{"ServiceTypeLoadBalancerOnly", version{2, 4, 0}, true},
	{"EnableServiceController", version{2, 4, 3}, false},
	{"NLBGatewayAPI", version{2, 13, 0}, false},
	{"ALBGatewayAPI", version{2, 13, 0}, false},
	{"GlobalAcceleratorController", version{2, 17, 0}, false},
}

// featureGates are the gates that a controller knows: with any other it does not start.
func featureGates(controller version) map[string]bool {
	known := map[string]bool{}
	for _, gate := range gates {
		if !controller.before(gate.since) {
			known[gate.name] = gate.on
		}
	}
	return known
}

// values are the chart's values.
func (args *LoadBalancerControllerArgs) values(roleArn pulumi.StringInput) pulumi.Map {
	chart, _ := parseVersion(args.ChartVersion)
	account := pulumi.Map{"create": pulumi.Bool(true), "name": pulumi.String(args.Subject.ServiceAccount)}
	if args.Irsa != nil {
		account["annotations"] = pulumi.Map{"eks.amazonaws.com/role-arn": roleArn}
	}
	values := pulumi.Map{
		"clusterName":    pulumi.String(args.Subject.Cluster),
		"region":         pulumi.String(args.Subject.Region),
		"vpcId":          args.VpcID,
		"serviceAccount": account,

		"ingressClass":               pulumi.String(unusedIngressClass),
		"createIngressClassResource": pulumi.Bool(false),
		"ingressClassParams":         pulumi.Map{"create": pulumi.Bool(false)},

		// New Services of type LoadBalancer get the controller's class, and the controller that would serve it is off. Without the
		// webhook the in-tree controller would make an internet-facing classic load balancer.
		"enableServiceMutatorWebhook": pulumi.Bool(true),

		"enableShield":               pulumi.Bool(false),
		"enableWaf":                  pulumi.Bool(false),
		"enableWafv2":                pulumi.Bool(false),
		"enableBackendSecurityGroup": pulumi.Bool(false),
		"controllerConfig":           pulumi.Map{"featureGates": pulumi.ToBoolMap(featureGates(chart.controller()))},
	}
	if image := args.image(); image != "" {
		values["image"] = pulumi.Map{"repository": pulumi.String(image)}
	}
	if own := args.OwnLoadBalancers; own != nil {
		own.change(values, chart.controller())
	}
	return values
}

// chinaRegistries hold the controller's image in the Regions from which Amazon ECR Public, the chart's registry, is out of reach.
var chinaRegistries = map[string]string{
	"cn-north-1":     "918309763551.dkr.ecr.cn-north-1.amazonaws.com.cn",
	"cn-northwest-1": "961992271922.dkr.ecr.cn-northwest-1.amazonaws.com.cn",
}

// image is the repository of the image, empty for the chart's own.
func (args *LoadBalancerControllerArgs) image() string {
	if args.ImageRepository != "" {
		return args.ImageRepository
	}
	if registry := chinaRegistries[args.Subject.Region]; registry != "" {
		return registry + "/amazon/aws-load-balancer-controller"
	}
	return ""
}
