package main

import (
	"context"
	"io"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/report"
)

// writePage writes a page with the answers between any two places of its map: for the packets that were asked about, if any, and
// for the ports that the network names.
func writePage(ctx context.Context, w io.Writer, analyzer *flightpath.Analyzer, page *report.Page, asked ...report.Packets) error {
	if err := page.Ask(ctx, analyzer, asked...); err != nil {
		return err
	}
	return page.HTML(w)
}
