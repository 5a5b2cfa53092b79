package plan

import (
	"strconv"
	"strings"
)

// resolveAccounts checks the accounts and the references to them.
func (b *builder) resolveAccounts() {
	first := map[string]string{}
	for _, name := range sortedKeys(b.estate.Accounts) {
		account, path := b.estate.Accounts[name], member("accounts", name)
		if other := first[account.ID]; other != "" && account.ID != "" {
			b.add(path+".id", "%s is that of accounts.%s already", account.ID, other)
		}
		first[account.ID] = name
		if parts := strings.Split(account.RoleArn, ":"); len(parts) > 4 && account.ID != "" && parts[4] != account.ID {
			b.add(path+".roleArn", "the role belongs to account %s, not to %s", parts[4], account.ID)
		}
	}
	b.checkAccount("ingress.account", b.estate.Ingress.Account)
	b.checkRoles()
}

// checkAccount checks a reference to an account.
func (b *builder) checkAccount(path, name string) {
	if _, ok := b.estate.Accounts[name]; name != "" && !ok && !b.broken["accounts"] {
		b.add(path, "there is no account %q%s", name, didYouMean(name, sortedKeys(b.estate.Accounts)))
	}
}

// checkIngressAccount refuses an ingress VPC of no account where others have one. AWS shares the transit gateway with accounts that
// are known to be others, and clusters that name no account lie in the ingress VPC's. However many clusters ask for it, it is one
// field that is missing.
func (b *builder) checkIngressAccount() {
	if b.estate.Ingress.Account != "" || b.anyBroken("ingress", "account") {
		return
	}
	var elsewhere, controlled []string
	for _, name := range sortedKeys(b.clusters) {
		c := b.clusters[name]
		switch {
		case b.anyBroken(c.path, "account"):
		case c.declared.Account != "":
			elsewhere = append(elsewhere, c.path+".account")
		case c.declared.Controller != nil:
			controlled = append(controlled, c.path+".controller")
		}
	}
	switch {
	case len(elsewhere) > 0:
		b.add("ingress.account", "is required beside %s: what lies in another account than the ingress VPC is shared and accepted, what "+
			"lies in the same one is not", several(elsewhere))
	case len(controlled) > 0:
		b.add("ingress.account", "is required for %s: the controller's role, and its name for other accounts, hold the ID of the cluster's "+
			"account; declare it in accounts and name it here", several(controlled))
	}
}

// several are the first paths of a list, and how many more there are.
func several(paths []string) string {
	const shown = 3
	if more := len(paths) - shown; more > 0 {
		return strings.Join(paths[:shown], ", ") + " and " + strconv.Itoa(more) + " more"
	}
	return strings.Join(paths, ", ")
}

// checkRoles refuses to manage two accounts with the credentials in use, which belong to one.
func (b *builder) checkRoles() {
	without := ""
	for _, name := range b.usedAccounts() {
		account, declared := b.estate.Accounts[name]
		switch {
		case !declared || account.RoleArn != "":
		case without != "":
			b.add(member("accounts", name)+".roleArn", "is required: the credentials in use belong to one account, and accounts.%s "+
				"is managed with them already", without)
		default:
			without = name
		}
	}
}

// usedAccounts are the names of the accounts that something is declared to lie in.
func (b *builder) usedAccounts() []string {
	names := map[string]bool{b.estate.Ingress.Account: true}
	for _, declared := range b.estate.Clusters {
		names[orDefault(declared.Account, b.estate.Ingress.Account)] = true
	}
	return sortedKeys(names)
}

// plannedAccounts are the accounts in which the plan has resources.
func (b *builder) plannedAccounts() []PlannedAccount {
	var out []PlannedAccount
	for _, name := range b.usedAccounts() {
		if account, ok := b.estate.Accounts[name]; ok {
			out = append(out, PlannedAccount{Name: name, ID: account.ID, RoleArn: account.RoleArn})
		}
	}
	return out
}
