package snapshot

import "github.com/ingresshub/ingresshub/flightpath/network"

// gone is what files list as deleted or terminated, by its ID: routes to it are blackholes, whatever their state was when they were
// printed, and its propagations are none.
type gone map[string]bool

// bury notes what is gone. What another file tells of as alive is not.
func (g gone) bury(id string) {
	if id != "" {
		g[id] = true
	}
}

// isGone says whether a route leads to something that is gone.
func (r *reader) isGone(target network.Target) bool {
	switch target.Kind {
	case network.TargetNATGateway:
		return r.gone[target.ID] && !r.natGateways.has(target.ID)
	case network.TargetEndpoint:
		return r.gone[target.ID] && !r.endpoints.has(target.ID)
	case network.TargetInstance:
		return r.gone[target.ID] && !r.instances.has(target.ID)
	}
	return false
}

// isGoneAttachment says the same of a transit gateway's attachment.
func (r *reader) isGoneAttachment(gateway, id string) bool {
	key := identity(gateway, id)
	return r.gone[key] && !r.attachments.has(key) && !r.vpcAttachments.has(key) && !r.peeringAttachments.has(key)
}
