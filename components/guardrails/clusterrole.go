package guardrails

import "github.com/ingresshub/ingresshub/components/plan"

// LoadBalancers are those that a cluster's role makes, and what listens on any. The other guardrails of the role are
// InternetGateways, ElasticAddresses and BlockPublicAccess, as the organization has them.
const LoadBalancers Guardrail = "load-balancers"

// ClusterRoleGuardrails are all guardrails of a cluster's role, in the order in which they are listed everywhere.
func ClusterRoleGuardrails() []Guardrail {
	return []Guardrail{LoadBalancers, InternetGateways, ElasticAddresses, BlockPublicAccess}
}

// ClusterRole is what the IAM role of an EKS cluster may not do, whatever its other policies allow: AmazonEKSClusterPolicy
// and Auto Mode's AmazonEKSLoadBalancingPolicy both allow it to create load balancers.
type ClusterRole struct {
	// Why Services of the cluster may own internal load balancers. Default: empty, and then the role may neither create
	// load balancers nor change what listens on any; describing, deleting and registering
	// targets of target groups stay. With a reason it may change the listeners of any load balancer of the account.
	InternalNlbs string `pulumi:"internalNlbs" json:"internalNlbs,omitempty"`

	// Guardrails that are switched off, each with the reason. Default: none.
	Off map[Guardrail]string `pulumi:"off" json:"off,omitempty"`
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

// Validate lists everything wrong with the settings.
func (c ClusterRole) Validate() plan.Problems {
	problems := append(reasoned("internalNlbs", c.InternalNlbs), switchedOff("off", c.Off, ClusterRoleGuardrails())...)
	if len(c.Document().Statement) == 0 {
		problems = append(problems, plan.Problem{Path: "off", Message: "nothing is left to deny"})
	}
	return problems
}

// Reasons are those for which something is let through, by guardrail or setting.
func (c ClusterRole) Reasons() map[string]string {
	return reasons(c.Off, map[string]string{"internalNlbs": c.InternalNlbs})
}

// Document is the policy to attach to the role, as an inline policy.
func (c ClusterRole) Document() Document {
	balancers := deny("LoadBalancers", append([]string{createLoadBalancer}, listenerActions...)...)
	if c.InternalNlbs != "" {
		// Also where the request names no scheme: the default is internet-facing.
		balancers = deny("InternetFacingLoadBalancers", createLoadBalancer).when("StringNotEquals", schemeKey, "internal")
	}
	denied := map[Guardrail]Statement{
		LoadBalancers:     balancers,
		InternetGateways:  deny("InternetGateways", internetGatewayActions...),
		ElasticAddresses:  deny("ElasticAddresses", addressActions...),
		BlockPublicAccess: deny("BlockPublicAccess", blockActions...),
	}
	var statements []Statement
	for _, guardrail := range ClusterRoleGuardrails() {
		if _, off := c.Off[guardrail]; !off {
			statements = append(statements, denied[guardrail])
		}
	}
	return document(statements)
}
