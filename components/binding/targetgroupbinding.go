package binding

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Token is the type of a binding in Pulumi's Kubernetes provider.
const Token = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"

const (
	apiVersion = "elbv2.k8s.aws/v1beta1"
	kind       = "TargetGroupBinding"
)

// TargetGroupBinding is a binding in a cluster.
type TargetGroupBinding struct {
	pulumi.CustomResourceState
}

// lasting are the fields whose change is a new binding: the controller's webhook refuses to change all but the last, and with another
// value of that the controller may forget which targets were its own.
var lasting = []string{
	"spec.targetGroupARN", "spec.targetType", "spec.ipAddressType", "spec.vpcID", "spec.multiClusterTargetGroup",
}

// New registers a binding. The options name a Kubernetes provider of the cluster, and what runs the controller (Running).
//
// The error lists everything wrong with the arguments, and then nothing is registered. What is known only later, such as the account
// of a target group that is made in the same update, ends the update before the binding is made.
func New(
	ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption,
) (*TargetGroupBinding, error) {
	args = args.withDefaults()
	manifest, err := manifest(name, args, args.checkedArn)
	if err != nil {
		return nil, err
	}
	binding := &TargetGroupBinding{}
	options := append([]pulumi.ResourceOption{
		pulumi.DeleteBeforeReplace(true), pulumi.ReplaceOnChanges(lasting),
	}, opts...)
	if err := ctx.RegisterResource(Token, name, manifest, binding, options...); err != nil {
		return nil, err
	}
	return binding, nil
}

// Manifest is a binding as data, for whoever applies it. The error lists everything wrong with the arguments. What is known only later
// goes into it as it is.
func Manifest(args *Args) (pulumi.Map, error) {
	name := ""
	if args != nil {
		name = args.Name
	}
	args = args.withDefaults()
	return manifest(name, args, func() pulumi.StringInput { return args.TargetGroupArn })
}

// manifest is a binding as data; errors have the name.
func manifest(name string, args *Args, targetGroupArn func() pulumi.StringInput) (pulumi.Map, error) {
	if err := inputs.Check(Token, name, args.problems()...); err != nil {
		return nil, err
	}
	return pulumi.Map{
		"apiVersion": pulumi.String(apiVersion),
		"kind":       pulumi.String(kind),
		"metadata": pulumi.Map{
			"name":      pulumi.String(args.Name),
			"namespace": pulumi.String(args.Namespace),
		},
		"spec": args.spec(targetGroupArn()),
	}, nil
}
