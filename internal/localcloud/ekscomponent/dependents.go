package ekscomponent

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// registerDependents registers what needs the control plane.
func (c *cluster) registerDependents() error {
	if err := c.registerKubernetesProvider(); err != nil {
		return err
	}
	step := func(work func() error) *future[struct{}] {
		return start(func() (struct{}, error) { return struct{}{}, work() })
	}
	_, err := all([]*future[struct{}]{
		step(c.registerKubeProxy),
		step(c.registerCoreDNS),
		step(c.registerNodeSecurityGroup),
		step(func() (err error) { c.oidcProvider, err = c.registerOIDCProvider(); return err }),
		step(func() error {
			if err := c.registerAccess(); err != nil {
				return err
			}
			return c.registerVpcCni()
		}),
	})
	return err
}

// registerKubernetesProvider registers the provider for what the component puts into the cluster.
func (c *cluster) registerKubernetesProvider() error {
	kubeconfig, err := newKubeconfig(c.eks, c.credentials, true)
	if err != nil {
		return err
	}
	inputs := resource.PropertyMap{"kubeconfig": kubeconfig}
	if mutable := c.args.get("enableConfigMapMutable"); isSet(mutable) {
		// Settings of a provider travel as JSON text.
		if inputs["enableConfigMapMutable"], err = configurationText(mutable); err != nil {
			return err
		}
	}
	c.kubernetes, err = c.custom(registration{
		Type: "pulumi:providers:kubernetes", Name: c.name + "-eks-k8s", Inputs: inputs,
	})
	return err
}

// registerInstanceRole settles which roles nodes may have: given ones, or one that the component makes.
func (c *cluster) registerInstanceRole() error {
	create, skip := c.args.get("createInstanceRole"), truthy(c.args.get("skipDefaultNodeGroup"))
	switch given, one := c.args.get("instanceRoles"), c.args.get("instanceRole"); {
	case truthy(given):
		roles, f := peel(given)
		for _, role := range elements(roles) {
			c.instanceRoles = append(c.instanceRoles, f.around(role))
		}
		return nil
	case truthy(one):
		role, err := c.read(one)
		if err != nil {
			return err
		}
		c.instanceRoles, c.instanceRoleARN = []value{one}, role.output("arn")
		return nil
	case truthy(create) || !skip && !isSet(create):
		return c.createInstanceRole()
	}
	return nil
}

func (c *cluster) createInstanceRole() error {
	role, err := newServiceRole(c.scope, c.name+"-instanceRole", c.partition, serviceRoleArgs{
		service:  c.ec2Service(),
		tags:     c.args.get("tags"),
		policies: []string{"AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"},
	})
	if err != nil {
		return err
	}
	c.instanceRoles, c.instanceRoleARN = []value{role.resolvedReference()}, role.arn()
	c.instanceProfile, err = c.custom(registration{
		Type: "aws:iam/instanceProfile:InstanceProfile", Name: c.name + "-instanceProfile",
		Inputs: resource.PropertyMap{"role": role.resolvedReference()},
	})
	return err
}

// registerAccess registers who may use the cluster: the aws-auth config map, access entries, or both.
func (c *cluster) registerAccess() error {
	mode := c.args.get("authenticationMode")
	entries := start(func() ([]*child, error) {
		if !supportsAccessEntries(mode) {
			return nil, nil
		}
		return newAccessEntries(c.scope, c.name, c.eks, c.declaredAccessEntries())
	})
	var err error
	if supportsConfigMap(mode) {
		err = c.registerNodeAccess()
	}
	var entriesErr error
	if c.accessEntries, entriesErr = entries.wait(); err == nil {
		err = entriesErr
	}
	return err
}

// declaredAccessEntries are the program's access entries and, for default nodes, the one that lets them join.
func (c *cluster) declaredAccessEntries() resource.PropertyMap {
	entries := resource.PropertyMap{}
	if !supportsAccessEntries(c.args.get("authenticationMode")) {
		return entries
	}
	if isSet(c.instanceRoleARN) {
		entries["defaultNodeGroupInstanceRole"] = object(resource.PropertyMap{
			"principalArn": c.instanceRoleARN, "type": text("EC2_LINUX"),
		})
	}
	maps.Copy(entries, c.args.within("accessEntries").inputs)
	return entries
}

