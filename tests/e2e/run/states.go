package run

import (
	"context"
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/tests/e2e/scenario"
)

// deploy takes the stack through its states. An error ends that; what is found wrong meanwhile is reported.
func (l *life) deploy(ctx context.Context) error {
	for i, state := range l.scenario.States {
		if err := l.declare(state); err != nil {
			return fmt.Errorf("%s: %w", state.Name, err)
		}
		if i == 0 {
			if err := l.preview(ctx); err != nil {
				return err
			}
		}
		up, err := l.operation(ctx, state.Name+": up", l.stack.Up)
		if err != nil {
			return err
		}
		if i == 0 {
			l.report.Resources = l.resources(up)
		}
		if state.Adds {
			l.onlyAdds(state.Name, up)
		}
		if err := l.compare(ctx, state); err != nil {
			return fmt.Errorf("%s: %w", state.Name, err)
		}
		if err := l.settled(ctx, state.Name, i == 0); err != nil {
			return err
		}
	}
	return nil
}

// declare makes a state the one that the next update deploys.
func (l *life) declare(state scenario.State) error {
	if l.copy != nil {
		if err := l.copy.Write(state.Edits, l.ids.In); err != nil {
			return err
		}
	}
	config, err := settings(l.ids.In(string(state.Config)))
	if err != nil {
		return err
	}
	return l.stack.SetConfig(config)
}

// settings adds to a stack's config what the provider needs in front of an emulator. It is no more than that: there is
// nobody to ask for the metadata of an instance, and what the emulator lacks is worth no 25 tries.
func settings(text string) ([]byte, error) {
	file := map[string]any{}
	if err := yaml.Unmarshal([]byte(text), &file); err != nil {
		return nil, err
	}
	config, _ := file["config"].(map[string]any)
	if config == nil {
		config = map[string]any{}
	}
	for key, value := range map[string]string{
		"aws:maxRetries": "2", "aws:skipCredentialsValidation": "true", "aws:skipMetadataApiCheck": "true",
	} {
		config[key] = value
	}
	file["config"] = config
	return yaml.Marshal(file)
}

// preview must make nothing.
func (l *life) preview(ctx context.Context) error {
	if _, err := l.operation(ctx, "preview", l.stack.Preview); err != nil {
		return err
	}
	left, err := l.judge.changed(ctx)
	if err != nil {
		return err
	}
	for _, difference := range left {
		l.report.fault("the preview changed something: %s", difference)
	}
	return nil
}

// settled checks that there is nothing left to do: for a second update and a refresh, or for a preview, which says as much
// in less time.
func (l *life) settled(ctx context.Context, name string, thoroughly bool) error {
	again, run := "second preview", l.stack.Preview
	if thoroughly {
		again, run = "second up", l.stack.Up
	}
	second, err := l.operation(ctx, name+": "+again, run)
	if err != nil {
		return err
	}
	l.nothing(name+": "+again, second)
	if !thoroughly {
		return nil
	}
	refreshed, err := l.operation(ctx, name+": refresh", l.stack.Refresh)
	if err != nil {
		return err
	}
	l.nothing(name+": refresh", refreshed)
	return nil
}

// destroy deletes everything, and nothing may be left.
func (l *life) destroy(ctx context.Context) error {
	if _, err := l.operation(ctx, "destroy", l.stack.Destroy); err != nil {
		return err
	}
	differences, err := l.judge.changed(ctx)
	if err != nil {
		return err
	}
	for _, difference := range differences {
		l.report.fault("after the destroy: %s", difference)
	}
	for _, object := range l.cloud.Objects() {
		l.report.fault("after the destroy: left in the local cloud: %s %s", object.Type, object.Name)
	}
	state, err := l.stack.State(ctx)
	if err != nil {
		return err
	}
	for _, resource := range state.Deployment.Resources {
		l.report.fault("after the destroy: left in the state: %s", resource.URN)
	}
	return nil
}

// operation runs one operation of the engine.
func (l *life) operation(
	ctx context.Context, title string, run func(context.Context, ...string) (*engine.Result, error),
) (*engine.Result, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	result, err := run(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", title, err)
	}
	fmt.Fprintf(l.Out, "  %s: %s: %s, %s\n", l.scenario.Name, title, result.Summary(), seconds(result.Duration))
	return result, nil
}
