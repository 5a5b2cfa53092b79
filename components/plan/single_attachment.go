package plan

import "sort"

// NewTransitAttachment plans the attachment of a planned VPC to a transit gateway by itself, through the VPC's transit
// subnets. The route table is the one of the gateway's that routes what comes from the VPC. Where those subnets lead to a
// firewall, both directions of a flow are kept in one zone.
func NewTransitAttachment(vpc Vpc, routeTable string) (TransitAttachment, error) {
	var problems Problems
	attachment := TransitAttachment{
		Name: vpc.Name, Vpc: vpc.Name, Account: vpc.Account, Subnets: []string{}, RouteTable: routeTable,
		ApplianceMode: vpc.leadsTransitToFirewall(),
	}
	for _, subnet := range vpc.Subnets {
		if subnet.Tier == TierTransit {
			attachment.Subnets = append(attachment.Subnets, subnet.Name)
		}
	}
	sort.Strings(attachment.Subnets)
	if vpc.Name == "" {
		problems.add("vpc.name", "is required")
	}
	if len(attachment.Subnets) == 0 {
		problems.add("vpc.subnets", "the VPC has no transit subnets")
	}
	if routeTable == "" {
		problems.add("routeTable", "is required")
	}
	if err := problems.inOrder().Of(subject("attachment of VPC", vpc.Name)); err != nil {
		return TransitAttachment{}, err
	}
	return attachment, nil
}
