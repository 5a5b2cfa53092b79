package localcloud

import (
	"regexp"
	"strings"
)

const tShareAccepter = "aws:ram/resourceShareAccepter:ResourceShareAccepter"

var (
	shareARN     = regexp.MustCompile(`^arn:aws[a-z-]*:ram:([a-z0-9-]+):(\d{12}):resource-share/([0-9a-f-]{36})$`)
	organization = regexp.MustCompile(`^arn:aws[a-z-]*:organizations::\d{12}:(?:organization/o-[a-z0-9]+|ou/o-[a-z0-9]+/ou-[a-z0-9-]+)$`)
)

// ramKinds are the types of AWS Resource Access Manager, by which an account
// lets others use what it owns.
//
// A share that does not allow external principals stays inside the
// organization: there, nobody has to accept anything. One that allows them is
// taken to reach accounts outside, which must accept first.
func ramKinds() []*kind {
	toShare := ref{
		path: "resourceShareArn", to: []string{tShare}, missing: "UnknownResourceException", say: "ResourceShare %s could not be found.", goes: true,
	}
	return []*kind{
		{
			token:    tShare,
			replace:  []string{"permissionArns"},
			name:     named("name", 255),
			defaults: Props{"allowExternalPrincipals": false},
			sets:     []string{"permissionArns"},
			computed: []string{"permissionArns"},
			unshown:  []string{"permissionArns"},
			create: func(c *call) (string, Props, error) {
				arn := c.arn("ram", "resource-share/"+uuid(c.hash("share", 32)))
				out := Props{"arn": arn, "name": str(c.in, "name")}
				if !has(c.in, "permissionArns") {
					out["permissionArns"] = []any{}
				}
				return arn, out, nil
			},
		},
		{
			token:   tShared,
			replace: []string{"resourceArn", "resourceShareArn"},
			refs:    []ref{toShare},
			create:  shareResource,
		},
		{
			token:   tPrincipal,
			replace: []string{"principal", "resourceShareArn"},
			refs:    []ref{toShare},
			create:  invitePrincipal,
		},
		{
			token:   tShareAccepter,
			replace: []string{"shareArn"},
			refs:    []ref{{path: "shareArn", to: []string{tShare}, goes: true}},
			create:  acceptShare,
			remove:  leaveShare,
		},
	}
}

// shareableTypes are the types of which resources can be shared, by the beginning of
// the resource's name in its ARN.
var shareableTypes = map[string]string{
	"transit-gateway": tTransitGateway,
	"subnet":          tSubnet,
	"prefix-list":     tPrefixList,
}

func shareResource(c *call) (string, Props, error) {
	arn, share := str(c.in, "resourceArn"), str(c.in, "resourceShareArn")
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" {
		return "", nil, refuse("MalformedArnException", "The specified resource ARN %s is not valid. Verify the ARN and try again.", arn)
	}
	what, id, _ := strings.Cut(parts[5], "/")
	typ := shareableTypes[what]
	switch {
	case typ == "":
		return "", nil, refuse("InvalidParameterException", "You cannot share the selected resource type: %s", what)
	case parts[4] != c.account:
		return "", nil, refuse("InvalidParameterException", "You cannot share a resource of another account: %s", arn)
	case parts[3] != c.region || c.cloud.store.get(key{c.account, c.region, typ, id}) == nil:
		return "", nil, refuse("UnknownResourceException", "Resource %s could not be found.", arn)
	}
	for _, o := range c.where(tShared, "resourceShareArn", share) {
		if str(o.Outputs, "resourceArn") == arn {
			return "", nil, refuse("InvalidParameterException", "Resource %s is associated with the resource share %s already", arn, share)
		}
	}
	return share + "," + arn, nil, nil
}

