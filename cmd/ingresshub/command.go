package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// Exit statuses.
const (
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// streams are what a command reads and writes. Results go to out; progress and problems to err.
type streams struct {
	in  io.Reader
	out io.Writer
	err *os.File
}

// command is a sub-command. Its flags are declared by flags, which returns what runs once they are parsed.
type command struct {
	name    string
	summary string
	usage   string // after the name
	about   string
	flags   func(*flag.FlagSet) func(context.Context, streams) error
	example []string

	// below are commands that follow this one's name, in the place of flags.
	below []command

	// misuse is the exit status of a mistake on the command line; exitUsage where it is 0.
	misuse int
}

func commands() []command {
	return []command{demoCommand(), planCommand(), flightpathCommand(), schemaCommand(), versionCommand()}
}

// usageError is a mistake on the command line.
type usageError struct {
	message string
	status  int // exitUsage where it is 0
}

func (e *usageError) Error() string { return e.message }

func usagef(format string, args ...any) error {
	return &usageError{message: fmt.Sprintf(format, args...)}
}

// statusError is a result that has an exit status of its own.
type statusError struct {
	message string
	status  int
}

func (e *statusError) Error() string { return e.message }

// run runs a command line and returns the exit status.
func run(ctx context.Context, std streams, args []string) int {
	err := dispatch(ctx, std, args)
	var usage *usageError
	var result *statusError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &usage):
		fmt.Fprintf(std.err, "ingresshub: %s\n", usage.message)
		return cmp.Or(usage.status, exitUsage)
	case errors.As(err, &result):
		fmt.Fprintf(std.err, "ingresshub: %s\n", result.message)
		return result.status
	case ctx.Err() != nil:
		fmt.Fprintln(std.err, "ingresshub: interrupted; what was made in the simulation is gone with it")
		return exitInterrupted
	default:
		fmt.Fprintf(std.err, "ingresshub: %s\n", err)
		return exitFailed
	}
}

func dispatch(ctx context.Context, std streams, args []string) error {
	if len(args) == 0 {
		printHelp(std.err)
		return usagef("which command?")
	}
	name := args[0]
	if name == "--version" || name == "-version" {
		name = "version"
	}
	if name == "help" && len(args) > 1 {
		name, args = args[1], append(slices.Clone(args[1:]), "--help")
	}
	for _, command := range commands() {
		if command.name == name {
			return command.run(ctx, std, args[1:])
		}
	}
	switch name {
	case "help", "-h", "-help", "--help":
		printHelp(std.out)
		return nil
	}
	return usagef("unknown command %q; there are %s (see ingresshub --help)", name, names())
}

func names() string {
	var all []string
	for _, command := range commands() {
		all = append(all, command.name)
	}
	return strings.Join(all, ", ")
}

func (c command) run(ctx context.Context, std streams, args []string) error {
	err := c.chosen(ctx, std, args)
	var usage *usageError
	if errors.As(err, &usage) {
		usage.status = cmp.Or(usage.status, c.misuse)
	}
	return err
}

// chosen runs the command, or the one below it that the first argument names.
func (c command) chosen(ctx context.Context, std streams, args []string) error {
	if len(c.below) == 0 {
		return c.act(ctx, std, args)
	}
	if len(args) == 0 {
		return usagef("%s: which of %s? (see ingresshub %s --help)", c.name, c.namesBelow(), c.name)
	}
	for _, below := range c.below {
		if below.name == c.name+" "+args[0] {
			return below.run(ctx, std, args[1:])
		}
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		c.printHelp(std.out, flag.NewFlagSet(c.name, flag.ContinueOnError))
		return nil
	}
	return usagef("%s: unknown command %q; there are %s (see ingresshub %s --help)", c.name, args[0], c.namesBelow(), c.name)
}

func (c command) namesBelow() string {
	var all []string
	for _, below := range c.below {
		all = append(all, strings.TrimPrefix(below.name, c.name+" "))
	}
	return strings.Join(all, ", ")
}

func (c command) act(ctx context.Context, std streams, args []string) error {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	action := c.flags(flags)
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		c.printHelp(std.out, flags)
		return nil
	case err != nil:
		return usagef("%s: %s (see ingresshub %s --help)", c.name, asTyped(err.Error(), args), c.name)
	case flags.NArg() > 0:
		return usagef("%s: unexpected argument %q (see ingresshub %s --help)", c.name, flags.Arg(0), c.name)
	}
	return action(ctx, std)
}

// asTyped writes the flag that a message ends with as the user did: package flag takes one dash and two, and always says
// one.
func asTyped(message string, args []string) string {
	said, flag, found := strings.Cut(message, ": -")
	if !found {
		return message
	}
	for _, arg := range args {
		if typed, _, _ := strings.Cut(arg, "="); strings.HasPrefix(arg, "-") && strings.TrimLeft(typed, "-") == flag {
			return said + ": " + typed
		}
	}
	return message
}

func printHelp(w io.Writer) {
	fmt.Fprint(w, "ingresshub: centralized ingress for many EKS clusters, planned as data and proved on the real Pulumi engine\n\n"+
		"Usage:\n  ingresshub <command> [flags]\n\nCommands:\n")
	for _, command := range commands() {
		fmt.Fprintf(w, "  %-11s %s\n", command.name, command.summary)
	}
	fmt.Fprint(w, "\nExamples:\n")
	for _, command := range commands() {
		fmt.Fprintf(w, "  %s\n", command.example[0])
	}
	fmt.Fprint(w, "\nMore about a command: ingresshub <command> --help\n")
}

func (c command) printHelp(w io.Writer, flags *flag.FlagSet) {
	fmt.Fprintf(w, "%s\n\nUsage:\n  ingresshub %s\n", c.about, strings.TrimSpace(c.name+" "+c.usage))
	for i, below := range c.below {
		if i == 0 {
			fmt.Fprint(w, "\nCommands:\n")
		}
		fmt.Fprintf(w, "  %-11s %s\n", strings.TrimPrefix(below.name, c.name+" "), below.summary)
	}
	first := true
	flags.VisitAll(func(f *flag.Flag) {
		if first {
			fmt.Fprint(w, "\nFlags:\n")
			first = false
		}
		dash := "--"
		if len(f.Name) == 1 {
			dash = "-"
		}
		value, usage := flag.UnquoteUsage(f)
		usage = strings.TrimPrefix(usage, value+" ") // what stands in front names the value for this column
		fmt.Fprintf(w, "  %-18s %s\n", dash+f.Name+" "+value, usage)
	})
	fmt.Fprint(w, "\nExamples:\n")
	for _, example := range c.example {
		fmt.Fprintf(w, "  %s\n", example)
	}
}
