package plan

import (
	"regexp"
	"strings"
)

// What AWS allows in tags. A few of the fifty are kept for those that the components add, such as Name.
const (
	maxTags     = 40
	maxTagKey   = 128
	maxTagValue = 256
)

// tagText are the characters that every service takes in tags. EC2 would take more, IAM and ELB would not.
var tagText = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+@-]*$`)

// checkTags checks the tags.
func (b *builder) checkTags() {
	if n := len(b.estate.Tags); n > maxTags {
		b.add("tags", "%d tags; at most %d leave room for those that the components add to AWS's 50", n, maxTags)
	}
	for _, key := range sortedKeys(b.estate.Tags) {
		path := member("tags", key)
		switch {
		case key == "":
			b.add(path, "a tag needs a key")
		case strings.HasPrefix(strings.ToLower(key), "aws:"):
			b.add(path, "AWS keeps tags that begin with aws: for itself")
		case key == "Name":
			b.add(path, "the components name each resource in its Name tag; remove it")
		case len([]rune(key)) > maxTagKey:
			b.add(path, "the key has more than %d characters", maxTagKey)
		}
		const allowed = "AWS takes letters, digits, spaces and _ . : / = + - @ in tags"
		if !tagText.MatchString(key) {
			b.add(path, "the key has other characters: %s", allowed)
		}
		if !tagText.MatchString(b.estate.Tags[key]) {
			b.add(path, "%q has other characters: %s", b.estate.Tags[key], allowed)
		}
		if len([]rune(b.estate.Tags[key])) > maxTagValue {
			b.add(path, "the value has more than %d characters", maxTagValue)
		}
	}
}

// copied is a map that shares nothing with the estate.
func copied(m map[string]string) map[string]string {
	if len(m) == 0 {
		return nil
	}
	out := make(map[string]string, len(m))
	for key, value := range m {
		out[key] = value
	}
	return out
}