func invitePrincipal(c *call) (string, Props, error) {
	principal, share := str(c.in, "principal"), str(c.in, "resourceShareArn")
	if !accountID.MatchString(principal) && !organization.MatchString(principal) && !iamRole.MatchString(principal) && !iamUser.MatchString(principal) {
		return "", nil, refuse("InvalidParameterException", "Principal ID %s is malformed. Verify the ID and try again.", principal)
	}
	if principal == c.account {
		return "", nil, refuse("InvalidParameterException", "You cannot share resources with your own account %s", principal)
	}
	for _, o := range c.where(tPrincipal, "resourceShareArn", share) {
		if str(o.Outputs, "principal") == principal {
			return "", nil, refuse("InvalidParameterException", "Principal %s is associated with the resource share %s already", principal, share)
		}
	}
	return share + "," + principal, nil, nil
}

// sharesWith says whether a share names an account or all of its organization.
func (c *Cloud) sharesWith(share *Object, account string) bool {
	for _, p := range c.store.all(share.Account, share.Region, tPrincipal) {
		if str(p.Outputs, "resourceShareArn") != share.ID {
			continue
		}
		principal := str(p.Outputs, "principal")
		if principal == account || organization.MatchString(principal) ||
			strings.HasPrefix(principal, "arn:") && strings.SplitN(principal, ":", 6)[4] == account {
			return true
		}
	}
	return false
}

// sharedResources lists the ARNs that a share gives away.
func (c *Cloud) sharedResources(share *Object) []string {
	var all []string
	for _, r := range c.store.all(share.Account, share.Region, tShared) {
		if str(r.Outputs, "resourceShareArn") == share.ID {
			all = append(all, str(r.Outputs, "resourceArn"))
		}
	}
	return all
}

func acceptShare(c *call) (string, Props, error) {
	arn := str(c.in, "shareArn")
	m := shareARN.FindStringSubmatch(arn)
	if m == nil {
		return "", nil, refuse("MalformedArnException", "The specified resource share ARN %s is not valid.", arn)
	}
	share := c.cloud.store.get(key{m[2], c.region, tShare, arn})
	external := share != nil && boolean(share.Outputs, "allowExternalPrincipals")
	if !external || m[2] == c.account || !c.cloud.sharesWith(share, c.account) || c.find(tShareAccepter, arn) != nil {
		return "", nil, refuse("ResourceShareInvitationArnNotFoundException", "No RAM Resource Share (%s) invitation found. NOTE: If both AWS accounts "+
			"are in the same AWS Organization and RAM Sharing with AWS Organizations is enabled, this resource is not necessary", arn)
	}
	return arn, Props{
		"invitationArn":     "arn:aws:ram:" + c.region + ":" + m[2] + ":resource-share-invitation/" + uuid(c.hash("invitation", 32)),
		"receiverAccountId": c.account, "senderAccountId": m[2], "shareId": "rs-" + m[3], "shareName": str(share.Outputs, "name"), "status": "ACTIVE",
		"resources": anys(c.cloud.sharedResources(share)),
	}, nil
}

// leaveShare takes an account out of a share, so that its owner finds it gone.
func leaveShare(c *call) error {
	sender := str(c.old.Outputs, "senderAccountId")
	for _, p := range c.cloud.store.all(sender, c.region, tPrincipal) {
		if str(p.Outputs, "resourceShareArn") == c.old.ID && str(p.Outputs, "principal") == c.account {
			c.drop(p)
		}
	}
	return nil
}

// sharedWith finds an object of another account that is shared with this one,
// and accepted where that is needed.
func (c *Cloud) sharedWith(account, region, typ, id string) *Object {
	for _, association := range c.store.byType[tShared] {
		arn := str(association.Outputs, "resourceArn")
		if association.Account == account || association.Region != region || !strings.HasSuffix(arn, "/"+id) {
			continue
		}
		owned := c.store.get(key{association.Account, region, typ, id})
		share := c.store.get(key{association.Account, region, tShare, str(association.Outputs, "resourceShareArn")})
		if owned == nil || share == nil || str(owned.Outputs, "arn") != arn || !c.sharesWith(share, account) {
			continue
		}
		if boolean(share.Outputs, "allowExternalPrincipals") && c.store.get(key{account, region, tShareAccepter, share.ID}) == nil {
			continue // nobody has accepted the invitation
		}
		return owned
	}
	return nil
}
