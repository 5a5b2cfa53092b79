package observe

import "github.com/ingresshub/ingresshub/tests/e2e/object"

// natGateways reads NAT gateways with their addresses.
func (r *reader) natGateways() error {
	return each(r, "NatGateways", func(gateway struct {
		NatGatewayID        string `json:"NatGatewayId"`
		VpcID               string `json:"VpcId"`
		SubnetID            string `json:"SubnetId"`
		State               string
		ConnectivityType    string
		NatGatewayAddresses []struct {
			AllocationID string `json:"AllocationId"`
		}
		Tags tags
	},
	) {
		if gone(gateway.State) {
			return
		}
		var addresses []string
		for _, address := range gateway.NatGatewayAddresses {
			addresses = append(addresses, r.names.of(address.AllocationID))
		}
		r.add(object.NatGateway, r.names.of(gateway.NatGatewayID), gateway.NatGatewayID, object.Fields{
			"vpc": r.names.of(gateway.VpcID), "subnet": r.names.of(gateway.SubnetID), "kind": gateway.ConnectivityType,
			"addresses": object.Set(addresses), "state": gateway.State, "tags": gateway.Tags.field(),
		})
	})
}

// addresses reads Elastic IP addresses.
func (r *reader) addresses() error {
	return each(r, "Addresses", func(address struct {
		AllocationID  string `json:"AllocationId"`
		Domain        string
		AssociationID string `json:"AssociationId"`
		InstanceID    string `json:"InstanceId"`
		Tags          tags
	},
	) {
		r.add(object.Address, r.names.of(address.AllocationID), address.AllocationID, object.Fields{
			"domain": address.Domain, "in use": word(address.AssociationID != ""), "instance": address.InstanceID,
			"tags": address.Tags.field(),
		})
	})
}
