package ekscomponent

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// An Omission is something that pulumi-eks does and the simulation does not.
type Omission struct {
	// Component is the type token of the component.
	Component string
	// Input is the input that calls for it; empty when the component does it whatever its inputs.
	Input string
	// Child is the type of the resource that is left out, or in words what is not done.
	Child string
	// Reason says why.
	Reason string
	// Refused says that Construct returns an error when the input is given. Otherwise the component works without.
	Refused bool

	// asked narrows down when an input calls for the child; nil: whenever the input is set.
	asked func(args arguments) bool
}

// omissions is the one place for what is left out. refuseInputs and refuseType work from it, so an entry here cannot
// say one thing while Construct does another.
var omissions = []Omission{
	{
		Component: typeNodeGroup, Child: "aws:cloudformation/stack:Stack", Refused: true,
		Reason: "self-managed node groups need an auto scaling group in a CloudFormation stack; use " + typeManagedNodeGroup,
	},
	{
		Component: typeNodeGroupV2, Child: "aws:autoscaling/group:Group", Refused: true,
		Reason: "self-managed node groups need an auto scaling group and instance user data; use " + typeManagedNodeGroup,
	},
	{
		Component: typeClusterCreationRoleProvider, Child: "pulumi:providers:aws", Refused: true,
		Reason: "it makes an aws provider that assumes a role it has just created; declare a provider for the account",
	},
	{
		Component: typeCluster, Input: "skipDefaultNodeGroup", Child: "aws:autoscaling/group:Group", Refused: true,
		Reason: "the default node group is self-managed; set skipDefaultNodeGroup and add a " + typeManagedNodeGroup,
		asked: func(args arguments) bool {
			return !truthy(args.get("skipDefaultNodeGroup")) && !truthy(args.within("autoMode").get("enabled"))
		},
	},
	{
		Component: typeCluster, Input: "nodeGroupOptions", Child: "aws:autoscaling/group:Group", Refused: true,
		Reason: "it configures the default node group, which is self-managed",
	},
	{
		Component: typeCluster, Input: "fargate", Child: "aws:eks/fargateProfile:FargateProfile", Refused: true,
		Reason: "pods on Fargate have no node that a load balancer could reach by instance, and no estate uses them",
		asked:  func(args arguments) bool { return truthy(args.get("fargate")) },
	},
	{
		Component: typeCluster, Input: "storageClasses", Child: "kubernetes:storage.k8s.io/v1:StorageClass", Refused: true,
		Reason: "volumes are outside what the local cloud simulates",
		asked:  func(args arguments) bool { return truthy(args.get("storageClasses")) },
	},
	{
		Component: typeCluster, Input: "creationRoleProvider", Child: "aws:eks/cluster:Cluster through another provider",
		Reason: "pulumi-eks refuses it too in programs that are not TypeScript; use providerCredentialOpts", Refused: true,
	},
	{
		Component: typeCluster, Input: "instanceProfileName", Child: "aws:iam/instanceProfile:InstanceProfile, read",
		Reason: "instance profiles belong to self-managed node groups", Refused: true,
	},
	{
		Component: typeManagedNodeGroup, Input: "userData", Child: "aws:ec2/launchTemplate:LaunchTemplate with user data",
		Reason: "boot scripts are outside what the local cloud simulates; pass a launchTemplate of your own", Refused: true,
	},
	{
		Component: typeManagedNodeGroup, Input: "kubeletExtraArgs", Refused: true,
		Child:  "aws:ec2/launchTemplate:LaunchTemplate with user data",
		Reason: "it is written into user data; pass a launchTemplate of your own",
	},
	{
		Component: typeManagedNodeGroup, Input: "bootstrapExtraArgs", Refused: true,
		Child:  "aws:ec2/launchTemplate:LaunchTemplate with user data",
		Reason: "it is written into user data; pass a launchTemplate of your own",
	},
	{
		Component: typeManagedNodeGroup, Input: "bottlerocketSettings", Refused: true,
		Child:  "aws:ec2/launchTemplate:LaunchTemplate with user data",
		Reason: "it is written into user data; pass a launchTemplate of your own",
	},
	{
		Component: typeManagedNodeGroup, Input: "nodeadmExtraOptions", Refused: true,
		Child:  "aws:ec2/launchTemplate:LaunchTemplate with user data",
		Reason: "it is written into user data; pass a launchTemplate of your own",
	},
	{
		Component: typeManagedNodeGroup, Input: "amiId", Refused: true,
		Child:  "aws:ec2/launchTemplate:LaunchTemplate with user data",
		Reason: "a custom image needs user data; pass a launchTemplate of your own",
	},
	{
		Component: typeManagedNodeGroup, Input: "enableEfaSupport", Child: "aws:ec2/placementGroup:PlacementGroup",
		Reason: "Elastic Fabric Adapter is outside what the local cloud simulates", Refused: true,
		asked: func(args arguments) bool { return truthy(args.get("enableEfaSupport")) },
	},
	{
		Component: typeCluster, Child: "waiting until the endpoint answers /healthz",
		Reason: "the local cloud's endpoint is a name only; the cluster is ready when it is created",
	},
	{
		Component: typeCluster, Child: "looking for the aws command line tool",
		Reason: "nobody gets a token from the simulated cluster",
	},
	{
		Component: typeCluster, Input: "createOidcProvider", Child: "reading the issuer's certificate over TLS",
		Reason: "there is no issuer to connect to; the thumbprint is a hash of the issuer's address",
	},
	{
		Component: typeCluster, Child: "taking the profile of the kubeconfig from AWS_PROFILE",
		Reason: "the same estate gives the same result on every machine; aws:profile and providerCredentialOpts work",
	},
	{
		Component: typeCluster, Child: "asking for the versions of the aws and kubernetes plugins that pulumi-eks was built with",
		Reason: "those that this repository pins are asked for; the providers that are attached serve every version",
	},
	{
		Component: typeCluster, Child: "the method getKubeconfig",
		Reason: "Construct is simulated and Call is not; the outputs kubeconfig and kubeconfigJson are there",
	},
}

// Omitted lists what pulumi-eks does and the simulation does not.
func Omitted() []Omission { return slices.Clone(omissions) }

// refuseInputs reports the first input that calls for something that is left out.
func refuseInputs(typ, name string, args arguments) error {
	for _, o := range omissions {
		if o.Component != typ || !o.Refused || o.Input == "" || !o.calledFor(args) {
			continue
		}
		return status.Errorf(codes.Unimplemented, "%s", fmt.Sprintf(
			"%s %q: %s is not simulated by the local cloud (pulumi-eks %s would register %s): %s",
			typ, name, o.Input, simulatedVersion, o.Child, o.Reason))
	}
	return nil
}

// calledFor says whether the inputs ask for what is left out.
func (o Omission) calledFor(args arguments) bool {
	if o.asked != nil {
		return o.asked(args)
	}
	return isSet(args.get(resource.PropertyKey(o.Input)))
}
