// Command talker is a program for the tests of package engine: components only, no provider.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

type settings struct {
	Names []string `json:"names"`
	Fail  string   `json:"fail"`
}

type thing struct{ pulumi.ResourceState }

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		var want settings
		config.New(ctx, "talker").RequireObject("settings", &want)
		folder, err := os.Getwd()
		if err != nil {
			return err
		}
		fmt.Println("on standard output from", folder, os.Getenv("TALKER_SAYS"))
		fmt.Fprintln(os.Stderr, "on standard error, dry run", ctx.DryRun())
		if want.Fail == "exit" {
			os.Exit(7)
		}
		for _, name := range want.Names {
			if err := ctx.RegisterComponentResource("talker:index:Thing", name, &thing{}); err != nil {
				return err
			}
		}
		ctx.Export("names", pulumi.ToStringArray(want.Names))
		ctx.Export("root", pulumi.String(ctx.RootDirectory()))
		if want.Fail == "error" {
			return errors.New("told to fail")
		}
		return nil
	})
}
