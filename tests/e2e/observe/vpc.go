package observe

import (
	"strconv"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

type (
	vpc struct {
		VpcID                   string `json:"VpcId"`
		CidrBlock               string
		InstanceTenancy         string
		State                   string
		CidrBlockAssociationSet []struct {
			AssociationID  string `json:"AssociationId"`
			CidrBlock      string
			CidrBlockState struct{ State string }
		}
		Ipv6CidrBlockAssociationSet []ipv6Association
		Tags                        tags
	}
	ipv6Association struct {
		Ipv6CidrBlock      string
		Ipv6CidrBlockState struct{ State string }
	}
	vpcAttributes struct {
		VpcID                                string `json:"VpcId"`
		EnableDnsHostnames, EnableDnsSupport struct{ Value bool }
	}
	subnet struct {
		SubnetID                    string `json:"SubnetId"`
		VpcID                       string `json:"VpcId"`
		CidrBlock                   string
		AvailabilityZoneID          string `json:"AvailabilityZoneId"`
		State                       string
		MapPublicIPOnLaunch         bool `json:"MapPublicIpOnLaunch"`
		Ipv6CidrBlockAssociationSet []ipv6Association
		Tags                        tags
	}
	reservations struct {
		SubnetID               string `json:"SubnetId"`
		SubnetCidrReservations []struct {
			SubnetCidrReservationID string `json:"SubnetCidrReservationId"`
			Cidr                    string
			ReservationType         string
			Description             string
		}
	}
)

// vpcs reads VPCs and their secondary CIDRs.
func (r *reader) vpcs() error {
	attributes, err := snapshot.Decode[vpcAttributes](r.documents, "VpcAttributes")
	if err != nil {
		return err
	}
	byVpc := map[string]vpcAttributes{}
	for _, of := range attributes {
		byVpc[of.VpcID] = of
	}
	return each(r, "Vpcs", func(v vpc) {
		name, dns, state := r.names.of(v.VpcID), byVpc[v.VpcID], "not associated"
		for _, association := range v.CidrBlockAssociationSet {
			if association.CidrBlock == v.CidrBlock {
				state = association.CidrBlockState.State
			}
		}
		r.add(object.Vpc, name, v.VpcID, object.Fields{
			"cidr": v.CidrBlock, "cidr state": state, "dns hostnames": strconv.FormatBool(dns.EnableDnsHostnames.Value),
			"dns support": strconv.FormatBool(dns.EnableDnsSupport.Value), "ipv6": ipv6(v.Ipv6CidrBlockAssociationSet),
			"tenancy": v.InstanceTenancy, "state": v.State, "tags": v.Tags.field(),
		})
		for _, association := range v.CidrBlockAssociationSet {
			if association.CidrBlock == v.CidrBlock || gone(association.CidrBlockState.State) {
				continue
			}
			r.add(object.SecondaryCidr, name+" "+association.CidrBlock, association.AssociationID, object.Fields{
				"state": association.CidrBlockState.State,
			})
		}
	})
}

// subnets reads subnets and the reservations in them.
func (r *reader) subnets() error {
	err := each(r, "Subnets", func(s subnet) {
		r.add(object.Subnet, r.names.of(s.SubnetID), s.SubnetID, object.Fields{
			"vpc": r.names.of(s.VpcID), "cidr": s.CidrBlock, "zone": s.AvailabilityZoneID,
			"public addresses": strconv.FormatBool(s.MapPublicIPOnLaunch), "ipv6": ipv6(s.Ipv6CidrBlockAssociationSet),
			"state": s.State, "tags": s.Tags.field(),
		})
	})
	if err != nil {
		return err
	}
	return each(r, "SubnetCidrReservations", func(of reservations) {
		for _, reservation := range of.SubnetCidrReservations {
			r.add(object.CidrReservation, r.names.of(of.SubnetID)+" "+reservation.Cidr, reservation.SubnetCidrReservationID,
				object.Fields{"type": reservation.ReservationType, "description": reservation.Description})
		}
	})
}

// ipv6 are the associated IPv6 CIDRs.
func ipv6(associations []ipv6Association) string {
	var cidrs []string
	for _, association := range associations {
		if !gone(association.Ipv6CidrBlockState.State) {
			cidrs = append(cidrs, association.Ipv6CidrBlock)
		}
	}
	return object.Set(cidrs)
}
