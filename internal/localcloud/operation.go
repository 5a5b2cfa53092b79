package localcloud

import "fmt"

// Verb says what an operation does.
type Verb string

const (
	Create Verb = "create"
	Update Verb = "update"
	Delete Verb = "delete"
	Read   Verb = "read"
)

// Operation is one call that reached the cloud, in the order in which the calls
// took effect. Previews reach no cloud and are not recorded.
type Operation struct {
	Seq     int      `json:"seq"`
	Account string   `json:"account"`
	Region  string   `json:"region,omitempty"`
	Verb    Verb     `json:"verb"`
	Type    string   `json:"type"`
	Name    string   `json:"name"` // the logical name of the resource
	URN     string   `json:"urn,omitempty"`
	ID      string   `json:"id,omitempty"`
	Inputs  Props    `json:"inputs,omitempty"`
	Outputs Props    `json:"outputs,omitempty"`
	Changed []string `json:"changed,omitempty"` // inputs that an update changed
	Error   string   `json:"error,omitempty"`
}

func (o Operation) clone() Operation {
	o.Inputs, o.Outputs = clone(o.Inputs), clone(o.Outputs)
	return o
}

// doing names the operation in errors, by what the program calls the resource: the type alone would leave the reader to
// guess which of many.
func (o *Operation) doing() string {
	verb := map[Verb]string{Create: "creating", Update: "updating", Delete: "deleting", Read: "reading"}[o.Verb]
	return fmt.Sprintf("%s %s %q", verb, o.Type, o.Name)
}
