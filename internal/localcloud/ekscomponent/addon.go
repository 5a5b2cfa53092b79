package ekscomponent

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const typeAWSAddon = "aws:eks/addon:Addon"

// newManagedAddon registers an add-on that a cluster brings along, such as kube-proxy, with the options that the
// program gave for it.
func newManagedAddon(
	s *scope, name, addon string, cluster *child, tags value, options arguments, configuration value,
) (*child, error) {
	version, err := addonVersion(s, addon, options.get("version"), cluster.output("version"))
	if err != nil {
		return nil, err
	}
	configured, err := configurationText(configuration)
	if err != nil {
		return nil, err
	}
	return s.custom(registration{
		Type: typeAWSAddon, Name: name,
		Inputs: resource.PropertyMap{
			"clusterName": cluster.output("name"), "addonName": text(addon), "addonVersion": version,
			"preserve": flag(true), "tags": tags,
			"resolveConflictsOnCreate": or(options.get("resolveConflictsOnCreate"), text("OVERWRITE")),
			"resolveConflictsOnUpdate": or(options.get("resolveConflictsOnUpdate"), text("OVERWRITE")),
			"configurationValues":      configured,
		},
	})
}

// addonVersion is the version asked for, or the newest for the cluster's Kubernetes version.
func addonVersion(s *scope, addon string, wanted, kubernetesVersion value) (value, error) {
	if truthy(wanted) {
		return wanted, nil
	}
	found, err := s.data("aws:eks/getAddonVersion:getAddonVersion", resource.PropertyMap{
		"addonName": text(addon), "kubernetesVersion": kubernetesVersion, "mostRecent": flag(true),
	})
	if err != nil {
		return undefined(), err
	}
	return found.result("version"), nil
}

// configurationText is an add-on's configuration as the JSON text that AWS takes, with sorted keys so that the same
// configuration is the same text.
func configurationText(configuration value) (value, error) {
	if !isSet(configuration) {
		return undefined(), nil
	}
	return apply(func(vs []value) (value, error) {
		if vs[0].IsNull() {
			return undefined(), nil
		}
		return jsonText(settle(vs[0]).Mappable())
	}, configuration)
}

// jsonText writes JSON as JavaScript does, which leaves <, > and & alone.
func jsonText(v any) (value, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return undefined(), fmt.Errorf("writing JSON: %w", err)
	}
	return text(string(bytes.TrimSuffix(buffer.Bytes(), []byte("\n")))), nil
}

// constructAddon is the component for any add-on of a cluster.
func constructAddon(s *scope, name string, args arguments) (resource.PropertyMap, error) {
	core, err := readCore(s, args.get("cluster"))
	if err != nil {
		return nil, err
	}
	cluster, err := s.read(at(core, "cluster"))
	if err != nil {
		return nil, err
	}
	configured, err := configurationText(args.get("configurationValues"))
	if err != nil {
		return nil, err
	}
	inputs := args.some("addonName", "addonVersion", "preserve", "resolveConflictsOnCreate",
		"resolveConflictsOnUpdate", "serviceAccountRoleArn", "tags")
	maps.Copy(inputs, resource.PropertyMap{
		"clusterName": cluster.output("name"), "configurationValues": configured,
	})
	addon, err := s.custom(registration{Type: typeAWSAddon, Name: name, Inputs: inputs})
	if err != nil {
		return nil, err
	}
	return resource.PropertyMap{"addon": addon.reference()}, nil
}

// readCore finds the core data of a cluster that was given as the component or as its core data. Of the component, by
// reference, the engine has the outputs.
func readCore(s *scope, cluster value) (value, error) {
	v, f := peel(cluster)
	if f.unknown || v.IsObject() {
		return cluster, nil
	}
	component, err := s.read(v)
	if err != nil {
		return undefined(), err
	}
	return f.around(component.output("core")), nil
}
