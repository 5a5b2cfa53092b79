package plan

// transitShare prints what shares the transit gateway with the accounts of the clusters; nil where all lie in the gateway's.
func (b *builder) transitShare() *TransitShare {
	share := &TransitShare{
		Name: transitName, AwsName: b.name + "-" + transitName, Owner: b.estate.Accounts[b.estate.Ingress.Account].ID,
		Organization: b.estate.Transit.TransitGateway.Organization,
	}
	for _, name := range b.usedAccounts() {
		if name != b.estate.Ingress.Account {
			share.Principals = append(share.Principals, TransitPrincipal{Name: name, ID: b.estate.Accounts[name].ID})
		}
	}
	if len(share.Principals) == 0 {
		return nil
	}
	return share
}
