package plan

import (
	"sort"
	"strconv"
)

// member is the path of a member of a struct or map. Names that are not plain words are quoted.
func member(path, name string) string {
	if !plainWord(name) {
		return path + "[" + strconv.Quote(name) + "]"
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

// plainWord tells a letter or underscore, with any letters, digits, underscores and hyphens behind. It is asked of every name of an
// estate several times, so it is no regular expression.
func plainWord(name string) bool {
	for i, c := range []byte(name) {
		letter := c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c != '-' && (c < '0' || c > '9')) {
			return false
		}
	}
	return name != ""
}

// index is the path of an item of a list.
func index(path string, i int) string {
	return path + "[" + strconv.Itoa(i) + "]"
}

// sortedKeys are the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// sorted is a list of words whose order means nothing, in order.
func sorted(words []string) []string {
	if len(words) == 0 {
		return nil
	}
	out := append([]string{}, words...)
	sort.Strings(out)
	return out
}
