// Package components_test holds the tests of the component packages, so that the AWS SDK is linked into one test binary
// instead of one for each.
package components_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/ingresshub/ingresshub/components/plan"
)

const (
	project = "project"
	stack   = "stack"
)

// registration is what a program asked the engine to register.
type registration struct {
	typ, name string
	urn       string
	inputs    map[string]any
	rpc       *pulumirpc.RegisterResourceRequest
}

// dependsOn says whether it waits for another one, in any way.
func (r registration) dependsOn(other registration) bool {
	if slices.Contains(r.rpc.GetDependencies(), other.urn) {
		return true
	}
	for _, dependencies := range r.rpc.GetPropertyDependencies() {
		if slices.Contains(dependencies.GetUrns(), other.urn) {
			return true
		}
	}
	return false
}

// recorder stands in for the engine: it answers each registration as AWS would, and remembers it.
type recorder struct {
	mutex sync.Mutex
	all   []registration

	// What the engine's own functions answer.
	answers map[string]resource.PropertyMap
	calls   []string

	// What AWS is asked, with the provider and in full.
	questions []string
}

var _ pulumi.MockResourceMonitor = (*recorder)(nil)

func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	made := registration{
		typ: args.TypeToken, name: args.Name, rpc: args.RegisterRPC,
		urn: urnOf(args.RegisterRPC.GetParent(), args.TypeToken, args.Name), inputs: args.Inputs.Mappable(),
	}
	r.mutex.Lock()
	r.all = append(r.all, made)
	r.mutex.Unlock()

	state := args.Inputs.Copy()
	for key, value := range computed(args) {
		state[key] = value
	}
	if !args.Custom {
		return "", state, nil
	}
	return args.Name + "-id", state, nil
}

func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.calls = append(r.calls, args.Token)
	r.questions = append(r.questions, fmt.Sprintf("%s %s %v", args.Provider, args.Token, args.Args.Mappable()))
	switch args.Token {
	case "aws:index/getPartition:getPartition":
		return resource.NewPropertyMapFromMap(map[string]any{"partition": "aws", "dnsSuffix": "amazonaws.com"}), nil
	case "aws:eks/getAddonVersion:getAddonVersion":
		return resource.NewPropertyMapFromMap(map[string]any{"version": "v1"}), nil
	default:
		return r.answers[args.Token], nil
	}
}

// computed is what AWS adds to an object's inputs, as far as the components read it.
func computed(args pulumi.MockResourceArgs) resource.PropertyMap {
	text := resource.NewStringProperty
	switch args.TypeToken {
	case "aws:ec2/subnet:Subnet":
		return resource.PropertyMap{"availabilityZone": text(zoneName(args.Inputs["availabilityZoneId"].StringValue()))}
	case "aws:lb/loadBalancer:LoadBalancer":
		return resource.PropertyMap{
			"arn": text("arn:" + args.Name), "dnsName": text(args.Name + ".elb.example"), "zoneId": text("Z1"),
		}
	case "aws:lb/targetGroup:TargetGroup", "aws:lb/listener:Listener", "aws:iam/role:Role":
		return resource.PropertyMap{"arn": text("arn:" + args.Name), "name": text(args.Name)}
	case "aws:ec2/launchTemplate:LaunchTemplate":
		return resource.PropertyMap{"latestVersion": resource.NewNumberProperty(7)}
	case "aws:ec2/vpcEndpointService:VpcEndpointService":
		return resource.PropertyMap{"serviceName": text("service." + args.Name)}
	case "aws:acm/certificate:Certificate":
		return resource.PropertyMap{"arn": text("arn:" + args.Name), "domainValidationOptions": validationOptions(args.Inputs)}
	case "aws:acm/certificateValidation:CertificateValidation":
		return resource.PropertyMap{"certificateArn": args.Inputs["certificateArn"]}
	case "aws:route53/record:Record":
		return resource.PropertyMap{"fqdn": args.Inputs["name"]}
	case "eks:index:Cluster":
		return resource.PropertyMap{
			"clusterSecurityGroupId": text("sg-" + args.Name),
			"eksCluster": resource.MakeCustomResourceReference(
				resource.URN(urnOf("", "aws:eks/cluster:Cluster", args.Name+"-eksCluster")), resource.ID(args.Name), ""),
		}
	default:
		return nil
	}
}

// validationOptions are the records that ACM asks for: the same for a domain and for what is below it.
func validationOptions(certificate resource.PropertyMap) resource.PropertyValue {
	names := []resource.PropertyValue{certificate["domainName"]}
	if more, ok := certificate["subjectAlternativeNames"]; ok {
		names = append(names, more.ArrayValue()...)
	}
	var options []resource.PropertyValue
	for _, name := range names {
		domain := strings.TrimPrefix(name.StringValue(), "*.")
		options = append(options, resource.NewObjectProperty(resource.PropertyMap{
			"domainName":          name,
			"resourceRecordName":  resource.NewStringProperty("_acm." + domain + "."),
			"resourceRecordType":  resource.NewStringProperty("CNAME"),
			"resourceRecordValue": resource.NewStringProperty("_value." + domain + "."),
		}))
	}
	slices.Reverse(options) // AWS promises no order.
	return resource.NewArrayProperty(options)
}

