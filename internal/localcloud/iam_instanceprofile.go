package localcloud

func instanceProfileKind() *kind {
	return &kind{
		token:    tProfile,
		global:   true,
		replace:  []string{"name", "namePrefix", "path"},
		name:     named("name", 128),
		defaults: Props{"path": "/"},
		check:    func(in Props) []problem { return iamNameProblems(in, 128) },
		refs:     []ref{{path: "role", to: []string{tRole}, missing: "NoSuchEntity", say: "The role with name %s cannot be found."}},
		create: func(c *call) (string, Props, error) {
			name := c.fullName("name")
			if c.find(tProfile, name) != nil {
				return "", nil, refuse("EntityAlreadyExists", "Instance Profile %s already exists.", name)
			}
			path := str(c.in, "path")
			if path == "" {
				path = "/"
			}
			return name, Props{
				"name": name, "arn": c.arn("iam", "instance-profile"+path+name),
				"uniqueId": c.uniqueID("AIPA"), "createDate": simulatedTime,
			}, nil
		},
	}
}
