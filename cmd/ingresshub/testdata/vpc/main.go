// Command vpc is a program for the tests of the demo: one VPC, without the AWS SDK, which would take minutes to compile.
package main

import (
	"strconv"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

type vpc struct{ pulumi.CustomResourceState }

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		mood := config.Get(ctx, "vpc:mood")
		tags := pulumi.StringMap{"Name": pulumi.String("lonely")}
		if mood == "restless" {
			tags["at"] = pulumi.String(strconv.FormatInt(time.Now().UnixNano(), 10))
		}
		return ctx.RegisterResource("aws:ec2/vpc:Vpc", "lonely", pulumi.Map{
			"cidrBlock": pulumi.String("10.0.0.0/16"), "tags": tags,
		}, &vpc{}, pulumi.RetainOnDelete(mood == "clinging"), pulumi.Version("6.83.4"))
	})
}
