package snapshot

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// targetGroup is a target group with the load balancers that it is attached to.
type targetGroup struct {
	network.TargetGroup
	balancers []string
}

func (r *reader) targetGroup(o object) {
	group := targetGroup{
		TargetGroup: network.TargetGroup{
			Object:         o.arnObject("TargetGroupArn", "TargetGroupName"),
			VPC:            o.id("VpcId"),
			Protocol:       strings.ToUpper(o.text("Protocol")),
			HealthProtocol: strings.ToUpper(o.text("HealthCheckProtocol")),
			HealthPort:     o.healthPort(),
		},
		balancers: o.ids("LoadBalancerArns"),
	}
	switch kind := network.TargetGroupKind(o.state("TargetType")); kind {
	case network.IPTargets, network.InstanceTargets, network.ALBTargets, network.LambdaTargets:
		group.Kind = kind
	case "": // before there were others
		group.Kind = network.InstanceTargets
	default:
		o.wrong("TargetType", "%q is not a type of target", clip(string(kind)))
	}
	port, there := o.number("Port", 1, 65535)
	group.Port = port
	if !there && group.Kind != network.LambdaTargets {
		o.wrong("Port", "missing")
	}
	r.targetGroups.add(group.ID, o, group.Account, group)
}

// healthPort is a port; 0 for that of the target.
func (o object) healthPort() int {
	said := o.text("HealthCheckPort")
	if said == "" || said == "traffic-port" {
		return 0
	}
	port, err := strconv.Atoi(said)
	if err != nil || port < 1 || port > 65535 {
		o.wrong("HealthCheckPort", "%q is not a port", clip(said))
	}
	return port
}

// target is what describe-target-health tells of a target.
type target struct {
	id, zone string // the zone by its name, or `all`
	port     int
	at       *place
}

func (r *reader) targetHealth(o object) {
	var found []target
	for _, item := range o.list("TargetHealthDescriptions") {
		registered, there := item.child("Target")
		if !there {
			item.wrong("Target", "missing")
			continue
		}
		if item.stateIn("TargetHealth", "State") == "draining" {
			continue // deregistered: it gets nothing new
		}
		one := target{id: registered.need("Id"), zone: registered.id("AvailabilityZone"), at: o.place()}
		one.port, _ = registered.number("Port", 1, 65535)
		found = append(found, one)
	}
	r.targets.add(o.need("TargetGroupArn"), o, found)
}

// settledTargetGroups joins target groups with their targets and attributes.
func (r *reader) settledTargetGroups() []network.TargetGroup {
	var settled []network.TargetGroup
	for _, found := range r.targetGroups.all(r.found) {
		group := found.TargetGroup
		r.tag(&group.Object)
		attributes := r.attributes[group.ID]
		group.CrossZone = attributes["load_balancing.cross_zone.enabled"]
		group.PreservesClientIP = preservesByDefault(group)
		if said, told := attributes["preserve_client_ip.enabled"]; told {
			group.PreservesClientIP = said == "true"
		}
		var targets []target
		targets, group.TargetsKnown = r.targets.of(group.ID)
		for _, one := range targets {
			group.Targets = append(group.Targets, r.registered(group, one))
		}
		settled = append(settled, group)
	}
	return settled
}

func (r *reader) registered(group network.TargetGroup, one target) network.RegisteredTarget {
	registered := network.RegisteredTarget{ID: one.id, Port: one.port, Zone: r.zones.id(one.at, one.zone)}
	if registered.Port == 0 {
		registered.Port = group.Port
	}
	if group.Kind == network.IPTargets {
		address, err := netip.ParseAddr(one.id)
		if err != nil || address.Is4In6() || address.Zone() != "" {
			r.found.add(r.targets.at[group.ID], "%q is not the IP address of a target", clip(one.id))
		}
		registered.Address = address
	}
	return registered
}

// preservesByDefault says whether targets see clients' addresses where the attribute is not told: of network load balancers,
// all but TCP and TLS to IP addresses.
func preservesByDefault(group network.TargetGroup) bool {
	switch group.Protocol {
	case "TCP", "TLS":
		return group.Kind != network.IPTargets
	case "UDP", "TCP_UDP", "QUIC", "TCP_QUIC", "GENEVE":
		return true
	default:
		return false
	}
}

// groupsByBalancer are the target groups that are attached to each load balancer.
func (r *reader) groupsByBalancer() map[string][]string {
	attached := map[string][]string{}
	for _, arn := range r.targetGroups.order {
		for _, balancer := range r.targetGroups.seen[arn][0].value.balancers {
			attached[balancer] = append(attached[balancer], arn)
		}
	}
	return attached
}
