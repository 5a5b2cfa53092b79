package guardrails

import "slices"

// ClusterRole is what the IAM role of an EKS cluster may not do, whatever its other policies allow: AmazonEKSClusterPolicy
// and Auto Mode's AmazonEKSLoadBalancingPolicy both allow it to create load balancers.
type ClusterRole struct {
	// Whether Services of the cluster may own internal load balancers. Default: false, and then the role may neither create
	// load balancers nor change what listens on any; describing, deleting and registering targets stay.
	InternalNlbs bool `pulumi:"internalNlbs" json:"internalNlbs,omitempty"`
}

// listenerActions change what a load balancer listens to and whereto it forwards. In an account that has an ingress load
// balancer too, the cluster's role could otherwise change that one.
var listenerActions = []string{
	"elasticloadbalancing:AddListenerCertificates",
	"elasticloadbalancing:ApplySecurityGroupsToLoadBalancer",
	"elasticloadbalancing:AttachLoadBalancerToSubnets",
	"elasticloadbalancing:CreateListener",
	"elasticloadbalancing:CreateLoadBalancerListeners",
	"elasticloadbalancing:CreateRule",
	"elasticloadbalancing:ModifyListener",
	"elasticloadbalancing:ModifyRule",
	"elasticloadbalancing:RegisterInstancesWithLoadBalancer",
	"elasticloadbalancing:SetRulePriorities",
	"elasticloadbalancing:SetSecurityGroups",
	"elasticloadbalancing:SetSubnets",
}

// Document is the policy to attach to the role, as an inline policy.
func (c ClusterRole) Document() Document {
	balancers := deny("LoadBalancers", append([]string{createLoadBalancer}, listenerActions...)...)
	if c.InternalNlbs {
		// Also where the request names no scheme: the default is internet-facing.
		balancers = deny("InternetFacingLoadBalancers", createLoadBalancer).when("StringNotEquals", schemeKey, "internal")
	}
	return document([]Statement{
		balancers,
		deny("WaysToTheInternet", slices.Concat(internetGatewayActions, addressActions, blockActions)...),
	})
}
