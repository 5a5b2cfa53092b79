package reachability_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/components/reachability"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden file anew")

// estates are the golden estates of components/plan.
func estates(t *testing.T) map[string]*plan.Plan {
	t.Helper()
	files, err := filepath.Glob("../plan/testdata/*.plan.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	all := map[string]*plan.Plan{}
	for _, file := range files {
		declared, err := os.ReadFile(strings.TrimSuffix(file, ".plan.json") + ".json")
		require.NoError(t, err)
		planned, err := plan.Parse(declared)
		require.NoError(t, err, file)
		all[strings.TrimSuffix(filepath.Base(file), ".plan.json")] = planned
	}
	return all
}

// TestQuestionsOfGoldenEstates shows what is asked of each golden estate, in words.
func TestQuestionsOfGoldenEstates(t *testing.T) {
	t.Parallel()
	all := estates(t)
	var text strings.Builder
	for _, name := range sorted(all) {
		fmt.Fprintf(&text, "%s\n", name)
		for _, question := range reachability.Questions(all[name]) {
			fmt.Fprintf(&text, "  %s: %s\n", question.Name, inWords(question))
		}
	}
	const golden = "testdata/questions.txt"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(text.String()), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), text.String(), "run the test with -update if that is what you want")
}

// TestQuestionsHold checks what must hold of the questions of any estate.
func TestQuestionsHold(t *testing.T) {
	t.Parallel()
	for name, planned := range estates(t) {
		questions := reachability.Questions(planned)
		asked := map[string]reachability.Question{}
		for _, question := range questions {
			assert.NotContains(t, asked, question.Name, name)
			asked[question.Name] = question
			assert.True(t, strings.HasPrefix(question.Name, question.Property+"."), question.Name)
			assert.Equal(t, question.Property != reachability.Contained, question.PathFound, question.Name)
			assert.NotEqual(t, question.Source, question.Destination, question.Name)
			if firewall := edge(planned); firewall {
				assert.NotEqual(t, reachability.InternetGateway("ingress"), question.Source, "%s: %s begins before a firewall", name, question.Name)
			}
		}
		// Each service that flightpath expects is asked about in each zone of its inner load balancer, and where a firewall is before
		// that, whether it sees the requests.
		offered := map[string]bool{}
		for _, service := range expected.Expectations(planned).Services {
			offered[service.TargetGroup] = true
		}
		services := 0
		for _, balancer := range planned.LoadBalancers {
			for _, group := range balancer.TargetGroups {
				for _, target := range group.Targets {
					question, is := asked["exposed."+target.Name]
					require.Equal(t, offered[group.AwsName], is, "%s: %s", name, target.Name)
					if !is {
						continue
					}
					services++
					assert.Equal(t, target.Address, question.Address)
					assert.Equal(t, target.Port, question.Port)
					_, before := asked["inspected."+target.Name]
					assert.Equal(t, before, question.Source == reachability.Attachment("inspection"), question.Name)
				}
			}
		}
		assert.Positive(t, services, name)
		assert.Equal(t, slices.Sorted(slices.Values(reachability.Resources(questions))), reachability.Resources(questions))
	}
}

func edge(planned *plan.Plan) bool {
	return slices.ContainsFunc(planned.Firewalls, func(firewall plan.PlannedFirewall) bool {
		return slices.Contains(firewall.Places, plan.PlaceEdge)
	})
}

// TestQuestionsOfStandbys: a cluster of weight 0 gets no requests, so none are asked for.
func TestQuestionsOfStandbys(t *testing.T) {
	t.Parallel()
	planned := weighted(t, 0)
	for _, question := range reachability.Questions(planned) {
		assert.NotContains(t, question.Name, "exposed.public.shop.green", question.Name)
	}
	names := func(planned *plan.Plan) (all []string) {
		for _, question := range reachability.Questions(planned) {
			all = append(all, question.Name)
		}
		return all
	}
	assert.Contains(t, names(planned), "exposed.public.shop.blue.use1-az1")
	assert.Contains(t, names(weighted(t, 1)), "exposed.public.shop.green.use1-az1")
}

func weighted(t *testing.T, green int) *plan.Plan {
	t.Helper()
	planned, err := plan.Parse(fmt.Appendf(nil, `{
		"zones": ["use1-az1", "use1-az2"], "transit": {"transitGateway": {}},
		"ingress": {"cidr": "10.0.0.0/20", "loadBalancers": {"public": {"type": "application",
			"certificate": {"arn": "arn:aws:acm:us-east-1:111122223333:certificate/0"}}}},
		"clusters": {"blue": {"cidr": "10.16.0.0/16"}, "green": {"cidr": "10.17.0.0/16"}},
		"services": {"shop": {"weights": {"blue": 1, "green": %d}, "hostnames": ["shop.example.com"], "port": 8080}}
	}`, green))
	require.NoError(t, err)
	return planned
}

func sorted(all map[string]*plan.Plan) []string {
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// inWords is a question in words: what is asked, and what is expected.
func inWords(q reachability.Question) string {
	text := q.Source + " to " + q.Destination
	if q.Address != "" {
		text += " (" + q.Address
		if q.Port > 0 {
			text += ":" + strconv.Itoa(q.Port)
		}
		text += ")"
	}
	if q.Through != "" {
		text += " through " + q.Through
	}
	if q.PathFound {
		return text + ": a path"
	}
	return text + ": no path"
}
