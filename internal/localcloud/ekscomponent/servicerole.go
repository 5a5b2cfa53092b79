package ekscomponent

import (
	"crypto/sha1" //nolint:gosec // names children as pulumi-eks does; nothing is protected by it
	"encoding/hex"
	"encoding/json"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// A serviceRole is an IAM role for an AWS service with AWS's own policies attached.
type serviceRole struct {
	role        *child
	attachments []*child
}

// serviceRoleArgs say which service and which policies.
type serviceRoleArgs struct {
	service, description, tags value
	actions                    []string
	policies                   []string // names under arn:<partition>:iam::aws:policy/
}

// arn is the role's ARN, there as soon as the role is.
func (r *serviceRole) arn() value { return r.role.output("arn") }

// resolved are the role and its attachments: what depends on these starts with all permissions in place.
func (r *serviceRole) resolved() []*child { return append([]*child{r.role}, r.attachments...) }

// resolvedReference is the role as a value that depends on the attachments too.
func (r *serviceRole) resolvedReference() value {
	var f facts
	for _, attachment := range r.attachments {
		f.dependencies = append(f.dependencies, attachment.urn)
	}
	return f.around(r.role.reference())
}

// newServiceRole registers the component eks:index:ServiceRole with its children.
func newServiceRole(s *scope, name string, partition value, args serviceRoleArgs) (*serviceRole, error) {
	inside, err := s.nested(registration{Type: typeServiceRole, Name: name, Inputs: args.inputs(partition)}, nil)
	if err != nil {
		return nil, err
	}
	role, err := inside.custom(registration{
		Type: "aws:iam/role:Role", Name: name + "-role",
		Inputs: resource.PropertyMap{
			"assumeRolePolicy": trustPolicy(args.service, args.actions),
			"description":      args.description,
			"tags":             args.tags,
		},
	})
	if err != nil {
		return nil, err
	}
	attaching := make([]*future[*child], len(args.policies))
	for i, policy := range args.policies {
		attaching[i] = start(func() (*child, error) {
			return inside.custom(registration{
				Type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
				// The name is made from the ARN in the standard partition, so that it is the same in every partition.
				Name: name + "-" + shortHash("arn:aws:iam::aws:policy/"+policy),
				Inputs: resource.PropertyMap{
					"policyArn": policyARN(partition, policy),
					"role":      role.reference(),
				},
			})
		})
	}
	attachments, err := all(attaching)
	if err != nil {
		return nil, err
	}
	r := &serviceRole{role: role, attachments: attachments}
	s.contain(inside)
	return r, inside.finish(resource.PropertyMap{
		"directRole":   role.reference(),
		"resolvedRole": r.resolvedReference(),
	})
}

// inputs are what the component records of its arguments.
func (args serviceRoleArgs) inputs(partition value) resource.PropertyMap {
	policies := make([]value, len(args.policies))
	for i, policy := range args.policies {
		policies[i] = object(resource.PropertyMap{
			"id": text("arn:aws:iam::aws:policy/" + policy), "arn": policyARN(partition, policy),
		})
	}
	inputs := resource.PropertyMap{
		"service": args.service, "description": args.description, "tags": args.tags,
		"managedPolicyArns": list(policies...),
	}
	if args.actions != nil {
		inputs["assumeRoleActions"] = texts(args.actions...)
	}
	return inputs
}

// trustPolicy lets a service take on the role.
func trustPolicy(service value, actions []string) value {
	if actions == nil {
		actions = []string{"sts:AssumeRole"}
	}
	return derive(func(ss ...string) string {
		type principal struct{ Service []string }
		type statement struct {
			Action    []string
			Effect    string
			Principal principal
		}
		document, err := json.Marshal(struct {
			Version   string
			Statement []statement
		}{"2012-10-17", []statement{{actions, "Allow", principal{[]string{ss[0]}}}}})
		if err != nil { // cannot be: only texts go in
			return ""
		}
		return string(document)
	}, service)
}

func policyARN(partition value, policy string) value {
	return derive(func(ss ...string) string { return "arn:" + ss[0] + ":iam::aws:policy/" + policy }, partition)
}

// shortHash is how pulumi-eks shortens a text for use in a name.
func shortHash(s string) string {
	sum := sha1.Sum([]byte(s)) //nolint:gosec // see the import
	return hex.EncodeToString(sum[:])[:8]
}
