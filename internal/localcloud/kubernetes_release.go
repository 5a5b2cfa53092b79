package localcloud

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
)

// releaseInputs are the settings of a Helm release in the kubernetes provider.
const releaseInputs = "allowNullValues atomic chart cleanupOnFail compat createNamespace dependencyUpdate description devel disableCRDHooks " +
	"disableOpenapiValidation disableWebhooks forceUpdate keyring lint manifest maxHistory name namespace postrender recreatePods " +
	"renderSubchartNotes replace repositoryOpts resetValues resourceNames reuseValues skipAwait skipCrds timeout valueYamlFiles values verify " +
	"version waitForJobs"

var releaseName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)

// releaseKind keeps Helm releases. Charts are not rendered: what a release
// would make inside the cluster does not appear.
func releaseKind() *kind {
	inputs := map[string]string{}
	for name := range strings.FieldsSeq(releaseInputs) {
		inputs[name] = "any"
	}
	inputs["chart"], inputs["name"], inputs["namespace"], inputs["version"] = "s!", "s", "s", "s"
	outputs := maps.Clone(inputs)
	outputs["status"] = "any"
	delete(outputs, "compat")
	return &kind{
		token:     tRelease,
		schema:    &schema{Inputs: inputs, Outputs: outputs, Computed: []string{"manifest", "namespace", "resourceNames", "version"}},
		global:    true,
		replace:   []string{"name", "namespace"},
		name:      named("name", 53),
		writeOnly: []string{"compat"},
		check: func(in Props) []problem {
			if name, ok := in["name"].(string); ok && (len(name) > 53 || !releaseName.MatchString(name)) {
				return []problem{{"name", fmt.Errorf("%s: invalid release name %q, must match regex %s and the length must not be longer than 53",
					tRelease, name, releaseName)}}
			}
			return nil
		},
		create: func(c *call) (string, Props, error) {
			space, name := orElse(str(c.in, "namespace"), "default"), str(c.in, "name")
			if err := c.installable(space); err != nil {
				return "", nil, err
			}
			id := space + "/" + name
			if c.find(tRelease, id) != nil {
				return "", nil, refuse("AlreadyExists", "cannot re-use a name that is still in use: %s", name)
			}
			c.installDefinitions()
			return id, c.release(space, name, 1), nil
		},
		update: func(c *call) (Props, error) {
			space := str(c.old.Outputs, "namespace")
			if err := c.installable(space); err != nil {
				return nil, err
			}
			return c.release(space, str(c.old.Outputs, "name"), number(c.old.Outputs, "status.revision")+1), nil
		},
		changing: []string{"manifest", "resourceNames", "status"},
	}
}

// installable refuses a release where Helm would fail or wait in vain.
func (c *call) installable(space string) error {
	if err := c.reachCluster(); err != nil {
		return err
	}
	if !boolean(c.in, "createNamespace") && !c.hasNamespace(space) {
		return refuse("NotFound", "create: failed to create: namespaces %q not found", space)
	}
	if !boolean(c.in, "skipAwait") && !c.runsPods() {
		return refuse("Timeout", "Helm release %q was created, but has a failed status: timed out waiting for the condition: the cluster has no nodes, "+
			"so its pods stay pending", space+"/"+str(c.in, "name"))
	}
	if chartNamed(str(c.in, "chart")) == controllerChart && boolean(c.in, "skipCrds") && !boolean(c.in, "skipAwait") &&
		!c.hasDefinition("elbv2.k8s.aws", "TargetGroupBinding") {
		return refuse("Timeout", "Helm release %q was created, but has a failed status: timed out waiting for the condition: its pods end: no matches "+
			"for kind \"TargetGroupBinding\" in version \"elbv2.k8s.aws/v1beta1\"", space+"/"+str(c.in, "name"))
	}
	return nil
}

// chartOf is the name of a release's chart, without its repository.
func chartOf(release *Object) string { return chartNamed(str(release.Outputs, "chart")) }

func chartNamed(chart string) string { return chart[strings.LastIndex(chart, "/")+1:] }

// release is what the provider answers of a release.
func (c *call) release(space, name string, revision int) Props {
	chart := str(c.in, "chart")
	version := orElse(str(c.in, "version"), "latest")
	return Props{
		"name": name, "namespace": space, "version": version, "manifest": Props{}, "resourceNames": Props{},
		"status": Props{
			"status": "deployed", "name": name, "namespace": space, "revision": revision, "chart": chartNamed(chart),
			"version": version, "appVersion": "",
		},
	}
}
