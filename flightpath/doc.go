// Package flightpath says which way a packet flies, what checks it on the way, and whether the reply flies back the same way.
//
// It reads a [network.Network], whichever reader filled it, and nothing else: no plan, no Pulumi, no AWS. [New] compiles a
// network once; [Analyzer.Trace] answers a question about two endpoints, [Analyzer.Reach] says everything that one reaches,
// and [Analyzer.Check] asks whether the properties of a whole estate hold.
//
// A walk carries sets of packets ([space.Set]) from hop to hop. A hop passes a part of them on, and says of the rest which
// rule stopped it; so an answer holds for every packet that it names. A leg is a flow between two network interfaces, or an
// interface and the internet, walked there and back. What ends a connection and begins another one (a load balancer, a NAT
// gateway, an endpoint of PrivateLink) ends a leg and begins the next.
//
// Of what the sender may choose (addresses, ports), the packets that arrive decide. Of what the network chooses (a zone, a
// node, a target), the worst decides. What is not known or not modelled is a hop that is unproven, with its name, and never
// a pass. docs/flightpath.md has a row for each hop, with AWS's document that it comes from.
package flightpath
