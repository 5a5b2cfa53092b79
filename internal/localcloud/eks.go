package localcloud

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	tPolicyAssociation   = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
	tPodIdentity         = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
	clustersPerRegion    = 100
	nodeGroupsPerCluster = 30
)

// eksKinds are the types of Amazon EKS: control planes, nodes, add-ons, and who
// may come in.
func eksKinds() []*kind {
	return []*kind{
		clusterKind(), nodeGroupKind(), addonKind(), accessEntryKind(), policyAssociationKind(), podIdentityKind(),
	}
}

func eksSources() map[string]source {
	return map[string]source{
		"aws:eks/getAddonVersion:getAddonVersion": getAddonVersion,
		"aws:eks/getCluster:getCluster":           getCluster,
		"aws:eks/getClusterAuth:getClusterAuth":   getClusterAuth,
		"aws:eks/getNodeGroup:getNodeGroup":       getNodeGroup,
	}
}

// inCluster is the reference that everything inside a cluster has.
func inCluster(holds bool) ref {
	return ref{
		path: "clusterName", to: []string{tCluster}, missing: "ResourceNotFoundException", say: "No cluster found for name: %s.",
		holds: holds, goes: !holds,
	}
}

func invalidParameter(format string, args ...any) error {
	return refuse("InvalidParameterException", format, args...)
}

// activeCluster is the cluster that an input names, which must be up.
func (c *call) activeCluster() (*Object, error) {
	name := str(c.in, "clusterName")
	cluster := c.find(tCluster, name)
	if cluster == nil {
		return nil, refuse("ResourceNotFoundException", "No cluster found for name: %s.", name)
	}
	if status := str(cluster.Outputs, "status"); status != "ACTIVE" && status != "" {
		return nil, refuse("InvalidRequestException", "Cluster '%s' is not in ACTIVE status (it is %s)", name, status)
	}
	return cluster, nil
}

// eksMinors are the Kubernetes versions that EKS runs, the oldest first. The
// last is what a cluster gets that asks for none.
var eksMinors = []string{"1.28", "1.29", "1.30", "1.31", "1.32", "1.33", "1.34"}

func standardMinor() string { return eksMinors[len(eksMinors)-1] }

// minor is the second number of a Kubernetes version.
func minor(version string) int {
	_, rest, _ := strings.Cut(version, ".")
	rest, _, _ = strings.Cut(rest, ".")
	n, err := strconv.Atoi(rest)
	if err != nil {
		return 0
	}
	return n
}

var (
	clusterName   = regexp.MustCompile(`^[0-9A-Za-z][A-Za-z0-9_-]*$`)
	nodeGroupName = clusterName
)

// servesEKS says whether a role exists and lets a service take it on.
func (c *call) servesEKS(arn, service string) error {
	if !iamRole.MatchString(arn) {
		return invalidParameter("The role ARN %s is not valid", arn)
	}
	role := c.roleByARN(arn)
	if role == nil {
		return invalidParameter("Role with arn: %s, could not be assumed because it does not exist or the trusted entity is not correct", arn)
	}
	if !trusts(role, service) {
		return invalidParameter("Role with arn: %s, could not be assumed because the trusted entity is not correct: it must be %s", arn, service)
	}
	return nil
}

// permitted refuses a role to which nothing is allowed; policies are those that
// EKS expects. A role that the user already had is taken to have them.
func (c *call) permitted(arn string, policies ...string) error {
	if role := c.roleByARN(arn); role != nil && (role.Given || c.hasPermissions(role)) {
		return nil
	}
	return invalidParameter("The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following "+
		"policies [%s] are attached to %s", strings.Join(policies, ", "), arn)
}

// subnetsOf looks subnets up; what is missing is refused.
func (c *call) subnetsOf(ids []string) ([]*Object, error) {
	var all []*Object
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		s := c.find(tSubnet, id)
		if s == nil {
			return nil, invalidParameter("The subnet ID '%s' does not exist (Service: AmazonEC2; Error Code: InvalidSubnetID.NotFound)", id)
		}
		all = append(all, s)
	}
	return all, nil
}
