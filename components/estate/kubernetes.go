package estate

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// kubernetesVersion is that of the Kubernetes provider: the one that pulumi-eks brings, so that there is one.
const kubernetesVersion = "4.24.0"

// kubernetes is the provider of a cluster. Its SDK package for Go compiles every API of Kubernetes with it.
type kubernetes struct{ pulumi.ProviderResourceState }

// kubernetes prints the provider of the cluster.
func (p *workloadPrinter) kubernetes() (*kubernetes, error) {
	provider := &kubernetes{}
	err := p.ctx.RegisterResource("pulumi:providers:kubernetes", p.parts.cluster.Name, pulumi.Map{
		"kubeconfig": p.workload.Cluster.Kubeconfig,
	}, provider, p.parent, pulumi.Version(kubernetesVersion))
	return provider, err
}
