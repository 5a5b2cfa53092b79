package main

import (
	"context"
	"flag"
	"fmt"
	"runtime/debug"
)

func versionCommand() command {
	return command{
		name:    "version",
		summary: "print the version of this command, and of what it was built with",
		about: "Print the version of the command: a tag, or the commit that it was built from (+dirty with changes that were not\n" +
			"committed). `ingresshub --version` does the same.",
		example: []string{"ingresshub version"},
		flags: func(*flag.FlagSet) func(context.Context, streams) error {
			return func(_ context.Context, std streams) error {
				info, _ := debug.ReadBuildInfo()
				_, err := fmt.Fprintln(std.out, versionLine(info))
				return err
			}
		},
	}
}

// versionLine is ingresshub v0.1.0 (go1.26.0, Pulumi SDK v3.250.0). Info is nil where a build left none.
func versionLine(info *debug.BuildInfo) string {
	const unknown = "ingresshub of an unknown version"
	if info == nil {
		return unknown
	}
	line := "ingresshub " + info.Main.Version
	if info.Main.Version == "" || info.Main.Version == "(devel)" {
		line = unknown
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				line = "ingresshub of commit " + setting.Value
			}
		}
	}
	line += " (" + info.GoVersion
	for _, module := range info.Deps {
		if module.Path == "github.com/pulumi/pulumi/sdk/v3" {
			line += ", Pulumi SDK " + module.Version
		}
	}
	return line + ")"
}
