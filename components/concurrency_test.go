package components_test

import (
	"errors"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/estate"
)

// patient is an AWS that makes nothing before the program has declared everything.
type patient struct {
	*recorder
	declared chan struct{}
}

func (p patient) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	if args.Custom && args.TypeToken != standInType {
		select {
		case <-p.declared:
		case <-time.After(time.Minute):
			return "", nil, errors.New("the program waits for " + args.Name + " before it declares the rest")
		}
	}
	return p.recorder.NewResource(args)
}

// A cluster takes AWS a quarter of an hour: the program must not wait for one before it declares the next.
func TestProgramDeclaresEverythingBeforeAnythingIsThere(t *testing.T) {
	p := patient{&recorder{answers: map[string]resource.PropertyMap{readOutputs: {}}}, make(chan struct{})}
	config := map[string]string{"aws:region": "us-east-1", "ingresshub:estate": string(devEstate(t, nil))}
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		defer close(p.declared)
		for _, made := range devPlan(t, nil).Clusters {
			if err := standIn(ctx, made); err != nil {
				return err
			}
		}
		return estate.Program(ctx)
	}, pulumi.WithMocks(project, stack, p), func(info *pulumi.RunInfo) { info.Config = config })
	require.NoError(t, err)
	require.NotEmpty(t, p.all)
}
