package controller

import "github.com/ingresshub/ingresshub/internal/draws"

var _ = draws.Repeat()
