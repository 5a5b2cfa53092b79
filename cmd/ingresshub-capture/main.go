// Command ingresshub-capture writes what live AWS accounts have into a snapshot folder, with describe calls only and the
// credentials that the AWS CLI would use. `ingresshub flightpath --live` runs it.
//
// It is a program of its own because the AWS SDK takes minutes to compile, and no other command needs it.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/ingresshub/ingresshub/flightpath/readers/live"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the next one ends the process at once.
	context.AfterFunc(ctx, stop)
	err := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "ingresshub-capture: interrupted; nothing was written")
		os.Exit(130)
	default:
		fmt.Fprintf(os.Stderr, "ingresshub-capture: %s\n", err)
		os.Exit(1)
	}
}

const usage = `Usage:
  ingresshub-capture [--profile NAME]... [--role-arn ARN]... [--region REGION]... DIR
  ingresshub-capture --policy

Write what AWS accounts have, as far as networks depend on it, into a folder that is new or empty, as the AWS CLI prints it. Only
describe calls are made. Without flags it is the account of the credentials that the AWS CLI would use, in its Region.

`

func run(ctx context.Context, args []string, in io.Reader, out, progress io.Writer) error {
	flags := flag.NewFlagSet("ingresshub-capture", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	options := live.Options{Progress: progress, Token: func() (string, error) { return ask(in, progress) }}
	several(flags, "profile", "`NAME` a profile of AWS's config files, an account each; may be repeated", &options.Profiles)
	several(flags, "role-arn", "`ARN` a role to assume, an account each; may be repeated", &options.Roles)
	several(flags, "region", "`REGION` a Region to read in every account; may be repeated", &options.Regions)
	policy := flags.Bool("policy", false, "print the IAM policy that it needs, and do nothing else")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(out, usage)
		flags.SetOutput(out)
		flags.PrintDefaults()
		return nil
	case err != nil:
		return fmt.Errorf("%w (see ingresshub-capture --help)", err)
	case *policy:
		text, err := live.Policy()
		if err != nil {
			return err
		}
		_, err = out.Write(text)
		return err
	case flags.NArg() != 1:
		return errors.New("which folder is to be written? (see ingresshub-capture --help)")
	}
	return live.Capture(ctx, flags.Arg(0), options)
}

// several declares a flag that may be repeated.
func several(flags *flag.FlagSet, name, usage string, values *[]string) {
	flags.Func(name, usage, func(value string) error {
		*values = append(*values, value)
		return nil
	})
}

// ask asks for the code of a device, for profiles that want one.
func ask(in io.Reader, prompt io.Writer) (string, error) {
	fmt.Fprint(prompt, "code of your MFA device: ")
	line, err := bufio.NewReader(in).ReadString('\n')
	if line = strings.TrimSpace(line); line != "" {
		return line, nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = errors.New("no code was given")
	}
	return "", err
}
