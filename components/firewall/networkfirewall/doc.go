// Package networkfirewall is AWS Network Firewall as a flavour of firewall.
//
// A NetworkFirewall is a firewall with one endpoint per zone, a policy, the rule groups that the policy refers to, and what it
// logs. The plan has written the rules already, in Suricata's language and in the order in which they are evaluated; here they
// become rule groups. AWS returns endpoints in no order and by zone name, so they are found by the subnet that they are in.
//
// A packet that no rule lets through is dropped. The rules' last one says so, and the policy's default actions say it again for
// the data of connections, which they hold until a rule about its server name or host could have matched. Nothing passes
// without rules either: fragments go to the same rules, and a connection that the firewall did not see begin is refused.
//
// Whoever uses an endpoint waits for the logs, so that nothing passes unlogged; at destruction the routes go first, then the
// logs, then the firewall. A rule group that something refers to cannot be deleted, so one that AWS cannot change is made anew
// under another name, the policy refers to it, and the old one goes.
//
// Source documents: AWS Network Firewall developer guide (firewall policies, strict evaluation order, stream exception policy,
// rule variables, logging), AWS security services best practices (Network Firewall).
package networkfirewall
