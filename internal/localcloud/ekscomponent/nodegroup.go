package ekscomponent

import (
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// constructManagedNodeGroup is the component around one aws:eks/nodeGroup:NodeGroup. It takes what the program leaves
// open from the cluster, and refuses a role that could not join it.
func constructManagedNodeGroup(s *scope, name string, args arguments) (resource.PropertyMap, error) {
	core, err := readCore(s, args.get("cluster"))
	if err != nil {
		return nil, err
	}
	cluster, err := s.read(at(core, "cluster"))
	if err != nil {
		return nil, err
	}
	roleARN, err := nodeRoleARN(s, name, args)
	if err != nil {
		return nil, err
	}
	if err := checkNodeRole(s, name, core, cluster, roleARN); err != nil {
		return nil, err
	}
	amiType, err := nodeAMIType(name, args)
	if err != nil {
		return nil, err
	}
	launchTemplate, err := nodeLaunchTemplate(s, name, args)
	if err != nil {
		return nil, err
	}

	inputs := args.some("capacityType", "diskSize", "forceUpdateVersion", "instanceTypes", "labels", "nodeGroupName",
		"nodeGroupNamePrefix", "nodeRepairConfig", "releaseVersion", "remoteAccess", "tags", "taints", "updateConfig",
		"version")
	if !truthy(args.get("version")) && !truthy(args.get("launchTemplate")) {
		inputs["version"] = cluster.output("version")
	}
	scaling, err := scalingConfig(args.get("scalingConfig"))
	if err != nil {
		return nil, err
	}
	maps.Copy(inputs, resource.PropertyMap{
		"amiType":        amiType,
		"clusterName":    or(args.get("clusterName"), cluster.output("name")),
		"nodeRoleArn":    roleARN,
		"scalingConfig":  scaling,
		"subnetIds":      nodeSubnets(core, args),
		"launchTemplate": args.get("launchTemplate"),
	})
	if launchTemplate != nil {
		delete(inputs, "diskSize") // it stands in the template
		inputs["launchTemplate"] = object(resource.PropertyMap{
			"id":      launchTemplate.identifier(),
			"version": variableText(launchTemplate.output("latestVersion"), ""),
		})
	}

	r := registration{Type: "aws:eks/nodeGroup:NodeGroup", Name: name, Inputs: inputs}
	if access, _ := peel(at(core, "eksNodeAccess")); access.IsResourceReference() {
		r.DependsOn = []*child{{urn: access.ResourceReferenceValue().URN, custom: true}}
	}
	if truthy(args.get("ignoreScalingChanges")) {
		r.IgnoreChanges = []string{"scalingConfig.desiredSize"}
	}
	group, err := s.custom(r)
	if err != nil {
		return nil, err
	}
	return resource.PropertyMap{
		"nodeGroup":          group.reference(),
		"placementGroupName": text(""), // placement groups come with Elastic Fabric Adapter: see the omissions
	}, nil
}

// nodeRoleARN is the ARN of the nodes' role, given as such or with the role.
func nodeRoleARN(s *scope, name string, args arguments) (value, error) {
	arn, role := args.get("nodeRoleArn"), args.get("nodeRole")
	switch {
	case truthy(arn) && truthy(role):
		return undefined(), invalid(typeManagedNodeGroup, name, problem{
			"nodeRole", "You cannot specify both nodeRole and nodeRoleArn when creating a managed node group.",
		})
	case truthy(arn):
		return arn, nil
	case truthy(role):
		read, err := s.read(role)
		if err != nil {
			return undefined(), err
		}
		return read.output("arn"), nil
	}
	return undefined(), invalid(typeManagedNodeGroup, name, problem{
		"nodeRole", "An IAM role, or role ARN must be provided to create a managed node group",
	})
}

// checkNodeRole refuses a role that is not among the cluster's instance roles when the cluster knows its nodes only by
// those. With access entries a role may be let in elsewhere, and EKS does so itself for managed node groups.
func checkNodeRole(s *scope, name string, core value, cluster *child, roleARN value) error {
	mode := cluster.output("accessConfig", "authenticationMode")
	roles, f := peel(at(core, "instanceRoles"))
	if _, g := peel(mode); f.unknown || g.unknown || supportsAccessEntries(mode) {
		return nil
	}
	arns := []value{roleARN}
	for _, reference := range elements(roles) {
		role, err := s.read(reference)
		if err != nil {
			return err
		}
		arns = append(arns, role.output("arn"))
	}
	_, err := apply(func(vs []value) (value, error) {
		for _, arn := range vs[1:] {
			if plainText(arn) == plainText(vs[0]) {
				return undefined(), nil
			}
		}
		return undefined(), invalid(typeManagedNodeGroup, name, problem{
			"nodeRole",
			"A managed node group cannot be created without first setting its role in the cluster's instanceRoles",
		})
	}, arns...)
	return err
}

// nodeSubnets are the subnets for the nodes: the program's, else the cluster's.
func nodeSubnets(core value, args arguments) value {
	if given := args.get("subnetIds"); isSet(given) {
		return given
	}
	for _, source := range []string{"subnetIds", "privateSubnetIds", "publicSubnetIds"} {
		if v := at(core, source); isSet(v) {
			return v
		}
	}
	return list()
}

// scalingConfig fills in the sizes that the program leaves out.
func scalingConfig(given value) (value, error) {
	return apply(func(vs []value) (value, error) {
		return object(resource.PropertyMap{
			"desiredSize": or(at(vs[0], "desiredSize"), number(2)),
			"minSize":     or(at(vs[0], "minSize"), number(1)),
			"maxSize":     or(at(vs[0], "maxSize"), number(2)),
		}), nil
	}, given)
}

// nodeLaunchTemplate registers a launch template when the program sets what only a launch template can hold.
func nodeLaunchTemplate(s *scope, name string, args arguments) (*child, error) {
	version2 := args.get("enableIMDSv2")
	if !isSet(version2) {
		return nil, nil //nolint:nilnil // no template is a result, not a failure
	}
	if truthy(args.get("launchTemplate")) {
		return nil, invalid(typeManagedNodeGroup, name, problem{
			"launchTemplate", "If you provide a custom launch template, you cannot provide enableIMDSv2. " +
				"Please include it in the launch template that you are providing.",
		})
	}
	tokens := "optional"
	if truthy(version2) {
		tokens = "required"
	}
	inputs := resource.PropertyMap{"metadataOptions": object(resource.PropertyMap{
		"httpTokens": text(tokens), "httpPutResponseHopLimit": number(2), "httpEndpoint": text("enabled"),
	})}
	if size := args.get("diskSize"); truthy(size) {
		device, err := nodeDevice(name, args)
		if err != nil {
			return nil, err
		}
		inputs["blockDeviceMappings"] = list(object(resource.PropertyMap{
			"deviceName": device, "ebs": object(resource.PropertyMap{"volumeSize": size}),
		}))
	}
	return s.custom(registration{
		Type: "aws:ec2/launchTemplate:LaunchTemplate", Name: name + "-launchTemplate", Inputs: inputs,
	})
}
