package snapshot

import (
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// blockPublicAccessOptions is the one object that describe-vpc-block-public-access-options prints.
func (r *reader) blockPublicAccessOptions(document object, key string) bool {
	o, there := document.child(key)
	if !there {
		return false
	}
	option := network.BlockPublicAccess{Account: o.id("AwsAccountId"), Region: o.id("AwsRegion")}
	if option.Account == "" {
		option.Account = o.place().account
	}
	if option.Region == "" {
		option.Region = o.place().region
	}
	option.Ingress, option.Egress = o.blockMode("InternetGatewayBlockMode")
	if state := o.state("State"); strings.HasSuffix(state, "-in-progress") {
		r.changingAccess = append(r.changingAccess, changingAccess{o, state, option.Account, option.Region})
	}
	r.blockOptions.add(option.Account+"/"+option.Region, o, option.Account, option)
	return true
}

// blockMode says what a mode blocks.
func (o object) blockMode(name string) (ingress, egress bool) {
	switch mode := o.state(name); mode {
	case "off", "":
	case "block-ingress":
		ingress = true
	case "block-bidirectional":
		ingress, egress = true, true
	default:
		o.wrong(name, "%q is not a mode", clip(mode))
	}
	return ingress, egress
}

func (r *reader) blockPublicAccessExclusion(o object) {
	switch state := o.state("State"); state {
	case "create-complete", "update-complete", "":
	case "create-in-progress", "update-in-progress", "update-failed", "delete-in-progress", "disable-in-progress":
		account, region := arnPlace(o.id("ResourceArn"))
		r.changingAccess = append(r.changingAccess, changingAccess{o, state, account, region})
	default:
		return
	}
	arn := o.need("ResourceArn")
	exclusion := network.BlockPublicAccess{Of: arn[strings.LastIndexByte(arn, '/')+1:]}
	exclusion.Account, exclusion.Region = arnPlace(arn)
	switch mode := o.state("InternetGatewayExclusionMode"); mode {
	case "allow-bidirectional":
		exclusion.Ingress, exclusion.Egress = true, true
	case "allow-egress":
		exclusion.Egress = true
	default:
		o.wrong("InternetGatewayExclusionMode", "%q is not a mode", clip(mode))
	}
	r.blockExclusions.add(exclusion.Of, o, exclusion.Account, exclusion)
}

// blockedVPC notes what describe-vpcs tells of public access: it is the same, and in more captures than the options are.
func (r *reader) blockedVPC(o object, vpc network.VPC) {
	states, there := o.child("BlockPublicAccessStates")
	if !there {
		return
	}
	ingress, egress := states.blockMode("InternetGatewayBlockMode")
	r.blockedVPCs = append(r.blockedVPCs, network.BlockPublicAccess{
		Of: vpc.ID, Account: vpc.Account, Region: vpc.Region, Ingress: ingress, Egress: egress,
	})
}

// settledBlocks are the options and exclusions. Where an account's options are not told, its VPCs' states are: the strictest
// is the option, and a VPC with a milder one is excluded.
func (r *reader) settledBlocks() []network.BlockPublicAccess {
	options := r.blockOptions.all(r.found) // what is told; inferred ones are appended below
	exclusions := r.blockExclusions.all(r.found)
	type place struct{ account, region string }
	strictest := map[place]*network.BlockPublicAccess{}
	for _, state := range r.blockedVPCs {
		if slices.ContainsFunc(options, func(told network.BlockPublicAccess) bool {
			return told.Account == state.Account && (told.Region == state.Region || state.Region == "")
		}) {
			continue
		}
		at := place{state.Account, state.Region}
		if strictest[at] == nil {
			strictest[at] = &network.BlockPublicAccess{Account: state.Account, Region: state.Region}
		}
		strictest[at].Ingress = strictest[at].Ingress || state.Ingress
		strictest[at].Egress = strictest[at].Egress || state.Egress
	}
	inferred := map[place]bool{}
	for _, state := range r.blockedVPCs {
		at := place{state.Account, state.Region}
		option := strictest[at]
		if option == nil || !option.Ingress && !option.Egress {
			continue
		}
		if !inferred[at] {
			inferred[at] = true
			options = append(options, *option)
		}
		if (option.Ingress && !state.Ingress || option.Egress && !state.Egress) && !r.blockExclusions.has(state.Of) {
			state.Ingress, state.Egress = !state.Ingress, !state.Egress
			exclusions = append(exclusions, state)
		}
	}
	return append(options, exclusions...)
}

// changingAccess is an option or an exclusion that is between two states, of an account's Region.
type changingAccess struct {
	at                     object
	state, account, region string
}

// doubtAccess makes what internet gateways do unknown where block public access is being changed.
func (r *reader) doubtAccess(gateways []network.InternetGateway) {
	for _, changing := range r.changingAccess {
		for _, gateway := range gateways {
			if (gateway.Account == changing.account || gateway.Account == "") && (gateway.Region == changing.region || gateway.Region == "") {
				r.between(changing.at, network.GapInternetGateways, gateway.ID, changing.state)
			}
		}
	}
}
