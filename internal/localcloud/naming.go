package localcloud

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// defaultsKey lists, among a resource's inputs, those that the provider chose;
// Pulumi's bridged providers use the same key, and the engine hides it.
const defaultsKey = "__defaults"

// naming says how a name is made when the program gives none: the logical name,
// a hyphen and seven hexadecimal digits, as pulumi-aws does.
type naming struct {
	property string
	max      int
	beside   bool // a fixed name does not make the provider delete first
}

func named(property string, max int) *naming {
	return &naming{property: property, max: max}
}

// fill adds the name to inputs that lack it. A name chosen before is kept.
func (n *naming) fill(req *pulumirpc.CheckRequest, olds, in Props) []problem {
	if in[n.property] != nil || in[n.property+"Prefix"] != nil {
		return nil
	}
	auto := req.GetAutonaming()
	name := ""
	switch {
	case str(olds, n.property) != "":
		// Also a name that the program gave and gives no longer.
		name = str(olds, n.property)
	case auto != nil && auto.GetMode() == pulumirpc.CheckRequest_AutonamingOptions_DISABLE:
		return nil
	case auto != nil && auto.GetMode() == pulumirpc.CheckRequest_AutonamingOptions_ENFORCE,
		auto != nil && auto.GetMode() == pulumirpc.CheckRequest_AutonamingOptions_PROPOSE && auto.GetProposedName() != "":
		name = auto.GetProposedName()
	default:
		base := req.GetName()
		if base == "" {
			base = logicalName(req.GetUrn())
		}
		if room := n.max - 8; len(base) > room {
			return []problem{{n.property, refuse("ValidationError",
				"failed to make a name for %q: %q leaves no room for a unique suffix in %d characters", req.GetUrn(), base, n.max)}}
		}
		seed := sha256.Sum256(append([]byte(base), req.GetRandomSeed()...))
		name = base + "-" + hex.EncodeToString(seed[:])[:7]
	}
	in[n.property] = name
	chosen(in, n.property)
	return nil
}

// chosen notes that the provider chose an input.
func chosen(in Props, property string) {
	in[defaultsKey] = append(list(in, defaultsKey), property)
}

// mustDeleteFirst tells whether a replacement might collide with itself: the
// program fixed the name. Pulumi's bridge does not look whether it changes.
func (n *naming) mustDeleteFirst(in Props) bool {
	return n != nil && !n.beside && in[n.property] != nil && !slices.Contains(strs(in, defaultsKey), n.property)
}
