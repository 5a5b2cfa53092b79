// Package transit joins VPCs, so far through a transit gateway.
//
// The gateway decides nothing by itself: default association and propagation are off, and its route tables hold static
// routes only. The `ingress` table is what the ingress VPC may reach: each cluster's CIDR, and blackholes for
// the rest of private space. The `spoke` table is what clusters may reach: the ingress VPC and nothing else, so clusters
// do not reach each other. No propagation, because whoever owns a VPC owns its CIDRs, and a longer one would capture
// somebody else's traffic.
//
// With a firewall between the VPCs, the same routes lead to the inspection VPC's attachment instead, and two more tables say
// what comes out of the firewall (`inspection`) and which clusters go without it (`exempt`); ADR 0006 has them all. Each route
// is a part of the attachment of the VPC whose addresses it leads to, so that a firewall that comes or goes replaces routes
// and nothing else. What is replaced goes first, because a prefix cannot be there twice; in the gap the blackholes hold.
//
// Everything comes into being, and goes, in an order that drops packets rather than lead them astray: blackholes, then the
// attachment, its association, the gateway's routes that belong to it, and last the VPC's routes to the gateway. Routes that
// lead through an attachment come after all that makes it pass packets on, other VPCs' because its AttachmentID waits for it.
//
// An attachment lives in the account of its VPC and its routing in the account of the gateway (ADR 0003), so these are two
// components, even while both accounts are the same. Where they differ, the gateway is shared through AWS Resource Access
// Manager, the share is accepted (outside Organizations, once per account), and so is each attachment before anything uses it.
// An attachment goes with its acceptance: to delete that is to delete the attachment.
//
// Source documents: Transit gateway guide (route tables, VPC attachments, shared transit gateways), Resource Access Manager
// guide (sharing inside and outside Organizations).
package transit
