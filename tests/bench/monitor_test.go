package bench

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

// monitor answers a program over gRPC as the engine would after AWS made everything, at once and at no cost of note. It
// is no engine: no state, no diffs, no providers.
type monitor struct {
	pulumirpc.UnimplementedResourceMonitorServer
	pulumirpc.UnimplementedEngineServer

	mutex sync.Mutex
	root  string

	// Objects by URN, for whoever asks for one by reference.
	objects map[string]*structpb.Struct

	// What was registered and answered, in that order; only where a test asks for it.
	record    bool
	recording recording
}

// recording is what a program told the engine.
type recording struct {
	registrations []registration

	// Outputs by the URN of the component.
	outputs map[string]*structpb.Struct
}

// childOf are the resources that components of pulumi-eks register in another process and refer to.
var childOf = map[string]struct {
	output, suffix string
	typ            tokens.Type
}{
	"eks:index:Cluster":          {"eksCluster", "-eksCluster", "aws:eks/cluster:Cluster"},
	"eks:index:ManagedNodeGroup": {"nodeGroup", "", "aws:eks/nodeGroup:NodeGroup"},
}

// roleSuffix ends the name of a cluster's role.
const roleSuffix = "-role"

// registration is a request and its answer.
type registration struct {
	request  *pulumirpc.RegisterResourceRequest
	response *pulumirpc.RegisterResourceResponse
}

// serve starts a monitor on a free port and says its address.
func (m *monitor) serve(stop chan bool) (string, error) {
	m.objects, m.recording.outputs = map[string]*structpb.Struct{}, map[string]*structpb.Struct{}
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: stop,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterResourceMonitorServer(server, m)
			pulumirpc.RegisterEngineServer(server, m)
			return nil
		},
	})
	return fmt.Sprintf("127.0.0.1:%d", handle.Port), err
}

func (m *monitor) SupportsFeature(
	context.Context, *pulumirpc.SupportsFeatureRequest,
) (*pulumirpc.SupportsFeatureResponse, error) {
	return &pulumirpc.SupportsFeatureResponse{HasSupport: true}, nil
}

func (m *monitor) RegisterResource(
	_ context.Context, request *pulumirpc.RegisterResourceRequest,
) (*pulumirpc.RegisterResourceResponse, error) {
	urn := urnOf(request)
	response := &pulumirpc.RegisterResourceResponse{Urn: urn}
	if request.GetCustom() {
		response.Id = strings.ToLower(urn[strings.LastIndex(urn, ":")+1:]) + "@" + request.GetType()
	}
	outputs, err := m.outputs(urn, request)
	if err != nil {
		return nil, err
	}
	response.Object = outputs
	if m.record {
		m.mutex.Lock()
		defer m.mutex.Unlock()
		m.recording.registrations = append(m.recording.registrations, registration{request, response})
	}
	return response, nil
}

// outputs are the inputs of a resource, and what AWS adds to them as far as the components read it.
func (m *monitor) outputs(urn string, request *pulumirpc.RegisterResourceRequest) (*structpb.Struct, error) {
	outputs := &structpb.Struct{Fields: map[string]*structpb.Value{}}
	text := func(key, value string) { outputs.Fields[key] = structpb.NewStringValue(value) }
	if child, ok := childOf[request.GetType()]; ok {
		name := request.GetName() + child.suffix
		reference := string(resource.NewURN(stack, project, tokens.Type(request.GetType()), child.typ, name))
		m.remember(reference, name)
		value, err := plugin.MarshalPropertyValue(resource.PropertyKey(child.output),
			resource.MakeCustomResourceReference(resource.URN(reference), resource.ID(name), ""),
			plugin.MarshalOptions{KeepResources: true})
		outputs.Fields[child.output] = value
		text("clusterSecurityGroupId", "sg-"+name)
		return outputs, err
	}
	if !request.GetCustom() {
		return nil, nil
	}
	for key, value := range request.GetObject().GetFields() {
		outputs.Fields[key] = value
	}
	text("arn", "arn:"+urn)
	switch request.GetType() {
	case "aws:ec2/subnet:Subnet":
		zone := request.GetObject().GetFields()["availabilityZoneId"].GetStringValue()
		text("availabilityZone", "us-east-1"+string('a'+zone[len(zone)-1]-'1'))
	case "aws:lb/loadBalancer:LoadBalancer":
		text("dnsName", request.GetName()+".elb.us-east-1.amazonaws.com")
		text("zoneId", "Z35SXDOTRQ7X7K")
	case "aws:iam/role:Role":
		text("name", request.GetName())
	}
	return outputs, nil
}

