// Package scenario holds what the end-to-end runs deploy: the dev estate, every example, and VPCs in the accounts of two
// roles, each with the states that its declaration takes one after another.
package scenario

import (
	"context"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/tests/e2e/given"
	"github.com/ingresshub/ingresshub/tests/e2e/source"
)

// Region is where everything is deployed.
const Region = "us-east-1"

// Scenario is a program in the life of one stack.
type Scenario struct {
	// Name for people.
	Name string

	// Folder of the program in the repository. With Edited, it is a copy of it that is run.
	Folder string
	Edited bool

	// Inline is a program in this process, in place of a folder.
	Inline *engine.Program

	// Given makes what the program takes as existing, in the account of the role GivenAs; without one, in that of the
	// credentials in use.
	Given   func(context.Context, *given.Account) error
	GivenAs string

	// Existing are the plan's names of what exists already, by ID, beside what the plans themselves name by ID.
	Existing func(given.IDs) map[string]string

	// Roles through which the program works, beside the credentials in use: one account each.
	Roles []string

	// States that the stack takes one after another, and at least one. The first is checked most thoroughly.
	States []State
}

// State is a declaration.
type State struct {
	// Name for people: what is new in it.
	Name string

	// Config is the text of the stack's config file.
	Config []byte

	// Edits of the program.
	Edits []source.Edit

	// Adds says that nothing that existed before may be replaced or deleted.
	Adds bool

	// Plan of what must exist. IDs in it are those that the program is written with.
	Plan func(given.IDs) (*plan.Plan, error)
}
