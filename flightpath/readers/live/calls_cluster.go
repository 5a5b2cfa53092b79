package live

import (
	"context"
	"reflect"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eks"
)

// Names as EKS spells them.
const (
	nodeGroupsKey = "nodegroups"
	clusterName   = "clusterName"
	nodeGroupName = "nodegroupName"
)

// clusterCalls read where clusters have their nodes: clusters by name, their node groups by name, and each node group.
var clusterCalls = []Call{
	{
		Service: ofEKS, Operation: "ListClusters", Key: nodeGroupsKey, names: true,
		asker: named("Clusters", clusterName, "", func(page *eks.ListClustersOutput) []string { return page.Clusters },
			func(c *clients, _ string) *eks.ListClustersPaginator {
				return eks.NewListClustersPaginator(c.eks, &eks.ListClustersInput{})
			}),
	},
	{
		Service: ofEKS, Operation: "ListNodegroups", Key: nodeGroupsKey, names: true,
		after: "ListClusters", ids: field(clusterName),
		asker: named("Nodegroups", nodeGroupName, clusterName, func(page *eks.ListNodegroupsOutput) []string { return page.Nodegroups },
			func(c *clients, cluster string) *eks.ListNodegroupsPaginator {
				return eks.NewListNodegroupsPaginator(c.eks, &eks.ListNodegroupsInput{ClusterName: aws.String(cluster)})
			}),
	},
	{
		Service: ofEKS, Operation: "DescribeNodegroup", Key: nodeGroupsKey,
		after: "ListNodegroups", ids: nodeGroup,
		asker: asker{
			answer: reflect.TypeFor[eks.DescribeNodegroupOutput](), member: "Nodegroup",
			ask: func(ctx context.Context, c *clients, ids []string) ([]Document, error) {
				cluster, name, _ := strings.Cut(ids[0], "/")
				answer, err := c.eks.DescribeNodegroup(ctx, &eks.DescribeNodegroupInput{
					ClusterName: aws.String(cluster), NodegroupName: aws.String(name),
				})
				if err != nil || answer.Nodegroup == nil {
					return nil, err
				}
				return []Document{fields(reflect.ValueOf(answer.Nodegroup).Elem(), lowerFirst)}, nil
			},
		},
	},
}

// nodeGroup is a node group with its cluster, in whose name no slash can be.
func nodeGroup(listed Document) []string {
	cluster, _ := listed[clusterName].(string)
	name, _ := listed[nodeGroupName].(string)
	return []string{cluster + "/" + name}
}

// named lists names: a document for each, with that of the parent where there is one.
func named[P pager[O, F], O, F any](member, name, parent string, names func(page *O) []string, open func(c *clients, parent string) P) asker {
	return asker{
		answer: reflect.TypeFor[O](), member: member,
		ask: func(ctx context.Context, c *clients, ids []string) ([]Document, error) {
			of := ""
			if parent != "" {
				of = ids[0]
			}
			all := []Document{}
			pages := pager[O, F](open(c, of))
			for left := mostPages; pages.HasMorePages(); left-- {
				if left == 0 {
					return nil, errEndless
				}
				page, err := pages.NextPage(ctx)
				if err != nil {
					return nil, err
				}
				for _, found := range names(page) {
					document := Document{name: found}
					if parent != "" {
						document[parent] = of
					}
					all = append(all, document)
				}
			}
			return all, nil
		},
	}
}
