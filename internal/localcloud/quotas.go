package localcloud

// Quotas are AWS's limits. A zero field means AWS's default; a raised quota is
// what the user asked AWS for.
type Quotas struct {
	RoutesPerRouteTable      int
	RulesPerSecurityGroup    int // a prefix list counts at its maximum size
	CIDRsPerVPC              int
	RoutesPerTransitGateway  int
	ALBsPerRegion            int
	NLBsPerRegion            int
	ListenersPerLoadBalancer int
	RulesPerALB              int
	CertificatesPerListener  int
	TargetGroupsPerALB       int
	TargetsPerTargetGroup    int
	TargetsPerNLBZone        int
	ConditionValuesPerRule   int
	ElasticIPsPerRegion      int
	FirewallsPerRegion       int
}

func (q Quotas) orDefaults() Quotas {
	for field, standard := range map[*int]int{
		&q.RoutesPerRouteTable:      50,
		&q.RulesPerSecurityGroup:    60,
		&q.CIDRsPerVPC:              5,
		&q.RoutesPerTransitGateway:  10000,
		&q.ALBsPerRegion:            50,
		&q.NLBsPerRegion:            50,
		&q.ListenersPerLoadBalancer: 50,
		&q.RulesPerALB:              100,
		&q.CertificatesPerListener:  25,
		&q.TargetGroupsPerALB:       100,
		&q.TargetsPerTargetGroup:    1000,
		&q.TargetsPerNLBZone:        500,
		&q.ConditionValuesPerRule:   5,
		&q.ElasticIPsPerRegion:      5,
		&q.FirewallsPerRegion:       5,
	} {
		if *field == 0 {
			*field = standard
		}
	}
	return q
}
