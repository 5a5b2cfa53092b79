package flightpath

import (
	"regexp"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// clusterNamed is an EKS cluster by its name: every interface behind a security group that EKS made for it, and every instance
// that it tagged so; nil where there is none.
func (a *Analyzer) clusterNamed(name string) *endpoint {
	groups := map[string]bool{}
	for i := range a.network.SecurityGroups {
		g := &a.network.SecurityGroups[i]
		if ofCluster(&g.Object, name) {
			groups[g.ID] = true
		}
	}
	owners := map[string]bool{}
	for i := range a.network.Instances {
		if o := &a.network.Instances[i].Object; ofCluster(o, name) {
			owners[o.ID] = true
		}
	}
	e := &endpoint{label: name}
	for _, n := range append(a.everyone[:len(a.everyone):len(a.everyone)], a.declaredTargets()...) {
		behind := owners[n.owner] && n.owner != ""
		for _, g := range n.groups {
			behind = behind || groups[g]
		}
		if behind {
			e.groups = append(e.groups, []side{ofNIC(n)})
		}
	}
	for _, n := range a.eksNodesOf(name) {
		e.groups = append(e.groups, []side{ofNIC(n)})
	}
	if len(e.groups) > 0 || len(groups)+len(owners) == 0 {
		return orNil(e)
	}
	return &endpoint{label: name, groups: [][]side{{{label: name}}}} // there is such a cluster, and nothing in it yet
}

func orNil(e *endpoint) *endpoint {
	if len(e.groups) == 0 {
		return nil
	}
	return e
}

// clusterTags are the keys of tags that hold a cluster's name.
var clusterTags = []string{"aws:eks:cluster-name", "eks:cluster-name", "alpha.eksctl.io/cluster-name"}

// ofCluster says whether EKS, its node groups or eksctl tagged an object as a cluster's.
func ofCluster(o *network.Object, name string) bool {
	for _, key := range clusterTags {
		if o.Tags[key] == name {
			return true
		}
	}
	_, owned := o.Tags["kubernetes.io/cluster/"+name]
	return owned
}

// generated is what ingresshub appends to the names of target groups.
var generated = regexp.MustCompile(`-[0-9a-f]{8}$`)

// serviceNamed is a service by its name: what answers behind the target groups of that name; nil where there are none. Nodes of
// load balancers count only where nothing is behind them.
func (a *Analyzer) serviceNamed(name string) *endpoint {
	var last, between [][]side
	known := false
	for i := range a.network.TargetGroups {
		g := &a.network.TargetGroups[i]
		if !forService(g, name) || a.index.TargetGroups[g.ID] != g {
			continue
		}
		known = true
		for j := range g.Targets {
			for _, n := range a.targetNICs(g, &g.Targets[j], false) {
				if s := sideOf(n, g, &g.Targets[j]); n.balancer != nil {
					between = append(between, []side{s})
				} else {
					last = append(last, []side{s})
				}
			}
		}
	}
	if len(last) == 0 {
		last = between
	}
	if len(last) == 0 && known {
		last = [][]side{{{label: name}}} // there is such a service, and nothing behind it yet
	}
	return orNil(&endpoint{label: name, groups: last})
}

// forService says whether a target group is of a service: by its own name, or as the AWS Load Balancer Controller tags it
// (namespace/name).
func forService(g *network.TargetGroup, name string) bool {
	stack := g.Tags["service.k8s.aws/stack"]
	return isARN(g.ID, name) || g.Name == name || generated.ReplaceAllString(g.Name, "") == name ||
		stack == name || stack != "" && stack[strings.LastIndexByte(stack, '/')+1:] == name
}
