package localcloud

import (
	"regexp"
	"strings"
)

const tRolePolicy = "aws:iam/rolePolicy:RolePolicy"

// simulatedTime stands in for the clock: the same program gets the same
// timestamps.
const simulatedTime = "2025-01-01T00:00:00Z"

// iamKinds are the types of AWS Identity and Access Management, which has no
// Regions.
func iamKinds() []*kind {
	return []*kind{
		roleKind(), policyKind(), policyAttachmentKind(), rolePolicyKind(), instanceProfileKind(), oidcProviderKind(),
	}
}

func iamSources() map[string]source {
	return map[string]source{
		"aws:iam/getRole:getRole":                     getRole,
		"aws:iam/getPolicy:getPolicy":                 getPolicy,
		"aws:iam/getPolicyDocument:getPolicyDocument": getPolicyDocument,
	}
}

// uniqueID is IAM's own identifier of an entity, with a prefix by its type.
func (c *call) uniqueID(prefix string) string { return prefix + strings.ToUpper(c.hash(prefix, 17)) }

// fullName is the name that the program gave, or the one that the provider
// makes from a prefix.
func (c *call) fullName(property string) string {
	if name := str(c.in, property); name != "" {
		return name
	}
	// The released provider is generated from Terraform's, whose prefix it is.
	return orElse(str(c.in, property+"Prefix"), "terraform-") + c.hash(property, 26)
}

// roleByARN finds a role of the call's account.
func (c *call) roleByARN(arn string) *Object {
	o := c.find(tRole, arn[strings.LastIndex(arn, "/")+1:])
	if o == nil || str(o.Outputs, "arn") != arn {
		return nil
	}
	return o
}

var (
	iamName = regexp.MustCompile(`^[\w+=,.@-]+$`)
	iamPath = regexp.MustCompile(`^/$|^/[\x21-\x7e]+/$`)
	iamRole = regexp.MustCompile(`^arn:aws[a-z-]*:iam::\d{12}:role/(?:[\x21-\x7e]+/)?[\w+=,.@-]{1,64}$`)
	iamUser = regexp.MustCompile(`^arn:aws[a-z-]*:iam::\d{12}:user/(?:[\x21-\x7e]+/)?[\w+=,.@-]{1,64}$`)
)

// iamNameProblems checks a name and a path as the provider does.
func iamNameProblems(in Props, longest int) []problem {
	var found []problem
	for _, property := range []string{"name", "namePrefix"} {
		name, ok := in[property].(string)
		switch {
		case !ok:
		case len(name) > longest:
			found = append(found, problem{property, refuse("ValidationError",
				"1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must have length less than or equal to %d",
				name, property, longest)})
		case !iamName.MatchString(name):
			found = append(found, problem{property, refuse("ValidationError",
				"The specified value for %s is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-", property)})
		}
	}
	if path, ok := in["path"].(string); ok && (!iamPath.MatchString(path) || len(path) > 512) {
		found = append(found, problem{"path", refuse("ValidationError",
			"The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.")})
	}
	return found
}
