package localcloud

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestResourceShare(t *testing.T) {
	hub := newPlace(t)
	spoke := hub.in(other, "us-east-1")
	tgw := hub.create(tTransitGateway, "tgw", Props{})
	share := hub.create(tShare, "network", Props{"allowExternalPrincipals": true})
	assert.Regexp(t, shareARN, share.id)
	resource := hub.create(tShared, "tgw", Props{"resourceShareArn": share.id, "resourceArn": tgw.out("arn")})
	assert.Equal(t, share.id+","+tgw.out("arn"), resource.id)
	principal := hub.create(tPrincipal, "spoke", Props{"resourceShareArn": share.id, "principal": other})

	visible := func() bool { return spoke.callFor().find(tTransitGateway, tgw.id) != nil }
	assert.False(t, visible(), "nobody has accepted yet")
	accepted := spoke.create(tShareAccepter, "network", Props{"shareArn": share.id})
	assert.Equal(t, home, accepted.out("senderAccountId"))
	assert.Equal(t, []string{tgw.out("arn")}, strs(accepted.outputs, "resources"))
	assert.True(t, visible())
	assert.False(t, hub.in("333333333333", "us-east-1").callFor().find(tTransitGateway, tgw.id) != nil)
	assert.Nil(t, hub.in(other, "us-west-2").callFor().find(tTransitGateway, tgw.id))

	none := "arn:aws:ram:us-east-1:" + home + ":resource-share/01234567-89ab-cdef-0123-456789abcdef"
	hub.refuses(tShared, "again", resource.inputs, "InvalidParameterException", "already")
	hub.refuses(tShared, "noshare", merge(resource.inputs, Props{"resourceShareArn": none}), "UnknownResourceException", none)
	hub.refuses(tShared, "noresource", merge(resource.inputs, Props{"resourceArn": tgw.out("arn") + "0"}), "UnknownResourceException", tgw.id)
	hub.refuses(tShared, "malformed", merge(resource.inputs, Props{"resourceArn": tgw.id}), "MalformedArnException", tgw.id)
	hub.refuses(tShared, "type", merge(resource.inputs, Props{"resourceArn": "arn:aws:ec2:us-east-1:" + home + ":instance/i-0"}), "InvalidParameterException", "instance")
	spoke.refuses(tShared, "account", resource.inputs, "UnknownResourceException", share.id)
	hub.refuses(tPrincipal, "again", principal.inputs, "InvalidParameterException", "already")
	hub.refuses(tPrincipal, "self", merge(principal.inputs, Props{"principal": home}), "InvalidParameterException", "own account")
	hub.refuses(tPrincipal, "who", merge(principal.inputs, Props{"principal": "spoke"}), "InvalidParameterException", "malformed")
	spoke.refuses(tShareAccepter, "again", accepted.inputs, "ResourceShareInvitationArnNotFoundException", share.id)
	hub.in("333333333333", "us-east-1").refuses(tShareAccepter, "uninvited", accepted.inputs, "ResourceShareInvitationArnNotFoundException", share.id)

	accepted.remove()
	_, _, there := principal.read()
	assert.False(t, there, "an account that leaves a share is no principal of it")
	assert.False(t, visible())
	principal = hub.create(tPrincipal, "spoke", principal.inputs)
	assert.False(t, visible(), "a second invitation has to be accepted like the first")
	accepted = spoke.create(tShareAccepter, "network", accepted.inputs)
	assert.True(t, visible())

	share = share.update(Props{"name": "renamed"})
	assert.Equal(t, []string{"principal"}, principal.replaces(Props{"principal": "333333333333"}))
	principal.remove()
	assert.False(t, visible())
	accepted.remove()
	share.remove()
	_, _, there = resource.read()
	assert.False(t, there, "a share takes its associations along")
}

// What a cluster's stack leaves accepted (RetainOnDelete) ends with the hub's share.
func TestShareTakesItsAcceptancesAlong(t *testing.T) {
	hub := newPlace(t)
	spoke, third := hub.in(other, "us-east-1"), hub.in("333333333333", "us-east-1")
	share := hub.create(tShare, "network", Props{"allowExternalPrincipals": true})
	kept := hub.create(tShare, "kept", Props{"allowExternalPrincipals": true})
	accept := func(at place, account string, of made) made {
		hub.create(tPrincipal, account+of.id, Props{"resourceShareArn": of.id, "principal": account})
		return at.create(tShareAccepter, "network"+of.id, Props{"shareArn": of.id})
	}
	gone := []made{accept(spoke, other, share), accept(third, "333333333333", share)}
	stays := accept(spoke, other, kept)

	share.remove()
	for _, accepted := range gone {
		_, _, there := accepted.read()
		assert.False(t, there, "no account is in a share that is deleted")
		accepted.remove()
	}
	_, _, there := stays.read()
	assert.True(t, there)
}

func TestShareInsideOrganization(t *testing.T) {
	hub := newPlace(t)
	spoke := hub.in(other, "us-east-1")
	tgw := hub.create(tTransitGateway, "tgw", Props{})
	share := hub.create(tShare, "network", Props{})
	hub.create(tShared, "tgw", Props{"resourceShareArn": share.id, "resourceArn": tgw.out("arn")})
	hub.create(tPrincipal, "all", Props{"resourceShareArn": share.id, "principal": "arn:aws:organizations::" + home + ":organization/o-abc123"})
	require.NotNil(t, spoke.callFor().find(tTransitGateway, tgw.id))
	spoke.refuses(tShareAccepter, "network", Props{"shareArn": share.id}, "ResourceShareInvitationArnNotFoundException", "not necessary")
}
