package estate

import (
	"fmt"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

// checkRegion refuses to work with an AWS provider in another Region than the estate lies in: AWS would refuse the zones,
// one by one, after it has made the rest. The providers of a plan's accounts are made here, for the right Region.
func checkRegion(ctx *pulumi.Context, planned *plan.Plan, opts []pulumi.ResourceOption) error {
	if len(planned.Accounts) > 0 {
		return nil
	}
	provider, err := awsProvider(opts)
	if err != nil {
		return err
	}
	where, why := config.New(ctx, "aws").Get("region"), "the stack's config has aws:region: "
	if provider != nil || where == "" {
		why = "the AWS provider works in "
		var asked []pulumi.InvokeOption
		if provider != nil {
			asked = append(asked, pulumi.Provider(provider))
		}
		// Empty in a preview in which the provider's own Region is not known yet.
		works, err := aws.GetRegion(ctx, &aws.GetRegionArgs{}, asked...)
		if err != nil {
			return fmt.Errorf("asking the AWS provider for its Region: %w", err)
		}
		where = works.Name
	}
	if where == "" || where == planned.Region {
		return nil
	}
	return plan.Problems{{
		Path: "region", Message: "the estate lies in " + planned.Region + ", but " + why + where + "; make them the same",
	}}
}

// awsProvider is the AWS provider that options give a component, by themselves or through its parent; nil where they leave
// it to the stack's config.
func awsProvider(opts []pulumi.ResourceOption) (pulumi.ProviderResource, error) {
	given, err := pulumi.NewResourceOptions(opts...)
	if err != nil {
		return nil, err
	}
	for _, provider := range given.Providers {
		if typed, ok := provider.(interface{ PulumiResourceType() string }); ok && typed.PulumiResourceType() == "pulumi:providers:aws" {
			return provider, nil
		}
	}
	if parent, ok := given.Parent.(interface {
		GetProvider(token string) pulumi.ProviderResource
	}); ok {
		return parent.GetProvider("aws:index/provider:Provider"), nil
	}
	return nil, nil //nolint:nilnil // There need not be one.
}
