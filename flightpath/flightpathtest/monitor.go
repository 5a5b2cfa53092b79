package flightpathtest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	reader "github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

// monitor answers a program as the engine would after AWS made everything, and keeps what was registered.
type monitor struct {
	pulumirpc.UnimplementedResourceMonitorServer
	pulumirpc.UnimplementedEngineServer

	settings *settings

	running  stack
	exported map[stackName]resource.PropertyMap

	mutex     sync.Mutex
	resources []reader.Resource
	byURN     map[string]int
	taken     map[string]int // how many IDs of this form there are
	hosts     map[string]int // how many addresses of a subnet were given
}

func newMonitor(s *settings) *monitor {
	return &monitor{settings: s, byURN: map[string]int{}, taken: map[string]int{}, hosts: map[string]int{}}
}

// serve starts the monitor on a free port.
func (m *monitor) serve() (address string, stop func(), err error) {
	cancel := make(chan bool)
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterResourceMonitorServer(server, m)
			pulumirpc.RegisterEngineServer(server, m)
			return nil
		},
	})
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("127.0.0.1:%d", handle.Port), func() { close(cancel); <-handle.Done }, nil
}

// kept is what of a message is kept: references to resources, no marks of secrets.
var kept = plugin.MarshalOptions{KeepResources: true, KeepUnknowns: true, KeepOutputValues: false}

// keptSecret is what of a stack's exports is kept: a program that refers to them can tell secrets.
var keptSecret = plugin.MarshalOptions{KeepResources: true, KeepUnknowns: true, KeepSecrets: true}

