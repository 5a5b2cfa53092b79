package localcloud

import (
	"regexp"
	"slices"
	"strings"
)

const policiesPerAccount = 1500

func policyKind() *kind {
	return &kind{
		token:     tPolicy,
		global:    true,
		replace:   []string{"name", "namePrefix", "path", "description"},
		name:      named("name", 128),
		defaults:  Props{"path": "/"},
		documents: []string{"policy"},
		inUse:     "DeleteConflict",
		check: func(in Props) []problem {
			return append(iamNameProblems(in, 128), documentProblems(in, "policy")...)
		},
		create: func(c *call) (string, Props, error) {
			name := c.fullName("name")
			path := str(c.in, "path")
			if path == "" {
				path = "/"
			}
			if len(c.where(tPolicy, "name", name)) > 0 {
				return "", nil, refuse("EntityAlreadyExists", "A policy called %s already exists. Duplicate names are not allowed.", name)
			}
			if len(c.all(tPolicy)) >= policiesPerAccount {
				return "", nil, refuse("LimitExceeded", "Cannot exceed quota for PoliciesPerAccount: %d", policiesPerAccount)
			}
			arn := c.arn("iam", "policy"+path+name)
			return arn, Props{
				"name": name, "arn": arn, "policyId": c.uniqueID("ANPA"), "attachmentCount": 0.0,
			}, checkPolicy(str(c.in, "policy"), managedPolicies)
		},
		update: func(c *call) (Props, error) {
			return nil, checkPolicy(str(c.in, "policy"), managedPolicies)
		},
		// A role that declares the policy holds it as an attachment does.
		remove: func(c *call) error {
			for _, role := range c.all(tRole) {
				if slices.Contains(strs(role.Outputs, "managedPolicyArns"), c.old.ID) {
					return refuse("DeleteConflict", "Cannot delete a policy attached to entities.")
				}
			}
			return nil
		},
		external: awsPolicy,
	}
}

var awsPolicyARN = regexp.MustCompile(`^arn:aws:iam::aws:policy/(?:[\w-]+/)*([\w+=,.@-]{1,128})$`)

// eksPolicies are all of AWS's own policies whose names begin with AmazonEKS,
// so that a slip of the pen in one of them does not pass.
var eksPolicies = []string{
	"AmazonEKSBlockStoragePolicy", "AmazonEKSClusterPolicy", "AmazonEKSComputePolicy", "AmazonEKSConnectorServiceRolePolicy",
	"AmazonEKSDashboardConsoleReadOnly", "AmazonEKSDashboardServiceRolePolicy", "AmazonEKSFargatePodExecutionRolePolicy",
	"AmazonEKSForFargateServiceRolePolicy", "AmazonEKSLoadBalancingPolicy", "AmazonEKSLocalOutpostClusterPolicy",
	"AmazonEKSLocalOutpostServiceRolePolicy", "AmazonEKSNetworkingPolicy", "AmazonEKSServicePolicy", "AmazonEKSServiceRolePolicy",
	"AmazonEKSVPCResourceController", "AmazonEKSWorkerNodeMinimalPolicy", "AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy",
}

// awsPolicy is a policy that AWS itself keeps in every account.
func awsPolicy(_ *call, id string) Props {
	m := awsPolicyARN.FindStringSubmatch(id)
	if m == nil || strings.HasPrefix(m[1], "AmazonEKS") && !slices.Contains(eksPolicies, m[1]) {
		return nil
	}
	return Props{
		"arn": id, "name": m[1], "description": "", "attachmentCount": 0.0, "policyId": "",
		"path":   strings.TrimSuffix(strings.TrimPrefix(id, "arn:aws:iam::aws:policy"), m[1]),
		"policy": canonical(Props{"Version": "2012-10-17", "Statement": []any{}}),
	}
}

func getPolicy(c *call, args Props) (Props, error) {
	o := c.find(tPolicy, str(args, "arn"))
	if name := str(args, "name"); o == nil && name != "" {
		for _, p := range c.all(tPolicy) {
			if str(p.Outputs, "name") == name && strings.HasPrefix(str(p.Outputs, "path"), str(args, "pathPrefix")) {
				o = p
			}
		}
		if o == nil {
			o = c.find(tPolicy, "arn:aws:iam::aws:policy/"+name)
		}
	}
	if o == nil {
		return nil, refuse("NoSuchEntity", "Policy %s%s was not found.", str(args, "arn"), str(args, "name"))
	}
	return merge(Props{"id": o.ID, "description": "", "path": "/", "tags": Props{}, "policyId": "", "attachmentCount": 0.0},
		only(o.Outputs, "arn", "name", "description", "path", "policy", "policyId", "tags"),
		Props{"attachmentCount": float64(len(c.where(tAttachedTo, "policyArn", o.ID)))}), nil
}
