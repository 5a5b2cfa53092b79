// Package progress shows how an operation of the engine gets on: one line that is rewritten on a terminal, a line now and
// then elsewhere.
package progress

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/ingresshub/ingresshub/internal/engine"
)

// Where lines are not rewritten, one is written for each tenth of an operation, but not sooner than shortest after the one
// before; and after longest in any case, as a sign of life.
const (
	shortest = 2 * time.Second
	longest  = 10 * time.Second
)

// Display shows progress. It is also an io.Writer, for whole lines that come between.
type Display struct {
	out      io.Writer
	terminal bool

	mu     sync.Mutex
	title  string
	total  int // 0: not known
	known  int
	done   int
	failed int
	latest string
	ended  map[string]bool // components
	shown  bool            // a line that may be rewritten
	start  time.Time
	last   time.Time
	tenth  int // of the operation, that the last line told of
}

// New makes a display on a file, which may be a terminal.
func New(out *os.File) *Display {
	info, err := out.Stat()
	return &Display{out: out, terminal: err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"}
}

// Start begins an operation on a number of resources; 0 when it is not known how many.
func (d *Display) Start(title string, total int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.title, d.total = title, total
	d.known, d.done, d.failed, d.latest = 0, 0, 0, ""
	d.ended = map[string]bool{}
	d.start = time.Now()
	d.show()
}

// Event takes what the engine reports. The engine's own providers are not counted, as its summary does not.
func (d *Display) Event(event engine.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case isOfDefaultProvider(event.Started), isOfDefaultProvider(event.Finished):
		return
	case event.Started != nil:
		d.known++
		d.latest = label(event.Started.Step)
	case event.Finished != nil:
		if !d.first(event.Finished.Step) {
			return
		}
		d.done++
	case event.Failed != nil:
		d.done++
		d.failed++
	case event.Diagnostic != nil && event.Diagnostic.Severity == "warning":
		d.print("  warning: " + strings.TrimSpace(event.Diagnostic.Message) + "\n")
		return
	default:
		return
	}
	if d.terminal || d.due(time.Since(d.last)) {
		d.show()
	}
}

func isOfDefaultProvider(progress *engine.Progress) bool {
	return progress != nil && progress.Step.DefaultProvider()
}

// due reports whether it is time for another line where lines are not rewritten. The lock is held.
func (d *Display) due(since time.Duration) bool {
	return since >= longest || since >= shortest && d.tenths() > d.tenth
}

// tenths are those of the operation that are done; none while it is not known how much there is. The lock is held.
func (d *Display) tenths() int {
	if d.total == 0 {
		return 0
	}
	return min(d.done, d.total) * 10 / d.total
}

// first reports whether a step ends for the first time: components end again with their outputs. The lock is held.
func (d *Display) first(step engine.Step) bool {
	if step.Custom() {
		return true
	}
	again := d.ended[step.URN]
	d.ended[step.URN] = true
	return !again
}

// End ends the operation with a line that stays.
func (d *Display) End(summary string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.print(fmt.Sprintf("%s: %s, %s\n", d.title, summary, time.Since(d.start).Round(100*time.Millisecond)))
}

// Write prints whole lines between.
func (d *Display) Write(text []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.print(string(text))
	if d.terminal && d.title != "" {
		d.show()
	}
	return len(text), nil
}

// show writes the line of the moment. The lock is held.
func (d *Display) show() {
	d.last, d.tenth = time.Now(), d.tenths()
	line := d.title
	switch of := max(d.total, d.known); {
	case of > 0:
		line += fmt.Sprintf(" %d/%d", min(d.done, of), of)
	default:
		line += " …"
	}
	if d.failed > 0 {
		line += fmt.Sprintf(", %d failed", d.failed)
	}
	if d.latest != "" {
		line += "  " + d.latest
	}
	if !d.terminal {
		fmt.Fprintln(d.out, line)
		return
	}
	fmt.Fprint(d.out, "\r\x1b[K"+clip(line, 100))
	d.shown = true
}

// print writes text that stays. The lock is held.
func (d *Display) print(text string) {
	if d.shown {
		fmt.Fprint(d.out, "\r\x1b[K")
		d.shown = false
	}
	fmt.Fprint(d.out, text)
}

// label is the type and the name of a resource: ec2/Subnet payments.node.use1-az1.
func label(step engine.Step) string {
	name := step.URN[strings.LastIndex(step.URN, "::")+len("::"):]
	parts := strings.Split(step.Type, ":")
	kind := parts[len(parts)-1]
	if len(parts) == 3 {
		module, _, _ := strings.Cut(parts[1], "/")
		kind = module + "/" + kind
	}
	return kind + " " + name
}

// clip keeps a line from wrapping, which could not be rewritten.
func clip(line string, width int) string {
	runes := []rune(line)
	if len(runes) <= width {
		return line
	}
	return string(runes[:width-1]) + "…"
}
