package readback

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/ingresshub/ingresshub/flightpath/readers/live"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// atOnce is how many calls the emulator is to answer at the same time.
const atOnce = 4

// notKept are keys that flightpath reads and that are not compared: AWS's own offers, and what no program here makes.
var notKept = map[string]bool{
	"ManagedPrefixListEntries": true, "ServiceDetails": true,
	"TransitGatewayPeeringAttachments": true, "VpcBlockPublicAccessExclusions": true, "VpcBlockPublicAccessOptions": true,
}

// readNetwork reads all that packets depend on, as flightpath reads live accounts: VPCs and what lies in them, gateways,
// transit gateways, load balancers, firewalls.
func readNetwork(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	place, err := live.Describe(ctx, config, make(live.Slots, atOnce))
	if err != nil {
		return err
	}
	for _, problem := range place.Problems {
		return fmt.Errorf("%s %s: %s", problem.Key, problem.Of, problem.Reason)
	}
	for key, documents := range place.Documents {
		if !notKept[key] {
			into[key] = documents
		}
	}
	return nil
}
