package main

import (
	"context"
	"flag"

	"github.com/ingresshub/ingresshub/internal/engine"
)

func demoCommand() command {
	return command{
		name:    "demo",
		summary: "deploy an estate or an example into a simulation of AWS, update it, draw it, prove it, destroy it",
		usage:   "[-f FILE | --example NAME | --program DIR]",
		about: "Deploy through the real Pulumi engine into a simulation of AWS that runs in this process: no account, no\n" +
			"credentials, no cost. The program is compiled and run as `pulumi up` would. It is deployed, updated again (which must\n" +
			"change nothing), drawn as text, asked which way packets would fly (flightpath check), and destroyed. The last line of\n" +
			"the output is\n\n" +
			"  demo: created=<objects> second-update=<changes> left=<objects> flightpath=<verdict>\n\n" +
			"where the verdict is flightpath's worst one over all services and zones (none without services, failed where a property\n" +
			"does not hold), and the exit status is 1 when the second update changed something, the destroy left something, or a\n" +
			"property failed. A property that cannot be proven is no failure here; it is named above the last line, and flightpath check\n" +
			"ends with 2 for it.\n\n" +
			"With --program it is any Pulumi program in Go, in this repository or in a module of its own, with the config of its\n" +
			"Pulumi.dev.yaml. Without that file, each Pulumi.<stack>.yaml is a stack: first the one with ingresshub:estate, then the\n" +
			"others, by name; all are counted in the one last line. Beside it, existing.yaml may list what is there before the program runs, as the examples have it:\n\n" +
			"  - type: aws:ec2/vpc:Vpc        # a resource type\n" +
			"    id: vpc-0a1b2c3d4e5f60718    # what AWS would call it\n" +
			"    account: 123456789012        # whose it is; default: the account of the ingress VPC\n" +
			"    outputs: {cidrBlock: 10.16.0.0/16, tags: {Name: shop}}\n\n" +
			"Without flags it is the estate of Pulumi.dev.yaml. The first run compiles a program against the AWS SDK, and builds\n" +
			"the Pulumi command line when there is none on PATH: minutes each, once. Your files and stacks are not touched.",
		example: []string{
			"ingresshub demo",
			"ingresshub demo -f estate.yaml",
			"ingresshub demo --example elb-sandwich",
			"ingresshub demo --program ../my-ingress",
		},
		flags: func(flags *flag.FlagSet) func(context.Context, streams) error {
			file := flags.String("f", "", "`FILE` the estate, in a stack's config file or by itself; - for standard input")
			example := flags.String("example", "", "`NAME` a folder in examples/, whose own program is run")
			program := flags.String("program", "", "`DIR` a folder with a Pulumi program in Go; see above")
			return func(ctx context.Context, std streams) error {
				if *file != "" && *example != "" || *program != "" && *file+*example != "" {
					return usagef("demo: -f, --example and --program exclude each other: an example and a program have their own config")
				}
				if *program != "" {
					chosen, err := programStory(*program, "the program in "+*program)
					if err != nil {
						return err
					}
					return runDemo(ctx, std, chosen)
				}
				root, err := engine.Root("")
				if err != nil {
					return err
				}
				chosen, err := chooseStory(root, *file, *example, std.in)
				if err != nil {
					return err
				}
				return runDemo(ctx, std, chosen)
			}
		},
	}
}
