// Package report shows answers of flightpath: as text for people, as JSON, as a Mermaid flowchart, and as a page.
//
// The JSON of a trace is one object. Its fields stay; further ones may be added:
//
//	verdict    inspected, direct, blocked, asymmetric or unproven
//	reason     a sentence that says why
//	question   what was asked: from, to, protocol, port (0 is any)
//	forward    the hops of the way that decided, from the sender to the receiver
//	return     the hops of the reply, from the receiver to the sender
//	legs       the same, a part of the way each: a load balancer, a NAT gateway and PrivateLink end one and begin the next
//	example    a packet for which the verdict holds; absent where there is none
//	packets    all packets of the first leg for which it holds
//	change     the fewest changes known that open a blocked way, in their order: a list of kind, id and do
//	opens      the verdict once they are made, as it was tried out
//	noChange   why there is no change, where a way is blocked and none is known
//
// A hop has kind (route-table, security-group, firewall-endpoint, …), id, the rule that decided, and a decision (blocked or
// unproven) where the way ends there. A leg has from, to, verdict, reason, forward, return, firewalls (the endpoints that see
// it, in order) and example.
package report
