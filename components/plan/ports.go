package plan

import "sort"

// podPorts are the ports of pods that load balancers reach, for traffic and for health checks.
func podPorts(services []*backend) []int {
	seen, ports := map[int]bool{}, []int{}
	for _, s := range services {
		for _, port := range []int{s.declared.Port, s.healthPort()} {
			if !seen[port] {
				seen[port] = true
				ports = append(ports, port)
			}
		}
	}
	sort.Ints(ports)
	return ports
}

// healthPort is the port of the pods that answers health checks.
func (s *service) healthPort() int {
	if health := s.declared.HealthCheck; health != nil && health.Port != 0 {
		return health.Port
	}
	return s.declared.Port
}
