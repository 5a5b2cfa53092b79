package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
	"github.com/ingresshub/ingresshub/flightpath/readers/snapshot"
)

// exitPropertyFails is for checks whose answer is no. Mistakes on the command line are exitFailed here: 2 has one meaning.
const exitPropertyFails = 2

func flightpathCommand() command {
	return command{
		name:    "flightpath",
		summary: "prove what can reach what, through which firewall, and that the reply comes back",
		usage:   "<command> [flags]",
		about: "Read a network and say which way packets fly, what checks them on the way, and whether replies fly back the same\n" +
			"way. The network comes from a folder of AWS describe output, a Pulumi preview, a Pulumi state or live accounts (--live:\n" +
			"with the credentials that the AWS CLI would use, describe calls only); nothing is changed. What the source does not\n" +
			"tell is listed on standard error, and what depends on it is `unproven`.\n\n" +
			"Exit status: 0 when all that was asked holds or was answered, 2 when a property fails or cannot be proven, 1 when\n" +
			"the tool could not do its work.",
		example: []string{
			"ingresshub flightpath trace --snapshot captured/ --from internet --to 10.16.3.7 --port 443",
		},
		below:  []command{traceCommand(), reachCommand(), checkCommand()},
		misuse: exitFailed,
	}
}

// networkSource is the flags that say where a network comes from.
type networkSource struct {
	snapshot, preview, state string
	live                     liveAccounts
}

func (s *networkSource) flags(flags *flag.FlagSet) {
	flags.StringVar(&s.snapshot, "snapshot", "", "`DIR` a folder of AWS describe output: every *.json below it, as the AWS CLI prints it")
	flags.StringVar(&s.preview, "preview", "", "`FILE` what `pulumi preview --json --show-sames` prints; - for standard input")
	flags.StringVar(&s.state, "state", "", "`FILE` what `pulumi stack export` prints; - for standard input")
	flags.BoolVar(&s.live.asked, "live", false, "the account of the AWS CLI's credentials, in its Region; describe calls only")
	several(flags, "profile", "`NAME` with --live: a profile of AWS's config files, an account each; may be repeated", &s.live.profiles)
	several(flags, "role-arn", "`ARN` with --live: a role to assume, an account each; may be repeated", &s.live.roles)
	several(flags, "region", "`REGION` with --live: a Region to read in every account; may be repeated", &s.live.regions)
	flags.StringVar(&s.live.keep, "keep", "", "`DIR` with --live: a new folder in which the snapshot stays")
}

// several declares a flag that may be repeated.
func several(flags *flag.FlagSet, name, usage string, values *[]string) {
	flags.Func(name, usage, func(value string) error {
		*values = append(*values, value)
		return nil
	})
}

// estateUsage is what -f means where nothing is checked.
const estateUsage = "`FILE` an estate: the pods that its services will have are in the network, too; - for standard input"

// sourceUsage is how the flags stand in a command's usage.
const sourceUsage = "(--snapshot DIR | --preview FILE | --state FILE | --live)"

// read reads the network, and says on standard error what is not in it.
func (s *networkSource) read(ctx context.Context, command string, std streams) (*network.Network, error) {
	given := 0
	if s.live.asked {
		given++
	}
	for _, name := range []string{s.snapshot, s.preview, s.state} {
		if name != "" {
			given++
		}
	}
	if given != 1 {
		return nil, usagef("%s: one of --snapshot, --preview, --state and --live says where the network comes from (see ingresshub %s --help)",
			command, command)
	}
	if accounts := &s.live; !accounts.asked && len(accounts.profiles)+len(accounts.roles)+len(accounts.regions)+len(accounts.keep) > 0 {
		return nil, usagef("%s: --profile, --role-arn, --region and --keep go with --live", command)
	}
	read, err := s.open(ctx, std)
	if err != nil {
		return nil, err
	}
	warn(std.err, read.Gaps)
	return read, nil
}

func (s *networkSource) open(ctx context.Context, std streams) (*network.Network, error) {
	switch {
	case s.live.asked:
		return s.live.read(ctx, std)
	case s.snapshot != "":
		return snapshot.Read(s.snapshot)
	case s.preview != "":
		return readFile(s.preview, std.in, pulumi.ReadPreview)
	default:
		return readFile(s.state, std.in, pulumi.ReadState)
	}
}

func readFile(name string, in io.Reader, read func(io.Reader) (*network.Network, error)) (*network.Network, error) {
	from, called := in, "standard input"
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		from, called = file, name
	}
	found, err := read(from)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", called, err)
	}
	return found, nil
}

// warnMissing lists what an estate declares and the network does not hold.
func warnMissing(w io.Writer, names []string) {
	for _, name := range names {
		fmt.Fprintf(w, "warning: the estate declares %s, which the network does not hold\n", name)
	}
}

// mostWarnings is how many are printed; each further one is of the same kinds.
const mostWarnings = 100

// warn lists what the source does not tell, each reason once.
func warn(w io.Writer, gaps []network.Gap) {
	said := map[string]bool{}
	for _, gap := range gaps {
		if said[gap.Reason] {
			continue
		}
		said[gap.Reason] = true
		if len(said) <= mostWarnings {
			fmt.Fprintf(w, "warning: %s\n", gap.Reason)
		}
	}
	if more := len(said) - mostWarnings; more > 0 {
		fmt.Fprintf(w, "warning: and %d more\n", more)
	}
}
