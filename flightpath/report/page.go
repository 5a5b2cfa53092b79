package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"html"
	"io"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// Page is a map of a network with answers about it. Clicking two places shows the way between them: one of Traces, or after
// [Page.Ask] any.
type Page struct {
	Title   string
	Network *network.Network

	// Traces are all that can be shown; the first one is shown at once.
	Traces []Trace

	// Findings stand above the map; a page of a check has them.
	Findings []Finding

	// Note is a line below the title, such as what was left out.
	Note string

	asked *asked
	known *interned
	alike *alike
}

func (p *Page) likeness() *alike {
	if p.alike == nil {
		p.alike = newAlike(p.Network)
	}
	return p.alike
}

// Finding is a line about a property, with the trace that proves it where there is one.
type Finding struct {
	Holds bool   `json:"holds"`
	Open  bool   `json:"open,omitempty"` // not asked: neither holds nor fails
	Text  string `json:"text"`
	Trace int    `json:"trace"` // of the page; -1 for none
}

var (
	//go:embed page.html
	pageHTML string
	//go:embed page.css
	pageCSS string
	//go:embed places.js
	placesJS string
	//go:embed lines.js
	linesJS string
	//go:embed page.js
	pageJS string
)

// HTML writes the page: one file that fetches nothing. Its content security policy lets no script run but its own, so that
// no name or rule out of a network can.
func (p *Page) HTML(w io.Writer) error {
	data, err := json.Marshal(p.data()) // which writes <, > and & as escapes, as a script element needs it
	if err != nil {
		return err
	}
	script := placesJS + linesJS + pageJS
	sum := sha256.Sum256([]byte(script))
	_, err = strings.NewReplacer(
		"{{title}}", html.EscapeString(printable(p.Title)),
		"{{script-hash}}", "sha256-"+base64.StdEncoding.EncodeToString(sum[:]),
		"{{style}}", pageCSS,
		"{{script}}", script,
		"{{data}}", string(data),
	).WriteString(w, pageHTML)
	return err
}

// pageData is what the page's script reads. Texts, hops and legs are listed once and referred to by number: the ways of a network
// share most of theirs, and a page has an answer for every pair of places.
type pageData struct {
	Title    string       `json:"title"`
	Note     string       `json:"note"`
	Chart    chart        `json:"chart"`
	Names    Names        `json:"names"`
	Texts    []string     `json:"texts"` // the first one is empty
	Hops     []hopData    `json:"hops"`
	Legs     []legData    `json:"legs"`
	Traces   []traceData  `json:"traces"`
	Findings []Finding    `json:"findings"`
	Places   []placeData  `json:"places"`
	Asks     []askData    `json:"asks"`
	Answers  []answerData `json:"answers"`

	// Pairs are numbers of answers: by what was asked, the number of the sender's place, and that of the receiver's.
	Pairs [][][]int `json:"pairs"`
}

type placeData struct {
	ID      string `json:"id"`
	More    int    `json:"more,omitempty"`
	Answers bool   `json:"answers,omitempty"`
}

type askData struct {
	What  string `json:"what"`
	Flags string `json:"flags"`
}

type hopData struct {
	Kind     string `json:"kind"`
	ID       string `json:"id"`
	Rule     string `json:"rule,omitempty"`
	Decision string `json:"decision,omitempty"`
}

// legData is a leg. The only one of a trace tells no more than the trace itself, but its hops.
type legData struct {
	From    int    `json:"from,omitempty"`
	To      int    `json:"to,omitempty"`
	Verdict string `json:"verdict,omitempty"`
	Reason  int    `json:"reason,omitempty"`
	Forward []int  `json:"forward"`
	Return  []int  `json:"return"`
}

type traceData struct {
	From int `json:"from"`
	To   int `json:"to"`
	What int `json:"what"`
	answerData
}

type answerData struct {
	Verdict  string              `json:"verdict"`
	Reason   int                 `json:"reason"`
	Example  int                 `json:"example,omitempty"`
	Legs     []int               `json:"legs"`
	Beyond   []int               `json:"beyond,omitempty"`
	Change   []flightpath.Change `json:"change,omitempty"`
	Opens    flightpath.Verdict  `json:"opens,omitempty"`
	NoChange int                 `json:"noChange,omitempty"`
}

func (p *Page) data() *pageData {
	names := NamesOf(p.Network)
	for id, name := range names {
		names[id] = printable(name)
	}
	known := p.interning()
	data := known.data
	data.Traces, data.Findings, data.Places, data.Asks = []traceData{}, []Finding{}, []placeData{}, []askData{}
	data.Title, data.Note, data.Chart, data.Names = printable(p.Title), printable(p.Note), draw(p.Network, p.likeness()), names
	for i := range p.Traces {
		data.Traces = append(data.Traces, known.trace(&p.Traces[i]))
	}
	data.Findings = append(data.Findings, p.Findings...)
	if p.asked == nil {
		return data
	}
	data.Pairs = p.asked.pairs
	for _, place := range p.asked.places {
		data.Places = append(data.Places, placeData{place.ID, place.More, place.Answers})
	}
	for _, packets := range p.asked.asks {
		data.Asks = append(data.Asks, askData{printable(packets.String()), printable(packets.flags())})
	}
	return data
}
