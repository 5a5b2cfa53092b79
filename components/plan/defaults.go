package plan

// Defaults of the estate's fields, as their doc comments state them.
const (
	defaultName              = "ingresshub"
	defaultSslPolicy         = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
	defaultIdleTimeout       = 60
	defaultAsn               = 64512
	defaultInspectionCidr    = "192.168.248.0/22"
	defaultKubernetesVersion = "1.34"
	defaultControllerChart   = "3.4.3"
	defaultServiceCidr       = "172.20.0.0/16"
	defaultNodeGroup         = "default"
	defaultInstanceType      = "m6i.large"
	defaultAmiType           = "AL2023_x86_64_STANDARD"
	defaultArmAmiType        = "AL2023_ARM_64_STANDARD"
	defaultCapacityType      = "ON_DEMAND"
	defaultMin               = 1
	defaultMax               = 3
	defaultDiskSize          = 50
	defaultMatcher           = "200-399"
	defaultInterval          = 10
	defaultThreshold         = 3
	defaultNamespace         = "default"
	defaultAllowedCidr       = "0.0.0.0/0"
)

// defaultVpcEndpoints are the AWS services that nodes of a private cluster, and the controllers that usually run on them,
// cannot do without.
var defaultVpcEndpoints = []string{
	"autoscaling", "ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "elasticloadbalancing", "logs", "sts",
}

// indispensableVpcEndpoints are those of the default ones that every node needs: the VPC CNI asks EC2 for addresses, the
// images of the add-ons come from ECR, and roles are assumed through STS. The others are for what runs in a cluster.
var indispensableVpcEndpoints = []string{"ec2", "ecr.api", "ecr.dkr", "sts"}

// defaultQuotas are what AWS grants a new account.
var defaultQuotas = Quotas{
	RulesPerAlb: 100, CertificatesPerAlb: 25, CertificatesPerNlb: 25, TargetsPerAlb: 1000, TargetsPerNlb: 500,
	TargetGroups: 3000, Albs: 50, Nlbs: 50, RulesPerSecurityGroup: 60, RoutesPerRouteTable: 50, InterfaceEndpointsPerVpc: 50,
	ElasticIps: 5,
}

// orDefault is a value, or its default where it is absent.
func orDefault[T comparable](value, fallback T) T {
	var absent T
	if value == absent {
		return fallback
	}
	return value
}

// pointed is what a pointer leads to, or a default where it leads nowhere.
func pointed[T any](value *T, fallback T) T {
	if value == nil {
		return fallback
	}
	return *value
}
