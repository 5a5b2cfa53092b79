package estatefile

import (
	"fmt"

	"gopkg.in/yaml.v3"
)

// claimKey is where the stack of a cluster's team holds what it claims of a hub (docs/two-teams.md).
const claimKey = "ingresshub:workload"

// isClaim says whether a mapping is a claim by itself: it names its hub, which no estate does, and has no ingress.
func isClaim(root *yaml.Node) bool {
	return member(root, "hub") != nil && member(root, "ingress") == nil
}

// claimed is the error for a claim where an estate is expected. What a claim leaves out is as its hub grants, so it has no plan by itself.
func claimed(claim *yaml.Node, what string) error {
	hub := "the stack that its field hub names"
	if named := member(claim, "hub"); named != nil && named.Kind == yaml.ScalarNode && named.Value != "" {
		hub = "the stack " + named.Value
	}
	return fmt.Errorf("line %d: %s is the claim of a workload's stack, which joins a hub with it, and no estate: the estate that grants it is in "+
		"the config of the hub, %s. Give that stack's Pulumi.<stack>.yaml instead; what this stack makes of its claim, `pulumi preview` "+
		"shows in its own directory", claim.Line, what, hub)
}
