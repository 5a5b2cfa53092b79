package ekscomponent

import (
	"crypto/sha1" //nolint:gosec // stands in for a certificate's thumbprint, which is a SHA-1 by definition
	"encoding/hex"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// A cluster is a Cluster component while its children appear. The fields are filled in the order in which the
// children need one another.
type cluster struct {
	*scope
	name string
	args arguments

	partition, dnsSuffix value
	vpcID, subnetIDs     value
	credentials          value // for the kubeconfig

	serviceRole   *serviceRole // nil when the program brings a role
	nodeRole      *serviceRole // of EKS Auto Mode
	securityGroup *child
	eks           *child
	kubernetes    *child

	instanceRoles   []value // references
	instanceRoleARN value   // of the role made or given for default nodes
	instanceProfile *child
	nodeAccess      *child
	accessEntries   []*child
	vpcCni          *child

	nodeSecurityGroup, ingressRule *child
	oidcProvider                   *child
}

// constructCluster registers what a Cluster component consists of. Three steps depend on one another: what the control
// plane needs, the control plane, and what needs the control plane. Within a step all goes on at once.
func constructCluster(s *scope, name string, args arguments) (resource.PropertyMap, error) {
	c := &cluster{scope: s, name: name, args: args, credentials: credentialsFor(args)}
	if err := c.check(); err != nil {
		return nil, err
	}
	if err := c.locate(); err != nil {
		return nil, err
	}
	instances := start(func() (struct{}, error) { return struct{}{}, c.registerInstanceRole() })
	err := c.registerControlPlane()
	if _, instancesErr := instances.wait(); err == nil {
		err = instancesErr
	}
	if err != nil {
		return nil, err
	}
	if err := c.registerDependents(); err != nil {
		return nil, err
	}
	return c.outputs()
}

// autoMode says whether EKS Auto Mode is on.
func (c *cluster) autoMode() bool { return truthy(c.args.within("autoMode").get("enabled")) }

// ownSecurityGroups says whether the component makes security groups.
func (c *cluster) ownSecurityGroups() bool {
	if skip := c.args.get("skipDefaultSecurityGroups"); isSet(skip) {
		return !truthy(skip)
	}
	return !c.autoMode()
}

// check refuses inputs that exclude one another.
func (c *cluster) check() error {
	if err := checkAuthentication(c.name, c.args); err != nil {
		return err
	}
	given := func(input resource.PropertyKey) bool { return truthy(c.args.get(input)) }
	var problems []problem
	if given("instanceRole") && given("instanceRoles") {
		problems = append(problems, problem{
			"instanceRoles", "instanceRole and instanceRoles are mutually exclusive, and cannot both be set.",
		})
	}
	if given("subnetIds") && (given("publicSubnetIds") || given("privateSubnetIds")) {
		problems = append(problems, problem{
			"subnetIds", "subnetIds, and the use of publicSubnetIds and/or privateSubnetIds are mutually exclusive. " +
				"Choose a single approach.",
		})
	}
	if c.autoMode() && !supportsAccessEntries(c.args.get("authenticationMode")) {
		problems = append(problems, problem{
			"autoMode", "Access entries are required when using EKS Auto Mode. " +
				"Use the authentication mode 'API' or 'API_AND_CONFIG_MAP'.",
		})
	}
	if public, f := peel(c.args.get("endpointPublicAccess")); given("publicAccessCidrs") && !f.unknown &&
		public.IsBool() && !public.BoolValue() {
		problems = append(problems, problem{
			"publicAccessCidrs", "`publicAccessCidrs` can only be set when `endpointPublicAccess` is true",
		})
	}
	if len(problems) == 0 {
		return nil
	}
	return invalid(typeCluster, c.name, problems...)
}

// credentialsFor are the options of the kubeconfig; the stack's aws:profile stands in for them.
func credentialsFor(args arguments) value {
	if v := args.get("providerCredentialOpts"); isSet(v) {
		return v
	}
	if profile := args.config["aws:profile"]; profile != "" {
		return object(resource.PropertyMap{"profileName": text(profile)})
	}
	return undefined()
}

// locate finds out where the cluster is to be: the partition, the VPC and the subnets.
func (c *cluster) locate() error {
	place, err := c.data("aws:index/getPartition:getPartition", nil)
	if err != nil {
		return err
	}
	c.partition, c.dnsSuffix = place.result("partition"), place.result("dnsSuffix")

	c.vpcID = c.args.get("vpcId")
	c.subnetIDs = list()
	if !truthy(c.vpcID) {
		vpc, err := c.data("aws:ec2/getVpc:getVpc", resource.PropertyMap{"default": flag(true)})
		if err != nil {
			return err
		}
		c.vpcID = vpc.result("id")
		subnets, err := c.data("aws:ec2/getSubnets:getSubnets", resource.PropertyMap{
			"filters": list(object(resource.PropertyMap{"name": text("vpc-id"), "values": list(c.vpcID)})),
		})
		if err != nil {
			return err
		}
		c.subnetIDs = subnets.result("ids")
	}
	if given := c.args.get("subnetIds"); isSet(given) {
		c.subnetIDs = given
		return nil
	}
	public, private := c.args.get("publicSubnetIds"), c.args.get("privateSubnetIds")
	if !isSet(public) && !isSet(private) {
		return nil
	}
	c.subnetIDs, err = apply(func(vs []value) (value, error) {
		return list(append(elements(vs[0]), elements(vs[1])...)...), nil
	}, public, private)
	return err
}

// registerControlPlane registers the roles and the security group of the control plane, and then the cluster.
func (c *cluster) registerControlPlane() error {
	role := start(c.registerServiceRole)
	nodeRole := start(c.registerNodeRole)
	group := start(c.registerSecurityGroup)
	var errs [3]error
	c.serviceRole, errs[0] = role.wait()
	c.nodeRole, errs[1] = nodeRole.wait()
	c.securityGroup, errs[2] = group.wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	inputs, err := c.clusterInputs()
	if err != nil {
		return err
	}
	var dependsOn []*child
	for _, role := range []*serviceRole{c.serviceRole, c.nodeRole} {
		if role != nil {
			dependsOn = append(dependsOn, role.resolved()...)
		}
	}
	c.eks, err = c.custom(registration{
		Type: "aws:eks/cluster:Cluster", Name: c.name + "-eksCluster", Inputs: inputs, DependsOn: dependsOn,
		// Both are settled when a cluster is created, and the provider's own defaults for them changed over time.
		IgnoreChanges: []string{"accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"},
	})
	return err
}

// registerServiceRole registers the role of the control plane unless the program brings one.
func (c *cluster) registerServiceRole() (*serviceRole, error) {
	if truthy(c.args.get("serviceRole")) {
		return nil, nil //nolint:nilnil // no role is a result, not a failure
	}
	policies := []string{"AmazonEKSClusterPolicy"}
	if c.autoMode() {
		policies = append(policies, "AmazonEKSComputePolicy", "AmazonEKSBlockStoragePolicy",
			"AmazonEKSLoadBalancingPolicy", "AmazonEKSNetworkingPolicy")
	}
	return newServiceRole(c.scope, c.name+"-eksRole", c.partition, serviceRoleArgs{
		service:     text("eks.amazonaws.com"),
		description: text("Allows EKS to manage clusters on your behalf."),
		tags:        c.args.get("tags"),
		actions:     []string{"sts:AssumeRole", "sts:TagSession"},
		policies:    policies,
	})
}

// registerNodeRole registers the role of the nodes that EKS Auto Mode starts.
func (c *cluster) registerNodeRole() (*serviceRole, error) {
	if create := c.args.within("autoMode").get("createNodeRole"); !c.autoMode() || isSet(create) && !truthy(create) {
		return nil, nil //nolint:nilnil // no role is a result, not a failure
	}
	return newServiceRole(c.scope, c.name+"-nodeRole", c.partition, serviceRoleArgs{
		service:  c.ec2Service(),
		tags:     c.args.get("tags"),
		policies: []string{"AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"},
	})
}

func (c *cluster) ec2Service() value {
	return derive(func(ss ...string) string { return "ec2." + ss[0] }, c.dnsSuffix)
}

// registerSecurityGroup registers the control plane's security group unless the program brings one or wants none.
func (c *cluster) registerSecurityGroup() (*child, error) {
	if given := c.args.get("clusterSecurityGroup"); truthy(given) {
		return c.read(given)
	}
	if !c.ownSecurityGroups() {
		return nil, nil //nolint:nilnil // no group is a result, not a failure
	}
	return newClusterSecurityGroup(c.scope, c.name, c.vpcID, c.args.get("tags"), c.args.get("clusterSecurityGroupTags"))
}

// registerOIDCProvider registers the cluster's issuer with IAM, for roles of service accounts.
func (c *cluster) registerOIDCProvider() (*child, error) {
	if !truthy(c.args.get("createOidcProvider")) {
		return nil, nil //nolint:nilnil // no provider is a result, not a failure
	}
	region, err := c.data("aws:index/getRegion:getRegion", nil)
	if err != nil {
		return nil, err
	}
	thumbprint := derive(func(ss ...string) string {
		sum := sha1.Sum(fmt.Appendf(nil, "https://oidc.eks.%s.%s", ss[0], ss[1])) //nolint:gosec // see the import
		return hex.EncodeToString(sum[:])
	}, region.result("name"), c.dnsSuffix)
	return c.custom(registration{
		Type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider", Name: c.name + "-oidcProvider",
		Inputs: resource.PropertyMap{
			"clientIdLists": texts("sts.amazonaws.com"), "url": c.issuerURL(), "thumbprintLists": list(thumbprint),
		},
	})
}

func (c *cluster) issuerURL() value { return c.eks.output("identities", 0, "oidcs", 0, "issuer") }
