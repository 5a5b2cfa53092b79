package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/estatefile"
	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/existing"
	"github.com/ingresshub/ingresshub/components/plan"
)

// story is what a demo deploys.
type story struct {
	// title for people.
	title string

	// folder of the program.
	folder string

	// config is the text of the stack's config file.
	config []byte

	// unprotected is the same with deletion protection off, as it must be before a destroy; nil where the program has no
	// such switch in its config.
	unprotected []byte

	// planned is the plan of the estate in the config; nil where there is none.
	planned *plan.Plan

	// account and region are those of the credentials in use; empty for the simulation's own.
	account, region string

	// existing is what the user has already.
	existing []existing.Object

	// name of the stack, where it is one of several, and those that are deployed after it, beside it.
	name string
	more []part
}

// part is a stack of a story.
type part struct {
	name                string
	config, unprotected []byte
}

// parts are all stacks of a story, in the order in which they are deployed.
func (s *story) parts() []part {
	return append([]part{{s.name, s.config, s.unprotected}}, s.more...)
}

// chooseStory finds the program and config that the flags ask for.
func chooseStory(root, file, example string, input io.Reader) (*story, error) {
	if example != "" {
		return exampleStory(root, example)
	}
	if file == "" {
		file = filepath.Join(root, "Pulumi.dev.yaml")
	}
	estate, err := estatefile.Read(file, input)
	if err != nil {
		return nil, err
	}
	return estateStory("the estate of "+shortName(root, estate.Name), root, estate)
}

// shortName is a file's name within the repository, or the name as it was given.
func shortName(root, name string) string {
	if short, err := filepath.Rel(root, name); err == nil && filepath.IsLocal(short) {
		return short
	}
	return name
}

// estateStory is a program whose config holds an estate. An estate with problems is refused here, before a compiler runs.
func estateStory(title, folder string, estate *estatefile.File) (*story, error) {
	planned, err := planOf(estate)
	if err != nil {
		return nil, err
	}
	config, err := estate.StackConfig()
	if err != nil {
		return nil, err
	}
	s := &story{title: title, folder: folder, config: config, planned: planned, region: planned.Region, existing: existing.Of(planned)}
	if len(planned.Accounts) > 0 {
		s.account = planned.Accounts[0].ID
	}
	if !planned.Protection {
		return s, nil
	}
	open, err := estate.With("protection", false)
	if err != nil {
		return nil, err
	}
	s.unprotected, err = open.StackConfig()
	return s, err
}

func exampleStory(root, name string) (*story, error) {
	known, err := examples(root)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(known, name) {
		return nil, usagef("demo: no example %q; there are %s", name, strings.Join(known, ", "))
	}
	return programStory(filepath.Join(root, "examples", name), "example "+name)
}

// programStory is a folder with a Pulumi program in Go, which may be in a module of its own anywhere.
func programStory(folder, title string) (*story, error) {
	if _, err := os.Stat(filepath.Join(folder, "Pulumi.yaml")); err != nil {
		return nil, fmt.Errorf("%s holds no Pulumi program: %w", folder, err)
	}
	s, err := programConfig(folder, title)
	if err != nil {
		return nil, err
	}
	more, err := existing.Read(filepath.Join(folder, existing.FileName))
	s.existing = append(s.existing, more...)
	return s, err
}

// programConfig reads the config of a program's stack, which may hold an estate, anything else, or not be there.
func programConfig(folder, title string) (*story, error) {
	path := filepath.Join(folder, "Pulumi.dev.yaml")
	config, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return teamsStory(folder, title)
	}
	if err != nil {
		return nil, err
	}
	if !strings.Contains(string(config), estatefile.ConfigKey) {
		return &story{title: title, folder: folder, config: config}, nil
	}
	estate, err := estatefile.Parse(path, config)
	if err != nil {
		return nil, err
	}
	return estateStory(title, folder, estate)
}

// teamsStory is a program with a hub's stack and those of its clusters, each with a config of its own, or with no config at all. The
// hub's is the one that has an estate, and the first.
func teamsStory(folder, title string) (*story, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "Pulumi.*.yaml"))
	if err != nil {
		return nil, err
	}
	hub, more := &story{title: title, folder: folder}, []part{}
	for _, path := range paths {
		config, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), "Pulumi."), ".yaml")
		if !strings.Contains(string(config), estatefile.ConfigKey) {
			more = append(more, part{name: name, config: config})
			continue
		}
		if hub.config != nil {
			return nil, fmt.Errorf("%s and %s both declare %s; one stack is the hub's", path, hub.name, estatefile.ConfigKey)
		}
		estate, err := estatefile.Parse(path, config)
		if err != nil {
			return nil, err
		}
		if hub, err = estateStory(title, folder, estate); err != nil {
			return nil, err
		}
		hub.name = name
	}
	if len(more) > 0 && hub.config == nil {
		return nil, fmt.Errorf("%s has no Pulumi.dev.yaml, and none of its stacks declares %s", folder, estatefile.ConfigKey)
	}
	hub.more = more
	return hub, nil
}

// examples lists the folders of examples/ that hold a Pulumi program.
func examples(root string) ([]string, error) {
	found, err := filepath.Glob(filepath.Join(root, "examples", "*", "Pulumi.yaml"))
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("no examples in %s", filepath.Join(root, "examples"))
	}
	var names []string
	for _, path := range found {
		names = append(names, filepath.Base(filepath.Dir(path)))
	}
	return names, nil
}
