package pulumi

import (
	"testing"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/stretchr/testify/assert"
)

// An attachment to a gateway of another account carries nothing before that has accepted it.
func TestAttachmentsOfAnotherAccount(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		gateway   map[string]any
		gatewayIn string
		accepted  bool
		available bool
	}{
		"one account":         {nil, "222222222222", false, true},
		"nobody accepts":      {nil, "111111111111", false, false},
		"accepted":            {nil, "111111111111", true, true},
		"accepted by itself":  {map[string]any{"autoAcceptSharedAttachments": "enable"}, "111111111111", false, true},
		"an account unstated": {nil, "", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, vpc, one, _, _ := base()
			provider := func(account string) string {
				if account == "" {
					return ""
				}
				return p.add("pulumi:providers:aws", "in-"+account, map[string]any{"allowedAccountIds": []any{account}}) + "::id"
			}
			spoke, hub := provider("222222222222"), ""
			if test.gatewayIn != "222222222222" {
				hub = provider(test.gatewayIn)
			} else {
				hub = spoke
			}
			gateway := p.add(typeTransit, "transit", test.gateway)
			p.resources[len(p.resources)-1].Provider = hub
			attachment := p.add(typeVPCAttachment, "attachment", map[string]any{
				"transitGatewayId": to{gateway}, "vpcId": to{vpc}, "subnetIds": toEach{[]any{Unknown}, []string{one}},
			})
			p.resources[len(p.resources)-1].Provider = spoke
			if test.accepted {
				p.add(attachmentTypes[2], "accepter", map[string]any{"transitGatewayAttachmentId": to{attachment}})
			}
			n := p.read(t)
			assert.Empty(t, n.Gaps)
			assert.Equal(t, test.available, n.Attachments[0].Available)
			assert.Equal(t, gateway, n.Attachments[0].Gateway)
		})
	}
}

// An accepter that may mean either of two attachments proves of neither that it was accepted.
func TestAcceptersThatMayMeanAnother(t *testing.T) {
	t.Parallel()
	p, vpc, one, _, _ := base()
	provider := func(account string) string {
		return p.add("pulumi:providers:aws", "in-"+account, map[string]any{"allowedAccountIds": []any{account}}) + "::id"
	}
	spoke, hub := provider("222222222222"), provider("111111111111")
	gateway := p.add(typeTransit, "transit", nil)
	p.resources[len(p.resources)-1].Provider = hub
	var attachments to
	for _, name := range []string{"first", "second"} {
		attachments = append(attachments, p.add(typeVPCAttachment, name, map[string]any{
			"transitGatewayId": to{gateway}, "vpcId": to{vpc}, "subnetIds": toEach{[]any{Unknown}, []string{one}},
		}))
		p.resources[len(p.resources)-1].Provider = spoke
	}
	p.add(attachmentTypes[2], "accepter", map[string]any{"transitGatewayAttachmentId": attachments})
	n := p.read(t)
	for _, id := range attachments {
		assert.NotEmpty(t, gapsOf(n, network.GapAttachments, id))
	}
}
