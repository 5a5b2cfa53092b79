package report

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/ingresshub/ingresshub/flightpath"
)

// What a page holds at most. Its answers are one for each pair of places and each port: the time to find them and the size of
// the page grow with their number, so ports are left out where there are many places, and places where there are very many.
const (
	MostPlaces  = 120
	MostAnswers = 20000
	MostPorts   = 12
)

// asked is the answers between any two places of a page.
type asked struct {
	places []Place
	asks   []Packets
	pairs  [][][]int // by what was asked, sender and receiver: the number of the answer, -1 where there is none
}

// Ask finds the answers between any two places of the page's map: for the packets that are given, and, while they fit, for the
// ports that the network's listeners and rules name. What does not fit stands in the page's note.
func (p *Page) Ask(ctx context.Context, analyzer *flightpath.Analyzer, first ...Packets) error {
	places, left := placesOf(p.Network, p.likeness(), MostPlaces)
	asks := slices.Clone(first)
	for _, packets := range Ports(p.Network) {
		if !slices.ContainsFunc(asks, func(known Packets) bool { return known.String() == packets.String() }) {
			asks = append(asks, packets)
		}
	}
	fit := max(1, len(first), min(MostPorts, MostAnswers/walksBetween(places)))
	asks, more := asks[:min(fit, len(asks))], asks[min(fit, len(asks)):]
	p.leftOut(len(places), left, more)
	known := p.interning()
	p.asked = &asked{places: places, asks: asks}
	for _, packets := range asks {
		rows := make([][]int, len(places))
		for i, from := range places {
			if err := ctx.Err(); err != nil {
				return err
			}
			rows[i] = []int{}
			if !from.Answers {
				rows[i] = p.row(known, analyzer, packets, from)
			}
		}
		p.asked.pairs = append(p.asked.pairs, rows)
	}
	return nil
}

// row is the answers from one place to all.
func (p *Page) row(known *interned, analyzer *flightpath.Analyzer, packets Packets, from Place) []int {
	places := p.asked.places
	answers := make([]*flightpath.Answer, len(places))
	var workers sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(places)) {
		workers.Go(func() {
			for i := range next {
				// It fails where both ends are one and the same, such as a subnet and the interface that it stands for.
				if answer, err := analyzer.Trace(packets.question(from.ID, places[i].ID)); err == nil {
					answers[i] = &answer
				}
			}
		})
	}
	for i := range places {
		if places[i].ID != from.ID {
			next <- i
		}
	}
	close(next)
	workers.Wait()
	row := make([]int, len(places))
	for i, answer := range answers { // in their order, so that the same network gives the same page
		row[i] = -1
		if answer != nil {
			row[i] = known.answer(answer)
		}
	}
	return row
}

// leftOut notes what the page has no answers about.
func (p *Page) leftOut(places int, left string, ports []Packets) {
	var words []string
	if left != "" {
		words = append(words, fmt.Sprintf("The map has answers between %d places; left out are %s: ask `flightpath trace --from … --to …` for these.", places, left))
	}
	if len(ports) > 0 {
		var names []string
		for _, packets := range ports[:min(len(ports), MostPorts)] {
			names = append(names, packets.String())
		}
		if more := len(ports) - len(names); more > 0 {
			names = append(names, fmt.Sprintf("%d more", more))
		}
		words = append(words, "Ports that the network names and this page has no answers for: "+strings.Join(names, ", ")+".")
	}
	if p.Note != "" {
		words = append([]string{p.Note}, words...)
	}
	p.Note = strings.Join(words, " ")
}
