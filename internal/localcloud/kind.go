package localcloud

import (
	"maps"
	"slices"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// kind is a resource type: a row of the table that the cloud is made of.
type kind struct {
	token  string
	schema *schema // filled in from schema_aws.json; nil takes any input
	global bool    // without a Region, such as IAM

	replace     []string                                          // inputs whose change replaces the resource
	replaceIf   func(old, in Props) []string                      // further ones, that depend on values
	deleteFirst bool                                              // replaced by deleting first, as pulumi-aws does
	deleteWhen  func(old, in Props) bool                          // the same, depending on values
	name        *naming                                           // set where pulumi-aws names resources itself
	fill        func(req *pulumirpc.CheckRequest, olds, in Props) // further inputs that the provider makes up
	defaults    Props                                             // what the provider fills in
	sets        []string                                          // lists whose order has no meaning
	documents   []string                                          // JSON policy documents
	computed    []string                                          // further inputs that AWS fills in when absent
	writeOnly   []string                                          // inputs that never come back as outputs
	check       func(in Props) []problem                          // what the provider validates before any call
	refs        []ref                                             // other objects that it refers to
	inUse       string                                            // AWS's code when a holder forbids deletion
	create      func(c *call) (string, Props, error)
	update      func(c *call) (Props, error)   // nil: inputs are taken over
	remove      func(c *call) error            // further reasons to refuse deletion, and cleaning up
	external    func(c *call, id string) Props // an object that exists without having been made here
	changing    []string                       // outputs that an update may change
	nested      []string                       // paths inside objects that AWS fills in when absent
	normal      func(in Props) Props           // outputs that follow from the inputs alone, such as names in lower case
	importIDs   func(o *Object) []string       // further IDs that `pulumi import` takes
	unsimulated []string                       // inputs that would do something the simulation lacks: refused
}

// ref is a reference from an input to another object.
type ref struct {
	path    string               // such as "subnetMappings[].subnetId"
	to      []string             // tokens of what it may refer to
	by      string               // output that is matched; empty: the ID
	missing string               // AWS's code when there is none
	say     string               // AWS's message, with one %s for the value
	holds   bool                 // forbids the deletion of what it refers to
	goes    bool                 // disappears along with what it refers to
	fine    func(id string) bool // values that are not references
}

// inputs names the inputs that a kind knows.
func (k *kind) inputs() map[string]string {
	if k.schema == nil {
		return nil
	}
	return k.schema.Inputs
}

// fillsIn says whether AWS chooses a value for an input that is left out.
func (k *kind) fillsIn(name string) bool {
	return k.schema != nil && slices.Contains(k.schema.Computed, name) || slices.Contains(k.computed, name)
}

// outputs lays what AWS answered over inputs and defaults. Inputs that the
// program leaves out keep their old value only where AWS fills them in.
func (k *kind) outputs(old, in, answered Props) Props {
	kept := Props{}
	for name, v := range old {
		_, input := k.inputs()[name]
		if !input || k.fillsIn(name) {
			kept[name] = v
		}
	}
	out := merge(kept, k.defaults, without(in, append(k.writeOnly, defaultsKey)...), answered)
	if k.schema == nil {
		return out
	}
	for name := range k.schema.Outputs {
		switch {
		case name == "tagsAll":
			out[name] = cloneValue(orEmpty(sub(in, "tags")))
		case strings.HasSuffix(name, "amePrefix") && out[name] == nil:
			out[name] = ""
		}
	}
	return out
}

func orEmpty(m Props) Props {
	if m == nil {
		return Props{}
	}
	return m
}

// table indexes kinds by token.
type table map[string]*kind

func newTable(groups ...[]*kind) (table, error) {
	all, err := loadSchemas()
	if err != nil {
		return nil, err
	}
	t := table{}
	for _, g := range groups {
		for _, k := range g {
			if k.schema == nil {
				k.schema = all.Resources[k.token]
			}
			t[k.token] = k
		}
	}
	return t, nil
}

func (t table) tokens() []string { return slices.Sorted(maps.Keys(t)) }
