package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/ingresshub/ingresshub/flightpath"
)

// Reach is everything that an endpoint reaches.
type Reach struct {
	From    string
	Reached []flightpath.Reachable
	Names   Names
}

// reachJSON is the object that [Reach.JSON] writes.
type reachJSON struct {
	From    string                 `json:"from"`
	Reached []flightpath.Reachable `json:"reached"`
}

// JSON writes one object: from, and reached, a list of objects with to (the ID of an interface, or internet), owner, name, vpc,
// subnet, members, declared, through, verdict, reason, traffic and example.
func (r *Reach) JSON(w io.Writer) error {
	reached := r.Reached
	if reached == nil {
		reached = []flightpath.Reachable{}
	}
	return writeJSON(w, reachJSON{r.From, reached})
}

// Text writes what is reached for people, by VPC.
func (r *Reach) Text(w io.Writer) error {
	var out bytes.Buffer
	if len(r.Reached) == 0 {
		fmt.Fprintf(&out, "%s reaches nothing\n", r.Names.label(r.From))
	} else {
		fmt.Fprintf(&out, "%s reaches\n", r.Names.label(r.From))
	}
	vpc := "none yet"
	var table *tabwriter.Writer
	flush := func() {
		if table != nil {
			table.Flush()
		}
	}
	for i := range r.Reached {
		one := &r.Reached[i]
		if one.VPC != vpc {
			flush()
			vpc = one.VPC
			if vpc != "" {
				fmt.Fprintf(&out, "\nin %s\n", r.Names.label(vpc))
			} else {
				fmt.Fprintln(&out)
			}
			table = tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
		}
		through := ""
		if len(one.Through) > 0 {
			through = "through " + r.through(one)
		} else if one.Verdict == flightpath.Unproven && one.VPC == "" && one.To != Internet {
			through = printable(one.Reason) // nothing else tells what may be there
		}
		line := fmt.Sprintf("  %s\t%s\t%s\t%s", one.Verdict, r.what(one), brief(one.Traffic), through)
		fmt.Fprintln(table, strings.TrimRight(line, "\t "))
	}
	flush()
	_, err := w.Write(out.Bytes())
	return err
}

// what is what is reached, for people: whose interface it is, and how many more there are of its kind.
func (r *Reach) what(one *flightpath.Reachable) string {
	words := r.Names.label(one.To)
	made, _, isMade := strings.Cut(one.To, "@"+one.Subnet)
	switch {
	case isMade && one.Subnet != "":
		// A node or a target that has no ID of its own: what it belongs to, and where it is.
		if name := r.Names[one.Subnet]; name != "" && !strings.Contains(words, name) {
			words += " (" + printable(name) + ")"
		}
		if one.Owner != "" && made != one.Owner && made != one.Name {
			words += " of " + r.Names.label(one.Owner)
		}
	case one.Owner != "" && one.Owner != one.To:
		words += " of " + r.Names.label(one.Owner)
	}
	if more := len(slices.DeleteFunc(slices.Clone(one.Members), func(id string) bool { return id == one.To })); more > 0 {
		words += fmt.Sprintf(" and %d more like it", more)
	}
	if one.Declared {
		words += " (address not known yet)"
	}
	return words
}

func (r *Reach) through(one *flightpath.Reachable) string {
	var words []string
	for _, id := range one.Through {
		words = append(words, r.Names.label(id))
	}
	return strings.Join(words, ", ")
}

// Mermaid writes what is reached as a flowchart: an arrow for each, with its verdict and ports, in a box per VPC.
func (r *Reach) Mermaid(w io.Writer) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "flowchart LR\n  from[\"%s\"]\n", escaped(r.Names.label(r.From)))
	number := map[string]int{}
	vpc := ""
	for i := range r.Reached {
		one := &r.Reached[i]
		if _, known := number[one.To]; known {
			continue
		}
		number[one.To] = i
		if one.VPC != vpc {
			if vpc != "" {
				fmt.Fprint(&out, "  end\n")
			}
			if vpc = one.VPC; vpc != "" {
				fmt.Fprintf(&out, "  subgraph v%d [\"%s\"]\n", i, escaped(r.Names.label(vpc)))
			}
		}
		fmt.Fprintf(&out, "    t%d[\"%s\"]\n", i, escaped(r.what(one)))
	}
	if vpc != "" {
		fmt.Fprint(&out, "  end\n")
	}
	for i := range r.Reached {
		one := &r.Reached[i]
		label := string(one.Verdict) + ": " + one.Traffic
		if len(one.Through) > 0 {
			label += " through " + r.through(one)
		}
		arrow := "-->"
		if one.Verdict == flightpath.Unproven || one.Verdict == flightpath.Asymmetric {
			arrow = "-.->"
		}
		fmt.Fprintf(&out, "  from %s|\"%s\"| t%d\n", arrow, escaped(label), number[one.To])
	}
	_, err := w.Write(out.Bytes())
	return err
}

// Traces are the ways to what is reached, for a page.
func (r *Reach) Traces() []Trace {
	traces := make([]Trace, 0, len(r.Reached))
	for i := range r.Reached {
		one := &r.Reached[i]
		traces = append(traces, Trace{
			// A map shows instances and load balancers, not their interfaces.
			Question: flightpath.Question{From: r.From, To: cmp.Or(one.Owner, one.To)},
			Answer:   one.Answer(), Names: r.Names, Traffic: one.Traffic,
		})
	}
	return traces
}
