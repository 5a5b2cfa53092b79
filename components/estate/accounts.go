package estate

import (
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/lookups"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// providers are the AWS providers of a plan's accounts.
type providers map[string]pulumi.ProviderResource

// newProviders prints one AWS provider per account. It refuses to work in any other account, so that wrong credentials
// never make an estate twice.
func newProviders(ctx *pulumi.Context, planned *plan.Plan, parent pulumi.ResourceOption) (providers, error) {
	made := providers{}
	for _, account := range planned.Accounts {
		args := &aws.ProviderArgs{
			Region:            pulumi.String(planned.Region),
			AllowedAccountIds: pulumi.StringArray{pulumi.String(account.ID)},
		}
		if account.RoleArn != "" {
			args.AssumeRole = aws.ProviderAssumeRoleArgs{
				RoleArn:     pulumi.String(account.RoleArn),
				SessionName: pulumi.String("ingresshub"),
			}
		}
		provider, err := aws.NewProvider(ctx, account.Name, args, parent)
		if err != nil {
			return nil, err
		}
		made[account.Name] = provider
	}
	return made, nil
}

// of is the provider of an account; nil, the credentials in use, where none is named.
func (p providers) of(account string) pulumi.ProviderResource {
	if provider, ok := p[account]; ok {
		return provider
	}
	return nil
}

// scopes are contexts by account: what all that is made in an account asks alike is asked once (lookups.Once).
type scopes map[string]*pulumi.Context

func (s scopes) of(ctx *pulumi.Context, account string) *pulumi.Context {
	if _, ok := s[account]; !ok {
		s[account] = lookups.Once(ctx)
	}
	return s[account]
}

// withProvider are a component's options with a provider, in a list of their own.
func withProvider(opts []pulumi.ResourceOption, provider pulumi.ProviderResource) []pulumi.ResourceOption {
	opts = append([]pulumi.ResourceOption{}, opts...)
	if provider == nil {
		return opts
	}
	return append(opts, pulumi.Provider(provider))
}

// roleArn is the role through which an account is managed; empty for the credentials in use.
func roleArn(planned *plan.Plan, account string) string {
	for _, candidate := range planned.Accounts {
		if candidate.Name == account {
			return candidate.RoleArn
		}
	}
	return ""
}

// plannedTags are the estate's tags.
func plannedTags(planned *plan.Plan) pulumi.StringMap {
	tags := make(pulumi.StringMap, len(planned.Tags))
	for key, value := range planned.Tags {
		tags[key] = pulumi.String(value)
	}
	return tags
}
