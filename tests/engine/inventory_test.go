package engine_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inventory is what exists in a cloud, a line per property, in words that do not depend on when it was made: what AWS or
// the provider chose at random is replaced by the name of the object that it stands for.
type inventory []string

// takeInventory lists what programs made in a cloud.
func takeInventory(t *testing.T, cloud *localcloud.Cloud) inventory {
	t.Helper()
	symbols := chosen(cloud.Everything())
	var lines inventory
	for _, object := range cloud.Objects() {
		title := fmt.Sprintf("%s %s %s/%s", object.Type, object.Name, object.Account, object.Region)
		lines = append(lines, title)
		for side, properties := range map[string]localcloud.Props{"inputs": object.Inputs, "outputs": object.Outputs} {
			for property, value := range properties {
				text, err := json.Marshal(value)
				require.NoError(t, err)
				lines = append(lines, fmt.Sprintf("%s %s.%s = %s", title, side, property, symbols.Replace(string(text))))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// randomSuffix ends a name that the provider chose.
var randomSuffix = regexp.MustCompile(`-[0-9a-f]{7}$`)

// chosen replaces what was chosen for an object by what stands for the object.
func chosen(objects []localcloud.Object) *strings.Replacer {
	words := map[string]string{}
	for _, object := range objects {
		symbol := "<" + object.Type + " " + object.Name + ">"
		candidates := []any{
			object.ID, object.Outputs["arn"], object.Outputs["arnSuffix"], object.Outputs["dnsName"],
			object.Outputs["uniqueId"], object.Outputs["endpoint"], object.Outputs["resourceId"], object.Outputs["updateToken"],
		}
		if name, _ := object.Outputs["name"].(string); randomSuffix.MatchString(name) {
			candidates = append(candidates, name)
		}
		for _, candidate := range candidates {
			// Short words, such as a port number, stand for other things too.
			if word, _ := candidate.(string); len(word) > 8 && words[word] == "" {
				words[word] = symbol
			}
		}
	}
	// The replacer takes the first word that fits: the longest, when one begins with another.
	ordered := make([]string, 0, len(words))
	for word := range words {
		ordered = append(ordered, word)
	}
	slices.SortFunc(ordered, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, word := range ordered {
		pairs = append(pairs, word, words[word])
	}
	return strings.NewReplacer(pairs...)
}

// assertSame compares two inventories and shows what differs.
func assertSame(t *testing.T, want, got inventory) {
	t.Helper()
	missing, extra := minus(want, got), minus(got, want)
	assert.True(t, len(missing)+len(extra) == 0, "missing from the cloud:\n%s\nnot expected:\n%s", excerpt(missing), excerpt(extra))
}

// minus are the lines of one that the other lacks, each as often as it does.
func minus(one, other inventory) []string {
	count := map[string]int{}
	for _, line := range other {
		count[line]++
	}
	var rest []string
	for _, line := range one {
		if count[line]--; count[line] < 0 {
			rest = append(rest, line)
		}
	}
	return rest
}

func excerpt(lines []string) string {
	const most = 25
	if len(lines) > most {
		lines = append(slices.Clone(lines[:most]), fmt.Sprintf("… %d more", len(lines)-most))
	}
	return strings.Join(lines, "\n")
}

// names is a line per object.
func names(objects []localcloud.Object) []string {
	var lines []string
	for _, object := range objects {
		lines = append(lines, object.Type+" "+object.Name+" "+object.ID)
	}
	return lines
}

// identities are the IDs by account, type and logical name.
func identities(objects []localcloud.Object) map[string]string {
	ids := map[string]string{}
	for _, object := range objects {
		ids[object.Account+" "+object.Type+" "+object.Name] = object.ID
	}
	return ids
}
