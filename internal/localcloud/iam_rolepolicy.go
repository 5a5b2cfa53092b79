package localcloud

func policyAttachmentKind() *kind {
	return &kind{
		token:   tAttachedTo,
		global:  true,
		replace: []string{"role", "policyArn"},
		// Two attachments of one policy are one: deleting the old one last would take the new one away.
		deleteFirst: true,
		refs: []ref{
			{path: "role", to: []string{tRole}, missing: "NoSuchEntity", say: "The role with name %s cannot be found."},
			{path: "policyArn", to: []string{tPolicy}, missing: "NoSuchEntity", say: "Policy %s does not exist or is not attachable.", holds: true},
		},
		create: func(c *call) (string, Props, error) {
			attached := map[string]bool{str(c.in, "policyArn"): true}
			for _, o := range c.where(tAttachedTo, "role", str(c.in, "role")) {
				attached[str(o.Outputs, "policyArn")] = true
			}
			if len(attached) > policiesPerRole {
				return "", nil, refuse("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: %d", policiesPerRole)
			}
			return str(c.in, "role") + "-" + c.hash("attachment", 26), nil, nil
		},
		importIDs: func(o *Object) []string {
			return []string{str(o.Outputs, "role") + "/" + str(o.Outputs, "policyArn")}
		},
	}
}

func rolePolicyKind() *kind {
	return &kind{
		token:     tRolePolicy,
		global:    true,
		replace:   []string{"role", "name", "namePrefix"},
		name:      named("name", 128),
		documents: []string{"policy"},
		check: func(in Props) []problem {
			return append(iamNameProblems(in, 128), documentProblems(in, "policy")...)
		},
		refs: []ref{{path: "role", to: []string{tRole}, missing: "NoSuchEntity", say: "The role with name %s cannot be found."}},
		create: func(c *call) (string, Props, error) {
			name := c.fullName("name")
			return str(c.in, "role") + ":" + name, Props{"name": name}, checkInline(c)
		},
		update: func(c *call) (Props, error) { return nil, checkInline(c) },
	}
}

// checkInline checks an inline policy and the size of all those of its role.
func checkInline(c *call) error {
	text, role := str(c.in, "policy"), str(c.in, "role")
	if err := checkPolicy(text, inlinePolicies); err != nil {
		return err
	}
	total := policySize(text)
	for _, o := range c.where(tRolePolicy, "role", role) {
		total += policySize(str(o.Outputs, "policy"))
	}
	if total > inlinePolicies.size {
		return refuse("LimitExceeded", "Maximum policy size of %d bytes exceeded for role %s", inlinePolicies.size, role)
	}
	return nil
}
