package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/ingresshub/ingresshub/flightpath"
)

// longestPackets is how much of the packets' list people get to see; JSON has all of it.
const longestPackets = 240

// Text writes the trace for people, hop by hop, with the rule that decided at each.
func (t *Trace) Text(w io.Writer) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s\n%s: %s\n", t.asked(), t.Answer.Verdict, brief(t.Answer.Reason))
	if t.Answer.Example != "" {
		fmt.Fprintf(&out, "for example %s\n", brief(t.Answer.Example))
	}
	if packets := t.Answer.Packets; packets != "" && packets != t.Answer.Example && len(packets) <= longestPackets {
		fmt.Fprintf(&out, "for all of  %s\n", brief(packets))
	}
	legs := t.Answer.Legs
	for i := range legs {
		t.leg(&out, i+1, len(legs), &legs[i])
	}
	if rest := beyond(&t.Answer); len(rest) > 0 {
		fmt.Fprint(&out, "\nand there it ends\n")
		t.hops(&out, rest)
	}
	t.opening(&out)
	_, err := w.Write(out.Bytes())
	return err
}

// opening is what would open a blocked way.
func (t *Trace) opening(out *bytes.Buffer) {
	changes := t.Answer.Change
	if len(changes) == 0 {
		if t.Answer.NoChange != "" {
			fmt.Fprintf(out, "\n%s\n", brief(t.Answer.NoChange))
		}
		return
	}
	fmt.Fprintf(out, "\n%s\n", t.openingTitle())
	for i, change := range changes {
		number := ""
		if len(changes) > 1 {
			number = fmt.Sprintf("%d. ", i+1)
		}
		fmt.Fprintf(out, "  %s%s %s: %s\n", number, kind(change.Kind), t.Names.label(change.ID), brief(change.Do))
	}
}

// openingTitle says what the changes do, as it was tried out.
func (t *Trace) openingTitle() string {
	title := "the smallest change that would open it"
	if len(t.Answer.Change) > 1 {
		title += fmt.Sprintf(": these %d together", len(t.Answer.Change))
	}
	if opens := t.Answer.Opens; opens != "" {
		title += " (the verdict is " + printable(string(opens)) + " then)"
	}
	return title
}

// beyond is the hops behind the last leg: where a way ends that has no further leg.
func beyond(answer *flightpath.Answer) []flightpath.Hop {
	through := 0
	for _, leg := range answer.Legs {
		through += len(leg.Forward)
	}
	return answer.Forward[min(through, len(answer.Forward)):]
}

func (t *Trace) leg(out *bytes.Buffer, number, all int, leg *flightpath.Leg) {
	fmt.Fprintln(out)
	if all > 1 {
		fmt.Fprintf(out, "leg %d of %d: %s → %s\n%s: %s\n", number, all, t.end(leg.From), t.end(leg.To), leg.Verdict, brief(leg.Reason))
		if leg.Example != "" {
			fmt.Fprintf(out, "for example %s\n", brief(leg.Example))
		}
	}
	if len(leg.Forward) > 0 {
		fmt.Fprintln(out, "there")
		t.hops(out, leg.Forward)
	}
	if len(leg.Return) > 0 {
		fmt.Fprintln(out, "back")
		t.hops(out, leg.Return)
	}
}

// hops are one line each: its number, kind, ID and rule.
func (t *Trace) hops(out *bytes.Buffer, hops []flightpath.Hop) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for i, hop := range hops {
		mark := ""
		if hop.Decision != "" {
			mark = "◀ " + string(hop.Decision)
		}
		id, rule := t.Names.label(hop.ID), brief(hop.Rule)
		if hop.Rule == hop.ID {
			rule = ""
		}
		line := fmt.Sprintf("%4d\t%s\t%s\t%s", i+1, kind(hop.Kind), id, strings.TrimSpace(rule+"  "+mark))
		fmt.Fprintln(table, strings.TrimRight(line, "\t "))
	}
	table.Flush()
}

// kind is a kind of hop in words.
func kind(of flightpath.HopKind) string { return brief(strings.ReplaceAll(string(of), "-", " ")) }
