package live

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Place is what one account has in one Region.
type Place struct {
	Account, Region string

	// Documents are the answers by key. A key whose calls failed is missing; one that holds nothing is empty.
	Documents map[string][]Document

	// Problems are the calls that gave no answer.
	Problems []Problem

	// Made is how often calls were made.
	Made int
}

// perAttempt is how long AWS may take to answer one request.
const perAttempt = 2 * time.Minute

// Describe makes all calls in the account and Region of some credentials, side by side as far as there are slots. Its error
// is one that every call would meet; what single calls met stands in the place's problems.
func Describe(ctx context.Context, config aws.Config, slots Slots) (*Place, error) {
	calls := Calls()
	clients := newClients(config)
	results := make([]result, len(calls))
	done := map[string]bool{"": true}
	for left := len(calls); left > 0; {
		var wave []int
		for i := range calls {
			if !results[i].done && done[calls[i].after] {
				wave = append(wave, i)
			}
		}
		if err := describe(ctx, clients, calls, results, wave, slots); err != nil {
			return nil, err
		}
		for _, i := range wave {
			results[i].done = true
			done[calls[i].Operation] = true
		}
		left -= len(wave)
	}
	place := &Place{Region: config.Region, Documents: map[string][]Document{}}
	for i := range calls {
		place.take(&calls[i], &results[i])
	}
	return place, nil
}

// result is what a call gave.
type result struct {
	done     bool
	skipped  bool // as there was no answer that says what to ask for
	asked    []question
	failures []failure
}

// question is one time that a call is made.
type question struct {
	ids  []string
	rows []Document
	err  error
}

// describe makes the calls of a wave, none of which depends on another.
func describe(ctx context.Context, clients *clients, calls []Call, results []result, wave []int, slots Slots) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var running sync.WaitGroup
	for _, i := range wave {
		call, result := &calls[i], &results[i]
		result.asked, result.skipped = questions(call, calls, results)
		for j := range result.asked {
			asked := &result.asked[j]
			if !slots.take(ctx) {
				break
			}
			running.Go(func() {
				defer slots.free()
				if asked.rows, asked.err = call.ask(ctx, clients, asked.ids); asked.err != nil && fatal(asked.err) {
					cancel(asked.err)
				}
			})
		}
	}
	running.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	for _, i := range wave {
		result := &results[i]
		for _, asked := range result.asked {
			if asked.err != nil {
				result.failures = append(result.failures, failure{asked.ids, asked.err})
			}
		}
	}
	return nil
}

// questions are what a call has to be asked, by the answers of the call that it comes after.
func questions(call *Call, calls []Call, results []result) (asked []question, skipped bool) {
	if call.after == "" {
		return []question{{}}, false
	}
	var ids []string
	skipped = true
	for i := range calls {
		if calls[i].Operation != call.after || !results[i].answered() {
			continue
		}
		skipped = false
		for _, before := range results[i].asked {
			for _, row := range before.rows {
				ids = append(ids, call.ids(row)...)
			}
		}
	}
	for some := range slices.Chunk(ids, max(call.batch, 1)) {
		asked = append(asked, question{ids: some})
	}
	return asked, skipped
}

// answered says whether there was any answer, be it that there is nothing to ask for.
func (r *result) answered() bool {
	return !r.skipped && (len(r.asked) == 0 || len(r.failures) < len(r.asked))
}

// take keeps what a call gave.
func (p *Place) take(call *Call, result *result) {
	p.Made += len(result.asked)
	p.Problems = append(p.Problems, call.problems(result.failures, len(result.asked))...)
	if !result.answered() || call.names {
		return
	}
	if p.Documents[call.Key] == nil {
		p.Documents[call.Key] = []Document{}
	}
	for _, asked := range result.asked {
		if asked.err != nil {
			continue
		}
		if call.instead {
			p.Documents[call.Key] = slices.DeleteFunc(p.Documents[call.Key], func(listed Document) bool {
				return slices.Equal(call.ids(listed), asked.ids)
			})
		}
		p.Documents[call.Key] = append(p.Documents[call.Key], asked.rows...)
	}
}

// Slots bound how many calls run at the same time.
type Slots chan struct{}

// take waits for a slot; there is none any more once the context has ended.
func (s Slots) take(ctx context.Context) bool {
	select {
	case s <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	if ctx.Err() != nil { // both were ready
		s.free()
		return false
	}
	return true
}

func (s Slots) free() { <-s }
