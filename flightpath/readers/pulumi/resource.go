package pulumi

import (
	"fmt"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// Unknown stands in previews for a value that is not known before the update (Pulumi's plugin.UnknownStringValue).
const Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

// Resource is a resource as Pulumi writes it, as far as networks are concerned.
type Resource struct {
	URN  string `json:"urn"`
	Type string `json:"type"`

	// ID is AWS's; empty or Unknown before the resource exists.
	ID string `json:"id"`

	Custom   bool   `json:"custom"`
	Delete   bool   `json:"delete"`
	External bool   `json:"external"` // read by the program, and not made by it
	Parent   string `json:"parent"`
	Provider string `json:"provider"`

	Inputs               map[string]any      `json:"inputs"`
	Outputs              map[string]any      `json:"outputs"`
	PropertyDependencies map[string][]string `json:"propertyDependencies"`

	// planned is set in a preview, of what an update will leave; changes where it changes the resource itself.
	planned, changes bool
}

// Name is the logical name, the last part of the URN.
func (r *Resource) Name() string { return r.URN[strings.LastIndex(r.URN, "::")+len("::"):] }

// called is what people are told that it is.
func called(r *Resource) string { return fmt.Sprintf("%s %q", r.Type, r.Name()) }

// identity is what others refer to it by: AWS's ID, or the URN before there is one.
func (r *Resource) identity() string {
	if known(r.ID) {
		return r.ID
	}
	return r.URN
}

func known(text string) bool { return text != "" && text != Unknown }

// object is what every object of a network has.
func (b *builder) object(r *Resource) network.Object {
	tags := map[string]string{}
	for _, key := range []string{"tags", "tagsAll"} {
		for name, value := range asObject(r.value(key)) {
			if text := asText(value); known(text) {
				tags[name] = text
			}
		}
	}
	name := tags["Name"]
	if name == "" {
		name = r.Name()
	}
	place := b.place(r)
	return network.Object{ID: r.identity(), Name: name, Account: place.account, Region: place.region, Tags: tags}
}

// value is what the program declares, else what AWS answered: not where an update changes that to what is not known yet.
func (r *Resource) value(key string) any {
	if value, ok := r.Inputs[key]; ok && value != nil && (r.changes || value != Unknown) {
		return value
	}
	if value, ok := r.Outputs[key]; ok && value != nil {
		return value
	}
	return r.Inputs[key]
}

// own is what the program declares of a list to which other resources add; of what it only reads, what AWS answered.
func (r *Resource) own(key string) any {
	if r.External {
		return r.Outputs[key]
	}
	return r.Inputs[key]
}

func (r *Resource) text(key string) string { return asText(r.value(key)) }

// flag reads what AWS prints as true, enable or enabled.
func (r *Resource) flag(key string) bool { return asFlag(r.value(key)) }

func (r *Resource) number(key string) (int, bool) { return asNumber(r.value(key)) }

func (r *Resource) list(key string) []any { return asList(r.value(key)) }

func (r *Resource) texts(key string) []string {
	var texts []string
	for _, value := range r.list(key) {
		texts = append(texts, asText(value))
	}
	return texts
}
