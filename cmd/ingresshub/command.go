package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
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
}

func commands() []command {
	return []command{demoCommand(), planCommand(), schemaCommand(), versionCommand()}
}

// usageError is a mistake on the command line.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// run runs a command line and returns the exit status.
func run(ctx context.Context, std streams, args []string) int {
	err := dispatch(ctx, std, args)
	var usage *usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &usage):
		fmt.Fprintf(std.err, "ingresshub: %s\n", usage.message)
		return exitUsage
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
		name, args = args[1], []string{args[1], "--help"}
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
		fmt.Fprintf(w, "  %-8s %s\n", command.name, command.summary)
	}
	fmt.Fprint(w, "\nExamples:\n")
	for _, command := range commands() {
		fmt.Fprintf(w, "  %s\n", command.example[0])
	}
	fmt.Fprint(w, "\nMore about a command: ingresshub <command> --help\n")
}

func (c command) printHelp(w io.Writer, flags *flag.FlagSet) {
	fmt.Fprintf(w, "%s\n\nUsage:\n  ingresshub %s\n", c.about, strings.TrimSpace(c.name+" "+c.usage))
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