// RegisterResource makes up what AWS would answer, and keeps the resource.
func (m *monitor) RegisterResource(
	_ context.Context, request *pulumirpc.RegisterResourceRequest,
) (*pulumirpc.RegisterResourceResponse, error) {
	inputs, err := plugin.UnmarshalProperties(request.GetObject(), kept)
	if err != nil {
		return nil, err
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	r := reader.Resource{
		URN: m.urn(request.GetParent(), request.GetType(), request.GetName()), Type: request.GetType(), Custom: request.GetCustom(),
		Parent: request.GetParent(), Provider: request.GetProvider(), Inputs: inputs.Mappable(),
		PropertyDependencies: map[string][]string{},
	}
	for key, dependencies := range request.GetPropertyDependencies() {
		r.PropertyDependencies[key] = dependencies.GetUrns()
	}
	if _, taken := m.byURN[r.URN]; taken {
		return nil, fmt.Errorf("two resources have the URN %s", r.URN)
	}
	if r.Custom {
		r.ID = m.id(r.Type, request.GetName(), r.Provider)
		if id := text(r.Inputs[accepted[r.Type]]); id != "" {
			r.ID = id
		}
		if imported := request.GetImportId(); imported != "" {
			r.ID = imported
		}
	}
	outputs := inputs.Copy()
	for key, value := range m.computed(&r) {
		outputs[key] = value
	}
	r.Outputs = outputs.Mappable()
	m.keep(r)
	object, err := plugin.MarshalProperties(outputs, kept)
	if err != nil {
		return nil, err
	}
	return &pulumirpc.RegisterResourceResponse{Urn: r.URN, Id: r.ID, Object: object}, nil
}

// accepted are the resources that accept what another account asks for, with the input that names it: AWS knows both by its ID.
var accepted = map[string]string{
	"aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter":         "transitGatewayAttachmentId",
	"aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter": "transitGatewayAttachmentId",
	"aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter":         "vpcPeeringConnectionId",
}

func (m *monitor) keep(r reader.Resource) {
	m.byURN[r.URN] = len(m.resources)
	m.resources = append(m.resources, r)
}

// ReadResource answers a program that looks a resource up by its ID (ec2.GetVpc): what a program made before is as that made it; else
// nothing is known but what the program says.
func (m *monitor) ReadResource(
	_ context.Context, request *pulumirpc.ReadResourceRequest,
) (*pulumirpc.ReadResourceResponse, error) {
	inputs, err := plugin.UnmarshalProperties(request.GetProperties(), kept)
	if err != nil {
		return nil, err
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	r := reader.Resource{
		URN: m.urn(request.GetParent(), request.GetType(), request.GetName()), Type: request.GetType(), Custom: true,
		ID: request.GetId(), Parent: request.GetParent(), Provider: request.GetProvider(), Inputs: inputs.Mappable(),
	}
	if r.Type == stackReference {
		return m.reference(&r)
	}
	if made := m.find(r.ID, r.Type); made != nil {
		m.byURN[r.URN] = m.byURN[made.URN]
		object, err := plugin.MarshalProperties(resource.NewPropertyMapFromMap(made.Outputs), kept)
		return &pulumirpc.ReadResourceResponse{Urn: r.URN, Properties: object}, err
	}
	outputs := inputs.Copy()
	for key, value := range m.computed(&r) {
		outputs[key] = value
	}
	r.Outputs = outputs.Mappable()
	m.keep(r)
	object, err := plugin.MarshalProperties(outputs, kept)
	return &pulumirpc.ReadResourceResponse{Urn: r.URN, Properties: object}, err
}

func (m *monitor) urn(parent, typ, name string) string {
	above := tokens.Type("")
	if of := resource.URN(parent); of != "" && of.QualifiedType() != resource.RootStackType {
		above = of.QualifiedType()
	}
	return string(resource.NewURN(tokens.QName(m.running.name.stack), tokens.PackageName(m.running.name.project), above, tokens.Type(typ), name))
}

// id makes up an ID that tells people what it is of: Subnet/ingress.lb.use1-az1. Where programs check the form of one, as of a VPC
// or a target group for Kubernetes, it is AWS's.
func (m *monitor) id(typ, name, provider string) string {
	id := typ[strings.LastIndex(typ, ":")+1:] + "/" + name
	m.taken[id]++
	if n := m.taken[id]; n > 1 {
		id = fmt.Sprintf("%s#%d", id, n)
	}
	digits := fmt.Sprintf("%x", sha256.Sum256([]byte(id)))
	switch typ {
	case "aws:ec2/vpc:Vpc":
		return "vpc-" + digits[:17]
	case "aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup":
		named := notInNames.ReplaceAllString(name, "-")
		return fmt.Sprintf("arn:aws:elasticloadbalancing:%s:%s:targetgroup/%s/%s", region, m.accountOf(provider), named[:min(len(named), 32)], digits[:16])
	}
	return id
}

// notInNames is what names of target groups cannot have.
var notInNames = regexp.MustCompile(`[^A-Za-z0-9-]`)

// find is the resource with an ID, of one of some types.
func (m *monitor) find(id string, types ...string) *reader.Resource {
	for i := range m.resources {
		if m.resources[i].ID == id && slices.Contains(types, m.resources[i].Type) {
			return &m.resources[i]
		}
	}
	return nil
}

// RegisterResourceOutputs takes note of what a stack exports: other components are no part of a network.
func (m *monitor) RegisterResourceOutputs(
	_ context.Context, request *pulumirpc.RegisterResourceOutputsRequest,
) (*emptypb.Empty, error) {
	if resource.URN(request.GetUrn()).QualifiedType() != resource.RootStackType {
		return &emptypb.Empty{}, nil
	}
	exported, err := plugin.UnmarshalProperties(request.GetOutputs(), keptSecret)
	if err != nil {
		return nil, err
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.exported[m.running.name] = exported
	return &emptypb.Empty{}, nil
}

// SupportsFeature says yes to all that the engine can.
func (m *monitor) SupportsFeature(
	context.Context, *pulumirpc.SupportsFeatureRequest,
) (*pulumirpc.SupportsFeatureResponse, error) {
	return &pulumirpc.SupportsFeatureResponse{HasSupport: true}, nil
}

// RegisterPackage accepts packages by reference.
func (m *monitor) RegisterPackage(
	_ context.Context, request *pulumirpc.RegisterPackageRequest,
) (*pulumirpc.RegisterPackageResponse, error) {
	return &pulumirpc.RegisterPackageResponse{Ref: request.GetName()}, nil
}

// SignalAndWaitForShutdown lets the program end.
func (m *monitor) SignalAndWaitForShutdown(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// Log drops what the program says: its errors come back from it.
func (m *monitor) Log(context.Context, *pulumirpc.LogRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// GetRootResource and SetRootResource are of the engine's older protocol.
func (m *monitor) GetRootResource(context.Context, *pulumirpc.GetRootResourceRequest) (*pulumirpc.GetRootResourceResponse, error) {
	return &pulumirpc.GetRootResourceResponse{}, nil
}

// SetRootResource takes note of nothing.
func (m *monitor) SetRootResource(context.Context, *pulumirpc.SetRootResourceRequest) (*pulumirpc.SetRootResourceResponse, error) {
	return &pulumirpc.SetRootResourceResponse{}, nil
}

// Invoke answers functions.
func (m *monitor) Invoke(_ context.Context, request *pulumirpc.ResourceInvokeRequest) (*pulumirpc.InvokeResponse, error) {
	arguments, err := plugin.UnmarshalProperties(request.GetArgs(), kept)
	if err != nil {
		return nil, err
	}
	if request.GetTok() == "pulumi:pulumi:getResource" {
		return m.resource(arguments["urn"].StringValue())
	}
	answer, err := m.answer(request.GetTok(), request.GetProvider(), arguments.Mappable())
	if err != nil {
		return nil, err
	}
	returned, err := structpb.NewStruct(answer)
	return &pulumirpc.InvokeResponse{Return: returned}, err
}

// resource answers a program that was given a resource by reference.
func (m *monitor) resource(urn string) (*pulumirpc.InvokeResponse, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	number, ok := m.byURN[urn]
	if !ok {
		return nil, fmt.Errorf("nothing has the URN %s", urn)
	}
	r := m.resources[number]
	returned, err := plugin.MarshalProperties(resource.NewPropertyMapFromMap(map[string]any{
		"urn": r.URN, "id": r.ID, "state": r.Outputs,
	}), kept)
	return &pulumirpc.InvokeResponse{Return: returned}, err
}
