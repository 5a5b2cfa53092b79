package expect

import (
	"maps"
	"strconv"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// writer lists what must exist.
type writer struct {
	plan    *plan.Plan
	options Options
	objects []object.Object
}

// Options say what a plan does not.
type Options struct {
	// The account in which everything lies that the plan puts into no account of its own.
	Account string

	// What is there already, beside what the plan itself names by ID: the plan's names by ID, as Names has them. A route table
	// of a transit gateway is called `<gateway>.<route table>`.
	Existing map[string]string
}

// Objects are the objects that must exist for a plan, in order.
func Objects(planned *plan.Plan, options Options) []object.Object {
	w := &writer{plan: planned, options: options}
	for _, vpc := range planned.Vpcs {
		w.vpc(vpc)
	}
	for _, fleet := range planned.Fleets {
		w.fleet(fleet)
	}
	for _, firewall := range planned.Firewalls {
		w.firewall(firewall)
	}
	w.transit(planned.TransitGateway)
	for _, balancer := range planned.LoadBalancers {
		w.ingressLoadBalancer(balancer)
	}
	for _, balancer := range planned.InnerLoadBalancers {
		w.innerLoadBalancer(balancer)
	}
	for _, balancer := range planned.InnerAlbs {
		w.innerAlb(balancer)
	}
	for _, cluster := range planned.Clusters {
		w.cluster(cluster)
	}
	object.Sort(w.objects)
	return w.objects
}

// Names are the plan's names of what is there already, by ID.
func Names(planned *plan.Plan, options Options) map[string]string {
	names := map[string]string{}
	maps.Copy(names, options.Existing)
	if gateway := planned.TransitGateway; gateway.ExistingID != "" && gateway.Name != "" {
		names[gateway.ExistingID] = gateway.Name
	}
	for _, vpc := range planned.Vpcs {
		if vpc.ExistingID == "" {
			continue
		}
		names[vpc.ExistingID] = vpc.Name
		for _, subnet := range vpc.Subnets {
			names[subnet.ExistingID] = subnet.Name
		}
		for _, table := range vpc.RouteTables {
			names[table.ExistingID] = table.Name
		}
	}
	for _, cluster := range planned.Clusters {
		if cluster.Existing {
			names[cluster.ExistingPodSecurityGroupID] = clusterGroup(cluster)
		}
	}
	delete(names, "")
	return names
}

// add adds an object in the Region of the plan, in an account by the plan's name for it.
func (w *writer) add(account string, kind object.Type, name string, fields object.Fields) {
	w.addAt(account, w.plan.Region, kind, name, fields)
}

// addGlobal adds an object of a service that has no Regions.
func (w *writer) addGlobal(account string, kind object.Type, name string, fields object.Fields) {
	w.addAt(account, snapshot.Global, kind, name, fields)
}

func (w *writer) addAt(account, region string, kind object.Type, name string, fields object.Fields) {
	place := snapshot.Place{Account: w.options.Account, Region: region}
	for _, planned := range w.plan.Accounts {
		if planned.Name == account {
			place.Account = planned.ID
		}
	}
	w.objects = append(w.objects, object.Object{Place: place, Type: kind, Name: name, Fields: fields})
}

// tags are the estate's tags and a Name, which everything carries that can.
func (w *writer) tags(name string) string {
	tags := map[string]string{}
	maps.Copy(tags, w.plan.Tags)
	tags["Name"] = name
	return object.Tags(tags)
}

// enabled is EC2's word for a switch.
func enabled(on bool) string {
	if on {
		return "enable"
	}
	return "disable"
}

func number(n int) string { return strconv.Itoa(n) }
