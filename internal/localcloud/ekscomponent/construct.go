package ekscomponent

import (
	"context"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// constructors register the children of a component and return its outputs.
var constructors = map[string]func(s *scope, name string, args arguments) (resource.PropertyMap, error){
	typeCluster:                constructCluster,
	typeManagedNodeGroup:       constructManagedNodeGroup,
	typeVpcCniAddon:            constructVpcCniAddon,
	typeNodeGroupSecurityGroup: constructNodeGroupSecurityGroup,
	typeAddon:                  constructAddon,
}

// The component types of pulumi-eks.
const (
	typeCluster                     = "eks:index:Cluster"
	typeManagedNodeGroup            = "eks:index:ManagedNodeGroup"
	typeVpcCniAddon                 = "eks:index:VpcCniAddon"
	typeNodeGroupSecurityGroup      = "eks:index:NodeGroupSecurityGroup"
	typeAddon                       = "eks:index:Addon"
	typeNodeGroup                   = "eks:index:NodeGroup"
	typeNodeGroupV2                 = "eks:index:NodeGroupV2"
	typeClusterCreationRoleProvider = "eks:index:ClusterCreationRoleProvider"
	typeServiceRole                 = "eks:index:ServiceRole" // only ever inside a Cluster
)

// Types lists the component types that Construct serves.
func Types() []string {
	types := make([]string, 0, len(constructors))
	for typ := range constructors {
		types = append(types, typ)
	}
	slices.Sort(types)
	return types
}

// Construct answers the engine's request for a component of pulumi-eks: it registers the component and its children
// with the engine that asked (req carries its address) and returns the component's URN and outputs. engineConn is for
// messages to the person at the terminal and may be nil.
//
// A component type or an input that is not simulated is an error that says so. When a child fails, what does not
// depend on it is still registered, and then the error of the first child that failed is returned.
func Construct(
	ctx context.Context, req *pulumirpc.ConstructRequest, engineConn *grpc.ClientConn,
) (*pulumirpc.ConstructResponse, error) {
	construct, ok := constructors[req.GetType()]
	if !ok {
		return nil, refuseType(req.GetType())
	}
	args, err := readArguments(req)
	if err != nil {
		return nil, status.Errorf(codes.InvalidArgument, "%s %q: %s", req.GetType(), req.GetName(), err)
	}
	if err := refuseInputs(req.GetType(), req.GetName(), args); err != nil {
		return nil, err
	}

	conn, err := dial(req.GetMonitorEndpoint())
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	m := &monitor{ctx: ctx, client: pulumirpc.NewResourceMonitorClient(conn), dryRun: req.GetDryRun()}

	s, err := registerComponent(m, req, args)
	if err != nil {
		return nil, err
	}
	announce(ctx, engineConn, s.component.urn)
	outputs, err := construct(s, req.GetName(), args)
	if err != nil {
		return nil, err
	}
	if err := s.finish(outputs); err != nil {
		return nil, err
	}
	return respond(s.component.urn, outputs)
}

// registerComponent registers the component itself, with the options that the program gave it.
func registerComponent(m *monitor, req *pulumirpc.ConstructRequest, args arguments) (*scope, error) {
	inputs, byProperty, err := marshal(args.inputs)
	if err != nil {
		return nil, err
	}
	parent := req.GetParent()
	if req.GetType() == typeAddon {
		// An Addon makes itself a child of its cluster, whatever parent the program chose.
		if cluster, _ := peel(args.get("cluster")); cluster.IsResourceReference() {
			parent = string(cluster.ResourceReferenceValue().URN)
		}
	}
	dependencies := slices.Clone(req.GetDependencies())
	properties := make(map[string]*pulumirpc.RegisterResourceRequest_PropertyDependencies, len(byProperty))
	for key, urns := range byProperty {
		properties[key] = &pulumirpc.RegisterResourceRequest_PropertyDependencies{Urns: urns}
		dependencies = append(dependencies, urns...)
	}
	slices.Sort(dependencies)
	c, err := m.register(&pulumirpc.RegisterResourceRequest{
		Type: req.GetType(), Name: req.GetName(), Parent: parent,
		Object: inputs, PropertyDependencies: properties, Dependencies: slices.Compact(dependencies),
		Providers: req.GetProviders(), Aliases: req.GetAliases(), AliasSpecs: true,
		Protect: req.Protect, RetainOnDelete: req.RetainOnDelete, DeletedWith: req.GetDeletedWith(),
		ReplaceWith:            req.GetReplaceWith(),
		ParentStackTraceHandle: req.GetStackTraceHandle(),
	})
	if err != nil {
		return nil, err
	}
	providers := req.GetProviders()
	if providers == nil {
		providers = map[string]string{}
	}
	return &scope{monitor: m, component: c, providers: providers}, nil
}

// respond writes the answer to the engine.
func respond(urn resource.URN, outputs resource.PropertyMap) (*pulumirpc.ConstructResponse, error) {
	state, byProperty, err := marshal(outputs)
	if err != nil {
		return nil, err
	}
	dependencies := make(map[string]*pulumirpc.ConstructResponse_PropertyDependencies, len(byProperty))
	for key, urns := range byProperty {
		dependencies[key] = &pulumirpc.ConstructResponse_PropertyDependencies{Urns: urns}
	}
	return &pulumirpc.ConstructResponse{Urn: string(urn), State: state, StateDependencies: dependencies}, nil
}

// announce says in the display that the component is simulated. Whether the line arrives changes nothing.
func announce(ctx context.Context, engineConn *grpc.ClientConn, urn resource.URN) {
	if engineConn == nil {
		return
	}
	_, _ = pulumirpc.NewEngineClient(engineConn).Log(ctx, &pulumirpc.LogRequest{
		Severity:  pulumirpc.LogSeverity_INFO,
		Urn:       string(urn),
		Message:   "simulated by ingresshub's local cloud in place of pulumi-eks " + simulatedVersion,
		Ephemeral: true,
	})
}

// simulatedVersion is the release of pulumi-eks whose children are registered.
const simulatedVersion = "v3.9.1"

// refuseType explains why a type cannot be constructed.
func refuseType(typ string) error {
	for _, o := range omissions {
		if o.Component == typ && o.Input == "" && o.Refused {
			return status.Errorf(codes.Unimplemented,
				"%s is not simulated by the local cloud: %s; simulated are %s", typ, o.Reason, strings.Join(Types(), ", "))
		}
	}
	return status.Errorf(codes.Unimplemented,
		"%s is not simulated by the local cloud: pulumi-eks %s has no such component that is known here; simulated are %s",
		typ, simulatedVersion, strings.Join(Types(), ", "))
}
