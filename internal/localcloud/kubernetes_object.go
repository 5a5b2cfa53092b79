package localcloud

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

const autonamed = "pulumi.com/autonamed"

// nameObject names an object whose program does not, as the kubernetes provider
// does, and marks the name as its own.
func nameObject(req *pulumirpc.CheckRequest, olds, in Props) {
	metadata, ok := in["metadata"].(map[string]any)
	if !ok && in["metadata"] != nil || metadata["name"] != nil || metadata["generateName"] != nil {
		return
	}
	annotations, ok := metadata["annotations"].(map[string]any)
	if !ok && metadata["annotations"] != nil {
		return
	}
	name := ""
	if was := sub(olds, "metadata"); sub(was, "annotations")[autonamed] == "true" {
		name = str(was, "name")
	}
	if name == "" {
		base := orElse(req.GetName(), logicalName(req.GetUrn()))
		seed := sha256.Sum256(append([]byte(base), req.GetRandomSeed()...))
		name = base + "-" + hex.EncodeToString(seed[:])[:8]
	}
	in["metadata"] = merge(metadata, Props{"name": name, "annotations": merge(annotations, Props{autonamed: "true"})})
}

// normal is what an object's metadata becomes, as far as the provider can tell.
func (m manifest) normal(in Props) Props {
	metadata, ok := in["metadata"].(map[string]any)
	if !ok && in["metadata"] != nil {
		return nil
	}
	out := merge(metadata, Props{"resourceVersion": Unknown{}, "generation": Unknown{}})
	if !m.global && out["namespace"] == nil {
		out["namespace"] = "default"
	}
	return Props{"metadata": out}
}

// objectName is what Kubernetes takes as the name of most kinds of objects.
var objectName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)

// make keeps a new object, in a namespace that exists.
func (m manifest) make(c *call, version, name string, patch bool) (string, Props, error) {
	if err := c.reachCluster(); err != nil {
		return "", nil, err
	}
	if err := m.defined(c, version, name); err != nil {
		return "", nil, err
	}
	given := sub(c.in, "metadata")
	local := str(given, "name")
	if local == "" {
		local = str(given, "generateName") + c.hash("name", 5)
	}
	if strict := !strings.Contains(version, "rbac"); strict && !objectName.MatchString(local) || len(local) > 253 {
		return "", nil, refuse("Invalid", "%s %q is invalid: metadata.name: Invalid value: %q: a lowercase RFC 1123 subdomain must consist of lower "+
			"case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character", name, local, local)
	}
	metadata := merge(given, Props{
		"name": local, "uid": uuid(c.hash("uid", 32)), "resourceVersion": "1", "generation": 1, "creationTimestamp": simulatedTime,
	})
	id := local
	if !m.global {
		space := orElse(str(given, "namespace"), "default")
		if !c.hasNamespace(space) {
			return "", nil, refuse("NotFound", "namespaces %q not found", space)
		}
		metadata["namespace"] = space
		id = space + "/" + local
	}
	if there := c.find(c.kind.token, id); there != nil && !patch {
		if c.kind.token != tDefinition {
			return "", nil, refuse("AlreadyExists", "%s %q already exists", resourceName(name), local)
		}
		if err := c.takeOver(there); err != nil {
			return "", nil, err
		}
	}
	if c.kind.token == tTargetBinding {
		if err := c.checkBinding(id); err != nil {
			return "", nil, err
		}
	}
	out := Props{"apiVersion": version, "kind": name, "metadata": metadata}
	if m.status && !patch {
		out["status"] = Props{}
	}
	return id, out, nil
}

// change keeps what the server gave an object and takes over the rest.
func (m manifest) change(c *call, version, name string) (Props, error) {
	if err := c.reachCluster(); err != nil {
		return nil, err
	}
	if c.kind.token == tTargetBinding {
		if err := c.checkBindingChange(); err != nil {
			return nil, err
		}
	}
	was := sub(c.old.Outputs, "metadata")
	return Props{"apiVersion": version, "kind": name, "metadata": merge(sub(c.in, "metadata"),
		only(was, "name", "namespace", "uid", "creationTimestamp"), Props{
			"generation": number(was, "generation") + 1, "resourceVersion": canonical(number(was, "generation") + 1),
		})}, nil
}

// resourceName is the plural by which the API server names a kind.
func resourceName(kind string) string {
	lower := strings.ToLower(kind)
	switch {
	case strings.HasSuffix(lower, "s"):
		return lower + "es"
	case strings.HasSuffix(lower, "y"):
		return strings.TrimSuffix(lower, "y") + "ies"
	default:
		return lower + "s"
	}
}

// hasNamespace says whether a namespace exists; Kubernetes brings some along.
func (c *call) hasNamespace(name string) bool {
	return slices.Contains([]string{"default", "kube-node-lease", "kube-public", "kube-system"}, name) || c.find(tNamespace, name) != nil
}

// removeNamespace takes along what is in the namespace.
func removeNamespace(c *call) error {
	for _, o := range c.cloud.inside(c.account) {
		space := orElse(str(o.Outputs, "metadata.namespace"), str(o.Outputs, "namespace"))
		if space == c.old.ID {
			c.drop(o)
		}
	}
	return nil
}
