package plan

// Controller is the AWS Load Balancer Controller of a cluster. It registers pods with target groups and makes no load balancers.
type Controller struct {
	// Exact version of its chart, from 3.3.0 and below 4.0.0. Default: 3.4.3.
	ChartVersion string `json:"chartVersion,omitempty"`

	// Repository of its image, without a tag. Required where a VPC of this estate has no way to the internet (inspection.egress).
	// Default: the chart's, in Amazon ECR Public; in China, AWS's in the Region.
	ImageRepository string `json:"imageRepository,omitempty"`

	// Whether the cluster has the EKS Pod Identity agent already. Default: false, the add-on is installed.
	ExistingAgent bool `json:"existingAgent,omitempty"`
}
