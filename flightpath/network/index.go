package network

import "slices"

// Index looks up what a network holds by ID. It is built once and not changed afterwards.
type Index struct {
	VPCs               map[string]*VPC
	Subnets            map[string]*Subnet
	RouteTables        map[string]*RouteTable
	NetworkACLs        map[string]*NetworkACL
	SecurityGroups     map[string]*SecurityGroup
	Interfaces         map[string]*Interface
	Instances          map[string]*Instance
	InternetGateways   map[string]*InternetGateway
	NATGateways        map[string]*NATGateway
	Peerings           map[string]*Peering
	Endpoints          map[string]*Endpoint
	EndpointServices   map[string]*EndpointService // by the service's name
	PrefixLists        map[string]*PrefixList
	TransitGateways    map[string]*TransitGateway
	Attachments        map[AttachmentKey]*Attachment
	TransitRouteTables map[string]*TransitRouteTable
	LoadBalancers      map[string]*LoadBalancer
	TargetGroups       map[string]*TargetGroup

	// SubnetsOf is the subnets of a VPC, InterfacesIn the interfaces of a subnet.
	SubnetsOf    map[string][]*Subnet
	InterfacesIn map[string][]*Interface

	// EdgeTables is the route table of a gateway that has one.
	EdgeTables map[string]*RouteTable

	// GatewaysOf is the internet gateways of a VPC.
	GatewaysOf map[string][]*InternetGateway

	// AttachmentsOf is the attachments of a VPC.
	AttachmentsOf map[string][]*Attachment

	// Dangling is every reference to something that the network does not hold, in the order of the objects.
	Dangling []Reference
}

// AttachmentKey is the identity of an attachment: a peering attachment has one ID under two gateways.
type AttachmentKey struct{ Gateway, ID string }

// Reference is an object's field that names another object.
type Reference struct{ From, Field, To string }

// Index builds the index. Where an ID is there twice (several accounts see a shared object), what tells more is kept.
func (n *Network) Index() *Index {
	x := &Index{
		VPCs:               byID(n.VPCs, func(o *VPC) *Object { return &o.Object }),
		Subnets:            byID(n.Subnets, func(o *Subnet) *Object { return &o.Object }),
		RouteTables:        byID(n.RouteTables, func(o *RouteTable) *Object { return &o.Object }),
		NetworkACLs:        byID(n.NetworkACLs, func(o *NetworkACL) *Object { return &o.Object }),
		SecurityGroups:     byID(n.SecurityGroups, func(o *SecurityGroup) *Object { return &o.Object }),
		Interfaces:         byID(n.Interfaces, func(o *Interface) *Object { return &o.Object }),
		Instances:          byID(n.Instances, func(o *Instance) *Object { return &o.Object }),
		InternetGateways:   byID(n.InternetGateways, func(o *InternetGateway) *Object { return &o.Object }),
		NATGateways:        byID(n.NATGateways, func(o *NATGateway) *Object { return &o.Object }),
		Peerings:           byID(n.Peerings, func(o *Peering) *Object { return &o.Object }),
		Endpoints:          byID(n.Endpoints, func(o *Endpoint) *Object { return &o.Object }),
		PrefixLists:        byID(n.PrefixLists, func(o *PrefixList) *Object { return &o.Object }),
		TransitGateways:    byID(n.TransitGateways, func(o *TransitGateway) *Object { return &o.Object }),
		TransitRouteTables: byID(n.TransitRouteTables, func(o *TransitRouteTable) *Object { return &o.Object }),
		LoadBalancers:      byID(n.LoadBalancers, func(o *LoadBalancer) *Object { return &o.Object }),
		TargetGroups:       byID(n.TargetGroups, func(o *TargetGroup) *Object { return &o.Object }),
		EndpointServices:   map[string]*EndpointService{},
		Attachments:        map[AttachmentKey]*Attachment{},
		SubnetsOf:          map[string][]*Subnet{},
		InterfacesIn:       map[string][]*Interface{},
		EdgeTables:         map[string]*RouteTable{},
		GatewaysOf:         map[string][]*InternetGateway{},
		AttachmentsOf:      map[string][]*Attachment{},
	}
	for i := range n.EndpointServices {
		x.EndpointServices[n.EndpointServices[i].Service] = &n.EndpointServices[i]
	}
	for i := range n.Attachments {
		a := &n.Attachments[i]
		key := AttachmentKey{a.Gateway, a.ID}
		if known := x.Attachments[key]; known == nil || !known.RouteTableKnown && a.RouteTableKnown {
			x.Attachments[key] = a
		}
	}
	x.firewallEndpoints(n)
	x.relate(n)
	x.findDangling(n)
	return x
}

func byID[T any](list []T, object func(*T) *Object) map[string]*T {
	all := make(map[string]*T, len(list))
	for i := range list {
		if id := object(&list[i]).ID; id != "" && all[id] == nil {
			all[id] = &list[i]
		}
	}
	return all
}

// firewallEndpoints adds the endpoints that only a firewall tells of, and tells the others whose they are.
func (x *Index) firewallEndpoints(n *Network) {
	for i := range n.Firewalls {
		f := &n.Firewalls[i]
		for _, e := range f.Endpoints {
			if e.Endpoint == "" {
				continue
			}
			if known := x.Endpoints[e.Endpoint]; known != nil {
				owned := *known
				owned.Kind, owned.Firewall = LoadBalancerEndpoint, f.ID
				owned.Available = known.Available && e.Ready
				x.Endpoints[e.Endpoint] = &owned
				continue
			}
			object := f.Object
			object.ID, object.Name, object.Tags = e.Endpoint, "", nil
			x.Endpoints[e.Endpoint] = &Endpoint{
				Object: object, VPC: f.VPC, Kind: LoadBalancerEndpoint, Subnets: []string{e.Subnet}, Available: e.Ready, Firewall: f.ID,
			}
		}
	}
}

func (x *Index) relate(n *Network) {
	for i := range n.Subnets {
		if s := &n.Subnets[i]; x.Subnets[s.ID] == s {
			x.SubnetsOf[s.VPC] = append(x.SubnetsOf[s.VPC], s)
		}
	}
	for i := range n.Interfaces {
		if f := &n.Interfaces[i]; x.Interfaces[f.ID] == f {
			x.InterfacesIn[f.Subnet] = append(x.InterfacesIn[f.Subnet], f)
		}
	}
	for i := range n.RouteTables {
		t := &n.RouteTables[i]
		for _, gateway := range t.Gateways {
			x.EdgeTables[gateway] = t
		}
	}
	for i := range n.InternetGateways {
		if g := &n.InternetGateways[i]; x.InternetGateways[g.ID] == g && g.VPC != "" {
			x.GatewaysOf[g.VPC] = append(x.GatewaysOf[g.VPC], g)
		}
	}
	for i := range n.Attachments {
		a := &n.Attachments[i]
		if a.Kind == VPCAttachment && x.Attachments[AttachmentKey{a.Gateway, a.ID}] == a {
			x.AttachmentsOf[a.Resource] = append(x.AttachmentsOf[a.Resource], a)
		}
	}
}

// IsFirewall says whether an endpoint is one of a firewall: of AWS Network Firewall, or of a gateway load balancer.
func (e *Endpoint) IsFirewall() bool { return e.Kind == LoadBalancerEndpoint || e.Firewall != "" }

// Has says whether a security group is one of the interface's.
func (f *Interface) Has(group string) bool { return slices.Contains(f.SecurityGroups, group) }
