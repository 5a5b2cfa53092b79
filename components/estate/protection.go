package estate

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// ProtectionToken is the type token of Protection.
const ProtectionToken = "ingresshub:index:Protection"

// Protection stands in front of everything that a hub or a workload is made of.
//
// It holds nothing in AWS. It depends on everything else, so Pulumi would delete it first; and where the estate is
// protected, so is it. Pulumi refuses to delete what is protected, and then leaves alone whatever that depends on. So
// nothing is lost, also where no preview is asked for (`--skip-preview`, the Automation API), which protecting only the
// load balancers would not achieve: what depends on those, such as their listeners, goes before them.
//
// Pulumi prints the name of what it refuses to delete, so the name says what to do.
type Protection struct {
	pulumi.ResourceState
}

// NewProtection prints the guard of everything in a list; protection says whether it holds.
func NewProtection(
	ctx *pulumi.Context, of string, protection bool, everything []pulumi.Resource, opts ...pulumi.ResourceOption,
) (*Protection, error) {
	component := &Protection{}
	opts = append(opts, pulumi.DependsOn(everything), pulumi.Protect(protection))
	if err := ctx.RegisterComponentResource(ProtectionToken, protectionName(of), component, opts...); err != nil {
		return nil, err
	}
	return component, ctx.RegisterResourceOutputs(component, pulumi.Map{})
}

// protectionName is what Pulumi shows when it refuses.
func protectionName(of string) string {
	return of + " (to delete it, first set protection to false in ingresshub:estate and run pulumi up)"
}
