package iamtest

import (
	"strings"
)

// pattern is text with wildcards, in which policy variables have been replaced.
type pattern []token

// token is one character, or a wildcard. What a variable stood for is never a wildcard.
type token struct {
	char rune
	wild rune // '*', '?' or 0
}

// compile replaces the variables of a document's text. It fails where a variable has no single value: AWS then matches
// nothing.
func compile(text string, variables bool, keys Context) (pattern, bool) {
	var out pattern
	for text != "" {
		if variables && strings.HasPrefix(text, "${") {
			end := strings.IndexByte(text, '}')
			if end < 0 {
				return nil, false
			}
			value, ok := resolve(text[2:end], keys)
			if !ok {
				return nil, false
			}
			for _, r := range value {
				out = append(out, token{char: r})
			}
			text = text[end+1:]
			continue
		}
		r := []rune(text)[0]
		text = text[len(string(r)):]
		if r == '*' || r == '?' {
			out = append(out, token{wild: r})
		} else {
			out = append(out, token{char: r})
		}
	}
	return out, true
}

// resolve is the value of a variable: a context key, with a default perhaps, or one of the three characters that
// have a meaning of their own.
func resolve(name string, keys Context) (string, bool) {
	if name == "*" || name == "?" || name == "$" {
		return name, true
	}
	key, fallback, hasDefault := strings.Cut(name, ",")
	values, present := keys.get(strings.TrimSpace(key))
	if present && len(values) == 1 {
		return values[0], true
	}
	return strings.Trim(strings.TrimSpace(fallback), "'"), hasDefault && !present
}

// fits says whether a text matches as a whole.
func (p pattern) fits(text string) bool {
	chars := []rune(text)
	// at[i] says whether the part of the pattern read so far matches the first i characters.
	at := make([]bool, len(chars)+1)
	at[0] = true
	for _, t := range p {
		next := make([]bool, len(chars)+1)
		if t.wild == '*' {
			reached := false
			for i := range next {
				reached = reached || at[i]
				next[i] = reached
			}
		} else {
			for i, char := range chars {
				next[i+1] = at[i] && (t.wild == '?' || t.char == char)
			}
		}
		at = next
	}
	return at[len(chars)]
}

// literal is the pattern as text, with its wildcards as they are.
func (p pattern) literal() string {
	var b strings.Builder
	for _, t := range p {
		if t.wild != 0 {
			b.WriteRune(t.wild)
		} else {
			b.WriteRune(t.char)
		}
	}
	return b.String()
}

const arnParts = 6

// fitsArn compares ARNs part by part: a wildcard never reaches into another of the first five parts.
func (p pattern) fitsArn(arn string) bool {
	if p.literal() == "*" {
		return true
	}
	parts := strings.SplitN(arn, ":", arnParts)
	patterns := p.split()
	if len(parts) != len(patterns) {
		return false
	}
	for i, part := range parts {
		if !patterns[i].fits(part) {
			return false
		}
	}
	return true
}

func (p pattern) split() []pattern {
	out := []pattern{nil}
	for _, t := range p {
		if t.char == ':' && t.wild == 0 && len(out) < arnParts {
			out = append(out, nil)
		} else {
			out[len(out)-1] = append(out[len(out)-1], t)
		}
	}
	return out
}

// fitsAction matches an action, whose case does not matter.
func fitsAction(text, action string) bool {
	p, _ := compile(strings.ToLower(text), false, nil)
	return p.fits(strings.ToLower(action))
}
