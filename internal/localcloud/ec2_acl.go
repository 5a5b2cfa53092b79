package localcloud

import "fmt"

// Network ACLs, their rules and associations.

func aclKinds() []*kind {
	toAcl := ref{
		path: "networkAclId", to: []string{tNetworkAcl}, missing: "InvalidNetworkAclID.NotFound",
		say: "The networkAcl ID '%s' does not exist", goes: true,
	}
	return []*kind{
		{
			token:    tNetworkAcl,
			replace:  []string{"vpcId"},
			sets:     []string{"subnetIds", "ingress", "egress"},
			unshown:  []string{"subnetIds"},
			computed: []string{"subnetIds", "ingress", "egress"},
			refs:     []ref{inVpc(true), toSubnets("subnetIds[]", false)},
			create: func(c *call) (string, Props, error) {
				id := c.newID("acl-")
				out := Props{"arn": c.arn("ec2", "network-acl/"+id), "ownerId": c.account}
				for _, p := range []string{"subnetIds", "ingress", "egress"} {
					if !has(c.in, p) {
						out[p] = []any{}
					}
				}
				return id, out, aclSubnets(c)
			},
			update: func(c *call) (Props, error) { return nil, aclSubnets(c) },
			remove: func(c *call) error {
				for _, a := range c.where(tAclAssociation, "networkAclId", c.old.ID) {
					return refuse("DependencyViolation", "The networkAcl '%s' has dependencies and cannot be deleted (association %s)", c.old.ID, a.ID)
				}
				return nil
			},
		},
		{
			token: tAclRule,
			replace: []string{
				"cidrBlock", "egress", "fromPort", "icmpCode", "icmpType", "ipv6CidrBlock", "networkAclId", "protocol",
				"ruleAction", "ruleNumber", "toPort",
			},
			defaults: Props{"egress": false},
			check:    func(in Props) []problem { return cidrProblem(in, "cidrBlock", 0, 32) },
			refs:     []ref{toAcl},
			create: func(c *call) (string, Props, error) {
				acl, n, egress := str(c.in, "networkAclId"), number(c.in, "ruleNumber"), boolean(c.in, "egress")
				for _, r := range c.where(tAclRule, "networkAclId", acl) {
					if number(r.Outputs, "ruleNumber") == n && boolean(r.Outputs, "egress") == egress {
						return "", nil, refuse("NetworkAclEntryAlreadyExists", "The network acl entry identified by %d already exists.", n)
					}
				}
				if n < 1 || n > 32766 {
					return "", nil, refuse("InvalidParameterValue", "Value (%d) for parameter ruleNumber is invalid. Must be between 1 and 32766.", n)
				}
				return "nacl-" + decimal(fmt.Sprintf("%s-%d-%t", acl, n, egress)), nil, nil
			},
			importIDs: func(o *Object) []string {
				return []string{fmt.Sprintf("%s:%d:%s:%t", str(o.Outputs, "networkAclId"), number(o.Outputs, "ruleNumber"),
					str(o.Outputs, "protocol"), boolean(o.Outputs, "egress"))}
			},
		},
		{
			token:   tAclAssociation,
			replace: []string{"networkAclId", "subnetId"},
			refs:    []ref{toAcl, toSubnets("subnetId", false)},
			create: func(c *call) (string, Props, error) {
				acl, subnet := c.find(tNetworkAcl, str(c.in, "networkAclId")), c.find(tSubnet, str(c.in, "subnetId"))
				if str(acl.Outputs, "vpcId") != str(subnet.Outputs, "vpcId") {
					return "", nil, refuse("InvalidParameterValue", "network ACL %s and subnet %s belong to different networks", acl.ID, subnet.ID)
				}
				// A subnet always has an ACL: associating it with another one replaces that.
				return c.newID("aclassoc-"), nil, nil
			},
		},
	}
}

func aclSubnets(c *call) error {
	for _, id := range strs(c.in, "subnetIds") {
		if s := c.find(tSubnet, id); s != nil && str(s.Outputs, "vpcId") != str(c.in, "vpcId") {
			return refuse("InvalidParameterValue", "network ACL and subnet %s belong to different networks", id)
		}
	}
	return nil
}
