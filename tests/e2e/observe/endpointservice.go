package observe

import (
	"strconv"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

type endpointService struct {
	ServiceID               string `json:"ServiceId"`
	ServiceName             string
	ServiceState            string
	ServiceType             []struct{ ServiceType string }
	AvailabilityZones       []string
	AcceptanceRequired      bool
	GatewayLoadBalancerArns []string
	NetworkLoadBalancerArns []string
	SupportedIPAddressTypes []string `json:"SupportedIpAddressTypes"`
	PrivateDNSName          string   `json:"PrivateDnsName"`
	Tags                    tags
}

// endpointServices reads endpoint services, and who may ask for a connection to them.
func (r *reader) endpointServices() error {
	allowed := map[string][]string{}
	permissions, err := snapshot.Decode[struct {
		ServiceID         string `json:"ServiceId"`
		AllowedPrincipals []struct{ Principal string }
	}](r.documents, "ServicePermissions")
	if err != nil {
		return err
	}
	for _, of := range permissions {
		for _, principal := range of.AllowedPrincipals {
			allowed[of.ServiceID] = append(allowed[of.ServiceID], principal.Principal)
		}
	}
	return each(r, "ServiceConfigurations", func(service endpointService) {
		var kinds, zones []string
		for _, kind := range service.ServiceType {
			kinds = append(kinds, kind.ServiceType)
		}
		for _, zone := range service.AvailabilityZones {
			zones = append(zones, r.names.zone(r.place.Account, zone))
		}
		r.add(object.EndpointService, r.names.of(service.ServiceID), service.ServiceID, object.Fields{
			"kind": object.Set(kinds), "zones": object.Set(zones), "acceptance": strconv.FormatBool(service.AcceptanceRequired),
			"load balancers": object.Set(r.names.all(append(service.GatewayLoadBalancerArns, service.NetworkLoadBalancerArns...))),
			"principals":     object.Set(allowed[service.ServiceID]), "address types": object.Set(service.SupportedIPAddressTypes),
			"private name": service.PrivateDNSName, "state": service.ServiceState, "tags": service.Tags.field(),
		})
	})
}
