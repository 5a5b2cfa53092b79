package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/ingresshub/ingresshub/tests/e2e/exceptions"
	"github.com/ingresshub/ingresshub/tests/e2e/run"
	"github.com/ingresshub/ingresshub/tests/e2e/server"
)

// outcome is what came of all scenarios.
type outcome struct {
	reports []*run.Report

	// Faults of no scenario in particular.
	faults []string
}

func (o *outcome) fault(format string, args ...any) {
	o.faults = append(o.faults, fmt.Sprintf(format, args...))
}

// wholeTable checks that every exception was needed, which only a run of all scenarios can tell. Scenarios that failed
// might have needed more.
func (o *outcome) wholeTable(table []exceptions.Exception) {
	for _, report := range o.reports {
		if len(report.Faults) > 0 {
			return
		}
	}
	for _, e := range run.Unneeded(table, o.reports...) {
		o.fault("the exception of %s, field %s, is no longer needed: take it out of the table", e.Type, e.Field)
	}
}

// judge ends the emulator and prints the last line. The log stays where something is to be looked up in it.
func (o *outcome) judge(emulator *server.Server, out io.Writer) error {
	err := emulator.Close()
	faults := len(o.faults)
	for _, fault := range o.faults {
		fmt.Fprintf(out, "FAULT: %s\n", fault)
	}
	for _, report := range o.reports {
		faults += len(report.Faults)
	}
	if faults > 0 {
		fmt.Fprintf(out, "the end of the emulator's log, which is in %s:\n%s\n", emulator.Log(), emulator.Tail(20))
		err = errors.Join(err, fmt.Errorf("faults: %d, which are listed above", faults))
	} else {
		err = errors.Join(err, emulator.Forget())
	}
	last := o.summary()
	if err != nil {
		// The numbers alone may look good: not every fault is about an object.
		last += fmt.Sprintf(" FAILED faults=%d", max(faults, 1))
	}
	fmt.Fprintln(out, last)
	return err
}

// summary is the last line, where all is well.
func (o *outcome) summary() string {
	objects, missing, extra := 0, 0, 0
	for _, report := range o.reports {
		objects, missing, extra = objects+report.Objects, missing+report.Missing, extra+report.Extra
	}
	return fmt.Sprintf("e2e: examples=%d objects=%d missing=%d extra=%d exceptions=%d",
		len(o.reports), objects, missing, extra, len(run.Exceptions(o.reports...)))
}
