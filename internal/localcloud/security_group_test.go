package localcloud_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func TestSecurityGroupRules(t *testing.T) {
	const old = "aws:ec2/securityGroupRule:SecurityGroupRule"
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	rule := func(more props) props {
		in := props{"securityGroupId": n.group.ID, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443}
		for k, v := range more {
			in[k] = v
		}
		return in
	}
	r := w.aws.create(tIngressRule, "web", rule(props{"cidrIpv4": "10.0.0.0/8"}))
	w.aws.refuses("InvalidPermission.Duplicate", tIngressRule, "web2", rule(props{"cidrIpv4": "10.0.0.0/8"}))
	w.aws.refuses("InvalidPermission.Duplicate", old, "web3", props{
		"type": "ingress", "securityGroupId": n.group.ID, "protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": []any{"10.0.0.0/8"},
	})
	w.aws.create("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "web", rule(props{"cidrIpv4": "10.0.0.0/8"}))
	w.aws.refuses("exactly one of", tIngressRule, "none", rule(nil))
	w.aws.refuses("exactly one of", tIngressRule, "two", rule(props{"cidrIpv4": "10.0.0.0/8", "prefixListId": "pl-0"}))
	w.aws.refuses("host bits", tIngressRule, "host", rule(props{"cidrIpv4": "10.0.0.1/8"}))
	w.aws.refuses("port range", tIngressRule, "range", rule(props{"cidrIpv4": "10.0.0.0/8", "toPort": 80}))
	w.aws.refuses("Unknown protocol", tIngressRule, "protocol", rule(props{"cidrIpv4": "10.0.0.0/8", "ipProtocol": "http"}))
	w.aws.refuses("InvalidGroup.NotFound", tIngressRule, "group", rule(props{"referencedSecurityGroupId": "sg-0"}))

	assert.Empty(t, w.aws.diff(r, rule(props{"cidrIpv4": "10.1.0.0/16"})).GetReplaces(), "another range changes in place")
	assert.NotEmpty(t, w.aws.diff(r, rule(props{"referencedSecurityGroupId": n.group.ID})).GetReplaces(), "another kind of source is another rule")
	r = w.aws.update(r, rule(props{"cidrIpv4": "10.1.0.0/16"}))

	friend := w.aws.create(tSecurityGroup, "friend", props{"vpcId": n.vpc.ID})
	back := w.aws.create(tIngressRule, "back", props{"securityGroupId": friend.ID, "ipProtocol": "-1", "referencedSecurityGroupId": n.group.ID})
	w.aws.create(tIngressRule, "self", props{"securityGroupId": n.group.ID, "ipProtocol": "-1", "referencedSecurityGroupId": n.group.ID})
	require.ErrorContains(t, w.aws.delete(n.group), "DependencyViolation")
	require.NoError(t, w.aws.delete(back))
	require.NoError(t, w.aws.delete(n.group), "a group may refer to itself, and its rules go with it")
	assert.Empty(t, w.aws.read(tIngressRule, "web", r.ID).GetId())
}

func TestRulesPerSecurityGroup(t *testing.T) {
	w := newWorld(t, localcloud.Options{Quotas: localcloud.Quotas{RulesPerSecurityGroup: 5}})
	n := w.aws.network("hub", 0, 1)
	list := w.aws.create(tPrefixList, "spokes", props{"addressFamily": "IPv4", "maxEntries": 3})
	rule := func(port int, more props) props {
		in := props{"securityGroupId": n.group.ID, "ipProtocol": "tcp", "fromPort": port, "toPort": port}
		for k, v := range more {
			in[k] = v
		}
		return in
	}
	w.aws.create(tIngressRule, "list", rule(1, props{"prefixListId": list.ID}))
	for p := range 2 {
		w.aws.create(tIngressRule, fmt.Sprint("p", p), rule(p+2, props{"cidrIpv4": "10.0.0.0/8"}))
	}
	w.aws.refuses("RulesPerSecurityGroupLimitExceeded", tIngressRule, "more", rule(9, props{"cidrIpv4": "10.0.0.0/8"}))
	w.aws.create("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", rule(9, props{"cidrIpv4": "10.0.0.0/8"}))
}

func TestSecurityGroupNames(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n, other := w.aws.network("hub", 0, 1), w.aws.network("other", 1, 1)
	in := props{"vpcId": n.vpc.ID, "name": "web", "description": "front"}
	g := w.aws.create(tSecurityGroup, "web", in)
	w.aws.refuses("InvalidGroup.Duplicate", tSecurityGroup, "web2", in)
	w.aws.create(tSecurityGroup, "web3", props{"vpcId": other.vpc.ID, "name": "web"})
	w.aws.refuses("cannot begin with sg-", tSecurityGroup, "sg", props{"vpcId": n.vpc.ID, "name": "sg-web"})
	w.aws.refuses("VPCIdNotSpecified", tSecurityGroup, "nowhere", props{})
	d := w.aws.diff(g, props{"vpcId": n.vpc.ID, "name": "web", "description": "other"})
	assert.Equal(t, []string{"description"}, d.GetReplaces())
	assert.True(t, d.GetDeleteBeforeReplace())
}

func TestInlineRules(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	one := props{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": []any{"10.0.0.0/8", "172.16.0.0/12"}}
	turned := props{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": []any{"172.16.0.0/12", "10.0.0.0/8"}}
	g := w.aws.create(tSecurityGroup, "web", props{"vpcId": n.vpc.ID, "ingress": []any{one}})
	assert.Empty(t, w.aws.diff(g, props{"vpcId": n.vpc.ID, "ingress": []any{turned}}).GetDetailedDiff())
	w.aws.refuses("InvalidPermission.Duplicate", tSecurityGroup, "twice", props{"vpcId": n.vpc.ID, "ingress": []any{one, turned}})
	w.aws.refuses("InvalidPermission.Duplicate", tIngressRule, "single", props{
		"securityGroupId": g.ID, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "10.0.0.0/8",
	})
}
