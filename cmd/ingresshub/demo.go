package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/existing"
	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/picture"
	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/progress"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/internal/localcloud/flight"
)

// demo is a story under way.
type demo struct {
	streams
	story   *story
	cloud   *localcloud.Cloud
	display *progress.Display

	// In the order in which they are deployed.
	stacks []*deployment
}

// deployment is a stack of the story.
type deployment struct {
	*engine.Stack
	part part

	// Resources that a first update makes.
	total int
}

// runDemo deploys a story, updates it again, draws what exists, asks flightpath about it and destroys it.
func runDemo(ctx context.Context, std streams, s *story) (err error) {
	display := progress.New(std.err)
	fmt.Fprintf(display, "%s, through the real Pulumi engine, into a SIMULATION of AWS in this process:\n"+
		"no account, no cost; nothing of it exists anywhere else.\n\n", s.title)
	cloud, err := localcloud.New(localcloud.Options{Account: s.account, Region: s.region, Reachability: flight.Reachability})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cloud.Close()) }()
	if err := existing.Put(cloud, s.existing); err != nil {
		return err
	}
	// The cloud outlives an interrupt, so that the engine can end what it is doing in good order.
	served, err := cloud.Serve(context.WithoutCancel(ctx))
	if err != nil {
		return err
	}
	defer served.Close()
	d := &demo{streams: std, story: s, cloud: cloud, display: display}
	defer func() {
		for _, stack := range slices.Backward(d.stacks) {
			err = errors.Join(err, stack.Close())
		}
	}()
	for _, part := range s.parts() {
		options := engine.Options{
			Program:   engine.Program{Folder: s.folder},
			Name:      part.name,
			Config:    part.config,
			Providers: served.DebugProviders(),
			Progress:  display,
			OnEvent:   display.Event,
			// State and cloud live as long as this process.
			Environment: engine.WriteStateOnce,
		}
		if len(d.stacks) > 0 {
			options.Beside = d.stacks[0].Stack
		}
		stack, err := engine.New(ctx, options)
		if err != nil {
			return err
		}
		d.stacks = append(d.stacks, &deployment{Stack: stack, part: part})
	}
	return d.run(ctx)
}

func (d *demo) run(ctx context.Context) error {
	resources, changed := 0, 0
	for _, stack := range d.stacks {
		planned, err := d.operation(ctx, stack, "preview", stack.Preview)
		if err != nil {
			return err
		}
		for _, count := range planned.Changes {
			stack.total += count
		}
		first, err := d.operation(ctx, stack, "create", stack.Up)
		if err != nil {
			return err
		}
		resources += first.Changes[engine.OpCreate]
	}
	created := len(d.cloud.Objects())
	d.explain(resources, created)
	for _, stack := range d.stacks {
		second, err := d.operation(ctx, stack, "update again", stack.Up)
		if err != nil {
			return err
		}
		changed += second.ChangeCount()
		for _, step := range second.Changed() {
			fmt.Fprintf(d.display, "  the second update changed something: %s %s\n", step.Op, step.URN)
		}
	}

	fmt.Fprintln(d.out)
	if err := picture.Draw(d.out, d.visible()); err != nil {
		return err
	}

	proven, err := d.prove()
	if err != nil {
		return err
	}

	if err := d.unprotect(ctx); err != nil {
		return err
	}
	for _, stack := range slices.Backward(d.stacks) {
		if _, err := d.operation(ctx, stack, "destroy", stack.Destroy); err != nil {
			return err
		}
	}
	left := d.cloud.Objects()
	for _, object := range left {
		fmt.Fprintf(d.display, "  left behind: %s %s %s\n", object.Type, object.Name, object.ID)
	}
	proven.warn(d.out)
	fmt.Fprintf(d.out, "demo: created=%d second-update=%d left=%d flightpath=%s\n", created, changed, len(left), proven.verdict)
	if changed != 0 || len(left) != 0 || proven.verdict == "failed" {
		return errors.New("the second update must change nothing, the destroy must leave nothing, and flightpath must find nothing wrong")
	}
	return nil
}

// explain says once why there are two totals.
func (d *demo) explain(resources, created int) {
	if resources != created {
		fmt.Fprintf(d.display, "  Pulumi counts %d resources. Objects in the simulation: %d; the others are the stack, components and providers,\n"+
			"  which are nothing in AWS. The last line of the output counts objects.\n", resources, created)
	}
}

// unprotect turns deletion protection off, as a user would before a destroy; the demo's copy of the config has it on when
// the user's file has.
func (d *demo) unprotect(ctx context.Context) error {
	for _, stack := range d.stacks {
		if stack.part.unprotected == nil {
			continue
		}
		fmt.Fprintln(d.display, "deletion protection is on: the demo turns it off in its own copy of the estate first")
		if err := stack.SetConfig(stack.part.unprotected); err != nil {
			return err
		}
		if _, err := d.operation(ctx, stack, "turn protection off", stack.Up); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) operation(
	ctx context.Context, stack *deployment, title string, run func(context.Context, ...string) (*engine.Result, error),
) (*engine.Result, error) {
	if len(d.stacks) > 1 {
		title = stack.Name() + ": " + title
	}
	d.display.Start(title, stack.total)
	result, err := run(ctx)
	if err != nil {
		d.display.End("failed")
		return nil, err
	}
	d.display.End(result.Summary())
	return result, nil
}

// visible is everything but what AWS makes by itself along with something else.
func (d *demo) visible() []localcloud.Object {
	var all []localcloud.Object
	for _, object := range d.cloud.Everything() {
		if !object.Implicit {
			all = append(all, object)
		}
	}
	return all
}
