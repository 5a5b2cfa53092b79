package reachability

import (
	"slices"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/outputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// ReachabilityCheckToken is the type token of ReachabilityCheck.
const ReachabilityCheckToken = "ingresshub:index:ReachabilityCheck"

// ReachabilityCheckArgs are the arguments of NewReachabilityCheck.
type ReachabilityCheckArgs struct {
	// What is asked: Questions of a plan, or some of them. Each costs money (0.10 USD) and, in every update that asks it, some
	// minutes; several are asked at a time. Required.
	Questions []Question `pulumi:"questions"`

	// ARNs of the resources that the questions name (Resources), by those names; IDs where they belong to the account that asks.
	Arns pulumi.StringMap `pulumi:"arns"`

	// Another value asks AWS everything again, because an analysis tells of the moment that it was made. Default: asked once.
	Triggers pulumi.ArrayInput `pulumi:"triggers"`

	// Tags of every resource. Default: none but Name.
	Tags pulumi.StringMapInput `pulumi:"tags"`
}

// ReachabilityCheck asks AWS questions of which it is known what the answer should be.
type ReachabilityCheck struct {
	pulumi.ResourceState

	// What AWS answered, by the question's name, and whether that is what was expected.
	PathFound  pulumi.BoolMap `pulumi:"pathFound"`
	AsExpected pulumi.BoolMap `pulumi:"asExpected"`

	// IDs of the analyses by the question's name: AWS's console shows each hop by hop.
	AnalysisIDs pulumi.StringMap `pulumi:"analysisIds"`

	// Names of the questions that AWS answers otherwise than expected, sorted; empty is what one hopes for.
	Unexpected pulumi.StringArrayOutput `pulumi:"unexpected"`
}

// NewReachabilityCheck registers a ReachabilityAnalysis for each question. An answer that was not expected does not fail the update:
// AsExpected and Unexpected say so.
//
// AWS answers by what is there when it is asked, and refuses to where the network changes meanwhile: make the check depend on
// everything that the questions are about. It has to be made in the account of the transit gateway.
//
// The error lists all problems of the arguments, and then nothing is registered.
func NewReachabilityCheck(
	ctx *pulumi.Context, name string, args *ReachabilityCheckArgs, opts ...pulumi.ResourceOption,
) (*ReachabilityCheck, error) {
	if args == nil {
		args = &ReachabilityCheckArgs{}
	}
	if err := inputs.Check(ReachabilityCheckToken, name, args.problems()...); err != nil {
		return nil, err
	}
	component := &ReachabilityCheck{PathFound: pulumi.BoolMap{}, AsExpected: pulumi.BoolMap{}, AnalysisIDs: pulumi.StringMap{}}
	if err := ctx.RegisterComponentResource(ReachabilityCheckToken, name, component, opts...); err != nil {
		return nil, err
	}
	var names []string
	var found []any
	for _, question := range args.Questions {
		asked := &ReachabilityAnalysisArgs{
			Source: args.Arns[question.Source], Destination: args.Arns[question.Destination], DestinationPort: question.SentTo,
			ArrivalAddress: question.Address, ArrivalPort: question.Port, Triggers: args.Triggers, Tags: args.Tags,
		}
		if question.Through != "" {
			asked.Through = pulumi.StringArray{args.Arns[question.Through]}
		}
		analysis, err := NewReachabilityAnalysis(ctx, question.Name, asked, pulumi.Parent(component))
		if err != nil {
			return nil, err
		}
		component.PathFound[question.Name] = analysis.PathFound
		component.AsExpected[question.Name] = analysis.PathFound.ApplyT(func(found bool) bool { return found == question.PathFound }).(pulumi.BoolOutput)
		component.AnalysisIDs[question.Name] = analysis.AnalysisID
		names, found = append(names, question.Name), append(found, component.AsExpected[question.Name])
	}
	component.Unexpected = pulumi.All(found...).ApplyT(func(asExpected []any) []string {
		unexpected := []string{}
		for number, is := range asExpected {
			if is != true {
				unexpected = append(unexpected, names[number])
			}
		}
		slices.Sort(unexpected)
		return unexpected
	}).(pulumi.StringArrayOutput)
	outputs.Register(ctx, component, pulumi.Map{
		"pathFound": component.PathFound, "asExpected": component.AsExpected, "analysisIds": component.AnalysisIDs,
		"unexpected": component.Unexpected,
	})
	return component, nil
}

// problems are everything wrong with the arguments.
func (args *ReachabilityCheckArgs) problems() []plan.Problems {
	problems := []plan.Problems{
		inputs.Require("questions", len(args.Questions) > 0),
		inputs.RequireEach("arns", args.Arns, Resources(args.Questions)),
	}
	seen := map[string]bool{}
	for _, question := range args.Questions {
		if seen[question.Name] {
			problems = append(problems, plan.Problems{{Path: "questions." + question.Name, Message: "stands there twice"}})
		}
		seen[question.Name] = true
	}
	return problems
}
