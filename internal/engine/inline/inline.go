// Package inline runs Pulumi programs in this process, for tests and measurements that need no folder and no compiler.
package inline

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/ingresshub/ingresshub/internal/engine"
)

// Program makes a program of a function.
func Program(project string, body pulumi.RunFunc) engine.Program {
	return engine.Program{Project: project, Body: func(ctx context.Context, run engine.Run) error {
		return pulumi.RunErr(
			func(program *pulumi.Context) error {
				// The engine has gone away when ctx ends; a program that waits for it would wait forever.
				if err := ctx.Err(); err != nil {
					return err
				}
				return body(program)
			},
			func(info *pulumi.RunInfo) {
				info.Organization = run.Organization
				info.Project = run.Project
				info.Stack = run.Stack
				info.RootDirectory = run.RootDirectory
				info.Config = run.Config
				info.ConfigSecretKeys = run.ConfigSecretKeys
				info.Parallel = run.Parallel
				info.DryRun = run.DryRun
				info.MonitorAddr = run.Monitor
				info.EngineAddr = run.Engine
			},
		)
	}}
}
