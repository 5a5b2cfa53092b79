package flightpath_test

import (
	"fmt"
	"testing"

	"github.com/ingresshub/ingresshub/flightpath"
)

// BenchmarkRules is a check of ten VPCs with more and more rules.
func BenchmarkRules(b *testing.B) {
	for _, rules := range []int{500, 1000, 2000, 4000, 8000} {
		w := large(10, rules)
		b.Run(fmt.Sprint(rules), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := flightpath.New(&w.Network).Check(flightpath.Expectations{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkTrace is one question about a hundred VPCs, and about two whole VPCs of them.
func BenchmarkTrace(b *testing.B) {
	w := large(100, 2000)
	a := flightpath.New(&w.Network)
	for name, q := range map[string]flightpath.Question{
		"interfaces": {From: "eni-1-0-0", To: "eni-7-2-3", Port: 1000},
		"VPCs":       {From: "vpc-1", To: "vpc-7", Port: 1000},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := a.Trace(q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("compile", func(b *testing.B) {
		for b.Loop() {
			flightpath.New(&w.Network)
		}
	})
}
