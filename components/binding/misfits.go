package binding

import (
	"regexp"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Paths of the arguments that may be known only when something else is there.
const (
	targetGroupPath = "targetGroupArn"
	vpcPath         = "vpcId"
	rolePath        = "assumeRole.arn"
	externalIDPath  = "assumeRole.externalId"
)

// input is an argument that may be known only later.
type input struct {
	path  string
	value pulumi.StringInput
}

// words are such arguments by path, as far as they are known.
type words map[string]string

// given are the arguments that may be known only later and are there.
func (args *Args) given() []input {
	all := []input{{targetGroupPath, args.TargetGroupArn}, {vpcPath, args.VpcID}}
	if role := args.AssumeRole; role != nil {
		all = append(all, input{rolePath, role.Arn}, input{externalIDPath, role.ExternalID})
	}
	var given []input
	for _, one := range all {
		if one.value != nil {
			given = append(given, one)
		}
	}
	return given
}

// known are those of them that are plain values.
func (args *Args) known() words {
	known := words{}
	for _, input := range args.given() {
		if plain, ok := input.value.(pulumi.String); ok {
			known[input.path] = string(plain)
		}
	}
	return known
}

// forms are what the arguments look like: to the controller, to IAM and to STS.
var forms = []struct {
	path string
	form *regexp.Regexp
	what string
}{
	{targetGroupPath, targetGroupForm, "the ARN of a target group"},
	{vpcPath, regexp.MustCompile(`^vpc-([0-9a-f]{8}|[0-9a-f]{17}|[0-9a-f]{32})$`), "the ID of a VPC"},
	{rolePath, roleForm, "the ARN of a role"},
	{externalIDPath, regexp.MustCompile(`^[\w+=,.@:/-]{2,}$`), "an external ID"},
}

var (
	targetGroupForm = regexp.MustCompile(`^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:(\d{12}):targetgroup/[A-Za-z0-9-]{1,32}/[0-9a-f]+$`)
	roleForm        = regexp.MustCompile(`^arn:aws[a-z-]*:iam::(\d{12}):role/[\w+=,.@/-]+$`)
)

// misfits are everything wrong with the arguments that are known, alone and with each other.
func (args *Args) misfits(known words) plan.Problems {
	var found plan.Problems
	for _, wanted := range forms {
		if word, ok := known[wanted.path]; ok && !wanted.form.MatchString(word) {
			found = append(found, problem(wanted.path, "%q is not %s", word, wanted.what)...)
		}
	}
	group := targetGroupForm.FindStringSubmatch(known[targetGroupPath])
	if group == nil {
		return found
	}
	owner := group[1]
	role := roleForm.FindStringSubmatch(known[rolePath])
	switch {
	case args.AssumeRole == nil && args.Account != "" && owner != args.Account:
		found = append(found, problem("assumeRole", "is required: the target group is in account %s, the cluster in %s", owner, args.Account)...)
	case args.AssumeRole != nil && owner == args.Account:
		found = append(found, problem("assumeRole", "is for a target group of another account: this one is in the cluster's, %s", owner)...)
	case role != nil && role[1] != owner:
		found = append(found, problem(rolePath, "is in account %s, the target group in %s", role[1], owner)...)
	}
	return found
}
