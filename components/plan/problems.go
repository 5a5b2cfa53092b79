package plan

import (
	"fmt"
	"sort"
	"strings"
)

// Problem is one thing wrong with an estate.
type Problem struct {
	// Where: a field path such as clusters.payments.cidr or zones[2]; names that are not plain words are quoted.
	Path string `json:"path"`

	// What, and what to do about it.
	Message string `json:"message"`
}

// Problems is the error that lists everything wrong with an estate.
type Problems []Problem

// Error lists the problems, a line each.
func (p Problems) Error() string {
	return p.listed("the estate")
}

// listed are the problems of a subject, a line each.
func (p Problems) listed(subject string) string {
	lines := make([]string, 0, len(p)+1)
	if len(p) == 1 {
		lines = append(lines, subject+" has 1 problem:")
	} else {
		lines = append(lines, fmt.Sprintf("%s has %d problems:", subject, len(p)))
	}
	for _, problem := range p {
		lines = append(lines, "  "+problem.Path+": "+problem.Message)
	}
	return strings.Join(lines, "\n")
}

// Of is the error that lists the problems of something else than an estate, such as a single component; nil where there
// are none. errors.As finds the Problems in it.
func (p Problems) Of(subject string) error {
	if len(p) == 0 {
		return nil
	}
	return problemsOfSubject{subject, p}
}

type problemsOfSubject struct {
	subject  string
	problems Problems
}

func (p problemsOfSubject) Error() string { return p.problems.listed(p.subject) }
func (p problemsOfSubject) Unwrap() error { return p.problems }

// add notes a problem at a path.
func (p *Problems) add(path, format string, args ...any) {
	*p = append(*p, Problem{Path: path, Message: fmt.Sprintf(format, args...)})
}

// err returns the problems, in order, as an error; nil where there are none.
func (p Problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return p.inOrder()
}

// inOrder are the problems by path, without repetitions.
func (p Problems) inOrder() Problems {
	seen := map[Problem]bool{}
	out := Problems{}
	for _, problem := range p {
		if !seen[problem] {
			seen[problem] = true
			out = append(out, problem)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].Path != out[j].Path {
			return out[i].Path < out[j].Path
		}
		return out[i].Message < out[j].Message
	})
	return out
}
