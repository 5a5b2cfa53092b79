// Package flightpathtest proves the networks of Pulumi programs in their tests, without AWS, without the Pulumi engine and in
// well under a second:
//
//	func TestIngress(t *testing.T) {
//		flightpathtest.RequireInspected(t, program)
//		flightpathtest.RequireContained(t, program)
//	}
//
// Without [Expect] they ask what holds for any network: that what the internet reaches, and what VPCs reach in each other, crosses a
// firewall; that the internet reaches load balancers and what is behind them, and VPCs without one do not reach each other. What is
// meant of a program, expectations say: its services, what it protects, what has to be inspected, and from where.
//
// [Record] runs a program as the engine would after AWS made everything, and reads the network that the resources are. Every
// ID is known then, so the proof is a whole one, where a preview leaves some hops unproven. What AWS would compute (an ID, a
// DNS name, the endpoints of a firewall) is made up in AWS's shape; what a program asks AWS for (functions such as
// aws.getRegion) is answered for the best known ones, and by [Answer] for all others.
//
// A program that reads another stack's outputs gets them from [StackOutputs], or from that stack's own program, which [After] runs before:
// then both are one network.
//
// Pods that the program's TargetGroupBindings register are targets without a further word. [Declare] tells of those that others bind, and
// what it says of a Service has to be what the bindings do.
package flightpathtest
