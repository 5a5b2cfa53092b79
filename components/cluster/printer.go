package cluster

import (
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// printer prints one planned cluster as children of its component.
type printer struct {
	ctx       *pulumi.Context
	plan      plan.EksCluster
	args      *EksClusterArgs
	component *EksCluster
	parent    pulumi.ResourceOrInvokeOption
}

// adopt takes a cluster that exists already.
func (p *printer) adopt() error {
	p.component.ClusterName = pulumi.String(p.plan.AwsName).ToStringOutput()
	p.component.ClusterSecurityGroupID = pulumi.String(p.plan.ExistingPodSecurityGroupID).ToStringOutput()
	p.component.Endpoint, p.component.Kubeconfig = pulumi.String("").ToStringOutput(), pulumi.String("").ToStringOutput()
	if p.plan.Controller != nil || p.plan.Guardrails.Admission {
		p.lookUp()
	}
	return nil
}

// printCluster prints a new cluster, in the order in which it starts.
func (p *printer) printCluster() error {
	cluster, err := p.printControlPlane()
	if err != nil {
		return err
	}
	p.component.ClusterName = cluster.EksCluster.Name()
	p.component.ClusterSecurityGroupID = cluster.ClusterSecurityGroupId
	p.component.Endpoint = cluster.EksCluster.Endpoint()
	p.component.Kubeconfig = p.kubeconfig(p.component.Endpoint, cluster.EksCluster.CertificateAuthority().Data().Elem())

	if err := p.printRoleDeny(cluster); err != nil {
		return err
	}
	if err := p.printAdmins(); err != nil {
		return err
	}
	if err := p.printApiRules(); err != nil {
		return err
	}
	networking, err := p.printNetworkingAddons()
	if err != nil {
		return err
	}
	role, err := p.printNodeRole()
	if err != nil {
		return err
	}
	groups, err := p.printNodeGroups(cluster, role, networking)
	if err != nil {
		return err
	}
	return p.printCoreDNS(groups)
}

// remote are the options of a component of pulumi-eks. Its children are registered in another process, which gets only
// the providers that are named: without that they would be made with the default AWS provider, in another account perhaps.
func (p *printer) remote(more ...pulumi.ResourceOption) []pulumi.ResourceOption {
	options := append([]pulumi.ResourceOption{p.parent}, more...)
	if provider := p.component.GetProvider("aws:eks/cluster:Cluster"); provider != nil {
		options = append(options, pulumi.Providers(provider))
	}
	return options
}

// subnetIDs are the IDs of planned subnets, in the order of the names.
func (p *printer) subnetIDs(names ...string) pulumi.StringArray {
	ids := make(pulumi.StringArray, 0, len(names))
	for _, name := range names {
		ids = append(ids, p.args.SubnetIDs[name])
	}
	return ids
}
