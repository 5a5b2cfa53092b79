package inputs

import (
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Tags are the given tags and a Name. A Name among the given tags loses: every resource has its own, as its plan says.
func Tags(given pulumi.StringMapInput, name string) pulumi.StringMapInput {
	switch tags := given.(type) {
	case nil:
		return pulumi.StringMap{"Name": pulumi.String(name)}
	case pulumi.StringMap:
		// By far the most resources take this way, which costs no wait for an output.
		named := make(pulumi.StringMap, len(tags)+1)
		maps.Copy(named, tags)
		named["Name"] = pulumi.String(name)
		return named
	default:
		return given.ToStringMapOutput().ApplyT(func(tags map[string]string) map[string]string {
			named := make(map[string]string, len(tags)+1)
			maps.Copy(named, tags)
			named["Name"] = name
			return named
		}).(pulumi.StringMapOutput)
	}
}
