package localcloud_test

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// off is a transit gateway that associates and propagates nothing by itself.
var off = props{"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"}

func attachment(gateway resource, n network) props {
	return props{
		"transitGatewayId": gateway.ID, "vpcId": n.vpc.ID, "subnetIds": n.subnetIDs(),
		"transitGatewayDefaultRouteTableAssociation": false, "transitGatewayDefaultRouteTablePropagation": false,
	}
}

func TestAttachments(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n, other := w.aws.network("hub", 0, 2), w.aws.network("other", 1, 1)
	gateway := w.aws.create(tGateway, "hub", off)
	assert.Empty(t, gateway.str("associationDefaultRouteTableId"))
	in := attachment(gateway, n)
	in["transitGatewayId"] = "tgw-0123"
	w.aws.refuses("InvalidTransitGatewayID.NotFound", tAttachment, "lost", in)
	in = attachment(gateway, n)
	in["subnetIds"] = []any{other.subnets[0].ID}
	w.aws.refuses("does not belong to VPC", tAttachment, "foreign", in)
	twin := w.aws.create(tSubnet, "twin", props{"vpcId": n.vpc.ID, "cidrBlock": "10.0.20.0/24", "availabilityZoneId": "use1-az1"})
	in["subnetIds"] = []any{n.subnets[0].ID, twin.ID}
	w.aws.refuses("DuplicateSubnetsInSameZone", tAttachment, "twin", in)

	a := w.aws.create(tAttachment, "hub", attachment(gateway, n))
	w.aws.refuses("DuplicateTransitGatewayAttachment", tAttachment, "again", attachment(gateway, n))
	require.ErrorContains(t, w.aws.delete(gateway), "IncorrectState")
	require.ErrorContains(t, w.aws.delete(n.subnets[0]), "DependencyViolation")
	more := attachment(gateway, n)
	more["applianceModeSupport"] = "enable"
	assert.Empty(t, w.aws.diff(a, more).GetReplaces())
	more["applianceModeSupport"] = "on"
	_, failed := w.aws.check(tAttachment, "hub", nil, more)
	assert.Len(t, failed, 1)
	require.NoError(t, w.aws.delete(a))
	require.NoError(t, w.aws.delete(gateway))
}

func TestTransitRoutes(t *testing.T) {
	w := newWorld(t, localcloud.Options{Quotas: localcloud.Quotas{RoutesPerTransitGateway: 3}})
	hub, spoke := w.aws.network("hub", 0, 1), w.aws.network("spoke", 1, 1)
	gateway, stranger := w.aws.create(tGateway, "hub", off), w.aws.create(tGateway, "stranger", off)
	a, b := w.aws.create(tAttachment, "hub", attachment(gateway, hub)), w.aws.create(tAttachment, "spoke", attachment(gateway, spoke))
	table := w.aws.create(tTransitTable, "ingress", props{"transitGatewayId": gateway.ID})
	second := w.aws.create(tTransitTable, "spokes", props{"transitGatewayId": gateway.ID})
	far := w.aws.create(tTransitTable, "far", props{"transitGatewayId": stranger.ID})

	assoc := w.aws.create(tTransitAssoc, "hub", props{"transitGatewayAttachmentId": a.ID, "transitGatewayRouteTableId": table.ID})
	assert.Equal(t, hub.vpc.ID, assoc.str("resourceId"))
	w.aws.refuses("Resource.AlreadyAssociated", tTransitAssoc, "hub2", props{"transitGatewayAttachmentId": a.ID, "transitGatewayRouteTableId": second.ID})
	w.aws.refuses("does not belong to", tTransitAssoc, "far", props{"transitGatewayAttachmentId": b.ID, "transitGatewayRouteTableId": far.ID})
	require.ErrorContains(t, w.aws.delete(table), "IncorrectState")

	route := func(dest string, more props) props {
		in := props{"transitGatewayRouteTableId": table.ID, "destinationCidrBlock": dest}
		for k, v := range more {
			in[k] = v
		}
		return in
	}
	to := props{"transitGatewayAttachmentId": b.ID}
	w.aws.refuses("InvalidParameterCombination", tTransitRoute, "nowhere", route("10.1.0.0/16", nil))
	w.aws.refuses("InvalidParameterCombination", tTransitRoute, "both", route("10.1.0.0/16", props{"blackhole": true, "transitGatewayAttachmentId": b.ID}))
	w.aws.refuses("InvalidTransitGatewayAttachmentID.NotFound", tTransitRoute, "lost", route("10.1.0.0/16", props{"transitGatewayAttachmentId": "tgw-attach-0"}))
	r := w.aws.create(tTransitRoute, "spoke", route("10.1.0.0/16", to))
	w.aws.refuses("RouteAlreadyExists", tTransitRoute, "spoke2", route("10.1.0.0/16", props{"blackhole": true}))
	w.aws.create(tTransitRoute, "hole", route("10.0.0.0/8", props{"blackhole": true}))
	assert.Equal(t, []string{"transitGatewayAttachmentId"}, w.aws.diff(r, route("10.1.0.0/16", props{"transitGatewayAttachmentId": a.ID})).GetReplaces())
	w.aws.create(tTransitRoute, "third", route("10.3.0.0/16", to))
	w.aws.refuses("TransitGatewayRouteLimitExceeded", tTransitRoute, "fourth", route("10.4.0.0/16", to))
}

