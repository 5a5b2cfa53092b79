package plan

import "strings"

// resolveAccounts checks the accounts and the references to them.
func (b *builder) resolveAccounts() {
	first := map[string]string{}
	for _, name := range sortedKeys(b.estate.Accounts) {
		account, path := b.estate.Accounts[name], member("accounts", name)
		if other := first[account.ID]; other != "" && account.ID != "" {
			b.add(path+".id", "%s is that of accounts.%s already", account.ID, other)
		}
		first[account.ID] = name
		if parts := strings.Split(account.RoleArn, ":"); len(parts) > 4 && parts[4] != account.ID {
			b.add(path+".roleArn", "the role belongs to account %s, not to %s", parts[4], account.ID)
		}
	}
	b.checkAccount("ingress.account", b.estate.Ingress.Account)
}

// checkAccount checks a reference to an account.
func (b *builder) checkAccount(path, name string) bool {
	if _, ok := b.estate.Accounts[name]; name == "" || ok {
		return true
	}
	if !b.broken["accounts"] {
		b.add(path, "there is no account %q%s", name, didYouMean(name, sortedKeys(b.estate.Accounts)))
	}
	return false
}

// checkClusterAccount checks the account of a cluster.
func (b *builder) checkClusterAccount(c *cluster) {
	if b.checkAccount(c.path+".account", c.declared.Account) && c.account != b.estate.Ingress.Account {
		b.add(c.path+".account", "clusters outside the ingress account come later: sharing the transit gateway and accepting its "+
			"attachment across accounts is not part of this release")
	}
}

// plannedAccounts are the accounts in which the plan has resources.
func (b *builder) plannedAccounts() []PlannedAccount {
	names := map[string]bool{b.estate.Ingress.Account: true}
	for _, c := range b.clusters {
		names[c.account] = true
	}
	var out []PlannedAccount
	for _, name := range sortedKeys(names) {
		if account, ok := b.estate.Accounts[name]; ok {
			out = append(out, PlannedAccount{Name: name, ID: account.ID, RoleArn: account.RoleArn})
		}
	}
	return out
}
