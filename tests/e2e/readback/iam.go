package readback

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// readIam reads who may do what: roles with their policies, and everybody else.
func readIam(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	client := iam.NewFromConfig(config)
	pages := iam.NewGetAccountAuthorizationDetailsPaginator(client, &iam.GetAccountAuthorizationDetailsInput{
		// All but AWS's own policies.
		Filter: []types.EntityType{
			types.EntityTypeUser, types.EntityTypeRole, types.EntityTypeGroup, types.EntityTypeLocalManagedPolicy,
		},
	})
	put[types.RoleDetail](into, "RoleDetailList", capitalised)
	put[types.UserDetail](into, "UserDetailList", capitalised)
	put[types.GroupDetail](into, "GroupDetailList", capitalised)
	put[types.ManagedPolicyDetail](into, "Policies", capitalised)
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		put(into, "RoleDetailList", capitalised, page.RoleDetailList...)
		put(into, "UserDetailList", capitalised, page.UserDetailList...)
		put(into, "GroupDetailList", capitalised, page.GroupDetailList...)
		put(into, "Policies", capitalised, page.Policies...)
	}
	// The call above leaves out descriptions and how long a session may last.
	if _, err := keep(ctx, into, "Roles", iam.NewListRolesPaginator(client, &iam.ListRolesInput{}),
		func(page *iam.ListRolesOutput) []types.Role { return page.Roles }); err != nil {
		return err
	}
	providers, err := client.ListOpenIDConnectProviders(ctx, &iam.ListOpenIDConnectProvidersInput{})
	if err != nil {
		return err
	}
	put(into, "OpenIDConnectProviderList", capitalised, providers.OpenIDConnectProviderList...)
	return nil
}
