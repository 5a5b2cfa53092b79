package outputs

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// After is an output of the same value that depends on further resources: whoever is given it waits for them, when it is
// created, and is gone before them, when they are deleted.
//
// pulumi.OutputWithDependencies does the same, but up to SDK 3.250 reads the given output's dependencies while others may write
// them, so programs that use it fail under `go test -race`.
func After(value pulumi.StringOutput, resources ...pulumi.Resource) pulumi.StringOutput {
	all := []any{value}
	for _, resource := range resources {
		// An output of a resource depends on it, and URNs are known in previews too.
		all = append(all, resource.URN())
	}
	return pulumi.All(all...).ApplyT(func(all []any) string { return all[0].(string) }).(pulumi.StringOutput)
}
