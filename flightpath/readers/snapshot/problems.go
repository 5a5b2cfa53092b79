package snapshot

import (
	"fmt"
	"strings"
)

// mostProblems is how many are listed; a hostile folder has more than anybody reads.
const mostProblems = 20

// problems is everything that is wrong with a folder.
type problems struct {
	list []string
	more int
}

func (p *problems) add(at fmt.Stringer, format string, args ...any) {
	if len(p.list) == mostProblems {
		p.more++
		return
	}
	p.list = append(p.list, at.String()+": "+fmt.Sprintf(format, args...))
}

// err is nil where nothing is wrong.
func (p *problems) err() error {
	switch {
	case len(p.list) == 0:
		return nil
	case p.more > 0:
		return &Error{append(p.list[:len(p.list):len(p.list)], fmt.Sprintf("and %d more problems", p.more))}
	default:
		return &Error{p.list}
	}
}

// Error lists what is wrong with a folder, each with its file and field.
type Error struct{ Problems []string }

func (e *Error) Error() string { return strings.Join(e.Problems, "\n") }
