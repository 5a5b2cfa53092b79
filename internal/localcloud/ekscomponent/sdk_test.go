package ekscomponent_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-eks/sdk/v3/go/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud/ekscomponent"
)

// A programEngine also serves a program: it hands components on to Construct, as the real engine does.
type programEngine struct{ *engine }

func (e programEngine) SupportsFeature(
	_ context.Context, req *pulumirpc.SupportsFeatureRequest,
) (*pulumirpc.SupportsFeatureResponse, error) {
	supported := map[string]bool{"secrets": true, "resourceReferences": true, "outputValues": true, "aliasSpecs": true}
	return &pulumirpc.SupportsFeatureResponse{HasSupport: supported[req.GetId()]}, nil
}

func (e programEngine) RegisterResource(
	ctx context.Context, req *pulumirpc.RegisterResourceRequest,
) (*pulumirpc.RegisterResourceResponse, error) {
	if !req.GetRemote() {
		return e.engine.RegisterResource(ctx, req)
	}
	call := &pulumirpc.ConstructRequest{
		Project: "shop", Stack: "dev", Type: req.GetType(), Name: req.GetName(), Parent: req.GetParent(),
		Inputs: req.GetObject(), Providers: req.GetProviders(), Dependencies: req.GetDependencies(),
		Aliases: req.GetAliases(), Protect: req.Protect, MonitorEndpoint: e.address, DryRun: e.dryRun,
		InputDependencies: map[string]*pulumirpc.ConstructRequest_PropertyDependencies{},
	}
	for key, dependencies := range req.GetPropertyDependencies() {
		call.InputDependencies[key] = &pulumirpc.ConstructRequest_PropertyDependencies{Urns: dependencies.GetUrns()}
	}
	made, err := ekscomponent.Construct(ctx, call, nil)
	if err != nil {
		return nil, err
	}
	resp := &pulumirpc.RegisterResourceResponse{
		Urn: made.GetUrn(), Object: made.GetState(),
		PropertyDependencies: map[string]*pulumirpc.RegisterResourceResponse_PropertyDependencies{},
	}
	for key, dependencies := range made.GetStateDependencies() {
		resp.PropertyDependencies[key] = &pulumirpc.RegisterResourceResponse_PropertyDependencies{
			Urns: dependencies.GetUrns(),
		}
	}
	return resp, nil
}

// The released Go SDK understands what Construct answers: a program gets the resources behind the outputs, and can
// hand the cluster on to a node group and an add-on.
func TestGoSDKDecodesOutputs(t *testing.T) {
	t.Parallel()
	for name, dryRun := range map[string]bool{"update": false, "preview": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t)
			e.dryRun = dryRun
			e.listen(t, programEngine{e})
			seen := &exports{values: map[string]any{}}
			ctx, err := pulumi.NewContext(t.Context(), pulumi.RunInfo{
				Project: "shop", Stack: "dev", MonitorAddr: e.address, DryRun: dryRun, Parallel: 8,
			})
			require.NoError(t, err)
			require.NoError(t, pulumi.RunWithContext(ctx, func(ctx *pulumi.Context) error { return program(ctx, seen) }))

			cluster := e.get(t, "payments-eksCluster", "Cluster")
			if dryRun {
				assert.Empty(t, seen.values, "nothing is known before the update")
			} else {
				assert.Equal(t, map[string]any{
					"arn": cluster.outputs["arn"].StringValue(), "endpoint": "https://payments.eks.local",
					"core": "https://payments.eks.local", "group": "general-id", "nodes": "payments-nodeSecurityGroup-id",
					"issuer": "oidc.eks.local/id/1", "oidc": "arn:aws-us-gov:iam::111122223333:oidc-provider/payments-oidcProvider",
					"kubeconfig": "v1", "role": "arn:aws-us-gov:iam::111122223333:role/payments-eksRole-role",
				}, seen.values)
			}
			for _, r := range e.order {
				if r.GetCustom() && r.GetParent() != "" && !strings.HasPrefix(r.GetType(), "pulumi:providers:") {
					assert.Contains(t, r.GetProvider(), "::pulumi:providers:aws::payments::", r.GetName())
				}
			}
			assert.Contains(t, e.get(t, "general", "NodeGroup").dependencies(), "payments")
			assert.Contains(t, e.get(t, "general", "NodeGroup").dependencies(), "nodes")
			assert.Contains(t, e.children(), "payments > ebs eks:index:Addon")
		})
	}
}

// exports are values that a program has seen.
type exports struct {
	mu     sync.Mutex
	values map[string]any
}

func (x *exports) export(name string, output pulumi.Output) {
	output.ApplyT(func(v any) any {
		if id, ok := v.(pulumi.ID); ok {
			v = string(id)
		}
		x.mu.Lock()
		defer x.mu.Unlock()
		x.values[name] = v
		return v
	})
}

// program is a cluster as components declare it, with what they read from it.
func program(ctx *pulumi.Context, seen *exports) error {
	account, err := aws.NewProvider(ctx, "payments", &aws.ProviderArgs{Region: pulumi.String("us-gov-east-1")})
	if err != nil {
		return err
	}
	nodes, err := iam.NewRole(ctx, "nodes", &iam.RoleArgs{AssumeRolePolicy: pulumi.String("{}")}, pulumi.Provider(account))
	if err != nil {
		return err
	}
	mode := eks.AuthenticationModeApi
	cluster, err := eks.NewCluster(ctx, "payments", &eks.ClusterArgs{
		VpcId: pulumi.String("vpc-1"), SubnetIds: pulumi.ToStringArray([]string{"subnet-1", "subnet-2"}),
		AuthenticationMode: &mode, SkipDefaultNodeGroup: pulumi.BoolRef(true), CreateOidcProvider: pulumi.Bool(true),
		EndpointPrivateAccess: pulumi.Bool(true), EndpointPublicAccess: pulumi.Bool(false), Version: pulumi.String("1.33"),
		VpcCniOptions: &eks.VpcCniOptionsArgs{CniCustomNetworkCfg: pulumi.Bool(true)},
	}, pulumi.Providers(account))
	if err != nil {
		return err
	}
	group, err := eks.NewManagedNodeGroup(ctx, "general", &eks.ManagedNodeGroupArgs{
		Cluster: cluster, NodeRole: nodes, SubnetIds: pulumi.ToStringArray([]string{"subnet-1"}),
	}, pulumi.Providers(account))
	if err != nil {
		return err
	}
	if _, err := eks.NewAddon(ctx, "ebs", &eks.AddonArgs{
		Cluster: cluster, AddonName: pulumi.String("aws-ebs-csi-driver"),
	}, pulumi.Providers(account)); err != nil {
		return err
	}
	seen.export("arn", cluster.EksCluster.Arn())
	seen.export("endpoint", cluster.EksCluster.Endpoint())
	seen.export("core", cluster.Core.Endpoint())
	seen.export("role", cluster.Core.ClusterIamRole().Arn())
	seen.export("nodes", cluster.NodeSecurityGroup.ApplyT(func(g *ec2.SecurityGroup) pulumi.IDOutput { return g.ID() }))
	seen.export("issuer", cluster.OidcIssuer)
	seen.export("oidc", cluster.Core.OidcProvider().Arn())
	seen.export("group", group.NodeGroup.ApplyT(func(g *awseks.NodeGroup) pulumi.IDOutput { return g.ID() }))
	seen.export("kubeconfig", cluster.Kubeconfig.ApplyT(func(v any) any { return v.(map[string]any)["apiVersion"] }))
	return nil
}
