package ekscomponent

import (
	"slices"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// A scope is the inside of a component: where its children are registered, with which providers.
type scope struct {
	*monitor
	component *child
	providers map[string]string // package → provider reference

	mu sync.Mutex // guards component.within, which grows as children appear
}

// A registration is what a child is asked for with. The zero value of every option is the engine's default.
type registration struct {
	Type, Name     string
	Inputs         resource.PropertyMap
	DependsOn      []*child
	IgnoreChanges  []string
	Provider       string // reference; default: the scope's provider for the type's package
	RetainOnDelete bool
}

// custom registers a resource that a provider makes.
func (s *scope) custom(r registration) (*child, error) {
	req, err := s.request(r)
	if err != nil {
		return nil, err
	}
	req.Custom = true
	req.Provider = r.Provider
	if pkg, _, _ := strings.Cut(r.Type, ":"); req.GetProvider() == "" && pkg != "pulumi" {
		req.Provider = s.providers[pkg]
	}
	c, err := s.register(req)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.component.within = append(s.component.within, c.urn)
	return c, nil
}

// nested registers a component inside this one. Its children take this scope's providers unless others are given.
func (s *scope) nested(r registration, providers map[string]string) (*scope, error) {
	req, err := s.request(r)
	if err != nil {
		return nil, err
	}
	if providers == nil {
		providers = s.providers
	}
	req.Providers = providers
	c, err := s.register(req)
	if err != nil {
		return nil, err
	}
	return &scope{monitor: s.monitor, component: c, providers: providers}, nil
}

// finish tells the engine the outputs of the scope's component.
func (s *scope) finish(outputs resource.PropertyMap) error {
	wire, _, err := marshal(outputs)
	if err != nil {
		return err
	}
	_, err = s.client.RegisterResourceOutputs(s.ctx, &pulumirpc.RegisterResourceOutputsRequest{
		Urn: string(s.component.urn), Outputs: wire,
	})
	if err != nil {
		return because(err, "outputs of %s", s.component.urn)
	}
	s.component.outputs = outputs
	return nil
}

// contain makes what a nested component holds part of this scope's component as well.
func (s *scope) contain(nested *scope) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.component.within = append(s.component.within, nested.component.within...)
}

// request fills in what custom resources and components have in common. Options that a component hands on, such as
// protect, the engine takes from the parent.
func (s *scope) request(r registration) (*pulumirpc.RegisterResourceRequest, error) {
	wire, byProperty, err := marshal(r.Inputs)
	if err != nil {
		return nil, err
	}
	req := &pulumirpc.RegisterResourceRequest{
		Type: r.Type, Name: r.Name, Parent: string(s.component.urn), Object: wire, IgnoreChanges: r.IgnoreChanges,
		PropertyDependencies: make(map[string]*pulumirpc.RegisterResourceRequest_PropertyDependencies, len(byProperty)),
	}
	if r.RetainOnDelete {
		req.RetainOnDelete = &r.RetainOnDelete
	}
	var dependencies []string
	for _, c := range r.DependsOn {
		for _, urn := range c.urns() {
			dependencies = append(dependencies, string(urn))
		}
	}
	for key, urns := range byProperty {
		req.PropertyDependencies[key] = &pulumirpc.RegisterResourceRequest_PropertyDependencies{Urns: urns}
		dependencies = append(dependencies, urns...)
	}
	slices.Sort(dependencies)
	req.Dependencies = slices.Compact(dependencies)
	return req, nil
}

// data calls a data source of the scope's provider for its package.
func (s *scope) data(token string, args resource.PropertyMap) (answer, error) {
	pkg, _, _ := strings.Cut(token, ":")
	return s.invoke(token, s.providers[pkg], args)
}
