package cluster

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/pulumi/pulumi-eks/sdk/v3/go/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// printControlPlane prints the cluster itself, with its role, and nothing that would need Kubernetes to answer.
//
// With a public endpoint pulumi-eks waits up to five minutes for it to answer, and goes on without.
func (p *printer) printControlPlane() (*eks.Cluster, error) {
	authenticationMode := eks.AuthenticationModeApi
	args := &eks.ClusterArgs{
		Name:    pulumi.String(p.plan.AwsName),
		Version: pulumi.String(p.plan.KubernetesVersion),
		Tags:    inputs.Tags(p.args.Tags, p.plan.Name),

		VpcId: p.args.VpcID.ToStringOutput(),
		// Neither private nor public in the sense of pulumi-eks: these hold only the control plane's network interfaces.
		SubnetIds:                       p.subnetIDs(p.plan.ControlPlaneSubnets...),
		KubernetesServiceIpAddressRange: pulumi.String(p.plan.ServiceCidr),
		EndpointPrivateAccess:           pulumi.Bool(true),
		EndpointPublicAccess:            pulumi.Bool(len(p.plan.PublicCidrs) > 0),

		// Who did what through the Kubernetes API. EKS makes the log group; it outlives the cluster, as an audit needs.
		EnabledClusterLogTypes: pulumi.ToStringArray([]string{"api", "audit", "authenticator"}),

		// With access entries alone there is no aws-auth ConfigMap to write.
		AuthenticationMode: &authenticationMode,
		// Pods get IAM roles by EKS Pod Identity, which needs no issuer in IAM; making one would have the deploying machine
		// fetch the issuer's certificate.
		CreateOidcProvider: pulumi.Bool(false),

		// Node groups and add-ons are resources of their own, so that they come in order and are not protected. The groups
		// that pulumi-eks would make are not those that managed nodes carry.
		SkipDefaultNodeGroup:      flag(true),
		SkipDefaultSecurityGroups: flag(true),
		UseDefaultVpcCni:          flag(true),
		KubeProxyAddonOptions:     &eks.KubeProxyAddonOptionsArgs{Enabled: flag(false)},
		CorednsAddonOptions:       &eks.CoreDnsAddonOptionsArgs{Enabled: flag(false)},
	}
	if len(p.plan.PublicCidrs) > 0 {
		args.PublicAccessCidrs = pulumi.ToStringArray(p.plan.PublicCidrs)
	}
	if p.args.RoleArn != "" {
		args.ProviderCredentialOpts = eks.KubeconfigOptionsArgs{RoleArn: pulumi.String(p.args.RoleArn)}
	}
	var options []pulumi.ResourceOption
	if p.args.Protection {
		options = append(options, pulumi.Protect(true))
	}
	return eks.NewCluster(p.ctx, p.plan.Name, args, p.remote(options...)...)
}

// flag is a plain setting of pulumi-eks, for which nil means its default.
func flag(on bool) *bool { return &on }
