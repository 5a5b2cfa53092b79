// An ELB sandwich behind firewall appliances of a vendor. Which they are, how many, and where they inspect
// is declared in Pulumi.<stack>.yaml.
package main

import (
	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(estate.Program)
}
