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

// Check is what a check found.
type Check struct {
	Report flightpath.Report
	Names  Names
}

// checkJSON is the object that [Check.JSON] writes.
type checkJSON struct {
	Holds bool               `json:"holds"`
	Worst flightpath.Verdict `json:"worst,omitempty"`
	flightpath.Report
}

// JSON writes one object: holds, worst (the worst verdict of the declared services), properties (each with name, result,
// findings, their count, why it was not asked, and a note of a part that was not), services and exposed. A finding has from, to, verdict, traffic, reason and answer, which is as a trace's.
func (c *Check) JSON(w io.Writer) error {
	return writeJSON(w, checkJSON{c.Report.Holds(), c.Report.Worst(), c.Report})
}

// asks says what each property is about.
var asks = map[flightpath.PropertyName]string{
	flightpath.Exposed:      "each declared service is reachable from the internet, through every zone",
	flightpath.FirewallSees: "nothing gets around a firewall",
	flightpath.Contained:    "nothing that was not declared is reachable",
	flightpath.Symmetric:    "every flow is answered by the way that it came",
	flightpath.Alive:        "health checks reach their targets",
}

// about is what a property asks, or why it was not asked, all or a part of it.
func about(p *flightpath.Property) string {
	if p.Note != "" {
		return fmt.Sprintf("%s (%s)", asks[p.Name], brief(p.Note))
	}
	if p.Result != flightpath.NotAsked || p.Why == "" {
		return asks[p.Name]
	}
	return fmt.Sprintf("%s (%s)", asks[p.Name], strings.Replace(p.Why, flightpath.NothingDeclared, flightpath.NothingDeclared+": needs -f ESTATE", 1))
}

// MostWays is how many findings of a property are shown with their whole way; the others get a line.
const MostWays = 2

// Text writes what was found for people: the properties, what speaks against them, and what the internet reaches.
func (c *Check) Text(w io.Writer) error {
	var out bytes.Buffer
	table := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	for _, property := range c.Report.Properties {
		fmt.Fprintf(table, "%s\t%s\t%s\n", property.Name, property.Result, about(&property))
	}
	table.Flush()
	c.services(&out)
	for i := range c.Report.Properties {
		c.findings(&out, &c.Report.Properties[i])
	}
	if len(c.Report.Exposed) > 0 {
		fmt.Fprintln(&out)
		reach := Reach{From: Internet, Reached: c.Report.Exposed, Names: c.Names}
		if err := reach.Text(&out); err != nil {
			return err
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

func (c *Check) services(out *bytes.Buffer) {
	if len(c.Report.Services) == 0 {
		return
	}
	fmt.Fprint(out, "\nservices\n")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, service := range c.Report.Services {
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", brief(service.Service), brief(service.Zone), service.Verdict, c.because(&service))
	}
	table.Flush()
}

// because is why a service has its verdict. An answer's reason is about the leg that decides; where several firewalls inspect
// one leg after the other, each is named.
func (c *Check) because(service *flightpath.ServiceVerdict) string {
	var seen []string
	for i := range service.Answer.Legs {
		for _, id := range service.Answer.Legs[i].Firewalls {
			if label := c.Names.label(id); !slices.Contains(seen, label) {
				seen = append(seen, label)
			}
		}
	}
	if service.Verdict != flightpath.Inspected || len(seen) < 2 {
		return brief(service.Reason)
	}
	return "firewall endpoints " + strings.Join(seen, ", ") + " see both directions"
}

func (c *Check) findings(out *bytes.Buffer, property *flightpath.Property) {
	for i := range property.Findings {
		if i == 0 {
			fmt.Fprintf(out, "\n%s: %s\n", property.Name, property.Result)
		}
		trace := c.trace(&property.Findings[i])
		if i >= MostWays {
			if i == MostWays {
				fmt.Fprintln(out, "\nand")
			}
			fmt.Fprintf(out, "  %s: %s (%s)\n", trace.asked(), trace.Answer.Verdict, brief(trace.Answer.Reason))
			continue
		}
		fmt.Fprintln(out)
		_ = trace.Text(out) // a buffer takes everything
	}
}

// trace is a finding as a trace.
func (c *Check) trace(f *flightpath.Finding) Trace {
	answer := f.Answer
	answer.Verdict, answer.Reason = f.Verdict, cmp.Or(f.Reason, f.Answer.Reason)
	return Trace{
		Question: flightpath.Question{From: f.From, To: f.To}, Answer: answer, Names: c.Names, Traffic: cmp.Or(f.Traffic, "any traffic"),
	}
}

// Mermaid writes the ways that speak against a property, one flowchart each; without any, what the internet reaches.
func (c *Check) Mermaid(w io.Writer) error {
	shown := 0
	for i := range c.Report.Properties {
		for j := range c.Report.Properties[i].Findings {
			trace := c.trace(&c.Report.Properties[i].Findings[j])
			if err := trace.Mermaid(w); err != nil {
				return err
			}
			shown++
		}
	}
	if shown > 0 {
		return nil
	}
	reach := Reach{From: Internet, Reached: c.Report.Exposed, Names: c.Names}
	return reach.Mermaid(w)
}

// Fill puts the findings on a page, with the ways that they are about and those to what the internet reaches.
func (c *Check) Fill(page *Page) {
	for i := range c.Report.Properties {
		property := &c.Report.Properties[i]
		line := fmt.Sprintf("%s: %s. %s", property.Name, property.Result, about(property))
		page.Findings = append(page.Findings, Finding{
			Holds: property.Result == flightpath.Holds, Open: property.Result == flightpath.NotAsked, Text: line, Trace: -1,
		})
		for j := range property.Findings {
			trace := c.trace(&property.Findings[j])
			page.Findings = append(page.Findings, Finding{
				Text: strings.Join([]string{trace.asked(), string(trace.Answer.Verdict), brief(trace.Answer.Reason)}, ": "), Trace: len(page.Traces),
			})
			page.Traces = append(page.Traces, trace)
		}
	}
	for _, service := range c.Report.Services {
		trace := Trace{
			Question: flightpath.Question{From: Internet, To: service.Service + " through " + service.Zone}, Answer: service.Answer, Names: c.Names,
			Traffic: "service " + service.Service,
		}
		page.Traces = append(page.Traces, trace)
	}
	reach := Reach{From: Internet, Reached: c.Report.Exposed, Names: c.Names}
	page.Traces = append(page.Traces, reach.Traces()...)
}
