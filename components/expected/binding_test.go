package expected_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
)

const bindingType = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"

// document is a preview or a state of testdata/bindings.yaml, as Pulumi wrote it (tests/engine writes them anew).
type document struct {
	whole     map[string]any
	resources []map[string]any
	read      func(io.Reader) (*network.Network, error)
}

// documents are both, to be changed.
func documents(t *testing.T) map[string]*document {
	t.Helper()
	open := func(name string) map[string]any {
		file, err := os.Open("../../flightpath/readers/pulumi/testdata/bindings-" + name + ".json.gz")
		require.NoError(t, err)
		defer file.Close()
		packed, err := gzip.NewReader(file)
		require.NoError(t, err)
		var whole map[string]any
		require.NoError(t, json.NewDecoder(packed).Decode(&whole))
		return whole
	}
	preview := &document{whole: open("preview"), read: pulumi.ReadPreview}
	for _, step := range preview.whole["steps"].([]any) {
		preview.resources = append(preview.resources, step.(map[string]any)["newState"].(map[string]any))
	}
	state := &document{whole: open("state"), read: pulumi.ReadState}
	for _, resource := range state.whole["deployment"].(map[string]any)["resources"].([]any) {
		state.resources = append(state.resources, resource.(map[string]any))
	}
	return map[string]*document{"preview": preview, "state": state}
}

// binding is the TargetGroupBinding of a name.
func (d *document) binding(t *testing.T, name string) map[string]any {
	t.Helper()
	i := slices.IndexFunc(d.resources, func(r map[string]any) bool {
		return r["type"] == bindingType && strings.HasSuffix(r["urn"].(string), "::"+name)
	})
	require.GreaterOrEqual(t, i, 0, name)
	return d.resources[i]
}

// swap has two bindings name each other's target group: by ARN where it is known, else by what they depend on.
func (d *document) swap(t *testing.T, one, other string) {
	t.Helper()
	a, b := d.binding(t, one), d.binding(t, other)
	for _, part := range []string{"inputs", "outputs"} {
		if a[part] == nil {
			continue
		}
		specA, specB := a[part].(map[string]any)["spec"].(map[string]any), b[part].(map[string]any)["spec"].(map[string]any)
		specA["targetGroupARN"], specB["targetGroupARN"] = specB["targetGroupARN"], specA["targetGroupARN"]
	}
	group := func(r map[string]any) *any {
		spec := r["propertyDependencies"].(map[string]any)["spec"].([]any)
		for i := range spec {
			if strings.Contains(spec[i].(string), "TargetGroup::") {
				return &spec[i]
			}
		}
		require.Fail(t, "no target group")
		return nil
	}
	*group(a), *group(b) = *group(b), *group(a)
}

// drop takes a binding out of the document.
func (d *document) drop(t *testing.T, name string) {
	t.Helper()
	d.binding(t, name)["type"] = "kubernetes:core/v1:ConfigMap"
}

// check is `flightpath check -f`: the network with what the estate declares.
func (d *document) check(t *testing.T, planned *plan.Plan) (*flightpath.Analyzer, flightpath.Report) {
	t.Helper()
	text, err := json.Marshal(d.whole)
	require.NoError(t, err)
	n, err := d.read(bytes.NewReader(text))
	require.NoError(t, err)
	promised := expected.Expectations(planned)
	n, err = flightpath.Declare(n, expected.Declarations(planned, n))
	var missing *flightpath.MissingError
	if errors.As(err, &missing) {
		promised.Missing, promised.Contradictions = missing.Names, missing.Contradictions
	} else {
		require.NoError(t, err)
	}
	analyzer := flightpath.New(n)
	report, err := analyzer.Check(promised)
	require.NoError(t, err)
	return analyzer, report
}

func boundPlan(t *testing.T) *plan.Plan {
	t.Helper()
	file, err := os.ReadFile("testdata/bindings.yaml")
	require.NoError(t, err)
	var stack struct {
		Config map[string]any `yaml:"config"`
	}
	require.NoError(t, yaml.Unmarshal(file, &stack))
	text, err := json.Marshal(stack.Config["ingresshub:estate"])
	require.NoError(t, err)
	planned, err := plan.Parse(text)
	require.NoError(t, err)
	return planned
}

