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
	script := placesJS + pageJS
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

// interned gives each text, hop, leg and answer one number.
type interned struct {
	data    *pageData
	texts   map[string]int
	hops    map[hopData]int
	legs    map[string]int
	answers map[string]int
}

// interning is what the page's answers are kept in, from the first one on: a page that kept them whole would need much memory.
func (p *Page) interning() *interned {
	if p.known == nil {
		data := &pageData{
			Texts: []string{""}, Hops: []hopData{}, Legs: []legData{}, Answers: []answerData{}, Pairs: [][][]int{},
		}
		p.known = &interned{data, map[string]int{"": 0}, map[hopData]int{}, map[string]int{}, map[string]int{}}
	}
	return p.known
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

func (k *interned) text(text string) int {
	number, known := k.texts[text]
	if !known {
		number = len(k.data.Texts)
		k.texts[text] = number
		k.data.Texts = append(k.data.Texts, text)
	}
	return number
}

func (k *interned) trace(t *Trace) traceData {
	return traceData{
		From: k.text(t.Question.From), To: k.text(t.Question.To), What: k.text(printable(t.what())), answerData: k.shown(&t.Answer),
	}
}

func (k *interned) shown(a *flightpath.Answer) answerData {
	shown := answerData{
		Verdict: string(a.Verdict), Reason: k.text(brief(a.Reason)), Change: briefly(a.Change), Opens: a.Opens,
		NoChange: k.text(brief(a.NoChange)), Legs: []int{}, Beyond: k.numbers(beyond(a)),
	}
	if a.Verdict != flightpath.Blocked {
		shown.Example = k.text(printable(a.Example)) // of what is blocked the rule says more
	}
	for i := range a.Legs {
		shown.Legs = append(shown.Legs, k.leg(&a.Legs[i], len(a.Legs) == 1))
	}
	return shown
}

// answer is the number of an answer.
func (k *interned) answer(a *flightpath.Answer) int {
	shown := k.shown(a)
	text, err := json.Marshal(shown)
	if err != nil {
		return -1 // texts and numbers can always be written
	}
	number, known := k.answers[string(text)]
	if !known {
		number = len(k.data.Answers)
		k.answers[string(text)] = number
		k.data.Answers = append(k.data.Answers, shown)
	}
	return number
}

// briefly is changes for people.
func briefly(changes []flightpath.Change) []flightpath.Change {
	var shown []flightpath.Change
	for _, change := range changes {
		change.Do = brief(change.Do)
		shown = append(shown, change)
	}
	return shown
}

func (k *interned) leg(l *flightpath.Leg, alone bool) int {
	shown := legData{Forward: k.numbers(l.Forward), Return: k.numbers(l.Return)}
	if !alone {
		shown.From, shown.To, shown.Verdict, shown.Reason = k.text(brief(l.From)), k.text(brief(l.To)), string(l.Verdict), k.text(brief(l.Reason))
	}
	text, err := json.Marshal(shown)
	if err != nil {
		return 0 // texts and numbers can always be written
	}
	if number, known := k.legs[string(text)]; known {
		return number
	}
	k.legs[string(text)] = len(k.data.Legs)
	k.data.Legs = append(k.data.Legs, shown)
	return len(k.data.Legs) - 1
}

func (k *interned) numbers(hops []flightpath.Hop) []int {
	numbers := []int{}
	for _, hop := range hops {
		shown := hopData{kind(hop.Kind), hop.ID, brief(hop.Rule), string(hop.Decision)}
		if shown.Rule == hop.ID {
			shown.Rule = ""
		}
		number, known := k.hops[shown]
		if !known {
			number = len(k.data.Hops)
			k.hops[shown] = number
			k.data.Hops = append(k.data.Hops, shown)
		}
		numbers = append(numbers, number)
	}
	return numbers
}
