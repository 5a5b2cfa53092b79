package plan

import "github.com/ingresshub/ingresshub/internal/draws"

var _ = draws.Repeat()
