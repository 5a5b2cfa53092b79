// Package reachability asks AWS itself what flightpath answers: whether packets get from one resource to another. AWS's
// Reachability Analyzer works on what is deployed, so it is a second opinion after the update, from somebody who shares no code
// with this project.
//
// Questions derives from a plan what can be asked, each with the answer that the plan promises. ReachabilityCheck asks all of
// them, and says which answers are not as expected; ReachabilityAnalysis asks one. An estate asks by `reachabilityAnalysis`.
// Nothing is asked unless somebody says so: each analysis costs money (0.10 USD) and an update waits minutes for it.
//
// # What is asked, and why not more
//
// The questions are those of flightpath's check that the Analyzer can answer, and no others:
//
//   - A firewall ends a question, and another begins behind it. The Analyzer reads 5-tuple rules of AWS Network Firewall, no
//     Suricata rules, which ours are: it would ignore what lets services through, meet the policy's default, and find no path.
//     Through a Gateway Load Balancer's endpoint it sees neither appliances nor their rules.
//   - With a firewall in front of the ingress load balancers, questions begin at the ingress VPC's attachment: a VPC endpoint
//     cannot be the source of packets to its own VPC.
//   - No question ends at a pod: which pods there are, and their interfaces, no program knows when it deploys.
//   - None asks whether something goes around a firewall: the filter that leaves a resource out is not in the AWS provider 6.
//   - None asks whether a cluster reaches the internet through the ingress VPC: its gateway answers for addresses of that VPC
//     alone, so there would be no path whatever the routes say. Likewise nothing on the internet can name a private address.
//   - Replies: of TCP through a transit gateway the Analyzer looks at one direction only.
//   - IPv6, the health of targets, and what another Region holds it does not see at all.
//
// Everything is asked from the hub's account, because only the transit gateway's owner sees its route tables. Where clusters
// live in other accounts, those must be of the same organization, which trusts the Analyzer, and the hub's account has to be the
// management account or a delegated administrator.
//
// Source: AWS, "How Reachability Analyzer works" (considerations), "Explanation codes", "Cross-account analyses" and "Quotas"
// (VPC Reachability Analyzer guide); CreateNetworkInsightsPath (Amazon EC2 API Reference).
package reachability
