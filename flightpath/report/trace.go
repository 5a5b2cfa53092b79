package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath"
)

// Trace is a question with its answer.
type Trace struct {
	Question flightpath.Question
	Answer   flightpath.Answer
	Names    Names

	// Traffic says for people what was asked about, where that is more than the question's protocol and port.
	Traffic string
}

// traceJSON is the object that [Trace.JSON] writes. The package's documentation says what it holds.
type traceJSON struct {
	flightpath.Answer
	Question questionJSON `json:"question"`
}

type questionJSON struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Protocol string `json:"protocol"`
	Port     int    `json:"port"`
}

func (t *Trace) protocol() string { return cmp.Or(strings.ToLower(t.Question.Protocol), "tcp") }

// JSON writes the trace as one object.
func (t *Trace) JSON(w io.Writer) error {
	q := t.Question
	if kind, is := q.ICMPType(); is {
		q.Port = kind
	}
	return writeJSON(w, traceJSON{t.Answer, questionJSON{q.From, q.To, t.protocol(), q.Port}})
}

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// asked is the question in a line.
func (t *Trace) asked() string {
	return fmt.Sprintf("%s → %s, %s", t.end(t.Question.From), t.end(t.Question.To), printable(t.what()))
}

// what is the packets of the question.
func (t *Trace) what() string {
	q := t.Question
	what := t.protocol()
	kind, isICMP := q.ICMPType()
	switch {
	case t.Traffic != "":
		what = t.Traffic
	case isICMP && kind == 8:
		what += " echo"
	case isICMP:
		what += fmt.Sprintf(" type %d", kind)
	case q.Port != 0:
		what += fmt.Sprintf(" port %d", q.Port)
	case what == "tcp" || what == "udp":
		what += ", any port"
	}
	return what
}

// end is an end of the question, as it was asked.
func (t *Trace) end(asked string) string { return t.Names.label(asked) }