func TestDefaultAssociation(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	n := w.aws.network("hub", 0, 1)
	gateway := w.aws.create(tGateway, "hub", props{})
	require.NotEmpty(t, gateway.str("associationDefaultRouteTableId"))
	in := attachment(gateway, n)
	delete(in, "transitGatewayDefaultRouteTableAssociation")
	a := w.aws.create(tAttachment, "hub", in)
	table := w.aws.create(tTransitTable, "own", props{"transitGatewayId": gateway.ID})
	association := props{"transitGatewayAttachmentId": a.ID, "transitGatewayRouteTableId": table.ID}
	w.aws.refuses("Resource.AlreadyAssociated", tTransitAssoc, "own", association)
	association["replaceExistingAssociation"] = true
	w.aws.create(tTransitAssoc, "own", association)
	assert.Equal(t, []string{"defaultRouteTableAssociation"},
		w.aws.diff(w.aws.create(tGateway, "off", off), props{"defaultRouteTablePropagation": "disable"}).GetReplaces(), "from disable to enable")
}

func TestPrefixListReferences(t *testing.T) {
	const typ = "aws:ec2transitgateway/prefixListReference:PrefixListReference"
	w := newWorld(t, localcloud.Options{})
	gateway := w.aws.create(tGateway, "hub", off)
	table := w.aws.create(tTransitTable, "ingress", props{"transitGatewayId": gateway.ID})
	list := w.aws.create(tPrefixList, "spokes", props{"addressFamily": "IPv4", "maxEntries": 2, "entries": []any{props{"cidr": "10.1.0.0/16"}}})
	in := props{"transitGatewayRouteTableId": table.ID, "prefixListId": list.ID, "blackhole": true}
	w.aws.create(typ, "spokes", in)
	w.aws.refuses("Duplicate", typ, "again", in)
	require.ErrorContains(t, w.aws.delete(list), list.ID)
	w.aws.refuses("PrefixListMaxEntriesExceeded", tPrefixList, "full", props{
		"addressFamily": "IPv4", "maxEntries": 1, "entries": []any{props{"cidr": "10.1.0.0/16"}, props{"cidr": "10.2.0.0/16"}},
	})
}

