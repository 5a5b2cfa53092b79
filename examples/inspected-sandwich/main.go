// An ELB sandwich with AWS Network Firewall in front of it, inside it and on the way out. What is inspected, and by which rules,
// is declared in Pulumi.<stack>.yaml.
package main

import (
	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(estate.Program)
}
