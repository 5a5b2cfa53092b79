package localcloud

import "slices"

// policiesPerRole and rolesPerAccount are AWS's default quotas.
const (
	policiesPerRole = 10
	rolesPerAccount = 1000
)

func roleKind() *kind {
	return &kind{
		token:     tRole,
		global:    true,
		replace:   []string{"name", "namePrefix", "path"},
		name:      named("name", 64),
		unshown:   []string{"managedPolicyArns"},
		defaults:  Props{"path": "/", "maxSessionDuration": 3600.0, "forceDetachPolicies": false},
		sets:      []string{"managedPolicyArns", "inlinePolicies"},
		documents: []string{"assumeRolePolicy"},
		computed:  []string{"managedPolicyArns", "inlinePolicies"},
		check: func(in Props) []problem {
			found := append(iamNameProblems(in, 64), documentProblems(in, "assumeRolePolicy")...)
			if d, ok := in["maxSessionDuration"].(float64); ok && (d < 3600 || d > 43200) {
				found = append(found, problem{"maxSessionDuration", refuse("ValidationError",
					"expected maxSessionDuration to be in the range (3600 - 43200), got %v", d)})
			}
			return found
		},
		create: func(c *call) (string, Props, error) {
			name := c.fullName("name")
			if c.find(tRole, name) != nil {
				return "", nil, refuse("EntityAlreadyExists", "Role with name %s already exists.", name)
			}
			if len(c.all(tRole)) >= rolesPerAccount {
				return "", nil, refuse("LimitExceeded", "Cannot exceed quota for RolesPerAccount: %d", rolesPerAccount)
			}
			out, err := roleOutputs(c)
			if err != nil {
				return "", nil, err
			}
			path := str(c.in, "path")
			if path == "" {
				path = "/"
			}
			return name, merge(out, Props{
				"name": name, "arn": c.arn("iam", "role"+path+name),
				"uniqueId": c.uniqueID("AROA"), "createDate": simulatedTime,
			}), nil
		},
		update: roleOutputs,
		remove: removeRole,
		importIDs: func(o *Object) []string {
			return []string{str(o.Outputs, "arn")}
		},
	}
}

// roleOutputs checks what a role may be told at any time.
func roleOutputs(c *call) (Props, error) {
	if err := checkPolicy(str(c.in, "assumeRolePolicy"), trustPolicies); err != nil {
		return nil, err
	}
	managed := strs(c.in, "managedPolicyArns")
	if len(managed) > policiesPerRole {
		return nil, refuse("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: %d", policiesPerRole)
	}
	if boundary := str(c.in, "permissionsBoundary"); boundary != "" {
		managed = append(managed, boundary)
	}
	for _, arn := range managed {
		if c.find(tPolicy, arn) == nil {
			return nil, refuse("NoSuchEntity", "Policy %s does not exist or is not attachable.", arn)
		}
	}
	for _, inline := range subs(c.in, "inlinePolicies") {
		if text := str(inline, "policy"); text != "" {
			if err := checkPolicy(text, inlinePolicies); err != nil {
				return nil, err
			}
		}
	}
	// AWS keeps both when the program does not name them.
	out := Props{}
	for _, name := range []string{"managedPolicyArns", "inlinePolicies"} {
		if c.old == nil && c.in[name] == nil {
			out[name] = []any{}
		}
	}
	return out, nil
}

// removeRole refuses while policies are attached, but for those that the role
// itself declares or that it is told to detach. Instance profiles lose the role
// without asking: the provider takes it out of them first.
func removeRole(c *call) error {
	name, force := c.old.ID, boolean(c.old.Outputs, "forceDetachPolicies")
	for _, attached := range c.where(tAttachedTo, "role", name) {
		if !force && len(strs(c.old.Inputs, "managedPolicyArns")) == 0 {
			return refuse("DeleteConflict", "Cannot delete entity, must detach all policies first.")
		}
		c.drop(attached)
	}
	for _, inline := range c.where(tRolePolicy, "role", name) {
		if !force && len(list(c.old.Inputs, "inlinePolicies")) == 0 {
			return refuse("DeleteConflict", "Cannot delete entity, must delete policies first.")
		}
		c.drop(inline)
	}
	for _, profile := range c.where(tProfile, "role", name) {
		c.edit(profile, Props{"role": nil})
	}
	return nil
}

// hasPermissions says whether any policy is attached to a role.
func (c *call) hasPermissions(role *Object) bool {
	return len(list(role.Outputs, "managedPolicyArns")) > 0 || len(list(role.Outputs, "inlinePolicies")) > 0 ||
		len(c.where(tAttachedTo, "role", role.ID)) > 0 || len(c.where(tRolePolicy, "role", role.ID)) > 0
}

// trusts says whether a role lets a service take it on.
func trusts(role *Object, service string) bool {
	document, ok := parsedDocument(role.Outputs["assumeRolePolicy"]).(map[string]any)
	if !ok {
		return role.Given // the user's own, told without a trust policy
	}
	return slices.ContainsFunc(listed(document["Statement"]), func(s any) bool {
		statement, _ := s.(map[string]any)
		principal, _ := statement["Principal"].(map[string]any)
		return statement["Effect"] == "Allow" && slices.Contains(listed(principal["Service"]), any(service))
	})
}

// listed makes a list of what a policy may write as an element or as a list.
func listed(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		return []any{v}
	}
}

func getRole(c *call, args Props) (Props, error) {
	o := c.find(tRole, str(args, "name"))
	if o == nil {
		return nil, refuse("NoSuchEntity", "The role with name %s cannot be found.", str(args, "name"))
	}
	out := merge(Props{
		"id": o.ID, "name": o.ID, "description": "", "permissionsBoundary": "", "assumeRolePolicy": "",
		"createDate": simulatedTime, "path": "/", "uniqueId": "", "maxSessionDuration": 3600.0, "roleLastUseds": []any{}, "tags": Props{},
	}, only(o.Outputs, "arn", "description", "permissionsBoundary", "assumeRolePolicy", "createDate", "path", "uniqueId",
		"maxSessionDuration", "tags"))
	return out, nil
}

// only gives the named properties.
func only(p Props, names ...string) Props {
	out := Props{}
	for _, n := range names {
		if v := p[n]; v != nil {
			out[n] = v
		}
	}
	return out
}
