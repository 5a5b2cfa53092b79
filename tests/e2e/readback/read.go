package readback

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// Account is an account with credentials to read it.
type Account struct {
	// Twelve digits.
	ID string

	// Credentials and, for an emulator, the endpoint. The Region of the config means nothing here.
	Config aws.Config
}

// Read reads what accounts have in Regions, and what they have outside any.
func Read(ctx context.Context, accounts []Account, regions []string) (snapshot.Snapshot, error) {
	all := snapshot.Snapshot{}
	for _, account := range accounts {
		place := snapshot.Place{Account: account.ID, Region: snapshot.Global}
		global, err := read(ctx, account.Config.Copy(), globalSteps)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", place, err)
		}
		all[place] = global
		for _, region := range regions {
			place := snapshot.Place{Account: account.ID, Region: region}
			config := account.Config.Copy()
			config.Region = region
			if all[place], err = read(ctx, config, regionalSteps); err != nil {
				return nil, fmt.Errorf("%s: %w", place, err)
			}
		}
	}
	return all, nil
}

// step reads some keys. Later steps may use what earlier ones read.
type step func(ctx context.Context, config aws.Config, into snapshot.Documents) error

var (
	globalSteps   = []step{readIam, readRoute53}
	regionalSteps = []step{readNetwork, readEc2, readNetworkFirewall, readFleets, readElb, readAcm, readEks, readLogs}
)

func read(ctx context.Context, config aws.Config, steps []step) (snapshot.Documents, error) {
	if config.Region == "" {
		// Where global services are called.
		config.Region = "us-east-1"
	}
	documents := snapshot.Documents{}
	for _, step := range steps {
		if err := step(ctx, config, documents); err != nil {
			return nil, err
		}
	}
	return documents, nil
}
