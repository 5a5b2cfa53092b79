package cluster

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/guardrails"
	"github.com/ingresshub/ingresshub/components/guardrails/admission"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// TestEngine deploys the component with the real Pulumi engine: what a change of settings touches, and in which order
// policies go.
func TestEngine(t *testing.T) {
	cloud, err := localcloud.New(localcloud.Options{})
	require.NoError(t, err)
	server, err := cloud.Serve(context.WithoutCancel(t.Context()))
	require.NoError(t, err)
	t.Cleanup(func() {
		server.Close()
		assert.NoError(t, cloud.Close())
	})
	wanted, groups := settings(), pulumi.StringArray{pulumi.String(paymentsGroup)}
	program := inline.Program("guardrails", func(ctx *pulumi.Context) error {
		_, err := admission.NewGuardrails(ctx, "payments", &admission.GuardrailsArgs{
			Admission:       wanted,
			TargetGroupArns: map[string]pulumi.StringArrayInput{"shop": groups},
		})
		return err
	})
	stack, err := engine.New(t.Context(), engine.Options{Program: program, Providers: server.DebugProviders(), Progress: os.Stderr})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, stack.Close()) })
	update := func() []string {
		since := len(cloud.Operations())
		_, err := stack.Up(t.Context())
		require.NoError(t, err)
		return writes(cloud, since)
	}

	require.Len(t, update(), 2*len(guardrails.AdmissionGuardrails()))
	require.Empty(t, update(), "a second update changes nothing")

	groups = append(groups, pulumi.String(ordersGroup))
	require.Equal(t, []string{"update payments.target-group-bindings"}, update())

	wanted.Off = map[guardrails.Guardrail]string{guardrails.Gateways: "test"}
	require.Equal(t, []string{"delete payments.gateways.binding", "delete payments.gateways"}, update())
	wanted.Off = nil
	require.Equal(t, []string{"create payments.gateways", "create payments.gateways.binding"}, update())

	since := len(cloud.Operations())
	_, err = stack.Destroy(t.Context())
	require.NoError(t, err)
	gone := writes(cloud, since)
	require.Len(t, gone, 2*len(guardrails.AdmissionGuardrails()))
	for _, binding := range gone {
		if policy, ok := strings.CutSuffix(binding, ".binding"); ok {
			assert.Less(t, slices.Index(gone, binding), slices.Index(gone, policy), "a binding goes before its policy")
		}
	}
}

// writes are the changes of policies and bindings since an earlier moment, in order.
func writes(cloud *localcloud.Cloud, since int) []string {
	var out []string
	for _, operation := range cloud.Operations()[since:] {
		policy := strings.HasSuffix(operation.Type, ":"+guardrails.PolicyKind) || strings.HasSuffix(operation.Type, ":"+guardrails.BindingKind)
		if policy && operation.Verb != localcloud.Read {
			out = append(out, string(operation.Verb)+" "+operation.Name)
		}
	}
	return out
}
