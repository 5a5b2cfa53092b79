package networkfirewall_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
)

// Types that the component registers.
const (
	firewallType  = "aws:networkfirewall/firewall:Firewall"
	policyType    = "aws:networkfirewall/firewallPolicy:FirewallPolicy"
	ruleGroupType = "aws:networkfirewall/ruleGroup:RuleGroup"
	tlsType       = "aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration"
	loggingType   = "aws:networkfirewall/loggingConfiguration:LoggingConfiguration"
	logGroupType  = "aws:cloudwatch/logGroup:LogGroup"
)

// registration is what a program asked the engine to register.
type registration struct {
	typ, name string
	inputs    map[string]any
	rpc       *pulumirpc.RegisterResourceRequest
}

// recorder stands in for the engine and AWS: it remembers each registration and gives firewalls their endpoints.
type recorder struct {
	mutex sync.Mutex
	all   []registration

	// What AWS tells of a firewall in such subnets, in place of one endpoint in each.
	status func(subnets []string) resource.PropertyValue

	partition string
}

func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.all = append(r.all, registration{args.TypeToken, args.Name, args.Inputs.Mappable(), args.RegisterRPC})
	state := args.Inputs.Copy()
	if args.Custom {
		state["arn"] = resource.NewStringProperty("arn:" + args.TypeToken + ":" + args.Name)
	}
	if args.TypeToken == firewallType {
		subnets := []string{}
		for _, mapping := range args.Inputs["subnetMappings"].ArrayValue() {
			subnets = append(subnets, mapping.ObjectValue()["subnetId"].StringValue())
		}
		state["firewallStatuses"] = r.status(subnets)
	}
	return args.Name + "-id", state, nil
}

func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	switch args.Token {
	case "aws:index/getPartition:getPartition":
		return resource.NewPropertyMapFromMap(map[string]any{"partition": r.partition}), nil
	case "aws:index/getRegion:getRegion":
		return resource.NewPropertyMapFromMap(map[string]any{"name": "cn-north-1"}), nil
	}
	return nil, nil
}

// attached is an endpoint in a subnet, as AWS tells it, in a zone by whatever name.
type attached struct{ zone, subnet, endpoint string }

// statusOf is a firewall's status with endpoints in an order of AWS's own.
func statusOf(endpoints ...attached) resource.PropertyValue {
	states := []any{}
	for _, e := range endpoints {
		states = append(states, map[string]any{
			"availabilityZone": e.zone,
			"attachments":      []any{map[string]any{"subnetId": e.subnet, "endpointId": e.endpoint}},
		})
	}
	return resource.NewPropertyValue([]any{map[string]any{"syncStates": states}})
}

// backwards gives each subnet an endpoint, in the order opposite to that of the subnets.
func backwards(subnets []string) resource.PropertyValue {
	endpoints := []attached{}
	for _, subnet := range subnets {
		endpoints = append(endpoints, attached{"us-east-1x", subnet, "vpce-of-" + subnet})
	}
	slices.Reverse(endpoints)
	return statusOf(endpoints...)
}

func newRecorder() *recorder { return &recorder{status: backwards, partition: "aws-cn"} }

// of are the registrations of a type, by name.
func (r *recorder) of(typ string) map[string]registration {
	found := map[string]registration{}
	for _, made := range r.all {
		if made.typ == typ {
			found[made.name] = made
		}
	}
	return found
}

// one is the only registration of a type.
func (r *recorder) one(t *testing.T, typ string) registration {
	t.Helper()
	found := r.of(typ)
	require.Len(t, found, 1, typ)
	for _, made := range found {
		return made
	}
	return registration{}
}

// at is the value at a path of an object, such as firewallPolicy.statefulEngineOptions.ruleOrder.
func at(t *testing.T, object map[string]any, path string) any {
	t.Helper()
	var value any = object
	for _, key := range strings.Split(path, ".") {
		members, ok := value.(map[string]any)
		require.True(t, ok, "%s of %v", key, value)
		value = members[key]
	}
	return value
}
