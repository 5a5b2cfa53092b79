package compile

import (
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// asked is the environment variable that asks for the benchmark.
const asked = "INGRESSHUB_BENCH_COMPILE"

// fewestEdits is how many times a program is edited and compiled again.
const fewestEdits = 5

// spent is what a compile took.
type spent struct{ wall, cpu time.Duration }

// build runs what Pulumi's Go language host runs for a program with a buildTarget.
func (p program) build(tb testing.TB, cache string) spent {
	tb.Helper()
	command := exec.Command("go", "build", "-o", "./bin/program", ".")
	command.Dir, command.Env = p.folder, environment(cache)
	start := time.Now()
	output, err := command.CombinedOutput()
	wall := time.Since(start)
	require.NoError(tb, err, string(output))
	// The Go command waits for its compilers and linkers, so their time is in its own.
	return spent{wall, command.ProcessState.UserTime() + command.ProcessState.SystemTime()}
}

// BenchmarkCompile compiles a program with the library and one without: with an empty build cache (`cold`, once), after an
// edit of main.go (`edited`), and when nothing changed (`unchanged`), which is what `pulumi up` does when only the stack's
// config was edited. `…/raw` is how many times the program with the library takes of what the one without takes.
func BenchmarkCompile(b *testing.B) {
	if os.Getenv(asked) == "" {
		b.Skip("takes minutes: set " + asked + "=1")
	}
	ours, theirs, cache := with(b), without(b), b.TempDir()
	b.Run("cold", func(b *testing.B) {
		// Apart, because the first fills a cache for the second. The one without goes last: its cache is kept, the library is
		// compiled into it before anything else is measured.
		first := ours.build(b, b.TempDir())
		report(b, []spent{first}, []spent{theirs.build(b, cache)})
	})
	ours.build(b, cache)
	theirs.build(b, cache)
	for _, step := range []struct {
		name string
		edit bool
	}{{"edited", true}, {"unchanged", false}} {
		b.Run(step.name, func(b *testing.B) {
			var with, without []spent
			for number := 1; number <= fewestEdits; number++ {
				if step.edit {
					ours.edit(b, number)
					theirs.edit(b, number)
				}
				with = append(with, ours.build(b, cache))
				without = append(without, theirs.build(b, cache))
			}
			report(b, with, without)
		})
	}
}

// report reports the medians of some compiles, and how they compare.
func report(b *testing.B, with, without []spent) {
	b.Helper()
	b.ReportMetric(0, "ns/op")
	for _, of := range []struct {
		unit string
		time func(spent) time.Duration
	}{
		{"wall-s", func(s spent) time.Duration { return s.wall }},
		{"cpu-s", func(s spent) time.Duration { return s.cpu }},
	} {
		ours, theirs := median(with, of.time), median(without, of.time)
		b.ReportMetric(ours.Seconds(), of.unit)
		b.ReportMetric(ours.Seconds()/theirs.Seconds(), of.unit+"/raw")
	}
}

// median is the time in the middle.
func median(all []spent, of func(spent) time.Duration) time.Duration {
	var times []time.Duration
	for _, one := range all {
		times = append(times, of(one))
	}
	slices.Sort(times)
	return times[len(times)/2]
}
