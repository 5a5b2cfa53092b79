package plan

import (
	"bytes"
	"encoding/json"
	"math/rand"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// built is the plan of an estate, which must be good; estates in which two hashes meet are drawn again.
func built(t *rapid.T, estate Estate) *Plan {
	plan, err := Build(estate)
	if err != nil && strings.Contains(err.Error(), "from a hash of its name") {
		t.Skip(err)
	}
	require.NoError(t, err)
	return plan
}

// TestPlansKeepTheirPromises holds every plan against the audit, which knows nothing of how plans are built: subnets
// aligned, inside and disjoint, static addresses reserved, unique and not AWS's, every reference leading somewhere.
func TestPlansKeepTheirPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		estate := drawEstate(t)
		plan := built(t, estate)
		require.Empty(t, plan.Validate())
		for _, vpc := range plan.Vpcs {
			require.Empty(t, vpc.Validate())
		}
		bindings := 0
		for _, service := range estate.Services {
			bindings += max(1, len(service.Weights))
		}
		require.Len(t, plan.Bindings, bindings)
		for _, nlb := range plan.InnerLoadBalancers {
			require.Len(t, nlb.Addresses, len(estate.Zones))
		}
	})
}

// TestOrderMeansNothing shuffles the zones and the estate's maps.
func TestOrderMeansNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		estate := drawEstate(t)
		first, err := built(t, estate).JSON()
		require.NoError(t, err)
		estate.Zones = rapid.Permutation(estate.Zones).Draw(t, "zones")
		estate.Clusters, estate.Services = shuffled(estate.Clusters), shuffled(estate.Services)
		second, err := built(t, estate).JSON()
		require.NoError(t, err)
		require.True(t, bytes.Equal(first, second))
	})
}

// shuffled is a map filled in another order.
func shuffled[V any](m map[string]V) map[string]V {
	keys := sortedKeys(m)
	rand.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	out := map[string]V{}
	for _, key := range keys {
		out[key] = m[key]
	}
	return out
}

// objects are all named objects of a plan, each under its kind and name and without the named objects in it. The rules of an
// AWS Network Firewall are not among them: they list services and networks.
func objects(t *rapid.T, plan *Plan) map[string]map[string]any {
	data, err := plan.JSON()
	require.NoError(t, err)
	var root map[string]any
	require.NoError(t, json.Unmarshal(data, &root))
	firewalls, _ := root["firewalls"].([]any)
	for _, firewall := range firewalls {
		delete(firewall.(map[string]any), "networkFirewall")
	}
	out := map[string]map[string]any{}
	collect(out, "plan", root)
	return out
}

// collect adds an object and those in it.
func collect(out map[string]map[string]any, key string, object map[string]any) {
	own := map[string]any{}
	out[key] = own
	for field, value := range object {
		switch value := value.(type) {
		case map[string]any:
			if value["name"] == nil {
				own[field] = value
			} else {
				collect(out, key+"/"+field, value)
			}
		case []any:
			for _, item := range value {
				if inner, isObject := item.(map[string]any); isObject {
					collect(out, key+"/"+field+"/"+inner["name"].(string), inner)
				} else {
					own[field] = value
				}
			}
		default:
			own[field] = value
		}
	}
}

// requireOnlyGrown requires that everything in one plan is in another as it was, but for the given fields: lists of words in
// them may have grown, and objects may have them that had none.
func requireOnlyGrown(t *rapid.T, before, after *Plan, growing ...string) {
	was, is := objects(t, before), objects(t, after)
	for key, old := range was {
		now, ok := is[key]
		require.True(t, ok, "%s is gone", key)
		kind := kindOf(key)
		for field, value := range old {
			if _, isList := value.([]any); isList && slices.Contains(growing, kind+"."+field) {
				require.Subset(t, now[field], value, "%s.%s", key, field)
				delete(now, field)
				continue
			}
			require.Equal(t, value, now[field], "%s.%s", key, field)
		}
		for field := range now {
			if !slices.Contains(growing, kind+"."+field) {
				require.Contains(t, old, field, key)
			}
		}
	}
}

