package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/readers/snapshot"
)

// Read captures accounts into a folder that is new or empty, and reads it.
func Read(ctx context.Context, dir string, options Options) (*network.Network, error) {
	return capture(ctx, dir, options)
}

// Capture writes what accounts have into a folder that is new or empty.
func Capture(ctx context.Context, dir string, options Options) error {
	_, err := capture(ctx, dir, options)
	return err
}

// tries is how often accounts are read whose answers contradict each other.
const tries = 2

func capture(ctx context.Context, dir string, options Options) (*network.Network, error) {
	if options.Progress == nil {
		options.Progress = io.Discard
	}
	target, err := newFolder(dir)
	if err != nil {
		return nil, err
	}
	defer target.forget()
	found, err := accounts(ctx, &options)
	if err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		places, err := describeAll(ctx, found, &options)
		if err != nil {
			return nil, err
		}
		if err := target.write(places); err != nil {
			return nil, err
		}
		read, err := snapshot.Read(target.partial)
		var contradiction *snapshot.Error
		switch {
		case err == nil:
			return read, target.publish()
		case errors.As(err, &contradiction) && try < tries:
			fmt.Fprintf(options.Progress, "the answers do not fit together, as when something changes meanwhile: reading again\n  %s\n",
				target.named(contradiction.Problems[0]))
		default:
			return nil, errors.New(target.named(err.Error()))
		}
	}
}

// describeAll reads every account in every Region, side by side.
func describeAll(ctx context.Context, accounts []*account, options *Options) ([]*Place, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	concurrency := options.Concurrency
	if concurrency < 1 {
		concurrency = defaultConcurrency
	}
	slots := make(Slots, concurrency)
	var mu sync.Mutex // of places and of progress
	var places []*Place
	var running sync.WaitGroup
	read := map[string]string{}
	for _, one := range accounts {
		for _, region := range one.regions {
			place := one.id + "/" + region
			if other, already := read[place]; already {
				mu.Lock()
				fmt.Fprintf(options.Progress, "%s is %s as well, which is read as %s\n", one.name, place, other)
				mu.Unlock()
				continue
			}
			read[place] = one.name
			running.Go(func() {
				place, err := one.describe(ctx, region, slots)
				if err != nil {
					cancel(err)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				places = append(places, place)
				fmt.Fprintf(options.Progress, "%s\n", place)
			})
		}
	}
	running.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	slices.SortFunc(places, func(a, b *Place) int { return strings.Compare(a.folder(), b.folder()) })
	return places, nothing(places)
}

// describe reads an account in a Region.
func (a *account) describe(ctx context.Context, region string, slots Slots) (*Place, error) {
	if err := a.unusable[region]; err != nil {
		return unusablePlace(a.id, region, err), nil
	}
	place, err := Describe(ctx, a.in(region), slots)
	if err != nil {
		return nil, a.unusableBecause(err)
	}
	place.Account = a.id
	return place, nil
}

// unusablePlace is a Region in which AWS does not take the credentials: every call is missing.
func unusablePlace(account, region string, err error) *Place {
	place := &Place{Account: account, Region: region}
	for _, call := range Calls() {
		place.Problems = append(place.Problems, Problem{
			Key: call.Key, Operation: call.Operation, Action: call.Action(), Code: code(err),
			Reason: "nothing of the Region could be read: " + because(err),
		})
	}
	return place
}

// nothing is an error where no call gave an answer anywhere: then it is not about single calls.
func nothing(places []*Place) error {
	reasons := map[string]bool{}
	var listed []string
	for _, place := range places {
		if len(place.Documents) > 0 {
			return nil
		}
		for _, problem := range place.Problems {
			reason := place.folder() + ": " + problem.Reason
			if !reasons[reason] && len(listed) < 3 {
				listed = append(listed, reason)
			}
			reasons[reason] = true
		}
	}
	return fmt.Errorf("nothing could be read: every call failed, such as\n  %s\nthe IAM policy that allows all of them is docs/flightpath-live-policy.json",
		strings.Join(listed, "\n  "))
}

func (p *Place) folder() string { return p.Account + "/" + p.Region }

// String says for people what was read.
func (p *Place) String() string {
	objects := 0
	for _, all := range p.Documents {
		objects += len(all)
	}
	said := fmt.Sprintf("%s: %d calls, %d answers to keep", p.folder(), p.Made, objects)
	if failed := len(p.Problems); failed > 0 {
		said += fmt.Sprintf(", %d failed", failed)
	}
	return said
}
