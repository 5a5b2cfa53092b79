package pulumi

import (
	"cmp"
	"strings"
)

// place is where a resource lives, as far as its provider says: empty is not known.
type place struct{ account, region string }

// place reads the provider's settings: the account that it is held to, or the role that it assumes, and its Region.
func (b *builder) place(r *Resource) place {
	urn, _, found := cutLast(r.Provider, "::")
	provider := b.byURN[urn]
	at := place{region: r.text("region")} // a resource may say another one than its provider (pulumi-aws 7)
	if found && provider != nil {
		at.region = cmp.Or(at.region, provider.text("region"))
		at.account = ProviderAccount(provider)
	}
	if !known(at.region) {
		at.region = ""
	}
	return at
}

// placeOf is place, of what AWS has made where that is: an ARN tells it.
func (b *builder) placeOf(r *Resource) place {
	at := b.place(r)
	// arn:partition:service:region:account:…
	if parts := strings.Split(asText(r.Outputs["arn"]), ":"); len(parts) > 5 {
		at = place{account: cmp.Or(parts[4], at.account), region: cmp.Or(parts[3], at.region)}
	}
	return at
}

// apart says that two places are surely not one; same that they surely are.
func (p place) apart(o place) bool {
	return p.account != "" && o.account != "" && p.account != o.account || p.region != "" && o.region != "" && p.region != o.region
}

func (p place) same(o place) bool { return p == o && p.account != "" && p.region != "" }

// ProviderAccount is the account that an AWS provider is held to, or that of the role that it assumes; empty where it is not known.
func ProviderAccount(provider *Resource) string {
	accounts := asList(decoded(provider.value("allowedAccountIds")))
	if len(accounts) == 1 && known(asText(accounts[0])) {
		return asText(accounts[0])
	}
	account := ""
	for _, role := range append(asList(decoded(provider.value("assumeRoles"))), decoded(provider.value("assumeRole"))) {
		if arn := asText(inside(role, "roleArn")); arn != "" {
			account = accountIn(arn) // of a chain of roles the last one counts
		}
	}
	return account
}

// accountIn is the account of a role's ARN; empty where it is not known.
func accountIn(role string) string {
	// arn:partition:iam::account:role/name
	if parts := strings.Split(role, ":"); len(parts) > 5 {
		return parts[4]
	}
	return ""
}

func cutLast(text, separator string) (before, after string, found bool) {
	at := strings.LastIndex(text, separator)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+len(separator):], true
}
