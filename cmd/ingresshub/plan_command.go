package main

import (
	"context"
	"flag"
	"fmt"
	"io"

	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/estatefile"
	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/planview"
	"github.com/ingresshub/ingresshub/components/plan"
)

func planCommand() command {
	return command{
		name:    "plan",
		summary: "show the network that an estate asks for, or everything that is wrong with it",
		usage:   "-f FILE [--format table|json|mermaid]",
		about: "Show the plan of an estate: subnets, routes, load balancers and addresses. Nothing is deployed and nothing is\n" +
			"looked up, so it answers at once. For an estate that cannot work, all problems are listed with their fields, and the\n" +
			"exit status is 1.",
		example: []string{
			"ingresshub plan -f Pulumi.dev.yaml",
			"ingresshub plan -f Pulumi.dev.yaml --format json",
			"ingresshub plan -f estate.yaml --format mermaid > plan.mmd",
			"generate-estate | ingresshub plan -f -",
		},
		flags: func(flags *flag.FlagSet) func(context.Context, streams) error {
			file := flags.String("f", "", "`FILE` the estate, in a stack's config file or by itself; - for standard input")
			format := flags.String("format", "table", "`FORMAT` table, json or mermaid (a flowchart); default table")
			return func(_ context.Context, std streams) error { return showPlan(std, *file, *format) }
		},
	}
}

func showPlan(std streams, name, format string) error {
	views := map[string]func(io.Writer, *plan.Plan) error{
		"table": planview.Table, "json": writeJSON, "mermaid": planview.Mermaid,
	}
	view, known := views[format]
	if !known {
		return usagef("plan: unknown format %q; there are table, json and mermaid", format)
	}
	if name == "" {
		return usagef("plan: which estate? -f FILE names it (see ingresshub plan --help)")
	}
	file, err := estatefile.Read(name, std.in)
	if err != nil {
		return err
	}
	planned, err := planOf(file)
	if err != nil {
		return err
	}
	return view(std.out, planned)
}

func planOf(file *estatefile.File) (*plan.Plan, error) {
	text, err := file.JSON()
	if err != nil {
		return nil, err
	}
	planned, err := plan.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file.Name, err)
	}
	if err := checkRegion(planned, file.Region()); err != nil {
		return nil, fmt.Errorf("%s: %w", file.Name, err)
	}
	return planned, nil
}

// checkRegion refuses what the program of an estate would refuse too (components/estate, which is not asked here because
// it comes with the AWS SDK): a stack whose provider works in another Region than the estate lies in.
func checkRegion(planned *plan.Plan, configured string) error {
	if len(planned.Accounts) > 0 || configured == "" || configured == planned.Region {
		return nil
	}
	return plan.Problems{{
		Path: "region",
		Message: fmt.Sprintf("the estate lies in %s, but the stack's config has aws:region: %s; make them the same",
			planned.Region, configured),
	}}
}

func writeJSON(w io.Writer, planned *plan.Plan) error {
	text, err := planned.JSON()
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}
