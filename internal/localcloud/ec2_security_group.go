package localcloud

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Security groups and their rules, in the three forms that pulumi-aws has:
// inline, aws.ec2.SecurityGroupRule, and aws.vpc.SecurityGroup{In,E}gressRule.

func securityGroupKinds() []*kind {
	single := func(token, direction string) *kind {
		return &kind{
			token:   token,
			replace: []string{"securityGroupId"},
			replaceIf: func(olds, in Props) []string {
				// Another kind of source is another rule.
				var forcing []string
				for _, s := range ruleSources {
					if has(olds, s) != has(in, s) {
						forcing = append(forcing, s)
					}
				}
				return forcing
			},
			check: checkSingleRule,
			refs:  ruleRefs("referencedSecurityGroupId", "prefixListId"),
			create: func(c *call) (string, Props, error) {
				id := c.newID("sgr-")
				return id, Props{"arn": c.arn("ec2", "security-group-rule/"+id), "securityGroupRuleId": id}, addRules(c, direction)
			},
			update: func(c *call) (Props, error) { return nil, addRules(c, direction) },
		}
	}
	return []*kind{
		{
			token:    tSecurityGroup,
			replace:  []string{"description", "name", "namePrefix", "vpcId"},
			name:     named("name", 255),
			defaults: Props{"description": "Managed by Pulumi", "revokeRulesOnDelete": false},
			sets:     []string{"ingress", "egress", "ingress[].cidrBlocks", "egress[].cidrBlocks", "ingress[].securityGroups", "egress[].securityGroups"},
			computed: []string{"ingress", "egress"},
			check: func(in Props) []problem {
				if n := str(in, "name"); strings.HasPrefix(n, "sg-") {
					return []problem{{"name", refuse("InvalidParameterValue", "invalid value for name (cannot begin with sg-): %s", n)}}
				}
				if d := str(in, "description"); !descriptions.MatchString(d) {
					return []problem{{"description", refuse("InvalidParameterValue",
						"Value (%s) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.", d)}}
				}
				return nil
			},
			refs: []ref{
				inVpc(true),
				{path: "ingress[].securityGroups[]", to: []string{tSecurityGroup}, holds: true},
				{path: "egress[].securityGroups[]", to: []string{tSecurityGroup}, holds: true},
			},
			create: createSecurityGroup,
			update: func(c *call) (Props, error) { return nil, checkInlineRules(c, c.old.ID) },
		},
		{
			token: tGroupRule,
			replace: []string{
				"cidrBlocks", "fromPort", "ipv6CidrBlocks", "prefixListIds", "protocol", "securityGroupId", "self",
				"sourceSecurityGroupId", "toPort", "type",
			},
			defaults:    Props{"self": false},
			deleteFirst: true,
			refs:        ruleRefs("sourceSecurityGroupId", "prefixListIds[]"),
			create: func(c *call) (string, Props, error) {
				return "sgrule-" + decimal(c.hash("rule", 16)), Props{
					"securityGroupRuleId": c.newID("sgr-"), "sourceSecurityGroupId": str(c.in, "sourceSecurityGroupId"),
				}, addRules(c, str(c.in, "type"))
			},
		},
		single(tIngressRule, "ingress"),
		single(tEgressRule, "egress"),
	}
}

// descriptions is what AWS takes as the description of a security group.
var descriptions = regexp.MustCompile(`^[0-9A-Za-z_ .:/()#,@\[\]+=&;{}!$*-]{0,255}$`)

var ruleSources = []string{"cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"}

func ruleRefs(group, prefixList string) []ref {
	return []ref{
		{
			path: "securityGroupId", to: []string{tSecurityGroup}, missing: "InvalidGroup.NotFound",
			say: "The security group '%s' does not exist", goes: true,
		},
		{
			path: group, to: []string{tSecurityGroup}, missing: "InvalidGroup.NotFound",
			say: "The security group '%s' does not exist", holds: true,
		},
		{
			path: prefixList, to: []string{tPrefixList}, missing: "InvalidPrefixListId.NotFound",
			say: "The prefix list ID '%s' does not exist", holds: true, fine: awsPrefixList,
		},
	}
}

func createSecurityGroup(c *call) (string, Props, error) {
	vpc := str(c.in, "vpcId")
	if vpc == "" {
		return "", nil, refuse("VPCIdNotSpecified", "No default VPC for this user")
	}
	id := c.newID("sg-")
	name := str(c.in, "name")
	if name == "" {
		name = str(c.in, "namePrefix") + c.hash("name", 26)
	}
	for _, g := range c.where(tSecurityGroup, "vpcId", vpc) {
		if str(g.Outputs, "name") == name {
			return "", nil, refuse("InvalidGroup.Duplicate", "The security group '%s' already exists for VPC '%s'", name, vpc)
		}
	}
	out := Props{"arn": c.arn("ec2", "security-group/"+id), "ownerId": c.account, "name": name, "namePrefix": str(c.in, "namePrefix")}
	for _, d := range []string{"ingress", "egress"} {
		if !has(c.in, d) {
			out[d] = []any{}
		}
	}
	return id, out, checkInlineRules(c, id)
}

