package controller

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// A managed policy holds 6,144 characters, and the ARN of a target group takes up to 127. A role has ten managed policies by default,
// and while one is replaced it has both.
const (
	groupsPerPolicy = 40
	policiesPerRole = 5
	maxTargetGroups = groupsPerPolicy * policiesPerRole
)

// roleGrants prints what a role may do.
type roleGrants struct {
	ctx    *pulumi.Context
	name   string
	role   *iam.Role
	tags   pulumi.StringMapInput
	parent pulumi.ResourceOption
}

// replaced are the options of a policy that is never changed. The next one is made, and the old one goes after everything that
// depended on it and goes too.
func (g roleGrants) replaced() []pulumi.ResourceOption {
	return []pulumi.ResourceOption{
		g.parent, pulumi.ReplaceOnChanges([]string{"policy"}), pulumi.DeleteBeforeReplace(false),
	}
}

// printOwn prints the policy that is part of the role.
func (g roleGrants) printOwn(policy pulumi.StringInput) (pulumi.Resource, error) {
	return iam.NewRolePolicy(g.ctx, g.name, &iam.RolePolicyArgs{Role: g.role.Name, Policy: policy}, g.replaced()...)
}

// printTargets prints the policies that allow to register targets of target groups, in the order of their names.
func (g roleGrants) printTargets(groups pulumi.StringMap) ([]pulumi.Resource, error) {
	var printed []pulumi.Resource
	names := slices.Sorted(maps.Keys(groups))
	for part := range slices.Chunk(names, groupsPerPolicy) {
		arns := make(pulumi.StringArray, 0, len(part))
		for _, name := range part {
			arns = append(arns, groups[name].ToStringOutput())
		}
		name := fmt.Sprintf("%s.targets.%d", g.name, len(printed)+1)
		policy, err := iam.NewPolicy(g.ctx, name, &iam.PolicyArgs{
			Description: pulumi.String("Registers pods with target groups"),
			Policy:      arns.ToStringArrayOutput().ApplyT(targetsPolicy).(pulumi.StringOutput),
			Tags:        inputs.Tags(g.tags, name),
		}, g.replaced()...)
		if err != nil {
			return nil, err
		}
		attachment, err := iam.NewRolePolicyAttachment(g.ctx, name, &iam.RolePolicyAttachmentArgs{
			Role: g.role.Name, PolicyArn: policy.Arn,
		}, g.parent, pulumi.DeleteBeforeReplace(false))
		if err != nil {
			return nil, err
		}
		printed = append(printed, attachment)
	}
	return printed, nil
}

// groupProblems are target groups that are missing, and more of them than a role can name.
func groupProblems(groups pulumi.StringMap) plan.Problems {
	found := inputs.RequireEach("targetGroupArns", groups, slices.Sorted(maps.Keys(groups)))
	if len(groups) > maxTargetGroups {
		found = append(found, plan.Problem{Path: "targetGroupArns", Message: fmt.Sprintf(
			"has %d target groups; a role's policies hold %d", len(groups), maxTargetGroups)})
	}
	return found
}
