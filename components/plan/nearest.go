package plan

import (
	"cmp"
	"strings"
)

// nearest is the candidate with the smallest edit distance to a word, if one is near enough to be what was meant. A candidate that the
// word is the beginning of, such as `hostnames` of `host`, is one edit away.
func nearest(word string, candidates []string) (string, bool) {
	best, bestDistance := "", len(word)/2+1
	if bestDistance > 4 {
		bestDistance = 4
	}
	for _, candidate := range candidates {
		begins := len(word) >= 3 && len(candidate) > len(word) && strings.EqualFold(candidate[:len(word)], word)
		if length := len(candidate) - len(word); !begins && (length > bestDistance || -length > bestDistance) {
			continue
		}
		distance := editDistance(word, candidate)
		if begins {
			distance = 1
		}
		if distance < bestDistance || distance == bestDistance && best != "" && shorterFirst(candidate, best) < 0 {
			best, bestDistance = candidate, distance
		}
	}
	return best, best != ""
}

// shorterFirst orders words by length, and alphabetically where that is the same.
func shorterFirst(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// didYouMean is a hint at the nearest candidate, or nothing.
func didYouMean(word string, candidates []string) string {
	if candidate, ok := nearest(word, candidates); ok {
		return "; did you mean " + candidate + "?"
	}
	return ""
}

// editDistance counts the insertions, deletions, replacements and swaps of neighbours between two words, without regard
// to case.
func editDistance(a, b string) int {
	before, previous, current := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		current[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if lower(a[i-1]) == lower(b[j-1]) {
				cost = 0
			}
			current[j] = min(previous[j]+1, current[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && lower(a[i-1]) == lower(b[j-2]) && lower(a[i-2]) == lower(b[j-1]) {
				current[j] = min(current[j], before[j-2]+1)
			}
		}
		before, previous, current = previous, current, before
	}
	return previous[len(b)]
}

// lower is an ASCII letter in lower case.
func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
