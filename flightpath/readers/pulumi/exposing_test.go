package pulumi

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
)

// What has an address on the internet and is not read leaves its VPC unproven: never out of reach.
func TestWhatStandsOnTheInternetAndIsNotRead(t *testing.T) {
	t.Parallel()
	verdict := func(typ string, inputs map[string]any) flightpath.Verdict {
		p, vpc, one, _, _ := base()
		p.add("aws:ec2/internetGateway:InternetGateway", "out", map[string]any{"vpcId": to{vpc}})
		p.add("aws:ec2/instance:Instance", "box", map[string]any{"subnetId": to{one}, "privateIp": "10.0.1.7"})
		p.add(typ, "other", inputs)
		answer, err := flightpath.New(p.read(t)).Trace(flightpath.Question{From: "internet", To: "10.0.1.7", Port: 443})
		require.NoError(t, err)
		return answer.Verdict
	}
	const classic, database, tasks = "aws:elb/loadBalancer:LoadBalancer", "aws:rds/instance:Instance", "aws:ecs/service:Service"
	assert.Equal(t, flightpath.Unproven, verdict(classic, nil))
	assert.Equal(t, flightpath.Blocked, verdict(classic, map[string]any{"internal": true}))
	assert.Equal(t, flightpath.Unproven, verdict("aws:ec2/spotInstanceRequest:SpotInstanceRequest", nil))
	assert.Equal(t, flightpath.Unproven, verdict(database, map[string]any{"publiclyAccessible": true}))
	assert.Equal(t, flightpath.Unproven, verdict(database, map[string]any{"publiclyAccessible": Unknown}))
	assert.Equal(t, flightpath.Blocked, verdict(database, nil))
	assert.Equal(t, flightpath.Unproven, verdict(tasks, map[string]any{"networkConfiguration": map[string]any{"assignPublicIp": true}}))
	assert.Equal(t, flightpath.Blocked, verdict(tasks, map[string]any{"networkConfiguration": map[string]any{}}))
	assert.Equal(t, flightpath.Unproven, verdict(typePodService, map[string]any{"spec": map[string]any{"type": "LoadBalancer"}}))
	assert.Equal(t, flightpath.Blocked, verdict(typePodService, map[string]any{"spec": map[string]any{"type": "ClusterIP"}}))
	assert.Equal(t, flightpath.Unproven, verdict("kubernetes:networking.k8s.io/v1:Ingress", nil))
}
