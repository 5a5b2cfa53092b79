package main

import (
	"context"
	"fmt"
	"io"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/report"
)

// mostPlaces is how many places of a page can be clicked. It holds an answer for each pair of them.
const mostPlaces = 40

// writePage writes a page that shows a trace, and the same question between any two places of the map.
func writePage(ctx context.Context, w io.Writer, read *network.Network, analyzer *flightpath.Analyzer, first report.Trace) error {
	places, left := report.Places(read, mostPlaces)
	page := report.Page{
		Title:   fmt.Sprintf("flightpath: %s → %s", first.Question.From, first.Question.To),
		Network: read, Traces: []report.Trace{first},
	}
	if left > 0 {
		page.Note = fmt.Sprintf("%d further places are left out of the questions: instances, subnets or load balancers; ask for them with --from and --to.", left)
	}
	for _, from := range places {
		for _, to := range places {
			if from == to {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			question := first.Question
			question.From, question.To = from, to
			answer, err := analyzer.Trace(question)
			if err != nil {
				continue // a pair that is one and the same, such as an instance and the subnet that holds nothing else
			}
			page.Traces = append(page.Traces, report.Trace{Question: question, Answer: answer, Names: first.Names})
		}
	}
	return page.HTML(w)
}
