package estate

import (
	"reflect"
	"strings"
	"sync"

	"github.com/ingresshub/ingresshub/components/outputs"

	"github.com/pulumi/pulumi-eks/sdk/v3/go/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// ProtectionToken is the type token of Protection.
const ProtectionToken = "ingresshub:index:Protection"

// Protection stands in front of everything that a hub or a workload is made of.
//
// It holds nothing in AWS. It depends on everything else, so Pulumi would delete it first; and where the estate is
// protected, so is it. Pulumi refuses to delete what is protected, and then leaves alone whatever that depends on. So
// nothing is lost, also where no preview is asked for (`--skip-preview`, the Automation API), which protecting only the
// load balancers would not achieve: what depends on those, such as their listeners, goes before them.
//
// Pulumi shows the name of what it refuses to delete, so the name says what to do.
type Protection struct {
	pulumi.ResourceState
}

// newProtection prints the guard of everything on a roster; protection says whether it holds.
func newProtection(
	ctx *pulumi.Context, of string, protection bool, everything *roster, opts ...pulumi.ResourceOption,
) error {
	component := &Protection{}
	opts = append(opts,
		pulumi.DependsOn(everything.all()), pulumi.DependsOnInputs(everything.remote()), pulumi.Protect(protection))
	if err := ctx.RegisterComponentResource(ProtectionToken, protectionName(of), component, opts...); err != nil {
		return err
	}
	outputs.Register(ctx, component, pulumi.Map{})
	return nil
}

// protectionName is what Pulumi shows when it refuses.
func protectionName(of string) string {
	return of + " (to delete it, first set protection to false in ingresshub:estate and run pulumi up)"
}

// roster lists what is registered below a component.
//
// Depending on the component instead would miss children: Pulumi's Go SDK knows a child only once its registration is
// under way, in the background. A transformation is told of each at once; this one transforms nothing.
type roster struct {
	mutex   sync.Mutex
	members []pulumi.Resource
}

// option has a component list its children.
func (r *roster) option() pulumi.ResourceOption {
	return pulumi.Transformations([]pulumi.ResourceTransformation{
		func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
			// Our own components are nothing but their children, who are listed themselves.
			if !strings.HasPrefix(args.Type, "ingresshub:") {
				r.mutex.Lock()
				defer r.mutex.Unlock()
				r.members = append(r.members, args.Resource)
			}
			return nil
		},
	})
}

// remote is what the components of pulumi-eks registered in another process. To depend on those components does not do:
// what Pulumi refuses to delete spares its dependencies, but not the children of components among them.
func (r *roster) remote() pulumi.ResourceArrayOutput {
	made := []any{}
	for _, member := range r.all() {
		switch component := member.(type) {
		case *eks.Cluster:
			made = append(made, component.EksCluster)
		case *eks.ManagedNodeGroup:
			made = append(made, component.NodeGroup)
		}
	}
	return pulumi.All(made...).ApplyT(func(made []any) []pulumi.Resource {
		resources := []pulumi.Resource{}
		for _, child := range made {
			if resource, ok := child.(pulumi.Resource); ok && !reflect.ValueOf(resource).IsNil() {
				resources = append(resources, resource)
			}
		}
		return resources
	}).(pulumi.ResourceArrayOutput)
}

// all is what was listed so far.
func (r *roster) all() []pulumi.Resource {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return append([]pulumi.Resource{}, r.members...)
}
