package networkfirewall_test

import "github.com/ingresshub/ingresshub/internal/draws"

var _ = draws.Repeat()
