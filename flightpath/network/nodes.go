package network

// Nodes are nodes of EKS clusters that something starts by itself, whose instances the source does not hold: those of a node group or an
// Auto Scaling group of a program. Snapshots hold the interfaces of nodes, and need none.
type Nodes struct {
	Object // what starts them; the tags are those that EKS gives them

	// Subnets are where they have their addresses. Unplaced is why that is not known: then they may stand in any of Subnets, or none.
	Subnets  []string
	Unplaced string

	// SecurityGroups are those that all of them have. Doubt is why they may have others too: empty where these are all.
	SecurityGroups []string
	Doubt          string

	// Public nodes have public IPv4 addresses, which the source does not tell, or may have them.
	Public bool
}