// remember keeps an object that pulumi-eks makes and refers to.
func (m *monitor) remember(urn, name string) {
	state := func(key, value string) *structpb.Value {
		return structpb.NewStructValue(&structpb.Struct{Fields: map[string]*structpb.Value{
			key: structpb.NewStringValue(value), "endpoint": structpb.NewStringValue("https://" + name + ".eks.example"),
			"roleArn": structpb.NewStringValue("arn:aws:iam::111122223333:role/" + name + roleSuffix),
		}})
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.objects[urn] = &structpb.Struct{Fields: map[string]*structpb.Value{
		"urn": structpb.NewStringValue(urn), "id": structpb.NewStringValue(name), "state": state("name", name),
	}}
}

func (m *monitor) Invoke(_ context.Context, request *pulumirpc.ResourceInvokeRequest) (*pulumirpc.InvokeResponse, error) {
	var answer map[string]any
	switch request.GetTok() {
	case "pulumi:pulumi:getResource":
		m.mutex.Lock()
		defer m.mutex.Unlock()
		object := m.objects[request.GetArgs().GetFields()["urn"].GetStringValue()]
		if object == nil {
			return nil, fmt.Errorf("nothing has the URN of %v", request.GetArgs())
		}
		return &pulumirpc.InvokeResponse{Return: object}, nil
	case "pulumi:pulumi:readStackOutputs":
		// A stack that holds nothing yet.
		answer = map[string]any{"outputs": map[string]any{}}
	case "aws:index/getPartition:getPartition":
		answer = map[string]any{"id": "aws", "partition": "aws", "dnsSuffix": "amazonaws.com", "reverseDnsPrefix": "com.amazonaws"}
	case "aws:eks/getAddonVersion:getAddonVersion":
		asked := request.GetArgs().GetFields()
		answer = map[string]any{
			"id": asked["addonName"].GetStringValue(), "addonName": asked["addonName"].GetStringValue(),
			"kubernetesVersion": asked["kubernetesVersion"].GetStringValue(), "version": "v1.0.0-eksbuild.1",
		}
	default:
		return nil, fmt.Errorf("the monitor does not know the function %s", request.GetTok())
	}
	returned, err := structpb.NewStruct(answer)
	return &pulumirpc.InvokeResponse{Return: returned}, err
}

func (m *monitor) RegisterResourceOutputs(
	_ context.Context, request *pulumirpc.RegisterResourceOutputsRequest,
) (*emptypb.Empty, error) {
	if m.record {
		m.mutex.Lock()
		defer m.mutex.Unlock()
		m.recording.outputs[request.GetUrn()] = request.GetOutputs()
	}
	return &emptypb.Empty{}, nil
}

func (m *monitor) RegisterPackage(
	_ context.Context, request *pulumirpc.RegisterPackageRequest,
) (*pulumirpc.RegisterPackageResponse, error) {
	return &pulumirpc.RegisterPackageResponse{Ref: request.GetName()}, nil
}

func (m *monitor) SignalAndWaitForShutdown(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (m *monitor) Log(context.Context, *pulumirpc.LogRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (m *monitor) GetRootResource(
	context.Context, *pulumirpc.GetRootResourceRequest,
) (*pulumirpc.GetRootResourceResponse, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return &pulumirpc.GetRootResourceResponse{Urn: m.root}, nil
}

func (m *monitor) SetRootResource(
	_ context.Context, request *pulumirpc.SetRootResourceRequest,
) (*pulumirpc.SetRootResourceResponse, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.root = request.GetUrn()
	return &pulumirpc.SetRootResourceResponse{}, nil
}

// urnOf is the URN that the engine gives.
func urnOf(request *pulumirpc.RegisterResourceRequest) string {
	parentType := tokens.Type("")
	if parent := resource.URN(request.GetParent()); parent != "" && parent.QualifiedType() != resource.RootStackType {
		parentType = parent.QualifiedType()
	}
	return string(resource.NewURN(stack, project, parentType, tokens.Type(request.GetType()), request.GetName()))
}
