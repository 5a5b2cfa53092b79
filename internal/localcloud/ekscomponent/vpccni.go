package ekscomponent

import (
	"maps"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// constructVpcCniAddon is the component for the VPC CNI outside a Cluster component.
func constructVpcCniAddon(s *scope, name string, args arguments) (resource.PropertyMap, error) {
	addon, err := newVpcCni(s, name, args)
	if err != nil {
		return nil, err
	}
	return resource.PropertyMap{"addon": addon.reference()}, nil
}

// newVpcCni registers the children of a VpcCniAddon, whose inside the scope is.
func newVpcCni(s *scope, name string, args arguments) (*child, error) {
	if !isSet(args.get("clusterName")) {
		return nil, invalid(typeVpcCniAddon, name, problem{"clusterName", "Missing required option 'clusterName'"})
	}
	if !truthy(args.get("addonVersion")) && !truthy(args.get("clusterVersion")) {
		return nil, invalid(typeVpcCniAddon, name, problem{
			"addonVersion",
			"You need to specify either `addonVersion` or `clusterVersion` to determine the version of the vpc-cni addon to use.",
		})
	}
	configuration, err := vpcCniConfiguration(args)
	if err != nil {
		return nil, err
	}
	version, err := addonVersion(s, "vpc-cni", args.get("addonVersion"), args.get("clusterVersion"))
	if err != nil {
		return nil, err
	}
	inputs := args.some("clusterName", "serviceAccountRoleArn", "tags")
	maps.Copy(inputs, resource.PropertyMap{
		"addonName": text("vpc-cni"), "addonVersion": version, "preserve": flag(true),
		"resolveConflictsOnCreate": or(args.get("resolveConflictsOnCreate"), text("OVERWRITE")),
		"resolveConflictsOnUpdate": or(args.get("resolveConflictsOnUpdate"), text("OVERWRITE")),
		"configurationValues":      configuration,
	})
	addon, err := s.custom(registration{Type: typeAWSAddon, Name: name, Inputs: inputs})
	if err != nil {
		return nil, err
	}
	if truthy(args.get("securityContextPrivileged")) {
		if _, err := newDaemonSetPatch(s, name, args.get("securityContextPrivileged"), addon); err != nil {
			return nil, err
		}
	}
	return addon, nil
}

// environment lists the variables of the CNI's containers in terms of the component's inputs. A variable without a
// standard value is left out unless its input is given.
var environment = []struct {
	input    resource.PropertyKey
	variable string
	standard string
	init     bool // of the init container
}{
	{input: "nodePortSupport", variable: "AWS_VPC_CNI_NODE_PORT_SUPPORT"},
	{input: "customNetworkConfig", variable: "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"},
	{input: "warmEniTarget", variable: "WARM_ENI_TARGET", standard: "1"},
	{input: "warmIpTarget", variable: "WARM_IP_TARGET"},
	{input: "warmPrefixTarget", variable: "WARM_PREFIX_TARGET"},
	{input: "enablePrefixDelegation", variable: "ENABLE_PREFIX_DELEGATION"},
	{input: "logLevel", variable: "AWS_VPC_K8S_CNI_LOGLEVEL", standard: "DEBUG"},
	{input: "logFile", variable: "AWS_VPC_K8S_CNI_LOG_FILE", standard: "/host/var/log/aws-routed-eni/ipamd.log"},
	{input: "vethPrefix", variable: "AWS_VPC_K8S_CNI_VETHPREFIX", standard: "eni"},
	{input: "eniMtu", variable: "AWS_VPC_ENI_MTU", standard: "9001"},
	{input: "eniConfigLabelDef", variable: "ENI_CONFIG_LABEL_DEF"},
	{input: "pluginLogLevel", variable: "AWS_VPC_K8S_PLUGIN_LOG_LEVEL", standard: "DEBUG"},
	{input: "pluginLogFile", variable: "AWS_VPC_K8S_PLUGIN_LOG_FILE", standard: "/var/log/aws-routed-eni/plugin.log"},
	{input: "enablePodEni", variable: "ENABLE_POD_ENI", standard: "false"},
	{input: "disableTcpEarlyDemux", variable: "DISABLE_TCP_EARLY_DEMUX", standard: "false", init: true},
	{input: "cniConfigureRpfilter", variable: "AWS_VPC_K8S_CNI_CONFIGURE_RPFILTER"},
	// After customNetworkConfig, whose variable it shares: the last one stands, and without the input that is "false".
	{input: "cniCustomNetworkCfg", variable: "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", standard: "false"},
	{input: "externalSnat", variable: "AWS_VPC_K8S_CNI_EXTERNALSNAT", standard: "false"},
}

// vpcCniConfiguration is the add-on's configuration: the program's own, with the variables filled in that it leaves
// out.
func vpcCniConfiguration(args arguments) (value, error) {
	if truthy(args.get("cniExternalSnat")) && truthy(args.get("externalSnat")) {
		return undefined(), status.Error(codes.InvalidArgument,
			"Please specify one of `cniExternalSnat` or `externalSnat` in your VpcCniOptions")
	}
	env, init := resource.PropertyMap{}, resource.PropertyMap{}
	for _, e := range environment {
		v := args.get(e.input)
		if e.input == "externalSnat" && !truthy(v) {
			v = args.get("cniExternalSnat")
		}
		variables := env
		if e.init {
			variables = init
		}
		switch {
		case truthy(v) || e.input == "warmEniTarget" && isSet(v):
			variables[resource.PropertyKey(e.variable)] = variableText(v, e.standard)
		case e.standard != "":
			variables[resource.PropertyKey(e.variable)] = text(e.standard)
		}
	}
	merged, err := apply(func(vs []value) (value, error) {
		return mergeConfiguration(vs[0], vs[1], vs[2], vs[3]), nil
	}, object(env), object(init), args.get("enableNetworkPolicy"), args.get("configurationValues"))
	if err != nil {
		return undefined(), err
	}
	return configurationText(merged)
}

// mergeConfiguration lays the program's configuration over the variables.
func mergeConfiguration(env, init, networkPolicy, own value) value {
	merged := resource.PropertyMap{}
	if own.IsObject() {
		maps.Copy(merged, own.ObjectValue())
	}
	if _, ok := merged["enableNetworkPolicy"]; !ok && networkPolicy.IsBool() {
		merged["enableNetworkPolicy"] = text(strconv.FormatBool(networkPolicy.BoolValue()))
	}
	merged["env"] = overlay(env, merged["env"])
	container := resource.PropertyMap{}
	if merged["init"].IsObject() {
		maps.Copy(container, merged["init"].ObjectValue())
	}
	container["env"] = overlay(init, container["env"])
	merged["init"] = object(container)
	return object(merged)
}

// overlay is an object with the fields of another, if it is one, on top.
func overlay(under, over value) value {
	merged := maps.Clone(under.ObjectValue())
	if over.IsObject() {
		maps.Copy(merged, over.ObjectValue())
	}
	return object(merged)
}

// variableText is an input as the value of an environment variable.
func variableText(v value, standard string) value {
	result, err := apply(func(vs []value) (value, error) {
		switch v := vs[0]; {
		case v.IsBool():
			return text(strconv.FormatBool(v.BoolValue())), nil
		case v.IsNumber():
			return text(strconv.FormatFloat(v.NumberValue(), 'f', -1, 64)), nil
		case v.IsNull():
			return text(standard), nil
		default:
			return v, nil
		}
	}, v)
	if err != nil { // cannot be: the function above returns none
		return unknown()
	}
	return result
}

// newDaemonSetPatch sets what the add-on's configuration has no field for.
func newDaemonSetPatch(s *scope, name string, privileged value, addon *child) (*child, error) {
	container := object(resource.PropertyMap{
		"name":            text("aws-node"),
		"securityContext": object(resource.PropertyMap{"privileged": privileged}),
	})
	return s.custom(registration{
		Type: "kubernetes:apps/v1:DaemonSetPatch", Name: name,
		Inputs: resource.PropertyMap{
			"apiVersion": text("apps/v1"), "kind": text("DaemonSet"),
			"metadata": object(resource.PropertyMap{
				"name": text("aws-node"), "namespace": text("kube-system"),
				"annotations": object(resource.PropertyMap{"pulumi.com/patchForce": text("true")}),
			}),
			"spec": object(resource.PropertyMap{"template": object(resource.PropertyMap{
				"spec": object(resource.PropertyMap{"containers": list(container)}),
			})}),
		},
		DependsOn: []*child{addon}, RetainOnDelete: true,
	})
}
