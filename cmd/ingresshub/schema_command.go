package main

import (
	"context"
	"flag"

	"github.com/ingresshub/ingresshub/components/plan"
)

func schemaCommand() command {
	return command{
		name:    "schema",
		summary: "print the JSON Schema of estates, for editors and checks",
		about: "Print the JSON Schema of an estate. Editors use it to complete fields, show what they mean and mark mistakes.\n" +
			"With the YAML language server, put a comment with the schema's file name first in a file that holds a bare estate.",
		example: []string{
			"ingresshub schema",
			"ingresshub schema > estate.schema.json",
			"echo '# yaml-language-server: $schema=estate.schema.json' > estate.yaml",
		},
		flags: func(*flag.FlagSet) func(context.Context, streams) error {
			return func(_ context.Context, std streams) error {
				_, err := std.out.Write(plan.Schema())
				return err
			}
		},
	}
}
