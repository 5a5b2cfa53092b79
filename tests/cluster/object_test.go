package cluster

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// object is a Kubernetes object as YAML reads it.
type object map[string]any

func parse(t *testing.T, manifest string) object {
	t.Helper()
	var o object
	require.NoError(t, yaml.Unmarshal([]byte(manifest), &o))
	return o
}

func (o object) text(path ...string) string {
	var at any = map[string]any(o)
	for _, key := range path {
		fields, _ := at.(map[string]any)
		if inner, ok := at.(object); ok {
			fields = inner
		}
		at = fields[key]
	}
	text, _ := at.(string)
	return text
}

// clusterWide are the kinds that are in no namespace.
var clusterWide = map[string]bool{
	"Namespace": true, "IngressClass": true, "GatewayClass": true, "IngressClassParams": true,
	"CustomResourceDefinition": true, "ValidatingAdmissionPolicy": true, "ValidatingAdmissionPolicyBinding": true,
}

// collection is the path of all objects of the same kind, in the object's namespace.
func (o object) collection() string {
	version, kind := o.text("apiVersion"), o.text("kind")
	path := "/apis/" + version
	if version == "v1" {
		path = "/api/v1"
	}
	if !clusterWide[kind] {
		path += "/namespaces/" + o.text("metadata", "namespace")
	}
	plural := strings.ToLower(kind)
	switch {
	case kind == "Gateway":
		plural = "gateways"
	case strings.HasSuffix(plural, "params"):
	case strings.HasSuffix(plural, "ss"):
		plural += "es"
	case strings.HasSuffix(plural, "y"):
		plural = strings.TrimSuffix(plural, "y") + "ies"
	default:
		plural += "s"
	}
	return path + "/" + plural
}

func (o object) path() string { return o.collection() + "/" + o.text("metadata", "name") }

// create creates an object and returns why it was refused, if it was.
func (s *server) create(t *testing.T, user string, o object, query string) string {
	t.Helper()
	code, message, err := s.send(user, http.MethodPost, o.collection()+query, "", o)
	require.NoError(t, err)
	return refusal(t, code, message)
}

// patch merges changes into an object, or into one of its subresources.
func (s *server) patch(t *testing.T, user string, o object, subresource string, changes object) string {
	t.Helper()
	code, message, err := s.send(user, http.MethodPatch, o.path()+subresource, "application/merge-patch+json", changes)
	require.NoError(t, err)
	return refusal(t, code, message)
}

func (s *server) remove(t *testing.T, o object) {
	t.Helper()
	code, message, err := s.send(developer, http.MethodDelete, o.path(), "", nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, code, message)
}

// refusal is the message of a request that a policy denied. All that is refused for another reason fails the test: a
// manifest that is not valid proves nothing about a policy.
func refusal(t *testing.T, code int, message string) string {
	t.Helper()
	if code == http.StatusOK || code == http.StatusCreated {
		return ""
	}
	require.Equal(t, http.StatusForbidden, code, message)
	require.Contains(t, message, "ValidatingAdmissionPolicy", "refused, but not by a policy")
	return message
}
