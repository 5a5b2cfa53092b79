package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/ingresshub/ingresshub/components/fleet"
)

// command runs `preview`, `up`, `refresh`, `destroy`, `operator` or `profiles` with its flags.
func command(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("fleet "+args[0], flag.ContinueOnError)
	folder := flags.String("folder", ".", "`DIR` with Pulumi.yaml and a Pulumi.<stack>.yaml for each stack")
	switch args[0] {
	case "operator":
		return operator(flags, folder, args[1:], out)
	case "profiles":
		return profiles(flags, folder, args[1:], out)
	}
	options := fleet.Options{Hub: program, Cluster: program, Progress: out}
	only := flags.String("only", "", "`STACKS` to run, separated by commas; default: all")
	assume := flags.Bool("profiles", false, "run each cluster's stack with the AWS profile named after its account; see the command profiles")
	flags.IntVar(&options.Parallel, "parallel", fleet.DefaultParallel, "how many stacks run at the same time")
	flags.StringVar(&options.Logs, "logs", "logs", "`DIR` for a log of each stack")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	declared, err := fleet.Read(*folder)
	if err != nil {
		return err
	}
	if *only != "" {
		options.Only = strings.Split(*only, ",")
	}
	if *assume {
		options.Environment = profile
	}
	summary, err := declared.Run(ctx, fleet.Operation(args[0]), options)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, summary)
	if left := summary.Unfinished(); len(left) > 0 {
		return fmt.Errorf("not done: %s", strings.Join(left, ", "))
	}
	return nil
}

// profile is the environment in which a cluster's stack works as the role of its account. AWS's SDK prefers other variables to the
// profile, so they are emptied.
func profile(stack fleet.Stack) map[string]string {
	if stack.RoleArn == "" {
		return nil
	}
	return map[string]string{
		"AWS_PROFILE":       stack.Account,
		"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SESSION_TOKEN": "", "AWS_WEB_IDENTITY_TOKEN_FILE": "",
	}
}

// operator writes the manifests for the Pulumi Kubernetes Operator.
func operator(flags *flag.FlagSet, folder *string, args []string, out io.Writer) error {
	var options fleet.OperatorOptions
	flags.StringVar(&options.Namespace, "namespace", "fleet", "`NAME` of the namespace")
	flags.StringVar(&options.Repository, "repository", "", "`URL` of the git repository")
	flags.StringVar(&options.Branch, "branch", "", "`NAME` of its branch")
	flags.StringVar(&options.FluxSource, "flux", "", "`NAME` of Flux's GitRepository, in the place of repository and branch")
	flags.StringVar(&options.Directory, "directory", "", "`DIR` of the project in the repository")
	flags.StringVar(&options.Backend, "backend", "", "`URL` of the state, s3://...")
	flags.StringVar(&options.Image, "image", "", "`IMAGE` with the Pulumi command line and Go")
	flags.StringVar(&options.HubRoleArn, "hub-role", "", "`ARN` of the role as which the hub's stack works")
	if err := flags.Parse(args); err != nil {
		return err
	}
	declared, err := fleet.Read(*folder)
	if err != nil {
		return err
	}
	text, err := declared.Operator(options)
	if err != nil {
		return err
	}
	_, err = out.Write(text)
	return err
}

// profiles writes a profile of AWS's shared config file for each account of a cluster, from the roles in the estate.
func profiles(flags *flag.FlagSet, folder *string, args []string, out io.Writer) error {
	source := flags.String("source", "default", "`PROFILE` that may take on the roles")
	if err := flags.Parse(args); err != nil {
		return err
	}
	declared, err := fleet.Read(*folder)
	if err != nil {
		return err
	}
	written := map[string]bool{}
	for _, stack := range declared.Clusters {
		if stack.RoleArn == "" || written[stack.Account] {
			continue
		}
		written[stack.Account] = true
		fmt.Fprintf(out, "[profile %s]\nrole_arn = %s\nsource_profile = %s\nrole_session_name = ingresshub\n\n", stack.Account, stack.RoleArn, *source)
	}
	return nil
}