func TestAttachmentsOfAnotherAccount(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	gateway := w.aws.create(tGateway, "hub", off)
	table := w.aws.create(tTransitTable, "spokes", props{"transitGatewayId": gateway.ID})
	a := w.spoke(gateway)
	spoke := w.account("222222222222")
	vpcTable := spoke.create(tRouteTable, "node", props{"vpcId": a.str("vpcId")})
	route := props{"routeTableId": vpcTable.ID, "destinationCidrBlock": "10.0.0.0/16", "transitGatewayId": gateway.ID}
	association := props{"transitGatewayAttachmentId": a.ID, "transitGatewayRouteTableId": table.ID}
	w.aws.refuses("pendingAcceptance", tTransitAssoc, "spoke", association)
	spoke.refuses("InvalidTransitGatewayID.NotFound", tRoute, "hub", route)
	const accepter = "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter"
	spoke.refuses("IncorrectState", accepter, "own", props{"transitGatewayAttachmentId": a.ID})
	accepted := w.aws.create(accepter, "spoke", props{"transitGatewayAttachmentId": a.ID})
	assert.Equal(t, "222222222222", accepted.str("vpcOwnerId"))
	w.aws.create(tTransitAssoc, "spoke", association)
	w.aws.refuses("IncorrectState", accepter, "again", props{"transitGatewayAttachmentId": a.ID})
	spoke.create(tRoute, "hub", route)
	require.ErrorContains(t, w.aws.delete(gateway), "IncorrectState", "another account's attachment counts")
	spoke.refuses("InvalidRouteTableID.NotFound", tTransitAssoc, "theirs", association)
	spoke.refuses("InvalidRouteTableID.NotFound", tTransitRoute, "theirs", props{
		"transitGatewayRouteTableId": table.ID, "destinationCidrBlock": "10.9.0.0/16", "transitGatewayAttachmentId": a.ID,
	})
	require.NoError(t, spoke.delete(a))
	assert.Empty(t, w.aws.read(tTransitAssoc, "spoke", table.ID+"_"+a.ID).GetId(), "an association goes with its attachment")
}

// The provider takes an acceptance back by deleting the attachment.
func TestAttachmentGoesWithItsAcceptance(t *testing.T) {
	w := newWorld(t, localcloud.Options{})
	gateway := w.aws.create(tGateway, "hub", off)
	table := w.aws.create(tTransitTable, "spokes", props{"transitGatewayId": gateway.ID})
	a, spoke := w.spoke(gateway), w.account("222222222222")
	accepted := w.aws.create("aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter", "spoke", props{"transitGatewayAttachmentId": a.ID})
	w.aws.create(tTransitAssoc, "spoke", props{"transitGatewayAttachmentId": a.ID, "transitGatewayRouteTableId": table.ID})
	require.NoError(t, w.aws.delete(accepted))
	assert.Empty(t, spoke.read(tAttachment, "spoke", a.ID).GetId())
	assert.Empty(t, w.aws.read(tTransitAssoc, "spoke", table.ID+"_"+a.ID).GetId())
	require.NoError(t, spoke.delete(a), "gone already")
	require.NoError(t, w.aws.delete(gateway))
}

// Which default tables an attachment uses is the business of the gateway's owner.
func TestDefaultsOfAnAcceptedAttachment(t *testing.T) {
	const accepter = "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter"
	for name, test := range map[string]struct {
		accepted props
		refused  bool
	}{
		"by default":   {props{}, true},
		"declared off": {props{"transitGatewayDefaultRouteTableAssociation": false, "transitGatewayDefaultRouteTablePropagation": false}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, localcloud.Options{})
			gateway := w.aws.create(tGateway, "hub", props{})
			a := w.spoke(gateway)
			assert.Equal(t, true, a.Out["transitGatewayDefaultRouteTableAssociation"], "the provider cannot read the tables of another account")
			assert.Equal(t, pulumirpc.DiffResponse_DIFF_SOME, w.account("222222222222").diff(a, a.In).GetChanges(), "what it reads is not what is declared")
			test.accepted["transitGatewayAttachmentId"] = a.ID
			w.aws.create(accepter, "spoke", test.accepted)
			association := props{
				"transitGatewayAttachmentId": a.ID,
				"transitGatewayRouteTableId": w.aws.create(tTransitTable, "own", props{"transitGatewayId": gateway.ID}).ID,
			}
			if test.refused {
				w.aws.refuses("Resource.AlreadyAssociated", tTransitAssoc, "own", association)
			} else {
				w.aws.create(tTransitAssoc, "own", association)
			}
		})
	}
}
