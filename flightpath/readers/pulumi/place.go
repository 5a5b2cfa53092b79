package pulumi

import "strings"

// place is where a resource lives, as far as its provider says.
type place struct{ account, region string }

// place reads the provider's settings: the account that it is held to, or the role that it assumes, and its Region.
func (b *builder) place(r *Resource) place {
	urn, _, found := cutLast(r.Provider, "::")
	provider := b.byURN[urn]
	if !found || provider == nil {
		return place{region: r.text("region")}
	}
	at := place{region: provider.text("region")}
	if own := r.text("region"); known(own) {
		at.region = own // a resource may say another one than its provider (pulumi-aws 7)
	}
	accounts := asList(decoded(provider.value("allowedAccountIds")))
	if len(accounts) == 1 {
		at.account = asText(accounts[0])
		return at
	}
	for _, role := range append(asList(decoded(provider.value("assumeRoles"))), decoded(provider.value("assumeRole"))) {
		// arn:partition:iam::account:role/name
		if parts := strings.Split(asText(asObject(role)["roleArn"]), ":"); len(parts) > 5 {
			at.account = parts[4]
		}
	}
	return at
}

func cutLast(text, separator string) (before, after string, found bool) {
	at := strings.LastIndex(text, separator)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+len(separator):], true
}
