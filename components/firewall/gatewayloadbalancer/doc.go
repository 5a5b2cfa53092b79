// Package gatewayloadbalancer is the flavour of firewall whose appliances stand behind a Gateway Load Balancer.
//
// GatewayLoadBalancerEndpoints are what routes lead to, one in each zone. They connect to an endpoint service: that of an
// ApplianceFleet, which is appliances of any vendor in an auto scaling group behind a load balancer, or one that somebody else
// runs.
//
// An appliance decapsulates GENEVE, decides, and sends the packet back to the load balancer in GENEVE again, so both its
// addresses are its own and EC2's source and destination check stays on. One that forwards packets by itself instead would
// need the check off, which a launch template cannot say (terraform-provider-aws issue 20596).
//
// A route to an endpoint behind which no appliance is healthy drops what it gets: the estate fails closed. So endpoints wait
// until the fleet's first appliances are healthy; later nothing but the probe watches over them.
//
// Sources: Elastic Load Balancing, Gateway Load Balancers (target groups, target failover, cross-zone), AWS PrivateLink
// Guide (Gateway Load Balancer endpoints, acceptance), Amazon EC2 Auto Scaling User Guide (instance refresh, lifecycle hooks).
package gatewayloadbalancer
