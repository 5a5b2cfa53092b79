package observe

import (
	"encoding/json"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

type (
	transitGateway struct {
		TransitGatewayID string `json:"TransitGatewayId"`
		Description      string
		State            string
		Options          struct {
			AmazonSideAsn                   json.Number
			AutoAcceptSharedAttachments     string
			DefaultRouteTableAssociation    string
			DefaultRouteTablePropagation    string
			DNSSupport                      string `json:"DnsSupport"`
			VpnEcmpSupport                  string
			MulticastSupport                string
			SecurityGroupReferencingSupport string
		}
		Tags tags
	}
	transitAttachment struct {
		TransitGatewayAttachmentID string `json:"TransitGatewayAttachmentId"`
		TransitGatewayID           string `json:"TransitGatewayId"`
		ResourceType               string
		ResourceID                 string   `json:"ResourceId"`
		VpcID                      string   `json:"VpcId"`
		SubnetIDs                  []string `json:"SubnetIds"`
		State                      string
		Options                    struct {
			ApplianceModeSupport string
			DNSSupport           string `json:"DnsSupport"`
			Ipv6Support          string
		}
		Association struct {
			TransitGatewayRouteTableID string `json:"TransitGatewayRouteTableId"`
			State                      string
		}
		Tags tags
	}
	transitTable struct {
		TransitGatewayRouteTableID   string `json:"TransitGatewayRouteTableId"`
		TransitGatewayID             string `json:"TransitGatewayId"`
		DefaultAssociationRouteTable bool
		DefaultPropagationRouteTable bool
		State                        string
		Tags                         tags
	}
)

// transitGateways reads transit gateways.
func (r *reader) transitGateways() error {
	return each(r, "TransitGateways", func(gateway transitGateway) {
		if gone(gateway.State) {
			return
		}
		options := gateway.Options
		fields := object.Fields{
			"description": gateway.Description, "amazon-side asn": options.AmazonSideAsn.String(),
			"default association": options.DefaultRouteTableAssociation, "default propagation": options.DefaultRouteTablePropagation,
			"auto accept": options.AutoAcceptSharedAttachments, "dns": options.DNSSupport, "ecmp": options.VpnEcmpSupport,
			"multicast": options.MulticastSupport, "state": gateway.State, "tags": gateway.Tags.field(),
		}
		r.add(object.TransitGateway, r.names.of(gateway.TransitGatewayID), gateway.TransitGatewayID, fields)
	})
}

// transitAttachments reads attachments of VPCs, and of anything else.
func (r *reader) transitAttachments() error {
	err := each(r, "TransitGatewayVpcAttachments", func(attachment transitAttachment) {
		if gone(attachment.State) {
			return
		}
		r.add(object.TransitGatewayAttachment, r.names.of(attachment.TransitGatewayAttachmentID), attachment.TransitGatewayAttachmentID,
			object.Fields{
				"gateway": r.names.of(attachment.TransitGatewayID), "vpc": r.names.of(attachment.VpcID),
				"subnets": object.Set(r.names.all(attachment.SubnetIDs)), "appliance mode": attachment.Options.ApplianceModeSupport,
				"dns": attachment.Options.DNSSupport, "ipv6": attachment.Options.Ipv6Support, "state": attachment.State,
				"tags": attachment.Tags.field(),
			})
	})
	if err != nil {
		return err
	}
	return each(r, "TransitGatewayAttachments", func(attachment transitAttachment) {
		if attachment.ResourceType == "vpc" || gone(attachment.State) {
			return
		}
		r.add(object.TransitGatewayAttachment, r.names.of(attachment.TransitGatewayAttachmentID), attachment.TransitGatewayAttachmentID,
			object.Fields{
				"gateway": r.names.of(attachment.TransitGatewayID), "vpc": attachment.ResourceType + " " + attachment.ResourceID,
				"state": attachment.State, "tags": attachment.Tags.field(),
			})
	})
}

// transitTables reads route tables of transit gateways with associations, propagations and routes.
func (r *reader) transitTables() error {
	err := each(r, "TransitGatewayRouteTables", func(table transitTable) {
		if gone(table.State) {
			return
		}
		r.add(object.TransitGatewayRouteTable, r.names.of(table.TransitGatewayRouteTableID), table.TransitGatewayRouteTableID,
			object.Fields{
				"gateway":             r.names.of(table.TransitGatewayID),
				"default association": word(table.DefaultAssociationRouteTable),
				"default propagation": word(table.DefaultPropagationRouteTable),
				"state":               table.State, "tags": table.Tags.field(),
			})
	})
	if err != nil {
		return err
	}
	if err := r.transitAssociations(); err != nil {
		return err
	}
	err = each(r, "TransitGatewayPropagations", func(of struct {
		TransitGatewayRouteTableID           string `json:"TransitGatewayRouteTableId"`
		TransitGatewayRouteTablePropagations []transitAttachment
	},
	) {
		table := r.names.of(of.TransitGatewayRouteTableID)
		for _, propagation := range of.TransitGatewayRouteTablePropagations {
			attachment := propagation.TransitGatewayAttachmentID
			r.add(object.TransitGatewayPropagation, table+" "+r.names.of(attachment), of.TransitGatewayRouteTableID+"|"+attachment, nil)
		}
	})
	if err != nil {
		return err
	}
	for _, key := range []string{"TransitGatewayStaticRoutes", "TransitGatewayPropagatedRoutes"} {
		if err := r.transitRoutes(key); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) transitAssociations() error {
	attachments, err := snapshot.Decode[transitAttachment](r.documents, "TransitGatewayAttachments")
	if err != nil {
		return err
	}
	shown := map[string]string{}
	for _, attachment := range attachments {
		if table := attachment.Association.TransitGatewayRouteTableID; table != "" {
			shown[attachment.TransitGatewayAttachmentID] = r.names.of(table) + " " + attachment.Association.State
		}
	}
	return each(r, "TransitGatewayAssociations", func(of struct {
		TransitGatewayRouteTableID string `json:"TransitGatewayRouteTableId"`
		Associations               []transitAttachment
	},
	) {
		for _, association := range of.Associations {
			if gone(association.State) {
				continue
			}
			attachment := association.TransitGatewayAttachmentID
			r.add(object.TransitGatewayAssociation, r.names.of(attachment), of.TransitGatewayRouteTableID+"|"+attachment, object.Fields{
				"route table": r.names.of(of.TransitGatewayRouteTableID), "state": association.State,
				"shown by the attachment": shown[attachment],
			})
		}
	})
}

func (r *reader) transitRoutes(key string) error {
	return each(r, key, func(of struct {
		TransitGatewayRouteTableID string `json:"TransitGatewayRouteTableId"`
		Routes                     []struct {
			DestinationCidrBlock      string
			PrefixListID              string `json:"PrefixListId"`
			TransitGatewayAttachments []transitAttachment
			Type                      string
			State                     string
		}
	},
	) {
		table := r.names.of(of.TransitGatewayRouteTableID)
		for _, route := range of.Routes {
			if gone(route.State) {
				continue
			}
			destination := route.DestinationCidrBlock + r.prefixList(route.PrefixListID)
			var hops []string
			for _, attachment := range route.TransitGatewayAttachments {
				hops = append(hops, "attachment "+r.names.of(attachment.TransitGatewayAttachmentID))
			}
			if len(hops) == 0 {
				hops = []string{"nowhere"}
			}
			r.add(object.TransitGatewayRoute, table+" "+destination, of.TransitGatewayRouteTableID+"|"+destination, object.Fields{
				"next hop": object.Set(hops), "type": route.Type, "state": route.State,
			})
		}
	})
}

// word is a switch as a field: nothing while it is off.
func word(on bool) string {
	if on {
		return "true"
	}
	return ""
}
