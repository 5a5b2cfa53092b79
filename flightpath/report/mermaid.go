package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath"
)

// Mermaid writes the trace as a flowchart: a box per leg, the way there in solid arrows and the way back in dotted ones.
func (t *Trace) Mermaid(w io.Writer) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%%%% %s: %s\nflowchart TB\n", escaped(t.asked()), t.Answer.Verdict)
	for i, leg := range t.Answer.Legs {
		title := fmt.Sprintf("%s → %s: %s", t.end(leg.From), t.end(leg.To), leg.Verdict)
		fmt.Fprintf(&out, "  subgraph leg%d [\"%s\"]\n    direction LR\n", i+1, escaped(title))
		t.chain(&out, fmt.Sprintf("f%d_", i+1), "-->", leg.Forward)
		t.chain(&out, fmt.Sprintf("r%d_", i+1), "-.->", leg.Return)
		fmt.Fprint(&out, "  end\n")
		if i > 0 {
			fmt.Fprintf(&out, "  leg%d ==> leg%d\n", i, i+1)
		}
	}
	if rest := beyond(&t.Answer); len(rest) > 0 {
		t.chain(&out, "e_", "-->", rest)
		if legs := len(t.Answer.Legs); legs > 0 {
			fmt.Fprintf(&out, "  leg%d --> e_1\n", legs)
		}
	}
	fmt.Fprint(&out, "  classDef firewall stroke:#b45309,stroke-width:3px\n"+
		"  classDef blocked fill:#fecaca,stroke:#b91c1c\n  classDef unproven fill:#fef3c7,stroke:#b45309,stroke-dasharray:4\n")
	_, err := w.Write(out.Bytes())
	return err
}

// chain is hops, each with an arrow to the next.
func (t *Trace) chain(out *bytes.Buffer, prefix, arrow string, hops []flightpath.Hop) {
	for i, hop := range hops {
		lines := []string{kind(hop.Kind), t.Names.label(hop.ID)}
		if hop.Rule != "" && hop.Rule != hop.ID {
			lines = append(lines, brief(hop.Rule))
		}
		for j := range lines {
			lines[j] = escaped(lines[j])
		}
		class := ""
		switch {
		case hop.Decision != "":
			class = ":::" + string(hop.Decision)
		case hop.Kind == flightpath.HopFirewall:
			class = ":::firewall"
		}
		fmt.Fprintf(out, "    %s%d[\"%s\"]%s\n", prefix, i+1, strings.Join(lines, "<br/>"), class)
		if i > 0 {
			fmt.Fprintf(out, "    %s%d %s %s%d\n", prefix, i, arrow, prefix, i+1)
		}
	}
}

// escaped is a text within a label: Mermaid writes characters that mean something to it as entities, with # for &.
func escaped(text string) string {
	var out strings.Builder
	for _, r := range printable(text) {
		switch r {
		case '"', '<', '>', '&', '#', '`', '[', ']', '{', '}', '|', '\\', ';':
			fmt.Fprintf(&out, "#%d;", r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}
