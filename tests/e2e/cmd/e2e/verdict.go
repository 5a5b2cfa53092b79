package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/ingresshub/ingresshub/tests/e2e/run"
	"github.com/ingresshub/ingresshub/tests/e2e/server"
)

// judged ends the emulator and prints the last line. The log stays where something is to be looked up in it.
func judged(reports []*run.Report, emulator *server.Server, out io.Writer) error {
	err := emulator.Close()
	faults := 0
	for _, report := range reports {
		faults += len(report.Faults)
	}
	if faults > 0 {
		fmt.Fprintf(out, "the end of the emulator's log, which is in %s:\n%s\n", emulator.Log(), emulator.Tail(20))
		err = errors.Join(err, fmt.Errorf("%d faults, which are listed above", faults))
	} else {
		err = errors.Join(err, emulator.Forget())
	}
	fmt.Fprintln(out, summary(reports))
	return err
}

// summary is the last line.
func summary(reports []*run.Report) string {
	objects, missing, extra := 0, 0, 0
	for _, report := range reports {
		objects, missing, extra = objects+report.Objects, missing+report.Missing, extra+report.Extra
	}
	return fmt.Sprintf("e2e: examples=%d objects=%d missing=%d extra=%d exceptions=%d",
		len(reports), objects, missing, extra, len(run.Exceptions(reports...)))
}
