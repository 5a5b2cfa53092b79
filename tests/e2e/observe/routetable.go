package observe

import (
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

type (
	routeTable struct {
		RouteTableID string `json:"RouteTableId"`
		VpcID        string `json:"VpcId"`
		Routes       []route
		Associations []struct {
			RouteTableAssociationID string `json:"RouteTableAssociationId"`
			SubnetID                string `json:"SubnetId"`
			GatewayID               string `json:"GatewayId"`
			Main                    bool
			AssociationState        struct{ State string }
		}
		PropagatingVgws []struct {
			GatewayID string `json:"GatewayId"`
		}
		Tags tags
	}
	route struct {
		DestinationCidrBlock        string
		DestinationIpv6CidrBlock    string
		DestinationPrefixListID     string `json:"DestinationPrefixListId"`
		GatewayID                   string `json:"GatewayId"`
		TransitGatewayID            string `json:"TransitGatewayId"`
		NatGatewayID                string `json:"NatGatewayId"`
		VpcPeeringConnectionID      string `json:"VpcPeeringConnectionId"`
		EgressOnlyInternetGatewayID string `json:"EgressOnlyInternetGatewayId"`
		NetworkInterfaceID          string `json:"NetworkInterfaceId"`
		InstanceID                  string `json:"InstanceId"`
		CarrierGatewayID            string `json:"CarrierGatewayId"`
		LocalGatewayID              string `json:"LocalGatewayId"`
		CoreNetworkArn              string
		State                       string
	}
)

const local = "local"

// routeTables reads route tables with routes and associations.
func (r *reader) routeTables() error {
	return each(r, "RouteTables", func(table routeTable) {
		name, main := r.names.of(table.RouteTableID), ""
		for _, association := range table.Associations {
			if association.Main {
				main = association.AssociationState.State
			}
		}
		if main != "" && name == table.RouteTableID && !r.names.before[name] {
			name = object.MainTable(r.names.of(table.VpcID))
		}
		for _, association := range table.Associations {
			of := association.SubnetID
			if of == "" {
				of = association.GatewayID
			}
			if association.Main || gone(association.AssociationState.State) {
				continue
			}
			r.add(object.RouteTableAssociation, r.names.of(of), association.RouteTableAssociationID, object.Fields{
				"route table": name, "state": association.AssociationState.State,
			})
		}
		var propagating []string
		for _, gateway := range table.PropagatingVgws {
			propagating = append(propagating, r.names.of(gateway.GatewayID))
		}
		fields := object.Fields{
			"vpc": r.names.of(table.VpcID), "main": main, "propagating gateways": object.Set(propagating),
			"tags": table.Tags.field(),
		}
		r.addImplicit(main != "", object.RouteTable, name, table.RouteTableID, fields)
		for _, route := range table.Routes {
			destination := r.destination(route)
			r.addImplicit(main != "" && route.GatewayID == local, object.Route, name+" "+destination, table.RouteTableID+"|"+destination,
				object.Fields{"next hop": r.nextHop(route), "state": route.State})
		}
	})
}

func (r *reader) destination(route route) string {
	if route.DestinationPrefixListID != "" {
		return "prefix list " + r.names.of(route.DestinationPrefixListID)
	}
	return route.DestinationCidrBlock + route.DestinationIpv6CidrBlock
}

// nextHop is where a route leads. AWS fills in exactly one of the fields, but for an instance and its interface.
func (r *reader) nextHop(route route) string {
	var hops []string
	for _, hop := range []struct{ kind, id string }{
		{gatewayKind(route.GatewayID), route.GatewayID},
		{"transit gateway", route.TransitGatewayID},
		{"nat gateway", route.NatGatewayID},
		{"vpc peering connection", route.VpcPeeringConnectionID},
		{"egress-only internet gateway", route.EgressOnlyInternetGatewayID},
		{"network interface", route.NetworkInterfaceID},
		{"instance", route.InstanceID},
		{"carrier gateway", route.CarrierGatewayID},
		{"local gateway", route.LocalGatewayID},
		{"core network", route.CoreNetworkArn},
	} {
		switch {
		case hop.id == "":
		case hop.id == local:
			hops = append(hops, local)
		default:
			hops = append(hops, hop.kind+" "+r.names.of(hop.id))
		}
	}
	return object.Set(hops)
}

// gatewayKind is what a GatewayId stands for: AWS puts several kinds there.
func gatewayKind(id string) string {
	switch {
	case strings.HasPrefix(id, "igw-"):
		return "internet gateway"
	case strings.HasPrefix(id, "vpce-"):
		return "vpc endpoint"
	case strings.HasPrefix(id, "vgw-"):
		return "vpn gateway"
	default:
		return "gateway"
	}
}

// internetGateways reads internet gateways with the VPCs that they are attached to.
func (r *reader) internetGateways() error {
	return each(r, "InternetGateways", func(gateway struct {
		InternetGatewayID string `json:"InternetGatewayId"`
		Attachments       []struct {
			VpcID string `json:"VpcId"`
			State string
		}
		Tags tags
	},
	) {
		var vpcs []string
		for _, attachment := range gateway.Attachments {
			vpc := r.names.of(attachment.VpcID)
			// EC2 calls an attached gateway `available`, unlike anything else that is attached.
			if attachment.State != "available" && attachment.State != "attached" {
				vpc += " (" + attachment.State + ")"
			}
			vpcs = append(vpcs, vpc)
		}
		r.add(object.InternetGateway, r.names.of(gateway.InternetGatewayID), gateway.InternetGatewayID, object.Fields{
			"vpc": object.Set(vpcs), "tags": gateway.Tags.field(),
		})
	})
}
