package localcloud

import (
	"regexp"
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
			within:   Props{"ingress[].self": false, "egress[].self": false},
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
			deleteFirst: true,
			check: func(in Props) []problem {
				given := 0
				for _, p := range []string{"cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "self", "sourceSecurityGroupId"} {
					if !zero(in[p]) {
						given++
					}
				}
				if given == 0 || given > 1 && (has(in, "sourceSecurityGroupId") || boolean(in, "self")) {
					return []problem{{"cidrBlocks", refuse("InvalidParameterCombination", "A rule has ranges and prefix lists, or one group, or itself as its source")}}
				}
				return nil
			},
			refs: ruleRefs("sourceSecurityGroupId", "prefixListIds[]"),
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