// zoneName is the name of a zone in the recorder's account: not the one that its number suggests.
func zoneName(id string) string {
	return "us-east-1" + map[string]string{"use1-az1": "c", "use1-az2": "a", "use1-az4": "b"}[id]
}

// urnOf is the URN that the mock engine gives.
func urnOf(parent, typ, name string) string {
	parentType := tokens.Type("")
	if urn := resource.URN(parent); urn != "" && urn.QualifiedType() != resource.RootStackType {
		parentType = urn.QualifiedType()
	}
	return string(resource.NewURN(stack, project, parentType, tokens.Type(typ), name))
}

// run runs a program against a recorder.
func (r *recorder) run(program func(ctx *pulumi.Context) error) error {
	return pulumi.RunErr(program, pulumi.WithMocks(project, stack, r))
}

// record is what a program that must succeed registers.
func record(t *testing.T, program func(ctx *pulumi.Context) error) *recorder {
	t.Helper()
	r := &recorder{}
	require.NoError(t, r.run(program))
	return r
}

// of are the registrations of a type, in the order of their names.
func (r *recorder) of(typ string) []registration {
	var found []registration
	for _, made := range r.all {
		if made.typ == typ {
			found = append(found, made)
		}
	}
	slices.SortFunc(found, func(a, b registration) int { return strings.Compare(a.name, b.name) })
	return found
}

// names are the names of a type's registrations.
func (r *recorder) names(typ string) []string {
	names := []string{}
	for _, made := range r.of(typ) {
		names = append(names, made.name)
	}
	return names
}

// one is the registration of a type and name.
func (r *recorder) one(t *testing.T, typ, name string) registration {
	t.Helper()
	for _, made := range r.of(typ) {
		if made.name == name {
			return made
		}
	}
	require.Failf(t, "not registered", "%s %s; there are %v", typ, name, r.names(typ))
	return registration{}
}

// devEstate is the estate of tests/testdata/estate.yaml as JSON, after a change. Pulumi.dev.yaml is for people to edit.
func devEstate(t *testing.T, change func(estate map[string]any)) []byte {
	t.Helper()
	file, err := os.ReadFile("../tests/testdata/estate.yaml")
	require.NoError(t, err)
	return estateIn(t, file, change)
}

// estateIn is the estate in a stack's config, as JSON, with changes.
func estateIn(t *testing.T, file []byte, change func(estate map[string]any)) []byte {
	t.Helper()
	var config struct {
		Config map[string]any `yaml:"config"`
	}
	require.NoError(t, yaml.Unmarshal(file, &config))
	estate := config.Config["ingresshub:estate"].(map[string]any)
	if change != nil {
		change(estate)
	}
	declared, err := json.Marshal(estate)
	require.NoError(t, err)
	return declared
}

// devPlan is the plan of that estate.
func devPlan(t *testing.T, change func(estate map[string]any)) *plan.Plan {
	t.Helper()
	planned, err := plan.Parse(devEstate(t, change))
	require.NoError(t, err)
	return planned
}

// vpcOf is a VPC of a plan.
func vpcOf(t *testing.T, planned *plan.Plan, name string) plan.Vpc {
	t.Helper()
	for _, vpc := range planned.Vpcs {
		if vpc.Name == name {
			return vpc
		}
	}
	require.Fail(t, "no VPC "+name)
	return plan.Vpc{}
}

// standIn registers the child that the remote component eks:index:Cluster refers to, which nobody else does here. It returns when the
// child is registered: the component's output is read with the child's state, which the mock monitor does not wait for.
func standIn(ctx *pulumi.Context, planned plan.EksCluster) error {
	made, err := awseks.NewCluster(ctx, planned.Name+"-eksCluster", &awseks.ClusterArgs{
		Name: pulumi.String(planned.AwsName), RoleArn: pulumi.String("arn:role"),
		VpcConfig: awseks.ClusterVpcConfigArgs{SubnetIds: pulumi.StringArray{}},
	})
	if err != nil {
		return err
	}
	registered := make(chan struct{})
	made.URN().ApplyT(func(urn pulumi.URN) pulumi.URN {
		close(registered)
		return urn
	})
	<-registered
	return nil
}

// ids are inputs named after what they stand for.
func ids(names ...string) pulumi.StringMap {
	given := pulumi.StringMap{}
	for _, name := range names {
		given[name] = pulumi.String(name + "-id")
	}
	return given
}

// subnetNames are the names of a VPC's subnets.
func subnetNames(vpc plan.Vpc) []string {
	names := []string{}
	for _, subnet := range vpc.Subnets {
		names = append(names, subnet.Name)
	}
	return names
}
