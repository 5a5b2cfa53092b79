package main

import (
	"context"
	"flag"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/report"
)

func checkCommand() command {
	const name = "flightpath check"
	return command{
		name:    name,
		summary: "ask whether the properties of an estate hold, or the generic ones of any network",
		usage:   sourceUsage + " [-f ESTATE]\n      [--format text|json|mermaid|html]",
		about: "Ask whether these properties of a network hold:\n" +
			"  exposed    each declared service is reachable from the internet, through every zone of its load balancer\n" +
			"  inspected  what is declared to be inspected crosses a firewall, on every way\n" +
			"  contained  nothing that was not declared is reachable from the internet, and no EKS VPC reaches another\n" +
			"  symmetric  every flow is answered by the way that it came\n" +
			"  alive      the health checks of every target group reach its targets\n" +
			"-f names the estate that declares them. Without it the generic ones are asked: what gets around a firewall where there\n" +
			"is one, what is asymmetric, which health checks do not arrive; and what the internet reaches is listed.\n\n" +
			"Exit status: 0 when all that was asked holds, 2 when a property fails or cannot be proven (the way that speaks against\n" +
			"it is printed), 1 when the tool could not do its work.\n\n" +
			"With --format json, standard output holds one object: holds, worst (the worst verdict of the declared services),\n" +
			"properties (each with name, result, findings, their count, why it was not asked, and a note of what of it was not),\n" +
			"services and exposed. With --format html it holds a page that needs nothing else: the findings, and a map on which clicking\n" +
			"two places shows the way between them and back, at the ports that the network's listeners and rules name.",
		example: []string{
			"ingresshub flightpath check --snapshot captured/",
			"ingresshub flightpath check --preview preview.json -f Pulumi.dev.yaml",
			"pulumi stack export | ingresshub flightpath check --state - -f Pulumi.dev.yaml --format json",
		},
		flags: func(flags *flag.FlagSet) func(context.Context, streams) error {
			var source networkSource
			source.flags(flags)
			estate := flags.String("f", "", "`FILE` the estate that was declared, in a stack's config file or by itself; - for standard input")
			format := flags.String("format", "text", "`FORMAT` text, json, mermaid (flowcharts) or html (a page with a map); default text")
			return func(ctx context.Context, std streams) error { return check(ctx, name, std, source, *estate, *format) }
		},
	}
}

func check(ctx context.Context, command string, std streams, source networkSource, estate, format string) error {
	views := map[string]func(*report.Check, io.Writer) error{
		"text": (*report.Check).Text, "json": (*report.Check).JSON, "mermaid": (*report.Check).Mermaid, "html": nil,
	}
	view, known := views[format]
	switch {
	case !known:
		return usagef("%s: unknown format %q; there are %s", command, format, strings.Join(slices.Sorted(maps.Keys(views)), ", "))
	}
	read, expectations, err := source.readFor(ctx, command, std, estate)
	if err != nil {
		return err
	}
	analyzer := flightpath.New(read)
	found, err := analyzer.Check(expectations)
	if err != nil {
		return err
	}
	for i := range found.Properties {
		findings := found.Properties[i].Findings
		for j := range findings[:min(len(findings), report.MostWays)] {
			analyzer.ExplainFinding(&findings[j])
		}
	}
	shown := report.Check{Report: found, Names: report.NamesOf(read)}
	if format == "html" {
		page := report.Page{Title: "flightpath check", Network: read}
		shown.Fill(&page)
		err = writePage(ctx, std.out, analyzer, &page)
	} else {
		err = view(&shown, std.out)
	}
	if err != nil {
		return err
	}
	return failedProperties(found)
}

// failedProperties is nil where all that was asked holds.
func failedProperties(found flightpath.Report) error {
	var failed, open []string
	for _, property := range found.Properties {
		switch property.Result {
		case flightpath.Fails:
			failed = append(failed, string(property.Name))
		case flightpath.Open:
			open = append(open, string(property.Name))
		}
	}
	var words []string
	if len(failed) > 0 {
		words = append(words, "does not hold: "+strings.Join(failed, ", "))
	}
	if len(open) > 0 {
		words = append(words, "cannot be proven: "+strings.Join(open, ", "))
	}
	if len(words) == 0 {
		return nil
	}
	return &statusError{message: strings.Join(words, "; "), status: exitPropertyFails}
}
