package engine_test

import (
	"testing"

	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/guardrails/clusterrole"
	"github.com/ingresshub/ingresshub/components/guardrails/iamtest"
	"github.com/ingresshub/ingresshub/components/guardrails/organization"
	"github.com/ingresshub/ingresshub/components/guardrails/publicaccess"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	managementAccount = "999900001111"

	organizationPolicyType = "aws:organizations/policy:Policy"
	policyTargetType       = "aws:organizations/policyAttachment:PolicyAttachment"
	blockType              = "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"
	exclusionType          = "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion"
)

// guarded is a program of three accounts: the organization's policy in the management account, VPC Block Public Access in a team's, with
// a VPC that is excluded, and the deny on the role of the team's cluster.
type guarded struct {
	policy guardrails.OrganizationPolicy
	role   guardrails.ClusterRole
	mode   string
	vpcs   []string // that are excluded
}

func (g *guarded) print(ctx *pulumi.Context) error {
	in := map[string]pulumi.ResourceOption{}
	for _, account := range []string{managementAccount, teamAccount} {
		made, err := aws.NewProvider(ctx, "in-"+account, &aws.ProviderArgs{
			Region:     pulumi.String("us-east-1"),
			AssumeRole: aws.ProviderAssumeRoleArgs{RoleArn: pulumi.String("arn:aws:iam::" + account + ":role/deploy")},
		})
		if err != nil {
			return err
		}
		in[account] = pulumi.Provider(made)
	}
	scp, err := organization.NewServiceControlPolicy(ctx, "guardrails", &organization.ServiceControlPolicyArgs{Policy: g.policy}, in[managementAccount])
	if err != nil {
		return err
	}
	ctx.Export("switchedOff", scp.SwitchedOff)
	exclusions := map[string]publicaccess.Exclusion{}
	for i, name := range g.vpcs {
		vpc, err := ec2.NewVpc(ctx, name, &ec2.VpcArgs{CidrBlock: pulumi.Sprintf("10.%d.0.0/16", i)}, in[teamAccount])
		if err != nil {
			return err
		}
		exclusions[name] = publicaccess.Exclusion{VpcID: vpc.ID(), Mode: publicaccess.AllowEgress}
	}
	if _, err := publicaccess.NewBlockPublicAccess(ctx, "block", &publicaccess.BlockPublicAccessArgs{
		Mode: g.mode, Exclusions: exclusions,
	}, in[teamAccount]); err != nil {
		return err
	}
	role, err := iam.NewRole(ctx, "cluster", &iam.RoleArgs{
		AssumeRolePolicy: pulumi.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",` +
			`"Principal":{"Service":"eks.amazonaws.com"}}]}`),
	}, in[teamAccount])
	if err != nil {
		return err
	}
	_, err = clusterrole.NewClusterRoleDeny(ctx, "cluster", &clusterrole.ClusterRoleDenyArgs{Policy: g.role, RoleName: role.Name}, in[teamAccount])
	return err
}

