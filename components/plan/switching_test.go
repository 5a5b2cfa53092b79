package plan

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// changing are the fields in which switching inspection may change an object that stays: where routes lead, and which
// transit route table an exception asks.
var changing = []string{
	"vpcs.routeTables.routes.nextHop", "transitGateway.routeTables.routes.attachment", "transitGateway.attachments.routeTable",
}

// coming are objects that come and go with inspection: a firewall's own, what it stands in, and routes to and from it.
var coming = regexp.MustCompile(`^plan/(firewalls|fleets|exceptions)/|` +
	`^plan/vpcs/inspection(/|$)|` +
	`^plan/vpcs/ingress/(subnets|routeTables)/ingress\.(firewall|edge)|` +
	`^plan/vpcs/c[0-9]+/routeTables/c[0-9]+\.(node\.[a-z0-9-]+|rtb-[0-9a-f]+)/routes/[^/]+\.internet$|` +
	`^plan/transitGateway/attachments/inspection$|` +
	`^plan/transitGateway/routeTables/(inspection|exempt)(/|$)|` +
	`^plan/transitGateway/routeTables/spoke/routes/spoke\.internet$`)

// TestSwitchingInspection goes from any inspection, or none, to any other. No VPC but the inspection VPC, no subnet, address,
// load balancer or cluster changes, and no route changes its name, its destination or the VPC that it belongs to.
func TestSwitchingInspection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		estate := drawEstate(t)
		before := built(t, estate)
		another := drawInspection(t, estate, "another")
		if hasInspectionVpc(estate.Inspection) && hasInspectionVpc(another) {
			another.Cidr = estate.Inspection.Cidr // Another CIDR is another VPC.
		}
		estate.Inspection = another
		after := built(t, estate)
		was, is := objects(t, before), objects(t, after)
		for key, old := range was {
			now, stays := is[key]
			if !stays {
				require.Regexp(t, coming, key, "is gone")
				continue
			}
			requireSame(t, key, old, now)
		}
		for key := range is {
			if _, was := was[key]; !was {
				require.Regexp(t, coming, key, "is new")
			}
		}
	})
}

// hasInspectionVpc says whether a declaration asks for an inspection VPC.
func hasInspectionVpc(inspection *Inspection) bool {
	return newBuilder(Estate{Inspection: inspection}).hasInspectionVpc()
}

// requireSame requires that an object changes in no other field than switching may change.
func requireSame(t *rapid.T, key string, old, now map[string]any) {
	kind := kindOf(key)
	if strings.HasPrefix(kind, "firewalls") || strings.HasPrefix(kind, "fleets") || kind == "exceptions" {
		return
	}
	for _, field := range append(sortedKeys(old), sortedKeys(now)...) {
		// The inspection VPC has a way to the internet for egress only.
		if !slices.Contains(changing, kind+"."+field) && key+"."+field != "plan/vpcs/inspection.internetGateway" {
			require.Equal(t, old[field], now[field], "%s.%s", key, field)
		}
	}
}
