package controller

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// Where the chart's own documentation installs the controller.
const (
	DefaultNamespace      = "kube-system"
	DefaultServiceAccount = "aws-load-balancer-controller"
)

// Subject is a controller as AWS gets to see it: a service account of a cluster. Both accounts derive names from it, so neither has
// to wait for the other.
type Subject struct {
	// ID of the cluster's account, such as 111122223333.
	Account string `pulumi:"account"`

	// Region of the cluster.
	Region string `pulumi:"region"`

	// Name of the cluster in AWS.
	Cluster string `pulumi:"cluster"`

	// Namespace of the controller. Default: kube-system.
	Namespace string `pulumi:"namespace"`

	// Service account of the controller. Default: aws-load-balancer-controller.
	ServiceAccount string `pulumi:"serviceAccount"`
}

func (s Subject) withDefaults() Subject {
	if s.Namespace == "" {
		s.Namespace = DefaultNamespace
	}
	if s.ServiceAccount == "" {
		s.ServiceAccount = DefaultServiceAccount
	}
	return s
}

// RoleName is the name of the controller's role, in the cluster's account.
func (s Subject) RoleName() string {
	return fitted(s.Cluster + "." + s.Region + ".controller")
}

// RoleArn is the ARN of the controller's role, whether the role exists yet or not.
func (s Subject) RoleArn(partition string) string {
	return fmt.Sprintf("arn:%s:iam::%s:role/%s", partition, s.Account, s.RoleName())
}

// RegistrarName is the name of the registrar role, in the load balancer's account.
func (s Subject) RegistrarName() string {
	return fitted(s.Cluster + "." + s.Region + "." + s.Account + ".registrar")
}

// ExternalID is what the controller has to name when it assumes the registrar role. It is no secret. It has the form of the external
// IDs of EKS Pod Identity: region/account/cluster/namespace/service-account.
func (s Subject) ExternalID() string {
	s = s.withDefaults()
	return strings.Join([]string{s.Region, s.Account, s.Cluster, s.Namespace, s.ServiceAccount}, "/")
}

// clusterArn is the ARN of the cluster.
func (s Subject) clusterArn(partition string) string {
	return fmt.Sprintf("arn:%s:eks:%s:%s:cluster/%s", partition, s.Region, s.Account, s.Cluster)
}

// maxRoleName is the length of a role's name in IAM.
const maxRoleName = 64

// fitted is a role's name, shortened with a hash of the whole where it is too long.
func fitted(name string) string {
	if len(name) <= maxRoleName {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	hash := hex.EncodeToString(sum[:])[:8]
	return strings.TrimRight(name[:maxRoleName-len(hash)-1], "-._") + "-" + hash
}

var (
	accountForm = regexp.MustCompile(`^\d{12}$`)
	regionForm  = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-\d+$`)
	clusterForm = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$`)
	labelForm   = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)
	nameForm    = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)
)

// Validate lists everything wrong with the subject.
func (s Subject) Validate() plan.Problems {
	s = s.withDefaults()
	var found plan.Problems
	for _, field := range []struct {
		path, value, like string
		form              *regexp.Regexp
	}{
		{"subject.account", s.Account, "the ID of an account, such as 111122223333", accountForm},
		{"subject.region", s.Region, "a Region, such as us-east-1", regionForm},
		{"subject.cluster", s.Cluster, "the name of an EKS cluster", clusterForm},
		{"subject.namespace", s.Namespace, "the name of a namespace", labelForm},
		{"subject.serviceAccount", s.ServiceAccount, "the name of a service account", nameForm},
	} {
		switch {
		case field.value == "":
			found = append(found, plan.Problem{Path: field.path, Message: "is required"})
		case !field.form.MatchString(field.value) || len(field.value) > 253:
			found = append(found, plan.Problem{Path: field.path, Message: fmt.Sprintf("%q is not %s", field.value, field.like)})
		}
	}
	return found
}
