package localcloud_test

import (
	"encoding/json"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func TestPackageSchema(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	answer, err := w.aws.client.GetSchema(t.Context(), &pulumirpc.GetSchemaRequest{})
	require.NoError(t, err)
	var schema struct {
		Resources map[string]struct {
			InputProperties map[string]props
			RequiredInputs  []string
			Properties      map[string]props
		}
		Functions map[string]struct{ Inputs, Outputs props }
		Types     map[string]struct {
			Properties map[string]props
			Required   []string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(answer.GetSchema()), &schema))
	table := schema.Resources[tRouteTable]
	assert.Equal(t, []string{"vpcId"}, table.RequiredInputs)
	assert.Equal(t, props{"type": "string"}, table.InputProperties["vpcId"])
	assert.Equal(t, props{"type": "object", "additionalProperties": props{"type": "string"}}, table.InputProperties["tags"])
	assert.Equal(t, props{"type": "array", "items": props{"$ref": "#/types/aws:ec2/RouteTableRoute:RouteTableRoute"}}, table.InputProperties["routes"])
	assert.Equal(t, props{"type": "string"}, schema.Types["aws:ec2/RouteTableRoute:RouteTableRoute"].Properties["cidrBlock"])
	assert.Contains(t, table.Properties, "ownerId")
	assert.NotContains(t, table.InputProperties, "ownerId")
	assert.Contains(t, schema.Functions, "aws:index/getRegion:getRegion")
	for token := range schema.Resources {
		assert.Regexp(t, "^aws:", token)
	}
}
