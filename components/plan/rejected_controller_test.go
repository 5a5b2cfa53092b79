package plan

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// inOneAccount has an estate know its account.
func inOneAccount(e *Estate) {
	e.Accounts, e.Ingress.Account = map[string]Account{"one": {ID: "111122223333"}}, "one"
}

// mirrored is a controller whose image needs no way to the internet.
func mirrored() *Controller {
	return &Controller{ImageRepository: "111122223333.dkr.ecr.us-east-1.amazonaws.com/aws-load-balancer-controller"}
}

var controllerRejections = []rejection{
	{"a controller in an unknown account, without image and endpoints", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) {
			c.Controller, c.VpcEndpoints = &Controller{}, []string{"ec2", "ecr.api", "ecr.dkr", "sts"}
		})
	}, []string{
		"clusters.search.controller.imageRepository: is required: the chart's image is in Amazon ECR Public, and search has no way to the internet without inspection.egress; name a copy in ECR or a pull-through cache",
		"clusters.search.vpcEndpoints: lacks eks-auth, elasticloadbalancing, without which the load balancer controller registers no pods in a VPC that has no way to the internet",
		"ingress.account: is required for clusters.search.controller: the controller's role, and its name for other accounts, hold the ID of the cluster's account; declare it in accounts and name it here",
	}},
	{"two controllers in an unknown account", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) { c.Controller = mirrored() })
		change(e.Clusters, "payments", func(c *Cluster) { c.Controller = mirrored() })
	}, []string{
		"ingress.account: is required for clusters.payments.controller, clusters.search.controller: the controller's role, and its name for other accounts, hold the ID of the cluster's account; declare it in accounts and name it here",
	}},
	{"a controller of a version and an image that are not exact", func(e *Estate) {
		inOneAccount(e)
		change(e.Clusters, "search", func(c *Cluster) { c.Controller = &Controller{ChartVersion: "3.2.9", ImageRepository: "mirror/lbc:v3"} })
		change(e.Clusters, "payments", func(c *Cluster) { c.Controller = &Controller{ChartVersion: "4.0.0", ImageRepository: "Mirror"} })
	}, []string{
		`clusters.payments.controller.chartVersion: "4.0.0" is not an exact chart version from 3.3.0 and below 4.0.0, such as 3.4.3`,
		`clusters.payments.controller.imageRepository: "Mirror" is not a repository without a tag, such as 111122223333.dkr.ecr.us-east-1.amazonaws.com/aws-load-balancer-controller`,
		`clusters.search.controller.chartVersion: "3.2.9" is not an exact chart version from 3.3.0 and below 4.0.0, such as 3.4.3`,
		`clusters.search.controller.imageRepository: "mirror/lbc:v3" is not a repository without a tag, such as 111122223333.dkr.ecr.us-east-1.amazonaws.com/aws-load-balancer-controller`,
	}},
	{"more target groups than a role can name", func(e *Estate) {
		inOneAccount(e)
		e.Accounts["two"] = Account{ID: "444455556666", RoleArn: "arn:aws:iam::444455556666:role/deploy"}
		e.Quotas = Quotas{RulesPerAlb: 1000, TargetGroups: 10000, TargetsPerAlb: 10000, RulesPerSecurityGroup: 1000}
		change(e.Clusters, "search", func(c *Cluster) { c.Account, c.Pattern = "two", patternSingle })
		for i := range maxRegistered {
			balancer := "more-" + strconv.Itoa(i%3)
			e.Ingress.LoadBalancers[balancer] = e.Ingress.LoadBalancers["public"]
			e.Services["more-"+strconv.Itoa(i)] = Service{
				Cluster: "search", LoadBalancer: balancer, Hostnames: []string{"more-" + strconv.Itoa(i) + ".example.com"}, Port: 8080,
			}
		}
	}, []string{
		"clusters.search: its pods are registered with 202 target groups in one account; the policies of a role hold 200",
	}},
}

// TestControllerIsContent has what no controller lacks: a way to the internet, a VPC of somebody else, an image in China.
func TestControllerIsContent(t *testing.T) {
	for name, change := range map[string]func(*Estate, *Cluster){
		"egress": func(e *Estate, c *Cluster) {
			c.VpcEndpoints = []string{"ec2", "ecr.api", "ecr.dkr", "sts"}
			e.Inspection = &Inspection{Egress: custom()}
		},
		"an image": func(_ *Estate, c *Cluster) { c.Controller.ImageRepository = "registry.example.com/lbc" },
		"full names of endpoints": func(_ *Estate, c *Cluster) {
			c.Controller.ImageRepository = "registry.example.com/lbc"
			c.VpcEndpoints = []string{"ec2", "ecr.api", "ecr.dkr", "sts", "com.amazonaws.us-east-1.eks-auth", "com.amazonaws.us-east-1.elasticloadbalancing"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			estate := good()
			inOneAccount(&estate)
			declared := estate.Clusters["search"]
			declared.Controller = &Controller{ExistingAgent: true}
			change(&estate, &declared)
			estate.Clusters["search"] = declared
			plan, err := Build(estate)
			require.NoError(t, err)
			require.Empty(t, plan.Validate())
			for _, cluster := range plan.Clusters {
				if cluster.Name == "search" {
					require.Equal(t, defaultControllerChart, cluster.Controller.ChartVersion)
					require.True(t, cluster.Controller.ExistingAgent)
				} else {
					require.Nil(t, cluster.Controller)
				}
			}
		})
	}
}

// TestAuditOfControllers judges plan data that was written by hand.
func TestAuditOfControllers(t *testing.T) {
	estate := good()
	inOneAccount(&estate)
	change(estate.Clusters, "search", func(c *Cluster) { c.Controller = &Controller{ImageRepository: "registry.example.com/lbc"} })
	plan, err := Build(estate)
	require.NoError(t, err)
	for i := range plan.Clusters {
		if plan.Clusters[i].Name == "search" {
			plan.Clusters[i].Controller = &PlannedController{ChartVersion: "3.4", ImageRepository: "lbc:v1"}
		}
	}
	plan.Accounts = nil
	lines := []string{}
	for _, problem := range plan.Validate() {
		lines = append(lines, problem.Path+": "+problem.Message)
	}
	require.Equal(t, []string{
		`search.controller.chartVersion: "3.4" is not an exact chart version from 3.3.0 and below 4.0.0, such as 3.4.3`,
		`search.controller.imageRepository: "lbc:v1" is not a repository without a tag, such as 111122223333.dkr.ecr.us-east-1.amazonaws.com/aws-load-balancer-controller`,
		"plan.clusters[search].controller: needs to know the cluster's account",
	}, lines)
}
