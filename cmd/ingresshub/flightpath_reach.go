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

func reachCommand() command {
	const name = "flightpath reach"
	return command{
		name:    name,
		summary: "list everything that an endpoint reaches, on which ports, and whether a firewall sees it",
		usage:   sourceUsage + " --from ENDPOINT\n      [-f ESTATE] [--format text|json|mermaid|html]",
		about: "List everything that an endpoint reaches, on which protocols and ports, through which load balancers, with the\n" +
			"verdict of each. What is blocked is left out; what is unproven is not. An endpoint is an ID, an address, a CIDR, a tag as\n" +
			"key=value, a name (of a cluster or a service, too), or `internet`.\n\n" +
			"With --format json, standard output holds one object: from and reached, a list of objects with to, owner, name, vpc,\n" +
			"subnet, members, declared, through, verdict, reason, traffic and example. With --format html it holds a page with a map,\n" +
			"on which clicking two places shows the way between them and back.",
		example: []string{
			"ingresshub flightpath reach --snapshot captured/ --from internet",
			"ingresshub flightpath reach --snapshot captured/ --from i-0a1b2c3d4e5f60718 --format json",
		},
		flags: func(flags *flag.FlagSet) func(context.Context, streams) error {
			var source networkSource
			source.flags(flags)
			from := flags.String("from", "", "`ENDPOINT` where packets come from")
			estate := flags.String("f", "", estateUsage)
			format := flags.String("format", "text", "`FORMAT` text, json, mermaid (a flowchart) or html (a page with a map); default text")
			return func(ctx context.Context, std streams) error {
				return reach(ctx, name, std, source, *from, *estate, *format)
			}
		},
	}
}

func reach(ctx context.Context, command string, std streams, source networkSource, from, estate, format string) error {
	views := map[string]func(*report.Reach, io.Writer) error{
		"text": (*report.Reach).Text, "json": (*report.Reach).JSON, "mermaid": (*report.Reach).Mermaid, "html": nil,
	}
	view, known := views[format]
	switch {
	case !known:
		return usagef("%s: unknown format %q; there are %s", command, format, strings.Join(slices.Sorted(maps.Keys(views)), ", "))
	case from == "":
		return usagef("%s: --from is missing: where do packets come from? (see ingresshub %s --help)", command, command)
	}
	read, promised, err := source.readFor(ctx, command, std, estate)
	if err != nil {
		return err
	}
	warnMissing(std.err, promised.Missing)
	analyzer := flightpath.New(read)
	reached, err := analyzer.Reach(from)
	if err != nil {
		return err
	}
	shown := report.Reach{From: from, Reached: reached, Names: report.NamesOf(read)}
	if format == "html" {
		page := report.Page{Title: "flightpath: what " + from + " reaches", Network: read, Traces: shown.Traces()}
		return writePage(ctx, std.out, analyzer, &page)
	}
	return view(&shown, std.out)
}
