package cluster

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/internal/lookups"
	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// printNetworkingAddons prints the add-ons that nodes find when they start: VPC CNI and kube-proxy. Both are DaemonSets,
// which are healthy while there is no node.
func (p *printer) printNetworkingAddons() ([]pulumi.Resource, error) {
	cni, err := p.printAddon("vpc-cni", p.podNetworking())
	if err != nil {
		return nil, err
	}
	proxy, err := p.printAddon("kube-proxy", nil)
	if err != nil {
		return nil, err
	}
	return []pulumi.Resource{cni, proxy}, nil
}

// printCoreDNS prints the CoreDNS add-on, once there are nodes: it is a Deployment, and without a node for its pods EKS
// reports the add-on as degraded and the deployment fails after twenty minutes. Until then, and where every node group may
// shrink to nothing, the CoreDNS that EKS installs with each cluster serves; the add-on takes that over.
func (p *printer) printCoreDNS(groups []pulumi.Resource) error {
	certain := false
	for _, group := range p.plan.NodeGroups {
		certain = certain || group.Min > 0
	}
	if !certain {
		return nil
	}
	_, err := p.printAddon("coredns", nil, pulumi.DependsOn(groups))
	return err
}

// printAddon prints an EKS add-on in the version that AWS gives new clusters of the same Kubernetes version: it moves with
// the cluster, and not to versions that just came out. An add-on that is taken away keeps running: it ends with the
// cluster, not under the pods.
func (p *printer) printAddon(
	name string, configuration pulumi.StringPtrInput, options ...pulumi.ResourceOption,
) (*awseks.Addon, error) {
	logical := p.plan.Name + "." + name
	return awseks.NewAddon(p.ctx, logical, &awseks.AddonArgs{
		ClusterName:         p.component.ClusterName,
		AddonName:           pulumi.String(name),
		AddonVersion:        p.addonVersion(name),
		ConfigurationValues: configuration,
		Preserve:            pulumi.Bool(true),
		// EKS has installed each of them already, in a version of its own choice.
		ResolveConflictsOnCreate: pulumi.String("OVERWRITE"),
		ResolveConflictsOnUpdate: pulumi.String("OVERWRITE"),
		Tags:                     inputs.Tags(p.args.Tags, logical),
	}, append(options, p.parent)...)
}

// addonQuestion asks for the version of an add-on.
type addonQuestion struct{ name, kubernetesVersion string }

// addonVersion is the version that AWS gives new clusters.
func (p *printer) addonVersion(name string) pulumi.StringOutput {
	version := p.plan.KubernetesVersion
	return lookups.Answer(p.ctx, addonQuestion{name, version}, func() pulumi.StringOutput {
		return awseks.GetAddonVersionOutput(p.ctx, awseks.GetAddonVersionOutputArgs{
			AddonName:         pulumi.String(name),
			KubernetesVersion: pulumi.String(version),
			MostRecent:        pulumi.Bool(false),
		}, p.parent).Version()
	})
}
