package parity

import (
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// candidates are values to try at a site, the likeliest first. Which of them are valid is for the providers to say: the
// real one names the values that it takes when it refuses one ([offered]).
func candidates(token string, at site) []any {
	var all []any
	add := func(more ...any) {
		for _, v := range more {
			if show(v) != show(at.value) && !slices.ContainsFunc(all, func(w any) bool { return show(w) == show(v) }) {
				all = append(all, v)
			}
		}
	}
	add(listed(token, at.path)...)
	switch at.shape.Type {
	case "boolean":
		add(true, false)
	case "number":
		if n, ok := at.value.(float64); ok {
			add(n+1, n*2)
		}
		add(1.0, 2.0, 10.0, 60.0, 443.0)
	case "array":
		add(lists(token, at)...)
	case "object":
		if at.shape.Additional != nil {
			add(otherMaps(at)...)
		}
	case "string":
		if text, ok := at.value.(string); ok {
			for _, similar := range alike(text) {
				add(similar)
			}
		}
		add("parity-a", "parity-b", "true", "false", "10", "20", "enable", "disable")
	default:
		add("parity-a", "parity-b", `{"Statement":[],"Version":"2012-10-17"}`)
	}
	return all
}

// lists are other lists: one element more, one less, and another order. A list of objects changes inside its first
// element, which has sites of its own.
func lists(token string, at site) []any {
	current, _ := at.value.([]any)
	var all []any
	if at.shape.Items != nil && at.shape.Items.Type != "" && at.shape.Items.Type != "array" {
		element := site{path: at.path + "[]", shape: at.shape.Items}
		if len(current) > 0 {
			element.value = current[0]
		}
		for _, v := range candidates(token, element) {
			all = append(all, append(slices.Clone(current), v), []any{v})
		}
		return all
	}
	if len(current) > 1 {
		all = append(all, current[:len(current)-1])
		turned := slices.Clone(current)
		slices.Reverse(turned)
		all = append(all, turned)
	}
	return all
}

// otherMaps are other maps of strings: a key more, another value, a key less.
func otherMaps(at site) []any {
	current, _ := at.value.(map[string]any)
	more := cloneProps(current)
	more["parity"] = "a"
	all := []any{more}
	other := cloneProps(more)
	other["parity"] = "b"
	all = append(all, other)
	for name := range current {
		fewer := cloneProps(current)
		delete(fewer, name)
		if len(fewer) > 0 {
			all = append(all, fewer)
		}
		break
	}
	return all
}

var (
	identifier = regexp.MustCompile(`^([a-z]+(?:-[a-z]+)*-)([0-9a-f]{8,})$`)
	number     = regexp.MustCompile(`^\d+$`)
	lastDigit  = regexp.MustCompile(`[0-9a-f]([^0-9a-f]*)$`)
)

// alike are values of the same form as a given one.
func alike(text string) []any {
	if p, err := netip.ParsePrefix(text); err == nil && p.Addr().Is4() {
		b := p.Addr().As4()
		b[1] ^= 1
		first := netip.PrefixFrom(netip.AddrFrom4(b), p.Bits()).Masked()
		b[1] ^= 2
		return []any{first.String(), netip.PrefixFrom(netip.AddrFrom4(b), p.Bits()).Masked().String()}
	}
	if a, err := netip.ParseAddr(text); err == nil {
		return []any{a.Next().String(), a.Next().Next().String()}
	}
	if number.MatchString(text) {
		n, _ := strconv.Atoi(text)
		return []any{strconv.Itoa(n + 1), strconv.Itoa(n + 2)}
	}
	if identifier.MatchString(text) || strings.HasPrefix(text, "arn:") {
		return []any{turn(text, "1", "2"), turn(text, "3", "4")}
	}
	if strings.HasPrefix(text, "{") {
		return []any{
			`{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"}}],"Version":"2012-10-17"}`,
			`{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"eks.amazonaws.com"}}],"Version":"2012-10-17"}`,
		}
	}
	return nil
}

// turn puts another digit at the end.
func turn(text, digit, instead string) string {
	changed := lastDigit.ReplaceAllString(text, digit+"$1")
	if changed == text {
		changed = lastDigit.ReplaceAllString(text, instead+"$1")
	}
	return changed
}

var (
	enumeration = regexp.MustCompile(`(?s)one of:? \[([^\]]*)\]`)
	quoted      = regexp.MustCompile(`"([^"]*)"`)
)

// blamed is the place that a reason is about, for a bridged provider, which writes it into the text.
func blamed(f Failure, name string) string {
	if found := examined.FindStringSubmatch(f.Reason); found != nil {
		if path, ok := strings.CutPrefix(found[1], name+"."); ok {
			return generic(path)
		}
	}
	return generic(f.Property)
}

var examined = regexp.MustCompile(`Examine values at '(.*)'`)

// offered are the values that a provider names when it refuses one.
func offered(reason string) []any {
	found := enumeration.FindStringSubmatch(reason)
	if found == nil {
		return nil
	}
	var all []any
	words := quoted.FindAllStringSubmatch(found[1], -1)
	for _, w := range words {
		all = append(all, w[1])
	}
	if len(words) == 0 {
		for _, w := range strings.FieldsFunc(found[1], func(r rune) bool { return r == ' ' || r == ',' }) {
			if n, err := strconv.ParseFloat(w, 64); err == nil {
				all = append(all, n)
			} else {
				all = append(all, w)
			}
		}
	}
	return all
}

// fits says whether a value is of a property's type.
func fits(shape *Shape, v any) bool {
	switch v.(type) {
	case string:
		return shape.Type == "string" || shape.Type == ""
	case float64:
		return shape.Type == "number"
	default:
		return false
	}
}