// registerNodeAccess registers the aws-auth config map.
func (c *cluster) registerNodeAccess() error {
	arns := make([]value, len(c.instanceRoles))
	for i, reference := range c.instanceRoles {
		role, err := c.read(reference)
		if err != nil {
			return err
		}
		arns[i] = role.output("arn")
	}
	data, err := awsAuth(arns, c.args.get("roleMappings"), c.args.get("userMappings"))
	if err != nil {
		return err
	}
	c.nodeAccess, err = c.custom(registration{
		Type: "kubernetes:core/v1:ConfigMap", Name: c.name + "-nodeAccess",
		Inputs: resource.PropertyMap{
			"apiVersion": text("v1"), "kind": text("ConfigMap"), "immutable": flag(false),
			"metadata": object(resource.PropertyMap{
				"name": text("aws-auth"), "namespace": text("kube-system"),
				"annotations": object(resource.PropertyMap{"pulumi.com/patchForce": text("true")}),
			}),
			"data": object(data),
		},
		Provider: c.kubernetes.provider(),
	})
	return err
}

// registerVpcCni registers the VPC CNI add-on as a component of its own, once nodes could join.
func (c *cluster) registerVpcCni() error {
	enabled := !c.autoMode()
	if standard := c.args.get("useDefaultVpcCni"); isSet(standard) {
		enabled = !truthy(standard)
	}
	if !enabled {
		return nil
	}
	inputs := c.args.within("vpcCniOptions").inputs
	maps.Copy(inputs, resource.PropertyMap{
		"clusterName": c.eks.output("name"), "clusterVersion": c.eks.output("version"), "tags": c.args.get("tags"),
	})
	providers := maps.Clone(c.providers)
	providers["kubernetes"] = c.kubernetes.provider()
	dependsOn := slices.Clone(c.accessEntries)
	if c.nodeAccess != nil {
		dependsOn = append(dependsOn, c.nodeAccess)
	}
	inside, err := c.nested(registration{
		Type: typeVpcCniAddon, Name: c.name + "-vpc-cni", Inputs: inputs, DependsOn: dependsOn,
	}, providers)
	if err != nil {
		return err
	}
	addon, err := newVpcCni(inside, c.name+"-vpc-cni", arguments{inputs: inputs, config: c.args.config})
	if err != nil {
		return err
	}
	c.contain(inside)
	c.vpcCni = inside.component
	return inside.finish(resource.PropertyMap{"addon": addon.reference()})
}

// registerKubeProxy registers the kube-proxy add-on, which EKS Auto Mode does without.
func (c *cluster) registerKubeProxy() error {
	options := c.args.within("kubeProxyAddonOptions")
	if enabled := options.get("enabled"); isSet(enabled) && !truthy(enabled) || !isSet(enabled) && c.autoMode() {
		return nil
	}
	_, err := newManagedAddon(c.scope, c.name+"-kube-proxy", "kube-proxy", c.eks, c.args.get("tags"),
		options, options.get("configurationValues"))
	return err
}

// registerCoreDNS registers the coredns add-on when it is asked for, or when there are nodes for it to run on: it
// never becomes ready without any. A managed node group is a component of its own and does not count.
func (c *cluster) registerCoreDNS() error {
	options := c.args.within("corednsAddonOptions")
	enabled := options.get("enabled")
	asked := isSet(enabled) && truthy(enabled) || truthy(options.get("configurationValues"))
	nodes := !truthy(c.args.get("skipDefaultNodeGroup")) || c.autoMode()
	if !asked && (!nodes || isSet(enabled) && !truthy(enabled)) {
		return nil
	}
	_, err := newManagedAddon(c.scope, c.name+"-coredns", "coredns", c.eks, c.args.get("tags"),
		options, options.get("configurationValues"))
	return err
}

// registerNodeSecurityGroup registers the security group for nodes, also without a default node group: node groups
// that are added to the cluster use it.
func (c *cluster) registerNodeSecurityGroup() error {
	if !c.ownSecurityGroups() {
		return nil
	}
	tags, err := apply(func(vs []value) (value, error) {
		merged := resource.PropertyMap{}
		for _, v := range vs {
			if v.IsObject() {
				maps.Copy(merged, v.ObjectValue())
			}
		}
		return object(merged), nil
	}, c.args.get("nodeSecurityGroupTags"), c.args.get("tags"))
	if err != nil {
		return err
	}
	c.nodeSecurityGroup, c.ingressRule, err = newNodeSecurityGroup(c.scope, c.name, c.vpcID,
		c.securityGroup.identifier(), c.eks.output("name"), tags)
	return err
}
