package pulumi

import "github.com/ingresshub/ingresshub/flightpath/network"

// publicAccess reads VPC block public access: the option of an account's Region, and exclusions. Where it is not known what they say
// or of what, no internet gateway's traffic is.
func (b *builder) publicAccess() {
	for _, r := range b.every("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions") {
		place := b.place(r)
		option := network.BlockPublicAccess{Account: place.account, Region: place.region}
		switch r.text("internetGatewayBlockMode") {
		case "off":
			continue
		case "block-ingress":
			option.Ingress = true
		case "block-bidirectional":
			option.Ingress, option.Egress = true, true
		default:
			b.doubtGateways(r, "internetGatewayBlockMode")
			continue
		}
		b.network.BlockPublicAccess = append(b.network.BlockPublicAccess, option)
	}
	for _, r := range b.every("aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion") {
		place := b.place(r)
		exclusion := network.BlockPublicAccess{Account: place.account, Region: place.region, Egress: true}
		switch r.text("internetGatewayExclusionMode") {
		case "allow-bidirectional":
			exclusion.Ingress = true
		case "allow-egress":
		default:
			b.doubtGateways(r, "internetGatewayExclusionMode")
			continue
		}
		key, types := "vpcId", []string{typeVPC, typeDefaultVPC}
		if r.text(key) == "" {
			key, types = "subnetId", []string{typeSubnet, typeDefaultSubnet}
		}
		var ok bool
		if exclusion.Of, ok = b.refer(r, key, types...); !ok {
			b.doubtGateways(r, key)
			continue
		}
		b.network.BlockPublicAccess = append(b.network.BlockPublicAccess, exclusion)
	}
}

// doubtGateways makes what every internet gateway of the program does unknown.
func (b *builder) doubtGateways(r *Resource, key string) {
	for _, gateway := range b.network.InternetGateways {
		b.gapOf(network.GapInternetGateways, gateway.ID, r, key)
	}
}
