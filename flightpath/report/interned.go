package report

import (
	"encoding/json"

	"github.com/ingresshub/ingresshub/flightpath"
)

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
