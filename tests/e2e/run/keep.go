package run

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
	pulumireader "github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
	snapshotreader "github.com/ingresshub/ingresshub/flightpath/readers/snapshot"
	"github.com/ingresshub/ingresshub/tests/e2e/paths"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// paths keeps what a state left behind (the API's answers as the AWS CLI prints them, and the stack's state as `pulumi stack
// export` does) and checks that flightpath says the same of both.
func (l *life) paths(ctx context.Context, state string, planned *plan.Plan, now snapshot.Snapshot) error {
	folder := filepath.Join(l.Keep, l.scenario.Name, word(state))
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := now.Write(filepath.Join(folder, "aws")); err != nil {
		return err
	}
	export, err := l.stack.Export(ctx)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "stack.json"), export, 0o600); err != nil {
		return err
	}
	declared, err := pulumireader.ReadState(bytes.NewReader(export))
	if err != nil {
		return err
	}
	deployed, err := snapshotreader.Read(filepath.Join(folder, "aws"))
	if err != nil {
		return err
	}
	counts, differences, err := paths.Compare(declared, deployed)
	if err != nil {
		return err
	}
	l.report.Questions += counts.Asked
	if len(planned.LoadBalancers) > 0 && counts.Arriving == 0 {
		l.report.fault("%s: flightpath: %d questions, and nothing arrives anywhere: that compares nothing", state, counts.Asked)
	}
	if everythingInspected(planned) && counts.Uninspected > 0 {
		l.report.fault("%s: flightpath: everything is to be inspected, and packets arrive past the firewalls in %d of %d questions",
			state, counts.Uninspected, counts.Asked)
	}
	for _, difference := range differences {
		l.report.fault("%s: flightpath: %s", state, difference)
	}
	return nil
}

// everythingInspected says whether a plan has firewalls before its load balancers and between them and all clusters.
func everythingInspected(planned *plan.Plan) bool {
	var places []string
	for _, firewall := range planned.Firewalls {
		places = append(places, firewall.Places...)
	}
	return slices.Contains(places, plan.PlaceEdge) && slices.Contains(places, plan.PlaceEastWest) && len(planned.Exceptions) == 0
}

// word is a state's name as a folder.
func word(name string) string { return strings.ReplaceAll(strings.ReplaceAll(name, ",", ""), " ", "-") }
