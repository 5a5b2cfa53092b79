package ekscomponent

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"gopkg.in/yaml.v3"
)

// The ways of an EKS cluster to know who may use it.
const (
	authenticationAPI             = "API"
	authenticationAPIAndConfigMap = "API_AND_CONFIG_MAP"
	authenticationConfigMap       = "CONFIG_MAP"
)

// supportsConfigMap says whether the aws-auth config map counts. It does by default.
func supportsConfigMap(mode value) bool {
	return !truthy(mode) || is(mode, authenticationConfigMap) || is(mode, authenticationAPIAndConfigMap)
}

// supportsAccessEntries says whether access entries count.
func supportsAccessEntries(mode value) bool {
	return is(mode, authenticationAPI) || is(mode, authenticationAPIAndConfigMap)
}

// checkAuthentication refuses inputs that the authentication mode has no use for.
func checkAuthentication(name string, args arguments) error {
	mode := args.get("authenticationMode")
	var problems []problem
	if truthy(mode) && !supportsConfigMap(mode) && !supportsAccessEntries(mode) {
		problems = append(problems, problem{"authenticationMode", fmt.Sprintf(
			"Invalid value for authenticationMode: %v. Allowed values are: %s, %s, %s.", plainText(mode),
			authenticationConfigMap, authenticationAPIAndConfigMap, authenticationAPI)})
	}
	if !supportsConfigMap(mode) {
		for _, input := range []resource.PropertyKey{"roleMappings", "userMappings", "instanceRoles"} {
			if v, f := peel(args.get(input)); !f.unknown && v.IsArray() && len(v.ArrayValue()) > 0 {
				problems = append(problems, problem{string(input), fmt.Sprintf(
					"The '%s' property does not support non-empty values when 'authenticationMode' is set to '%s'.",
					input, plainText(mode))})
			}
		}
	}
	if !supportsAccessEntries(mode) && truthy(args.get("accessEntries")) {
		setting := "not set"
		if isSet(mode) {
			setting = "set to '" + plainText(mode) + "'"
		}
		problems = append(problems, problem{"accessEntries", fmt.Sprintf(
			"The 'accessEntries' property is not supported when 'authenticationMode' is %s.", setting)})
	}
	if len(problems) == 0 {
		return nil
	}
	return invalid(typeCluster, name, problems...)
}

func plainText(v value) string {
	if v, _ = peel(v); v.IsString() {
		return v.StringValue()
	}
	return ""
}

// newAccessEntries registers one access entry for each field of entries, with its policies, once the cluster is there.
func newAccessEntries(s *scope, name string, cluster *child, entries resource.PropertyMap) ([]*child, error) {
	keys := slices.Sorted(maps.Keys(entries))
	registering := make([]*future[*child], len(keys))
	for i, key := range keys {
		registering[i] = start(func() (*child, error) {
			return newAccessEntry(s, name+"-"+string(key), cluster, entries[key])
		})
	}
	return all(registering)
}

func newAccessEntry(s *scope, name string, cluster *child, entry value) (*child, error) {
	registered, err := s.custom(registration{
		Type: "aws:eks/accessEntry:AccessEntry", Name: name,
		Inputs: resource.PropertyMap{
			"clusterName":  cluster.output("name"),
			"principalArn": at(entry, "principalArn"), "type": at(entry, "type"),
			"kubernetesGroups": at(entry, "kubernetesGroups"), "userName": at(entry, "username"),
			"tags": at(entry, "tags"),
		},
		DependsOn: []*child{cluster},
	})
	if err != nil {
		return nil, err
	}
	policies, _ := peel(at(entry, "accessPolicies"))
	if !policies.IsObject() {
		return registered, nil
	}
	// The associations are children of the entry, which is a custom resource and so has no scope of its own.
	below := &scope{monitor: s.monitor, component: &child{urn: registered.urn}, providers: s.providers}
	var associating []*future[*child]
	for _, key := range slices.Sorted(maps.Keys(policies.ObjectValue())) {
		policy := policies.ObjectValue()[key]
		associating = append(associating, start(func() (*child, error) {
			return below.custom(registration{
				Type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation", Name: name + "-" + string(key),
				Inputs: resource.PropertyMap{
					"clusterName": cluster.output("name"), "principalArn": at(entry, "principalArn"),
					"policyArn": at(policy, "policyArn"), "accessScope": at(policy, "accessScope"),
				},
				DependsOn: []*child{registered},
			})
		}))
	}
	_, err = all(associating)
	return registered, err
}

// awsAuth is the content of the aws-auth config map: the nodes' roles and whoever else the program lets in.
func awsAuth(instanceRoleARNs []value, roleMappings, userMappings value) (resource.PropertyMap, error) {
	nodes := make([]value, len(instanceRoleARNs))
	for i, arn := range instanceRoleARNs {
		nodes[i] = object(resource.PropertyMap{
			"roleArn": arn, "username": text("system:node:{{EC2PrivateDNSName}}"),
			"groups": texts("system:bootstrappers", "system:nodes"),
		})
	}
	roles, err := apply(func(vs []value) (value, error) {
		return mappingText("rolearn", "roleArn", append(elements(vs[0]), elements(vs[1])...))
	}, roleMappings, list(nodes...))
	if err != nil {
		return nil, err
	}
	data := resource.PropertyMap{"mapRoles": roles}
	if isSet(userMappings) {
		users, err := apply(func(vs []value) (value, error) {
			return mappingText("userarn", "userArn", elements(vs[0]))
		}, userMappings)
		if err != nil {
			return nil, err
		}
		data["mapUsers"] = users
	}
	return data, nil
}

func elements(v value) []value {
	if v.IsArray() {
		return v.ArrayValue()
	}
	return nil
}

// mappingText writes mappings as the YAML that the config map holds.
func mappingText(key, input string, mappings []value) (value, error) {
	sequence := &yaml.Node{Kind: yaml.SequenceNode}
	for _, mapping := range mappings {
		groups := &yaml.Node{Kind: yaml.SequenceNode}
		for _, group := range elements(at(mapping, "groups")) {
			groups.Content = append(groups.Content, scalar(plainText(group)))
		}
		sequence.Content = append(sequence.Content, &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{
			scalar(key), scalar(plainText(at(mapping, input))),
			scalar("username"), scalar(plainText(at(mapping, "username"))),
			scalar("groups"), groups,
		}})
	}
	var b strings.Builder
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(sequence); err != nil {
		return undefined(), fmt.Errorf("writing the aws-auth config map: %w", err)
	}
	return text(b.String()), nil
}

func scalar(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }
