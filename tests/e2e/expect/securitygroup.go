package expect

import (
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

// securityGroup lists a group with its rules. What EC2 allows a new group by itself is taken away.
func (w *writer) securityGroup(account, vpc string, group plan.SecurityGroup) {
	w.add(account, object.SecurityGroup, group.Name, object.Fields{
		"group name": group.Name, "vpc": vpc, "description": group.Description, "inbound": permissions(group.Rules, plan.Inbound),
		"outbound": permissions(group.Rules, plan.Outbound), "tags": w.tags(group.Name),
	})
	w.rules(account, group.Name, group.Rules)
}

// rules lists the rules in a group.
func (w *writer) rules(account, group string, rules []plan.SecurityGroupRule) {
	for _, rule := range rules {
		direction := "inbound"
		if rule.Direction == plan.Outbound {
			direction = "outbound"
		}
		w.add(account, object.SecurityGroupRule, rule.Name, object.Fields{
			"group": group, "direction": direction, "protocol": rule.Protocol,
			"ports": object.Ports(rule.Protocol, rule.FromPort, rule.ToPort), "peer": rule.Cidr, "description": rule.Description,
			"tags": w.tags(rule.Name),
		})
	}
}

// permissions are the rules of a direction as the group's own description shows them.
func permissions(rules []plan.SecurityGroupRule, direction plan.Direction, more ...string) string {
	for _, rule := range rules {
		if rule.Direction == direction {
			more = append(more, object.Permission(rule.Protocol, rule.FromPort, rule.ToPort, rule.Cidr))
		}
	}
	return object.Set(more)
}
