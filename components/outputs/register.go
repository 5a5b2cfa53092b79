package outputs

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// Register tells the engine the outputs of a component, and so that it is complete, as soon as the component is registered
// itself. It returns at once: an error of it fails the program later, as that of a resource does.
//
// Context.RegisterResourceOutputs waits for the component's URN, and a component is registered only when everything is
// there that it depends on. A program that called it would stand still for as long as AWS takes for that, so that one
// cluster would begin only after the other is done.
// The context waits for what is applied to an output, so the program does not end before.
func Register(ctx *pulumi.Context, component pulumi.ComponentResource, values pulumi.Map) {
	component.URN().ApplyT(func(pulumi.URN) (bool, error) {
		err := ctx.RegisterResourceOutputs(component, values)
		if err != nil {
			// Nobody waits for what this returns.
			_ = ctx.Log.Error("outputs: "+err.Error(), &pulumi.LogArgs{Resource: component})
		}
		return err == nil, err
	})
}
