package pulumi

import (
	"encoding/json"
	"math"
	"net/netip"
	"strconv"
	"strings"
)

// secretSignature marks secrets and other values that JSON has no type for (Pulumi's resource.SigKey).
const secretSignature = "4dabf18193072939515e22adb298388d"

// bare takes a value out of its wrapper: a secret whose text is there, or an output value.
func bare(value any) any {
	wrapped, ok := value.(map[string]any)
	if !ok {
		return value
	}
	if _, ok := wrapped[secretSignature]; !ok {
		return value
	}
	for _, key := range []string{"plaintext", "value"} {
		if inner, ok := wrapped[key]; ok {
			return bare(inner)
		}
	}
	return Unknown
}

func asText(value any) string {
	switch value := bare(value).(type) {
	case string:
		return value
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(value)
	}
	return ""
}

func asFlag(value any) bool {
	switch strings.ToLower(asText(value)) {
	case "true", "enable", "enabled", "on":
		return true
	}
	return false
}

func asNumber(value any) (int, bool) {
	switch value := bare(value).(type) {
	case float64:
		if value == math.Trunc(value) && math.Abs(value) < math.MaxInt32 {
			return int(value), true
		}
	case string:
		number, err := strconv.Atoi(value)
		return number, err == nil
	}
	return 0, false
}

func asList(value any) []any {
	list, _ := bare(value).([]any)
	return list
}

func asObject(value any) map[string]any {
	object, _ := bare(value).(map[string]any)
	return object
}

// inside is a value in an object of objects: Unknown where one of those is not known.
func inside(value any, keys ...string) any {
	for _, key := range keys {
		if isUnknown(value) {
			return Unknown
		}
		value = asObject(value)[key]
	}
	return value
}

func isUnknown(value any) bool { return asText(value) == Unknown }

// prefix reads a CIDR; ok is false for anything else, what is not known among it.
func prefix(text string) (netip.Prefix, bool) {
	prefix, err := netip.ParsePrefix(text)
	return prefix.Masked(), err == nil
}

func address(text string) netip.Addr {
	address, _ := netip.ParseAddr(text)
	return address
}

// decoded reads the JSON in which providers are given what is not text.
func decoded(value any) any {
	text, ok := bare(value).(string)
	if !ok {
		return bare(value)
	}
	var inner any
	if json.Unmarshal([]byte(text), &inner) != nil {
		return value
	}
	return inner
}
