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

	// What forces replacement: inputs, further ones by their values, and
	// whether the old object goes first, as pulumi-aws has it.
	replace     []string
	replaceIf   func(old, in Props) []string
	deleteFirst bool
	deleteWhen  func(old, in Props) bool

	// What the provider adds to inputs and outputs, and what it compares how.
	name      *naming                                           // set where pulumi-aws names resources itself
	fill      func(req *pulumirpc.CheckRequest, olds, in Props) // further inputs that the provider makes up
	defaults  Props                                             // inputs that the provider fills in when they are left out
	within    Props                                             // the same inside objects that are given, such as "healthCheck.interval"
	assumed   Props                                             // what AWS makes of inputs that are left out
	normal    func(in Props) Props                              // outputs that follow from the inputs alone
	ignored   func(olds, news Props) []string                   // changes that the provider passes over, by their values
	asRead    []string                                          // inputs that are compared with what the provider reads, not with what was declared
	unshown   []string                                          // changes that the provider does not show before they are known
	sets      []string                                          // lists whose order has no meaning
	documents []string                                          // JSON policy documents
	writeOnly []string                                          // inputs that never come back as outputs

	// What AWS adds: inputs and paths inside them that it fills in when absent,
	// and outputs that an update may change.
	computed   []string
	nested     []string
	changing   []string
	changingIf func(old, in Props) []string // those of them that a certain update may change; nil: all

	// What is refused: before any call, by inputs that the simulation lacks, by
	// references to what does not exist, and on deletion by what refers to the
	// object, under AWS's code (DependencyViolation if empty).
	check       func(in Props) []problem
	unsimulated []string
	refs        []ref
	inUse       string

	// What happens. Without update, inputs are taken over; remove may refuse, and
	// cleans up.
	create func(c *call) (string, Props, error)
	update func(c *call) (Props, error)
	remove func(c *call) error

	// What else exists: objects that nobody made here, what follows from what is
	// said of an object that is given, and IDs under which `pulumi import` knows
	// an object.
	external  func(c *call, id string) Props
	given     func(account, region string, said Props) Props
	importIDs func(o *Object) []string
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
	out := merge(kept, k.assumed, k.defaults, without(in, append(k.writeOnly, defaultsKey)...), answered)
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
