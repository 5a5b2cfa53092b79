// Package layout writes text for a terminal: indented lines, tables and lists that wrap.
package layout

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode/utf8"
)

// gap is what is between columns, and width where lists wrap.
const (
	gap   = 2
	width = 110
)

// Page is text under way.
type Page struct{ text strings.Builder }

// WriteTo writes the page.
func (p *Page) WriteTo(w io.Writer) (int64, error) {
	n, err := io.WriteString(w, p.text.String())
	return int64(n), err
}

// Blank writes an empty line.
func (p *Page) Blank() { p.text.WriteString("\n") }

// Line writes a line, indented by steps of two spaces.
func (p *Page) Line(indent int, format string, args ...any) {
	line := strings.Repeat("  ", indent) + fmt.Sprintf(format, args...)
	p.text.WriteString(strings.TrimRight(line, " ") + "\n")
}

// Table writes rows in columns that are as wide as they need.
func (p *Page) Table(indent int, rows [][]string) {
	var text strings.Builder
	columns := tabwriter.NewWriter(&text, 0, 0, gap, ' ', 0)
	for _, row := range rows {
		// Writing to a strings.Builder does not fail.
		_, _ = fmt.Fprintln(columns, strings.Join(row, "\t"))
	}
	_ = columns.Flush()
	for row := range strings.Lines(text.String()) {
		p.Line(indent, "%s", strings.TrimRight(row, "\n"))
	}
}

// List writes items over as many lines as they need, under each other.
func (p *Page) List(indent int, title string, items []string) {
	line, length := title, utf8.RuneCountInString(title)
	start := length
	for i, item := range items {
		if i < len(items)-1 {
			item += ", "
		}
		n := utf8.RuneCountInString(item)
		if length+n > width && length > start {
			p.Line(indent, "%s", line)
			line, length = strings.Repeat(" ", start), start
		}
		line += item
		length += n
	}
	p.Line(indent, "%s", line)
}
