package main

import (
	"context"
	"flag"

	"github.com/ingresshub/ingresshub/internal/engine"
)

func demoCommand() command {
	return command{
		name:    "demo",
		summary: "deploy an estate or an example into a simulation of AWS, update it, draw it, destroy it",
		usage:   "[--example NAME | -f FILE]",
		about: "Deploy through the real Pulumi engine into a simulation of AWS that runs in this process: no account, no\n" +
			"credentials, no cost. The program is compiled and run as `pulumi up` would. It is deployed, updated again (which must\n" +
			"change nothing), drawn as text, and destroyed. The last line of the output is\n\n" +
			"  demo: created=<objects> second-update=<changes> left=<objects>\n\n" +
			"and the exit status is 1 when the second update changed something or the destroy left something.\n\n" +
			"Without flags it is the estate of Pulumi.dev.yaml. The first run compiles a program against the AWS SDK, and builds\n" +
			"the Pulumi command line when there is none on PATH: minutes each, once. Your files and stacks are not touched.",
		example: []string{
			"ingresshub demo",
			"ingresshub demo -f estate.yaml",
			"ingresshub demo --example elb-sandwich",
		},
		flags: func(flags *flag.FlagSet) func(context.Context, streams) error {
			file := flags.String("f", "", "`FILE` the estate, in a stack's config file or by itself; - for standard input")
			example := flags.String("example", "", "`NAME` a folder in examples/, whose own program is run")
			return func(ctx context.Context, std streams) error {
				if *file != "" && *example != "" {
					return usagef("demo: -f and --example exclude each other: an example has its own estate")
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
