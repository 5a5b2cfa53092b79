package plan

import "strings"

// wordsWanted is what somebody reads who took the field of a reason for a switch.
const wordsWanted = "a reason in words is wanted"

// IsSwitch says whether a text that ought to be a reason only switches something, such as "true": it tells nobody why.
func IsSwitch(reason string) bool {
	switch strings.ToLower(strings.TrimSpace(reason)) {
	case "true", "false", "yes", "no", "on", "off":
		return true
	}
	return false
}
