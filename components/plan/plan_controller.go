package plan

// PlannedController is the load balancer controller of a cluster.
type PlannedController struct {
	ChartVersion string `json:"chartVersion"`

	// Empty for the chart's own.
	ImageRepository string `json:"imageRepository,omitempty"`

	// Whether the Pod Identity agent is there already.
	ExistingAgent bool `json:"existingAgent,omitempty"`
}
