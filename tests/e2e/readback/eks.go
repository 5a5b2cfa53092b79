package readback

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/eks/types"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// readEks reads EKS clusters and what belongs to them.
func readEks(ctx context.Context, config aws.Config, into snapshot.Documents) error {
	client := eks.NewFromConfig(config)
	names, err := collect(ctx, eks.NewListClustersPaginator(client, &eks.ListClustersInput{}),
		func(page *eks.ListClustersOutput) []string { return page.Clusters })
	if err != nil {
		return err
	}
	put[types.Cluster](into, "clusters", lowerCase)
	put[types.Addon](into, "addons", lowerCase)
	put[types.AccessEntry](into, "accessEntries", lowerCase)
	put[types.PodIdentityAssociationSummary](into, "podIdentityAssociations", lowerCase)
	for _, name := range names {
		answer, err := client.DescribeCluster(ctx, &eks.DescribeClusterInput{Name: aws.String(name)})
		if err != nil {
			return err
		}
		put(into, "clusters", lowerCase, answer.Cluster)
		for _, step := range []func(context.Context, *eks.Client, *types.Cluster, snapshot.Documents) error{
			readFargateProfiles, readAddons, readAccess, readIdentities,
		} {
			if err := step(ctx, client, answer.Cluster, into); err != nil {
				return err
			}
		}
	}
	return nil
}

// readFargateProfiles reads Fargate profiles. Node groups are what the live reader of flightpath reads already.
func readFargateProfiles(ctx context.Context, client *eks.Client, cluster *types.Cluster, into snapshot.Documents) error {
	profiles, err := collect(ctx, eks.NewListFargateProfilesPaginator(client, &eks.ListFargateProfilesInput{ClusterName: cluster.Name}),
		func(page *eks.ListFargateProfilesOutput) []string { return page.FargateProfileNames })
	if err != nil {
		return err
	}
	for _, name := range profiles {
		answer, err := client.DescribeFargateProfile(ctx, &eks.DescribeFargateProfileInput{
			ClusterName: cluster.Name, FargateProfileName: aws.String(name),
		})
		if err != nil {
			return err
		}
		put(into, "fargateProfiles", lowerCase, answer.FargateProfile)
	}
	return nil
}

// readAddons reads add-ons, and which version of each AWS would give to a new cluster.
func readAddons(ctx context.Context, client *eks.Client, cluster *types.Cluster, into snapshot.Documents) error {
	names, err := collect(ctx, eks.NewListAddonsPaginator(client, &eks.ListAddonsInput{ClusterName: cluster.Name}),
		func(page *eks.ListAddonsOutput) []string { return page.Addons })
	if err != nil {
		return err
	}
	for _, name := range names {
		answer, err := client.DescribeAddon(ctx, &eks.DescribeAddonInput{ClusterName: cluster.Name, AddonName: aws.String(name)})
		if err != nil {
			return err
		}
		put(into, "addons", lowerCase, answer.Addon)
		offers, err := collect(ctx,
			eks.NewDescribeAddonVersionsPaginator(client, &eks.DescribeAddonVersionsInput{
				AddonName: aws.String(name), KubernetesVersion: cluster.Version,
			}),
			func(page *eks.DescribeAddonVersionsOutput) []types.AddonInfo { return page.Addons })
		if err != nil {
			return err
		}
		for _, offer := range offers {
			for _, version := range offer.AddonVersions {
				for _, compatible := range version.Compatibilities {
					if compatible.DefaultVersion && aws.ToString(compatible.ClusterVersion) == aws.ToString(cluster.Version) {
						into["defaultAddonVersions"] = append(into["defaultAddonVersions"], snapshot.Document{
							"addonName": name, "kubernetesVersion": aws.ToString(cluster.Version),
							"addonVersion": aws.ToString(version.AddonVersion),
						})
					}
				}
			}
		}
	}
	return nil
}

func readAccess(ctx context.Context, client *eks.Client, cluster *types.Cluster, into snapshot.Documents) error {
	principals, err := collect(ctx, eks.NewListAccessEntriesPaginator(client, &eks.ListAccessEntriesInput{ClusterName: cluster.Name}),
		func(page *eks.ListAccessEntriesOutput) []string { return page.AccessEntries })
	if err != nil {
		return err
	}
	for _, principal := range principals {
		answer, err := client.DescribeAccessEntry(ctx, &eks.DescribeAccessEntryInput{
			ClusterName: cluster.Name, PrincipalArn: aws.String(principal),
		})
		if err != nil {
			return err
		}
		put(into, "accessEntries", lowerCase, answer.AccessEntry)
		policies, err := collect(ctx,
			eks.NewListAssociatedAccessPoliciesPaginator(client, &eks.ListAssociatedAccessPoliciesInput{
				ClusterName: cluster.Name, PrincipalArn: aws.String(principal),
			}),
			func(page *eks.ListAssociatedAccessPoliciesOutput) []types.AssociatedAccessPolicy {
				return page.AssociatedAccessPolicies
			})
		if err != nil {
			return err
		}
		put(into, "associatedAccessPolicies", lowerCase, eks.ListAssociatedAccessPoliciesOutput{
			ClusterName: cluster.Name, PrincipalArn: aws.String(principal), AssociatedAccessPolicies: policies,
		})
	}
	return nil
}

func readIdentities(ctx context.Context, client *eks.Client, cluster *types.Cluster, into snapshot.Documents) error {
	identities, err := collect(ctx,
		eks.NewListPodIdentityAssociationsPaginator(client, &eks.ListPodIdentityAssociationsInput{ClusterName: cluster.Name}),
		func(page *eks.ListPodIdentityAssociationsOutput) []types.PodIdentityAssociationSummary {
			return page.Associations
		})
	put(into, "podIdentityAssociations", lowerCase, identities...)
	return err
}
