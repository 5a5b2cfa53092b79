package pulumi

import (
	"cmp"
	"fmt"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// groupBound is the target group that a binding names, by ARN or by AWS's name of it; else those that it may mean.
func (b *builder) groupBound(r *Resource, spec any, around *Resource) (group string, may []string) {
	arn, name := asText(inside(spec, "targetGroupARN")), asText(inside(spec, "targetGroupName"))
	if arn == "" && known(name) {
		return b.groupNamed(name, b.registersIn(spec, around))
	}
	if group, ok := b.reference(r, "spec", cmp.Or(arn, Unknown), typeTargetGroup); ok {
		return group, nil
	}
	for _, g := range b.every(typeTargetGroup) {
		if b.mayMean(r, "spec", g.identity(), typeTargetGroup) {
			may = append(may, g.identity())
		}
	}
	return "", may
}

// groupNamed is the target group of a name at a place. AWS has one of a name in an account and Region, so that another one of one
// provider is called otherwise.
func (b *builder) groupNamed(name string, at place) (group string, may []string) {
	var namesakes, untold []*Resource
	for _, g := range b.every(typeTargetGroup) {
		switch text := g.text("name"); {
		case b.placeOf(g).apart(at):
		case text == name && b.placeOf(g).same(at):
			return g.identity(), nil
		case text == name:
			namesakes = append(namesakes, g)
		case !known(text):
			untold = append(untold, g)
		}
	}
	for _, g := range untold {
		if len(namesakes) != 1 || namesakes[0].Provider != g.Provider {
			may = append(may, g.identity())
		}
	}
	if len(namesakes) == 1 && len(may) == 0 {
		return namesakes[0].identity(), nil
	}
	for _, g := range namesakes {
		may = append(may, g.identity())
	}
	return "", may
}

// registersIn is where the controller of a binding looks for target groups: in its cluster's Region, and in the account of the role that
// the binding has it assume, else in the cluster's.
func (b *builder) registersIn(spec any, around *Resource) place {
	var at place
	if around != nil {
		at = b.placeOf(around)
	}
	if role := asText(inside(spec, "iamRoleArnToAssume")); role != "" {
		at.account = accountIn(role)
	}
	return at
}

// refused is why the controller registers nothing that is known: what its webhook refuses or may refuse, and nodes as targets.
func (b *builder) refused(r *Resource, spec any, group *network.TargetGroup) string {
	kind, vpc := string(group.Kind), asText(inside(spec, "vpcID"))
	wanted := cmp.Or(asText(inside(spec, "targetType")), kind)
	if vpc == Unknown {
		vpc, _ = b.reference(r, "spec", Unknown, typeVPC, typeDefaultVPC)
		vpc = cmp.Or(vpc, Unknown)
	}
	switch {
	case wanted == Unknown:
		return fmt.Sprintf("which type of targets %s registers is not known before the update", called(r))
	case kind == Unknown:
		return fmt.Sprintf("which type of targets the target group of %s takes is not known before the update", called(r))
	case wanted != kind:
		return fmt.Sprintf("%s is for %s targets, and the target group is for %s: the controller refuses it", called(r), wanted, kind)
	case vpc == Unknown:
		return fmt.Sprintf("which VPC %s says is not known before the update", called(r))
	case vpc != "" && group.VPC == "":
		return fmt.Sprintf("%s says %s, and the VPC of the target group is not known before the update", called(r), vpc)
	case vpc != "" && vpc != group.VPC:
		return fmt.Sprintf("%s says %s, and the target group is in %s: the controller refuses it", called(r), vpc, group.VPC)
	case wanted != string(network.IPTargets):
		return fmt.Sprintf("%s registers nodes, and their port is not known", called(r))
	}
	return ""
}
