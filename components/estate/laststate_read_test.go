package estate

import (
	"errors"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// backend answers for stacks by the names that it knows; each holds a subnet.
type backend struct {
	known string

	// How many questions it answers with an error first.
	writing int
}

func (*backend) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	return args.Name, args.Inputs, nil
}

func (b *backend) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	if b.writing > 0 {
		b.writing--
		return nil, errors.New("failed to load checkpoint: EOF")
	}
	switch args.Token {
	case "pulumi:pulumi:readStackOutputs":
		if name := args.Args["name"].StringValue(); name != b.known {
			return nil, errors.New("there is no " + name + " here")
		}
		return resource.NewPropertyMapFromMap(map[string]any{"outputs": map[string]any{"clusters": map[string]any{}}}), nil
	case "pulumi:pulumi:readStackResourceOutputs":
		if name := args.Args["stackName"].StringValue(); name != b.known {
			return nil, errors.New("there is no " + name + " here")
		}
		return resource.NewPropertyMapFromMap(map[string]any{"outputs": map[string]any{
			"urn:pulumi:dev::estate::ingresshub:index:EksVpc$aws:ec2/subnet:Subnet::blue.node.use1-az1": map[string]any{
				"type": "aws:ec2/subnet:Subnet", "outputs": map[string]any{"arn": "arn:aws:ec2:us-east-1:1:subnet/subnet-1"},
			},
			"urn:pulumi:dev::estate::ingresshub:index:EksCluster$aws:eks/nodeGroup:NodeGroup::blue.default.use1-az1": map[string]any{
				"type": "aws:eks/nodeGroup:NodeGroup", "outputs": map[string]any{
					"nodeGroupName": "default-1", "scalingConfig": map[string]any{"minSize": 1, "desiredSize": 2, "maxSize": 3},
				},
			},
		}}), nil
	}
	return nil, errors.New("unexpected " + args.Token)
}

// TestReadLastState reads from backends that know the stack by its full name, by its name alone, and not at all.
func TestReadLastState(t *testing.T) {
	read := func(b *backend) (last *lastState, err error) {
		runErr := pulumi.RunErr(func(ctx *pulumi.Context) error {
			last, err = readLastState(ctx)
			return nil
		}, pulumi.WithMocks("estate", "dev", b))
		require.NoError(t, runErr)
		return last, err
	}
	for _, name := range []string{"organization/estate/dev", "dev"} {
		last, err := read(&backend{known: name})
		require.NoError(t, err)
		assert.Equal(t, map[string]string{"blue.node.use1-az1": "subnet-1"}, last.subnets)
		assert.Equal(t, "default-1", last.nodeGroups["blue.default.use1-az1"].AwsName)
		assert.Equal(t, 1, last.nodeGroups["blue.default.use1-az1"].Min)
		assert.Equal(t, 3, last.nodeGroups["blue.default.use1-az1"].Max)
	}
	_, err := read(&backend{})
	require.ErrorContains(t, err, "what stack organization/estate/dev holds cannot be read")
	require.ErrorContains(t, err, "what stack dev holds cannot be read")

	for writing := range 5 {
		last, err := read(&backend{known: "dev", writing: writing})
		require.NoError(t, err, "%d", writing)
		assert.NotEmpty(t, last.subnets)
	}
}
