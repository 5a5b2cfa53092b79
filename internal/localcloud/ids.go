package localcloud

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// hashOf gives stable hexadecimal digits of a text.
func hashOf(text string, digits int) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])[:digits]
}

// hashNumber reads eight hexadecimal digits as a number.
func hashNumber(digits string) uint32 {
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil {
		return 0
	}
	return uint32(n)
}

// orElse gives the text, or another one if it is empty.
func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// shorten takes the first n characters.
func shorten(text string, n int) string {
	return text[:min(n, len(text))]
}

// dashed writes an address with hyphens, as in names of hosts.
func dashed(address string) string {
	return strings.ReplaceAll(address, ".", "-")
}
