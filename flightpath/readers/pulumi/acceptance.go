package pulumi

import (
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

const (
	typeService  = "aws:ec2/vpcEndpointService:VpcEndpointService"
	typeAccepter = "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter"
)

// nameOf is the name of an endpoint service: AWS's, or the URN before there is one.
func nameOf(service *Resource) string {
	if name := service.text("serviceName"); known(name) {
		return name
	}
	return service.identity()
}

// serviceOf is the name of an endpoint's service, and the service where the program has it.
func (b *builder) serviceOf(endpoint *Resource) (string, *Resource) {
	name := endpoint.text("serviceName")
	if name == Unknown {
		id, ok := b.refer(endpoint, "serviceName", typeService)
		if !ok {
			b.gap(network.GapEndpoints, endpoint, "serviceName")
			return "", nil
		}
		return nameOf(b.find(id)), b.find(id)
	}
	for _, service := range b.every(typeService) {
		if name != "" && nameOf(service) == name {
			return name, service
		}
	}
	return name, nil
}

// stands says whether an endpoint carries packets: its state, where AWS told it, and else whether somebody accepts it. Pulumi keeps
// the state that AWS told when the endpoint was made, so one that waited to be accepted is taken for accepted where the program does
// that.
func (b *builder) stands(endpoint, service *Resource) bool {
	switch state := strings.ToLower(asText(endpoint.Outputs["state"])); state {
	case "available":
		return true
	case "", strings.ToLower(Unknown):
		return service == nil || !service.flag("acceptanceRequired") || b.isAccepted(endpoint)
	case "pendingacceptance":
		return b.isAccepted(endpoint)
	case "pending", "partial":
		b.between(network.GapEndpoints, endpoint, state)
		return true
	default: // rejected, failed, expired, deleting, deleted
		return false
	}
}

// isAccepted says whether the program accepts an endpoint; where that is not known, the endpoint is a gap.
func (b *builder) isAccepted(endpoint *Resource) bool {
	if endpoint.flag("autoAccept") {
		return true
	}
	maybe := endpoint.text("autoAccept") == Unknown
	for _, accepter := range b.every(typeAccepter) {
		id, ok := b.refer(accepter, "vpcEndpointId", typeEndpoint)
		if ok && id == endpoint.identity() {
			return true
		}
		maybe = maybe || !ok && b.mayMean(accepter, "vpcEndpointId", endpoint.identity(), typeEndpoint)
	}
	if maybe {
		b.gap(network.GapEndpoints, endpoint, "acceptance")
	}
	return maybe
}

// between notes that a resource is between two states.
func (b *builder) between(kind network.GapKind, of *Resource, state string) {
	b.gap(kind, of, "state")
	b.network.Gaps[len(b.network.Gaps)-1].Reason = of.Type + " " + of.Name() + " was in state " + state + " when Pulumi last asked"
}

// mayMean says whether an identity is one that a property whose value is not known can mean: every one, where no dependency is of
// the type.
func (b *builder) mayMean(r *Resource, key, identity string, types ...string) bool {
	if known(r.text(key)) {
		return false // something of another program
	}
	candidates := b.candidates(r, key, types)
	return len(candidates) == 0 || slices.Contains(candidates, identity)
}