// kindOf is the kind of an object: its key without the names.
func kindOf(key string) string {
	parts := strings.Split(key, "/")
	kind := []string{}
	for i := 1; i < len(parts); i += 2 {
		kind = append(kind, parts[i])
		if parts[i] == "transitGateway" || parts[i] == "securityGroup" || parts[i] == "endpointSecurityGroup" {
			i-- // Not a list: no name follows.
		}
	}
	return strings.Join(kind, ".")
}

func TestAddingAClusterChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		estate := drawEstate(t)
		before := built(t, estate)
		addCluster(t, &estate, 100)
		requireOnlyGrown(t, before, built(t, estate), "firewalls.homeNet")
	})
}

func TestAddingAServiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		estate := drawEstate(t)
		before := built(t, estate)
		addService(t, &estate, 100)
		// Pods that become targets of an ingress load balancer are routed: their CIDR is one more behind a firewall, and their
		// existing subnets' route tables get routes.
		requireOnlyGrown(t, before, built(t, estate), "firewalls.homeNet", "vpcs.subnets.routeTable",
			"clusters.untranslatedCidrs")
	})
}

func TestAddingAHostnameChangesOneRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		estate := drawEstate(t)
		estate.Services["s0"] = Service{Cluster: "c0", LoadBalancer: "public", Hostnames: []string{"s0.example.com"}, Port: 80}
		before := built(t, estate)
		change(estate.Services, "s0", func(s *Service) { s.Hostnames = []string{"another.example.com", "s0.example.com"} })
		after := built(t, estate)
		requireOnlyGrown(t, before, after, "loadBalancers.listeners.rules.hostnames")
		was, is := objects(t, before), objects(t, after)
		const rule = "plan/loadBalancers/public/listeners/public.443/rules/public.s0"
		was[rule]["hostnames"] = is[rule]["hostnames"]
		require.Equal(t, was, is)
	})
}

// TestAddingAZoneChangesNothing appends, prepends or inserts a zone. What names its zones gets one more; no rule, route
// or address that exists changes.
func TestAddingAZoneChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		estate := drawEstate(t)
		before := built(t, estate)
		code, _, _ := strings.Cut(estate.Zones[0], "-")
		fresh := slices.DeleteFunc(zonesOf(code), func(id string) bool { return slices.Contains(estate.Zones, id) })
		id := rapid.SampledFrom(fresh).Draw(t, "new zone")
		estate = inZones(t, estate, slices.Insert(slices.Clone(estate.Zones), rapid.IntRange(0, len(estate.Zones)).Draw(t, "at"), id))
		requireOnlyGrown(t, before, built(t, estate), ".zones", "loadBalancers.subnets", "transitGateway.attachments.subnets",
			"vpcs.endpoints.subnets", "vpcs.endpoints.routeTables", "clusters.podSubnets", "fleets.subnets", "innerAlbs.subnets")
	})
}

// TestOverlapsAreFound compares the sweep with trying every pair.
func TestOverlapsAreFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ranges := []addressRange{}
		for i := range rapid.IntRange(0, 12).Draw(t, "ranges") {
			label := strconv.Itoa(i)
			bits := rapid.IntRange(20, 28).Draw(t, label+" bits")
			first := rapid.Uint32Range(0, 1<<12-1).Draw(t, label)
			ranges = append(ranges, addressRange{
				netip.PrefixFrom(address(10<<24|first), bits).Masked(), rangeKind(rapid.IntRange(0, 2).Draw(t, label+" kind")), "r" + label,
			})
		}
		expected := map[string]bool{}
		for _, x := range ranges {
			for _, y := range ranges {
				if x.path != y.path && !mayOverlap(x.kind, y.kind) && x.cidr.Overlaps(y.cidr) {
					expected[x.path] = true
				}
			}
		}
		byPath := map[string]addressRange{}
		for _, r := range ranges {
			byPath[r.path] = r
		}
		b := newBuilder(Estate{})
		b.checkOverlapping(ranges)
		require.Equal(t, len(expected) > 0, len(b.problems) > 0)
		for _, problem := range b.problems {
			other := strings.Fields(problem.Message)[2]
			require.True(t, byPath[problem.Path].cidr.Overlaps(byPath[other].cidr), "%s: %s", problem.Path, problem.Message)
			require.False(t, mayOverlap(byPath[problem.Path].kind, byPath[other].kind))
		}
	})
}
