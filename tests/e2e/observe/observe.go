package observe

import (
	"fmt"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// Options say what is known beside the snapshot.
type Options struct {
	// What was there before anything was deployed. Those objects are called by their IDs, whatever their Name tags.
	Before snapshot.Snapshot

	// What the plan calls objects that were there before, by ID.
	Names map[string]string

	// ARNs of the IAM users and roles that make clusters: EKS lets them in.
	Creators []string
}

// reader reads the objects of one place.
type reader struct {
	place     snapshot.Place
	documents snapshot.Documents
	names     *names
	options   Options
	objects   []object.Object
}

// Objects are the objects in a snapshot, in order.
func Objects(of snapshot.Snapshot, options Options) ([]object.Object, error) {
	names, err := newNames(of, options)
	if err != nil {
		return nil, err
	}
	var all []object.Object
	for _, place := range of.Places() {
		r := &reader{place: place, documents: of[place], names: names, options: options}
		for _, step := range []func() error{
			r.vpcs, r.subnets, r.routeTables, r.internetGateways, r.securityGroups, r.endpoints,
			r.natGateways, r.addresses, r.endpointServices, r.firewalls, r.firewallPolicies, r.firewallRuleGroups, r.firewallLogs,
			r.scalingGroups, r.launchTemplates,
			r.transitGateways, r.transitAttachments, r.transitTables,
			r.loadBalancers, r.listeners, r.listenerRules, r.targetGroups,
			r.certificates, r.records, r.roles,
			r.clusters, r.nodeGroups, r.addons, r.accessEntries, r.logGroups,
			r.unplanned,
		} {
			if err := step(); err != nil {
				return nil, fmt.Errorf("%s: %w", place, err)
			}
		}
		all = append(all, r.objects...)
	}
	object.Sort(all)
	return all, nil
}

// add adds an object.
func (r *reader) add(kind object.Type, name, id string, fields object.Fields) {
	r.objects = append(r.objects, object.Object{Place: r.place, Type: kind, Name: name, ID: id, Fields: fields})
}

// addImplicit adds an object that AWS may have made by itself.
func (r *reader) addImplicit(implicit bool, kind object.Type, name, id string, fields object.Fields) {
	r.add(kind, name, id, fields)
	r.objects[len(r.objects)-1].Implicit = implicit
}

// each decodes the list under a key and reads one document after the other.
func each[T any](r *reader, key string, read func(T)) error {
	list, err := snapshot.Decode[T](r.documents, key)
	if err != nil {
		return err
	}
	for _, document := range list {
		read(document)
	}
	return nil
}

// tags are AWS's usual list of tags.
type tags []struct{ Key, Value string }

func (t tags) byKey() map[string]string {
	byKey := make(map[string]string, len(t))
	for _, tag := range t {
		byKey[tag.Key] = tag.Value
	}
	return byKey
}

// field is the tags as a field.
func (t tags) field() string { return object.Tags(t.byKey()) }

// name is the Name tag.
func (t tags) name() string { return t.byKey()["Name"] }

// gone are the states of what AWS remembers after it was deleted, or is about to forget.
func gone(state string) bool {
	return state == "deleted" || state == "terminated" || state == "disassociated"
}
