package localcloud

import (
	"crypto/sha256"
	"encoding/hex"

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
	// unique names forbid two at once, so a replacement under a name that the
	// program fixed must delete first.
	unique bool
}

func named(property string, max int) *naming {
	return &naming{property: property, max: max, unique: true}
}

// fill adds the name to inputs that lack it. A name chosen before is kept.
func (n *naming) fill(req *pulumirpc.CheckRequest, olds, in Props) []problem {
	if in[n.property] != nil || in[n.property+"Prefix"] != nil {
		return nil
	}
	auto := req.GetAutonaming()
	name := ""
	switch {
	case old(olds, n.property) != "":
		name = old(olds, n.property)
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
	in[defaultsKey] = []any{n.property}
	return nil
}

// old is the name that the provider itself chose before.
func old(olds Props, property string) string {
	for _, d := range strs(olds, defaultsKey) {
		if d == property {
			return str(olds, property)
		}
	}
	return ""
}

// mustDeleteFirst tells whether a replacement would collide with itself: the
// program fixed the name, and it stays the same.
func (n *naming) mustDeleteFirst(olds, in Props) bool {
	if n == nil || !n.unique || old(in, n.property) != "" {
		return false
	}
	return in[n.property] != nil && equal(olds[n.property], in[n.property])
}
