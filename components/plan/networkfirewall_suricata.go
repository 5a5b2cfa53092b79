package plan

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
)

// What AWS takes of Suricata's language.
//
// Source document: Network Firewall developer guide (limitations and caveats for stateful rules).
var (
	suricataActions   = []string{"pass", "drop", "reject", "alert"}
	suricataProtocols = []string{
		"bittorrent-dht", "dcerpc", "dhcp", "dnp3", "dns", "ftp", "http", "http1", "http2", "icmp", "icmpv4", "icmpv6", "imap", "ip",
		"ipv4", "ipv6", "jabber", "krb5", "modbus", "mqtt", "msn", "nfs", "ntp", "pgsql", "pkthdr", "quic", "rdp", "rfb", "sip", "smb",
		"smtp", "snmp", "ssh", "tcp", "tcp-pkt", "tcp-stream", "telnet", "tftp", "tls", "udp",
	}
	suricataVariables = []string{"$HOME_NET", "$EXTERNAL_NET"}

	// Keywords that AWS refuses.
	refusedKeywords = []string{
		"datarep", "dataset", "file_data", "filemagic", "filemd5", "filesha1", "filesha256", "filestore", "iprep", "lua", "luajit",
		"priority", "threshold",
	}

	suricataSid     = regexp.MustCompile(`^[1-9][0-9]{0,9}$`)
	suricataKeyword = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9._-]*$`)
)

// suricataOption is a keyword of a rule, with what follows it.
type suricataOption struct{ keyword, value string }

// suricataRule is a rule in Suricata's language, read.
type suricataRule struct {
	action, protocol, source, sourcePort, direction, destination, destinationPort string

	options []suricataOption
}

// suricataLine is a line of text that holds a rule, and what is wrong with it, if anything.
type suricataLine struct {
	number  int
	text    string
	rule    suricataRule
	problem string
}

// suricataLines are the lines of a text that hold something else than a remark.
func suricataLines(text string) []suricataLine {
	out := []suricataLine{}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		rule, problem := parseSuricata(line)
		if problem == "" {
			problem = rule.problem()
		}
		out = append(out, suricataLine{i + 1, line, rule, problem})
	}
	return out
}

// suricataRules reads Suricata rules, one per line, and returns those that are rules.
func (b *builder) suricataRules(path, text string) []string {
	rules, first := []string{}, map[string]int{}
	for _, line := range suricataLines(text) {
		sid := line.rule.value("sid")
		if line.problem == "" && first[sid] != 0 {
			line.problem = fmt.Sprintf("sid %s is that of line %d already", sid, first[sid])
		}
		if line.problem != "" {
			b.add(path, "line %d: %s", line.number, line.problem)
			continue
		}
		first[sid] = line.number
		rules = append(rules, line.text)
	}
	if text != "" && len(rules) == 0 && !b.complained(path) {
		b.add(path, "holds no rule")
	}
	return rules
}

// complained says whether there is a problem at a path already.
func (b *builder) complained(path string) bool {
	for _, problem := range b.problems {
		if problem.Path == path {
			return true
		}
	}
	return false
}

// parseSuricata reads a rule; the second result is what is wrong with it, if anything.
func parseSuricata(line string) (suricataRule, string) {
	header, rest, ok := strings.Cut(line, "(")
	if !ok || !strings.HasSuffix(rest, ")") {
		return suricataRule{}, `is no rule such as: drop tls $HOME_NET any -> any any (tls.sni; content:"example.com"; sid:1;)`
	}
	words, problem := headerWords(header)
	if problem != "" {
		return suricataRule{}, problem
	}
	if len(words) != 7 {
		return suricataRule{}, fmt.Sprintf("has %d words before the parenthesis; a rule has 7: action, protocol, source, port, direction, "+
			"destination, port", len(words))
	}
	options, problem := parseOptions(strings.TrimSuffix(rest, ")"))
	return suricataRule{words[0], words[1], words[2], words[3], words[4], words[5], words[6], options}, problem
}

// headerWords are the words before the options. A list in brackets is one word, whatever spaces are in it.
func headerWords(header string) ([]string, string) {
	words, word, depth := []string{}, strings.Builder{}, 0
	for _, c := range header {
		switch {
		case c == '[':
			depth++
		case c == ']':
			depth--
		case (c == ' ' || c == '\t') && depth > 0:
			continue
		case c == ' ' || c == '\t':
			if word.Len() > 0 {
				words = append(words, word.String())
				word.Reset()
			}
			continue
		}
		if depth < 0 {
			return nil, "has a ] without a ["
		}
		word.WriteRune(c)
	}
	if depth != 0 {
		return nil, "has a [ without a ]"
	}
	if word.Len() > 0 {
		words = append(words, word.String())
	}
	return words, ""
}

// parseOptions reads what is in a rule's parentheses. A semicolon ends an option, unless it is quoted or escaped.
func parseOptions(text string) ([]suricataOption, string) {
	options, option, quoted, escaped := []suricataOption{}, strings.Builder{}, false, false
	for _, c := range text {
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case c == ';' && !quoted:
			keyword, value, _ := strings.Cut(option.String(), ":")
			keyword = strings.TrimSpace(keyword)
			if !suricataKeyword.MatchString(keyword) {
				return nil, fmt.Sprintf("%q is not a keyword of Suricata", keyword)
			}
			options = append(options, suricataOption{keyword, strings.TrimSpace(value)})
			option.Reset()
			continue
		}
		option.WriteRune(c)
	}
	switch {
	case quoted:
		return nil, "has a quote that nothing ends"
	case strings.TrimSpace(option.String()) != "":
		return nil, fmt.Sprintf("%q has no semicolon behind it", strings.TrimSpace(option.String()))
	}
	return options, ""
}

// value is what follows a keyword; empty where the rule does not have it.
func (r suricataRule) value(keyword string) string {
	for _, option := range r.options {
		if option.keyword == keyword {
			return option.value
		}
	}
	return ""
}

// problem is what is wrong with a rule, if anything.
func (r suricataRule) problem() string {
	switch {
	case !contained(r.action, suricataActions):
		return fmt.Sprintf("%q is not one of %s%s", r.action, strings.Join(suricataActions, ", "), didYouMean(r.action, suricataActions))
	case !contained(r.protocol, suricataProtocols):
		return fmt.Sprintf("%q is not a protocol that AWS inspects%s", r.protocol, didYouMean(r.protocol, suricataProtocols))
	case r.direction != "->" && r.direction != "<>":
		return fmt.Sprintf("%q is neither -> nor <>", r.direction)
	}
	for _, word := range []string{r.source, r.destination} {
		if problem := eachOf(word, addressProblem); problem != "" {
			return problem
		}
	}
	for _, word := range []string{r.sourcePort, r.destinationPort} {
		if problem := eachOf(word, portProblem); problem != "" {
			return problem
		}
	}
	for _, option := range r.options {
		if contained(option.keyword, refusedKeywords) {
			return fmt.Sprintf("AWS does not take the keyword %s in strict order", option.keyword)
		}
	}
	sid, _ := strconv.ParseUint(r.value("sid"), 10, 64)
	switch {
	case r.value("sid") == "":
		return "has no sid"
	case !suricataSid.MatchString(r.value("sid")) || sid > 1<<32-1:
		return fmt.Sprintf("sid %q is not a number from 1 to 4294967295", r.value("sid"))
	case r.passesEverything():
		return "lets everything through, and later rules would never see a packet"
	case r.decidesEarly():
		return "add flow:to_server; to the options: without flow, Suricata decides on the first packet, before the rules above"
	}
	return ""
}

// eachOf is the first problem with a word, or with the items of a list.
func eachOf(word string, problem func(string) string) string {
	word = strings.TrimPrefix(word, "!")
	if !strings.HasPrefix(word, "[") {
		return problem(word)
	}
	// Lists may hold lists; the brackets match already.
	listed := strings.FieldsFunc(word, func(c rune) bool { return strings.ContainsRune("![],", c) })
	if len(listed) == 0 {
		return "has an empty list"
	}
	for _, item := range listed {
		if found := problem(item); found != "" {
			return found
		}
	}
	return ""
}

// addressProblem is what is wrong with an address of a rule, if anything.
func addressProblem(word string) string {
	if word == "any" || contained(word, suricataVariables) {
		return ""
	}
	if strings.HasPrefix(word, "$") {
		return fmt.Sprintf("there is no variable %s; those of addresses are %s", word, strings.Join(suricataVariables, " and "))
	}
	if _, err := netip.ParsePrefix(word); err == nil {
		return ""
	}
	if _, err := netip.ParseAddr(word); err == nil {
		return ""
	}
	return fmt.Sprintf("%q is not an address, a CIDR, any, %s", word, strings.Join(suricataVariables, " or "))
}

// portProblem is what is wrong with a port of a rule, if anything.
func portProblem(word string) string {
	if word == "any" {
		return ""
	}
	for _, end := range strings.SplitN(word, ":", 2) {
		if n, err := strconv.Atoi(end); end != "" && (err != nil || n < 0 || n > 65535) || word == ":" {
			return fmt.Sprintf("%q is not a port, a range such as 8000:8100, or any", word)
		}
	}
	if word == "" {
		return "a port is missing"
	}
	return ""
}