// TestGuardrails makes the guardrails of AWS's side, changes each, and takes them away.
func TestGuardrails(t *testing.T) {
	t.Parallel()
	const second, unit = "222233334444", "ou-ab12-0123abcd"
	g := &guarded{
		policy: guardrails.OrganizationPolicy{IngressAccount: hubAccount, Accounts: []string{teamAccount}, Units: []string{unit}},
		vpcs:   []string{"ingress"},
	}
	w := newWorldOf(t, inline.Program("guardrails", g.print), []byte("config: {'aws:region': us-east-1}"), engine.WriteStateOnce...)
	w.up()
	made := newSteps(t, w.wrote(0), localcloud.Create)
	for _, target := range []string{teamAccount, unit} {
		made.after(policyTargetType, "guardrails."+target, made.at(organizationPolicyType, "guardrails"))
	}
	made.after(blockType, "block", made.at(exclusionType, "block.ingress"))
	policy := w.object(organizationPolicyType, "guardrails")
	assert.Equal(t, managementAccount, policy.Account)
	w.assertDenied("ec2:AllocateAddress", true)
	w.assertDenied("ec2:CreateVpcPeeringConnection", false)
	w.unchanged()

	t.Run("a guardrail more, an account more", func(t *testing.T) {
		w := w.in(t)
		g.policy.Also = []guardrails.Guardrail{guardrails.VpcPeerings}
		g.policy.Accounts = append(g.policy.Accounts, second)
		since := w.now()
		w.up()
		assert.Len(t, w.wrote(since), 2, "the policy changes in place, and is attached to one account more")
		assert.Equal(t, policy.ID, w.object(organizationPolicyType, "guardrails").ID)
		w.assertDenied("ec2:CreateVpcPeeringConnection", true)
		w.unchanged()
	})
	t.Run("a guardrail off", func(t *testing.T) {
		w := w.in(t)
		g.policy.Off = map[guardrails.Guardrail]string{guardrails.ElasticAddresses: "the landing zone has it"}
		w.up()
		w.assertDenied("ec2:AllocateAddress", false)
		outputs, err := w.stack.Outputs(t.Context())
		require.NoError(t, err)
		assert.Equal(t, map[string]any{"elastic-addresses": "the landing zone has it"}, outputs["switchedOff"])
		w.unchanged()
	})
	t.Run("the block and what is excluded", func(t *testing.T) {
		w := w.in(t)
		g.mode, g.vpcs = publicaccess.BlockIngress, append(g.vpcs, "more")
		since := w.now()
		w.up()
		assert.Equal(t, "block-ingress", text(w.object(blockType, "block"), "internetGatewayBlockMode"))
		newSteps(t, w.wrote(since), localcloud.Create).at(exclusionType, "block.more")
		w.unchanged()
	})
	t.Run("the cluster's role", func(t *testing.T) {
		w := w.in(t)
		g.role.InternalNlbs = "the mesh has its own NLB"
		since := w.now()
		w.up()
		assert.Len(t, w.wrote(since), 1)
		assert.NotContains(t, text(w.object(inlinePolicyType, "cluster"), "policy"), "ModifyListener")
		w.unchanged()
	})
	t.Run("the ingress account", func(t *testing.T) {
		w := w.in(t)
		g.policy.Accounts = append(g.policy.Accounts, hubAccount)
		w.refusedUntouched("policy.accounts[2]", "give the ingress an account of its own")
		g.policy.Accounts = g.policy.Accounts[:2]
	})
	since := w.now()
	w.destroy()
	gone := newSteps(t, w.wrote(since), localcloud.Delete)
	for _, name := range []string{"ingress", "more"} {
		gone.after(exclusionType, "block."+name, gone.at(blockType, "block"))
	}
	for _, target := range []string{teamAccount, second, unit} {
		gone.after(organizationPolicyType, "guardrails", gone.at(policyTargetType, "guardrails."+target))
	}
}

// TestPolicyOfTheSameName: another stack's policy of the same name is not touched.
func TestPolicyOfTheSameName(t *testing.T) {
	t.Parallel()
	g := &guarded{policy: guardrails.OrganizationPolicy{IngressAccount: hubAccount, Accounts: []string{teamAccount}}}
	w := newWorldOf(t, inline.Program("guardrails", g.print), []byte("config: {'aws:region': us-east-1}"), engine.WriteStateOnce...)
	require.NoError(t, w.cloud.GivenIn(managementAccount, "", organizationPolicyType, "p-01234567", localcloud.Props{
		"name": "ingresshub", "content": "{}", "type": "SERVICE_CONTROL_POLICY",
	}))
	w.refused("DuplicatePolicyException", "ingresshub")
}

// object is the one of a type and name.
func (w *world) object(resourceType, name string) localcloud.Object {
	w.t.Helper()
	for _, object := range w.cloud.Objects() {
		if object.Type == resourceType && object.Name == name {
			return object
		}
	}
	require.FailNow(w.t, "there is no "+resourceType+" "+name)
	return localcloud.Object{}
}

// assertDenied asks the organization's policy, as it was made, about an administrator of the team's account.
func (w *world) assertDenied(action string, denied bool) {
	w.t.Helper()
	document, err := iamtest.Parse(text(w.object(organizationPolicyType, "guardrails"), "content"))
	require.NoError(w.t, err)
	decision, err := iamtest.Policies{
		Organization: [][]*iamtest.Document{{iamtest.FullAccess(), document}}, Identity: []*iamtest.Document{iamtest.FullAccess()},
	}.Decide(iamtest.Request{Action: action, Resource: "*", Principal: "arn:aws:iam::" + teamAccount + ":role/admin"})
	require.NoError(w.t, err)
	assert.Equal(w.t, denied, !decision.Allowed, "%s: %s", action, decision.Because)
}
