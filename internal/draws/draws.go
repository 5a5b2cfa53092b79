// Package draws decides what tests with random draws draw: the same in every run, so that nobody's change fails by somebody else's luck,
// unless INGRESSHUB_DRAWS is `random`, as `make properties` has it, to look for what no run has drawn yet.
package draws

import (
	"flag"
	"os"
	"time"
)

// Variable is the environment variable that asks for new draws.
const Variable = "INGRESSHUB_DRAWS"

// Repeat has a package's properties (pgregory.net/rapid) begin with the same seed in every run. It is called while the package's
// variables are initialized: the flag -rapid.seed is read later, and goes first. It says whether it did; it panics where no package was
// imported that knows the flag.
func Repeat() bool {
	if os.Getenv(Variable) == "random" {
		return false
	}
	if err := flag.Set("rapid.seed", "1"); err != nil {
		panic(err)
	}
	return true
}

// Seed is a seed for draws of other kinds.
func Seed() uint64 {
	if os.Getenv(Variable) == "random" {
		return uint64(time.Now().UnixNano())
	}
	return 1
}