// TestBindings follows the bindings of a preview and of a state to the pods that the estate declares.
func TestBindings(t *testing.T) {
	t.Parallel()
	for name, document := range documents(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, report := document.check(t, boundPlan(t))
			for _, property := range report.Properties {
				assert.Empty(t, property.Findings, property.Name)
			}
			for _, service := range report.Services {
				assert.Equal(t, flightpath.Direct, service.Verdict, "%s through %s: %s", service.Service, service.Zone, service.Reason)
			}
		})
	}
}

// TestSwappedBindings changes one thing about the bindings. Whatever the network does then, it is not what was declared, and the check
// says so: in a preview, which knows no ARN, and in a state.
func TestSwappedBindings(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*testing.T, *document)
		said   []string
	}{
		"two clusters' ARNs": {
			func(t *testing.T, d *document) { d.swap(t, "checkout", "catalog") },
			[]string{
				"is declared for pods of default/checkout, and checkout binds them to catalog",
				"is bound to pods of default/checkout by checkout, and declared for others",
			},
		},
		"one cluster's ARNs": {
			func(t *testing.T, d *document) { d.swap(t, "checkout", "feed.payments") },
			[]string{"is declared for pods of default/checkout, and checkout binds them to feed"},
		},
		"a binding is gone": {
			func(t *testing.T, d *document) { d.drop(t, "feed.search") },
			[]string{"is declared for pods of default/feed, and no binding of the cluster does that"},
		},
		"a binding of a Service that nobody declared": {
			func(t *testing.T, d *document) {
				for _, part := range []string{"inputs", "outputs"} {
					if said, ok := d.binding(t, "checkout")[part].(map[string]any); ok {
						said["spec"].(map[string]any)["serviceRef"].(map[string]any)["name"] = "other"
					}
				}
			},
			[]string{"is declared for pods of default/checkout, and no binding", "is bound to pods of default/other by checkout, and declared for others"},
		},
	} {
		for source, document := range documents(t) {
			t.Run(name+" in a "+source, func(t *testing.T) {
				t.Parallel()
				test.change(t, document)
				_, report := document.check(t, boundPlan(t))
				exposed := report.Properties[slices.IndexFunc(report.Properties, func(p flightpath.Property) bool { return p.Name == flightpath.Exposed })]
				assert.Equal(t, flightpath.Fails, exposed.Result)
				var said []string
				for _, finding := range exposed.Findings {
					said = append(said, finding.Reason)
				}
				for _, words := range test.said {
					assert.Contains(t, strings.Join(said, "\n"), words)
				}
			})
		}
	}
}

// TestSwappedBindingsAreTraced asks nobody what is declared: with swapped ARNs, requests for one service get to the other's pods.
func TestSwappedBindingsAreTraced(t *testing.T) {
	t.Parallel()
	subnet := map[string]string{"checkout": "payments.pod.use1-az1", "catalog": "search.node.use1-az1"}
	for source, document := range documents(t) {
		for _, swapped := range []bool{false, true} {
			if swapped {
				document.swap(t, "checkout", "catalog")
			}
			text, err := json.Marshal(document.whole)
			require.NoError(t, err)
			n, err := document.read(bytes.NewReader(text))
			require.NoError(t, err)
			assert.Empty(t, n.Gaps, source)
			reached, err := flightpath.New(n).Reach("internet")
			require.NoError(t, err)
			for service, own := range subnet {
				got := map[string]bool{}
				for _, one := range reached {
					if strings.HasPrefix(one.Name, service) && len(one.Through) == 1 {
						i := slices.IndexFunc(n.Subnets, func(s network.Subnet) bool { return strings.HasSuffix(one.To, "@"+s.ID) })
						require.GreaterOrEqual(t, i, 0, one.To)
						got[n.Subnets[i].Name] = true
					}
				}
				assert.Equal(t, !swapped, got[own], "%s, swapped %v: %s reaches %v", source, swapped, service, got)
				assert.Len(t, got, 2, "pods of one cluster, in its two zones")
			}
		}
	}
}
