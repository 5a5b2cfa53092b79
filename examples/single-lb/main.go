// One load balancer, whose targets are pods of clusters in other VPCs: the estate in the stack's config says which.
package main

import (
	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() { pulumi.Run(estate.Program) }
