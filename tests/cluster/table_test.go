package cluster

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// row is one request: an object that is created, or one that is created and then changed.
type row struct {
	Name string `yaml:"name"`

	// The object. Its name is the row's number.
	Kind        string            `yaml:"kind"`
	Version     string            `yaml:"version"`
	Namespace   string            `yaml:"namespace"`
	Annotations map[string]string `yaml:"annotations"`
	Spec        map[string]any    `yaml:"spec"`

	// A merge patch, of the object or of its subresource. Then the object itself must be let in.
	Patch       object `yaml:"patch"`
	Subresource string `yaml:"subresource"`

	// Who creates the object, and who sends what is looked at. Default: a developer.
	CreatedBy string `yaml:"created-by"`
	As        string `yaml:"as"`

	// The guardrail that rejects it, and something of what it says. Default: it is let in.
	Denied string `yaml:"denied"`
	Says   string `yaml:"says"`
}

// versions are the API versions of the kinds, where a row does not say another.
var versions = map[string]string{
	"Service": "v1", "ConfigMap": "v1", "Ingress": "networking.k8s.io/v1", "IngressClass": "networking.k8s.io/v1",
	"IngressClassParams": "elbv2.k8s.aws/v1beta1", "TargetGroupBinding": "elbv2.k8s.aws/v1beta1",
	"GatewayClass": "gateway.networking.k8s.io/v1", "Gateway": "gateway.networking.k8s.io/v1",
	"LoadBalancerConfiguration": "gateway.k8s.aws/v1beta1", "GlobalAccelerator": "aga.k8s.aws/v1beta1",
}

// required is what the API wants of a spec, whatever a row is about.
var required = map[string]map[string]any{
	"Service":            {"ports": []any{map[string]any{"port": 80}}},
	"Ingress":            {"defaultBackend": map[string]any{"service": map[string]any{"name": "x", "port": map[string]any{"number": 80}}}},
	"Gateway":            {"listeners": []any{map[string]any{"name": "x", "port": 80, "protocol": "HTTP"}}},
	"TargetGroupBinding": {"targetType": "ip", "serviceRef": map[string]any{"name": "x", "port": 80}},
}

func table(t *testing.T, name string) []row {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name + ".yaml")
	require.NoError(t, err)
	for word, arn := range map[string]string{"PAYMENTS": paymentsGroup, "ORDERS": ordersGroup} {
		text = []byte(strings.ReplaceAll(string(text), "targetGroupARN: "+word, "targetGroupARN: "+arn))
	}
	var rows []row
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	decoder.KnownFields(true)
	require.NoError(t, decoder.Decode(&rows))
	return rows
}

func (r row) object(number int) object {
	metadata := map[string]any{"name": fmt.Sprintf("row-%d", number)}
	if !clusterWide[r.Kind] {
		metadata["namespace"] = "payments"
		if r.Namespace != "" {
			metadata["namespace"] = r.Namespace
		}
	}
	if r.Annotations != nil {
		metadata["annotations"] = r.Annotations
	}
	version := r.Version
	if version == "" {
		version = versions[r.Kind]
	}
	o := object{"apiVersion": version, "kind": r.Kind, "metadata": metadata}
	spec := map[string]any{}
	for _, fields := range []map[string]any{required[r.Kind], r.Spec} {
		for field, value := range fields {
			spec[field] = value
		}
	}
	if len(spec) > 0 {
		o["spec"] = spec
	}
	return o
}

// try sends a row's requests and holds the answer to what the row says.
func (s *server) try(t *testing.T, r row, number int) {
	t.Helper()
	users := map[string]string{"": developer, "controller": controller}
	o := r.object(number)
	var refused string
	if r.Patch == nil {
		refused = s.create(t, users[r.As], o, "")
	} else {
		require.Empty(t, s.create(t, users[r.CreatedBy], o, ""), "what is to be changed is not let in")
		refused = s.patch(t, users[r.As], o, r.Subresource, r.Patch)
	}
	if refused == "" || r.Patch != nil {
		defer s.remove(t, o)
	}
	if r.Denied == "" {
		require.Empty(t, refused)
		return
	}
	require.Contains(t, refused, "guardrail "+r.Denied+" of ingresshub")
	require.Contains(t, refused, r.Says)
}