// permission is one rule as AWS compares them.
type permission struct {
	direction, protocol string
	from, to            int
	peer                string
}

func (p permission) String() string {
	return fmt.Sprintf("peer: %s, %s, from port: %d, to port: %d, ALLOW", p.peer, strings.ToUpper(p.protocol), p.from, p.to)
}

var protocolNames = map[string]string{"6": "tcp", "17": "udp", "1": "icmp", "all": "-1"}

// permissionsOf splits a rule of any form by its peers.
func permissionsOf(direction, group string, p Props) []permission {
	protocol := strings.ToLower(orElse(str(p, "ipProtocol"), str(p, "protocol")))
	if name, ok := protocolNames[protocol]; ok {
		protocol = name
	}
	base := permission{direction: direction, protocol: protocol, from: number(p, "fromPort"), to: number(p, "toPort")}
	if protocol == "-1" {
		base.from, base.to = -1, -1
	}
	var peers []string
	for _, path := range []string{
		"cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId", "sourceSecurityGroupId",
		"cidrBlocks[]", "ipv6CidrBlocks[]", "prefixListIds[]", "securityGroups[]",
	} {
		peers = append(peers, values(p, path)...)
	}
	if boolean(p, "self") {
		peers = append(peers, group)
	}
	var all []permission
	for _, peer := range peers {
		each := base
		each.peer = peer
		all = append(all, each)
	}
	return all
}

// permissionsIn lists all rules of a group in one direction but for the call's.
func permissionsIn(c *call, group, direction string) []permission {
	var all []permission
	single := tIngressRule
	if direction == "egress" {
		single = tEgressRule
	}
	for _, r := range c.where(single, "securityGroupId", group) {
		all = append(all, permissionsOf(direction, group, r.Outputs)...)
	}
	for _, r := range c.where(tGroupRule, "securityGroupId", group) {
		if str(r.Outputs, "type") == direction {
			all = append(all, permissionsOf(direction, group, r.Outputs)...)
		}
	}
	if g := c.find(tSecurityGroup, group); g != nil && (c.old == nil || c.old.ID != group) {
		for _, r := range subs(g.Outputs, direction) {
			all = append(all, permissionsOf(direction, group, r)...)
		}
	}
	return all
}

// addRules refuses a rule that the group has, or has no room for.
func addRules(c *call, direction string) error {
	group := str(c.in, "securityGroupId")
	return roomForRules(c, group, direction, permissionsOf(direction, group, c.in))
}

func checkInlineRules(c *call, group string) error {
	for _, direction := range []string{"ingress", "egress"} {
		var wanted []permission
		for _, r := range subs(c.in, direction) {
			wanted = append(wanted, permissionsOf(direction, group, r)...)
		}
		if err := roomForRules(c, group, direction, wanted); err != nil {
			return err
		}
	}
	return nil
}

func roomForRules(c *call, group, direction string, wanted []permission) error {
	there := permissionsIn(c, group, direction)
	weight := 0
	for _, p := range there {
		weight += c.ruleWeight(p)
	}
	for _, p := range wanted {
		if slices.Contains(there, p) {
			return refuse("InvalidPermission.Duplicate", "the specified rule %q already exists", p.String())
		}
		there = append(there, p)
		weight += c.ruleWeight(p)
	}
	if limit := c.cloud.quotas.RulesPerSecurityGroup; len(wanted) > 0 && weight > limit {
		return refuse("RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group (%d) has been reached in %s.",
			limit, group)
	}
	return nil
}

// ruleWeight is what a rule counts against the quota: a prefix list counts at
// its maximum size.
func (c *call) ruleWeight(p permission) int {
	if l := c.find(tPrefixList, p.peer); l != nil {
		return max(1, number(l.Outputs, "maxEntries"))
	}
	return 1
}

// checkSingleRule holds a rule to one source and to sensible ports.
func checkSingleRule(in Props) []problem {
	sources := 0
	for _, s := range ruleSources {
		if in[s] != nil {
			sources++
		}
	}
	if sources != 1 {
		return []problem{{"cidrIpv4", refuse("InvalidParameterCombination",
			"exactly one of %s must be given", strings.Join(ruleSources, ", "))}}
	}
	if found := cidrProblem(in, "cidrIpv4", 0, 32); len(found) > 0 {
		return found
	}
	protocol := strings.ToLower(str(in, "ipProtocol"))
	if isUnknown(in["ipProtocol"]) || isUnknown(in["fromPort"]) || isUnknown(in["toPort"]) {
		return nil
	}
	from, to := number(in, "fromPort"), number(in, "toPort")
	switch protocol {
	case "tcp", "udp", "6", "17":
		if !has(in, "fromPort") || !has(in, "toPort") {
			return []problem{{"fromPort", refuse("InvalidParameterValue", "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.")}}
		}
		if from < 0 || to > 65535 || from > to {
			return []problem{{"fromPort", refuse("InvalidParameterValue", "Invalid value '%d-%d' for port range", from, to)}}
		}
	case "-1", "icmp", "icmpv6", "1", "58":
	default:
		return []problem{{"ipProtocol", refuse("InvalidParameterValue", "Invalid value '%s' for IP protocol. Unknown protocol.", protocol)}}
	}
	return nil
}
