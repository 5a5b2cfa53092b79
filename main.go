// The estate of a stack, as its config declares it under `ingresshub:estate`.
//
// What there is to edit is Pulumi.<stack>.yaml; Pulumi.dev.yaml shows how.
package main

import (
	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(estate.Program)
}
