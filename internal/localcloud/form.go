package localcloud

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
)

// form says what is wrong with a value; nothing if it is fine.
type form func(v any) string

func oneOf(values ...string) form {
	return func(v any) string {
		if s, ok := v.(string); ok && !slices.Contains(values, s) {
			return fmt.Sprintf("expected one of %q, got %s", values, s)
		}
		return ""
	}
}

func between(low, high float64) form {
	return func(v any) string {
		if n, ok := v.(float64); ok && (n < low || n > high) {
			return fmt.Sprintf("expected a number in the range (%v - %v), got %v", low, high, n)
		}
		return ""
	}
}

func matching(pattern, say string) form {
	compiled := regexp.MustCompile(pattern)
	return func(v any) string {
		if s, ok := v.(string); ok && !compiled.MatchString(s) {
			return fmt.Sprintf("%q %s", s, say)
		}
		return ""
	}
}

func aCidr(v any) string {
	if s, ok := v.(string); ok {
		if _, err := netip.ParsePrefix(s); err != nil {
			return fmt.Sprintf("%q is not a valid CIDR block", s)
		}
	}
	return ""
}

func anAddress4(v any) string {
	if s, ok := v.(string); ok {
		if a, err := netip.ParseAddr(s); err != nil || !a.Is4() {
			return fmt.Sprintf("expected a valid IPv4 address, got %s", s)
		}
	}
	return ""
}

func anAddress6(v any) string {
	if s, ok := v.(string); ok {
		if a, err := netip.ParseAddr(s); err != nil || !a.Is6() {
			return fmt.Sprintf("expected a valid IPv6 address, got %s", s)
		}
	}
	return ""
}

// alone is an input that means something beside others only, which are not
// simulated.
func alone(others string) form {
	return func(any) string { return "must be specified together with " + others }
}

// never is an output of a nested object that shares its shape with an input.
func never(any) string { return "is decided by AWS: it can't be configured" }

var (
	aclProtocol = matching(`^(all|-1|\d+|tcp|udp|icmp|icmpv6|ipv6-icmp|ah|esp|gre)$`, "is an unsupported protocol of a network ACL")
	anArn       = matching(`^arn:[a-z-]+:[a-z0-9-]+:`, "is an invalid ARN")
	aTruth      = oneOf("", "true", "false")
	shortPrefix = matching(`^.{0,6}$`, "cannot be longer than 6 characters")
)

func aggregation(v any) string {
	if n, ok := v.(float64); ok && n != 60 && n != 600 {
		return fmt.Sprintf("expected 60 or 600 seconds, got %v", n)
	}
	return ""
}

func slowStart(v any) string {
	if n, ok := v.(float64); ok && n != 0 && (n < 30 || n > 900) {
		return fmt.Sprintf("expected 0 or a number in the range (30 - 900), got %v", n)
	}
	return ""
}
