package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/report"
)

func traceCommand() command {
	const name = "flightpath trace"
	return command{
		name:    name,
		summary: "follow packets from one endpoint to another, and their replies back, hop by hop",
		usage:   sourceUsage + "\n      --from ENDPOINT --to ENDPOINT [--port N] [--protocol tcp|udp|icmp]\n      [-f ESTATE] [--format text|json|mermaid|html]",
		about: "Follow packets from one endpoint to another, and their replies back. An endpoint is an ID (instance, network\n" +
			"interface, load balancer, subnet, VPC), an address, a CIDR, a tag as key=value, a name (of a cluster or\n" +
			"a service, too), or `internet`.\n\n" +
			"The verdict is one of\n" +
			"  inspected   on every way a firewall sees both directions, at the same endpoint\n" +
			"  direct      packets arrive and are answered, and on some way no firewall sees them\n" +
			"  asymmetric  packets arrive, but replies are lost or miss a firewall that saw the request\n" +
			"  blocked     nothing arrives; the rule that blocks is shown, and the fewest changes that would open the way, tried out\n" +
			"  unproven    the way depends on something that is not modelled or that the source does not tell\n" +
			"and holds for all packets of the question. A question that was answered exits 0, whatever the verdict.\n\n" +
			"With --format json, standard output holds one object: verdict, reason, question, forward and return (lists of hops\n" +
			"with kind, id and rule), legs, example, packets and, for blocked, change or noChange. With --format html it holds a page\n" +
			"that needs nothing else: a map on which clicking two places shows the way between them, for these packets or others.",
		example: []string{
			"ingresshub flightpath trace --snapshot captured/ --from internet --to 10.16.3.7 --port 443",
			"ingresshub flightpath trace --snapshot captured/ --from i-0a1b2c3d4e5f60718 --to 10.16.0.0/16 --port 5432 --format json",
			"pulumi preview --json --show-sames | ingresshub flightpath trace --preview - --from internet --to app=shop --port 443",
		},
		flags: func(flags *flag.FlagSet) func(context.Context, streams) error {
			var source networkSource
			var question flightpath.Question
			source.flags(flags)
			flags.StringVar(&question.From, "from", "", "`ENDPOINT` where packets come from")
			flags.StringVar(&question.To, "to", "", "`ENDPOINT` where they go to")
			port := flags.Int("port", 0, "`N` the destination port, any where it is not given; for icmp the type, 8 where it is not given")
			flags.StringVar(&question.Protocol, "protocol", "tcp", "`NAME` tcp, udp, icmp, all, or a number; default tcp")
			estate := flags.String("f", "", estateUsage)
			format := flags.String("format", "text", "`FORMAT` text, json, mermaid (a flowchart) or html (a page with a map); default text")
			return func(ctx context.Context, std streams) error {
				if *port < 0 {
					return usagef("%s: --port %d: from 0 to 65535", name, *port)
				}
				question.Port = *port
				flags.Visit(func(given *flag.Flag) {
					if _, icmp := question.ICMPType(); icmp && given.Name == "port" && *port == 0 {
						question.Port = flightpath.EchoReply // not the same as no port
					}
				})
				return trace(ctx, name, std, source, question, *estate, *format)
			}
		},
	}
}

func trace(ctx context.Context, command string, std streams, source networkSource, question flightpath.Question, estate, format string) error {
	views := map[string]func(*report.Trace, io.Writer) error{
		"text": (*report.Trace).Text, "json": (*report.Trace).JSON, "mermaid": (*report.Trace).Mermaid, "html": nil,
	}
	view, known := views[format]
	switch {
	case !known:
		return usagef("%s: unknown format %q; there are %s", command, format, strings.Join(slices.Sorted(maps.Keys(views)), ", "))
	case question.From == "":
		return usagef("%s: --from is missing: where do packets come from? (see ingresshub %s --help)", command, command)
	case question.To == "":
		return usagef("%s: --to is missing: where do packets go to? (see ingresshub %s --help)", command, command)
	}
	read, promised, err := source.readFor(ctx, command, std, estate)
	if err != nil {
		return err
	}
	warnMissing(std.err, promised.Missing)
	analyzer := flightpath.New(read)
	answer, err := analyzer.Explain(question)
	if err != nil {
		return err
	}
	shown := report.Trace{Question: question, Answer: answer, Names: report.NamesOf(read)}
	if format == "html" {
		page := report.Page{
			Title: fmt.Sprintf("flightpath: %s → %s", question.From, question.To), Network: read, Traces: []report.Trace{shown},
		}
		return writePage(ctx, std.out, analyzer, &page, report.Packets{Protocol: question.Protocol, Port: question.Port})
	}
	return view(&shown, std.out)
}
