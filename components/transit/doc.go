// Package transit joins VPCs, so far through a transit gateway.
//
// The gateway decides nothing by itself: default association and propagation are off, and its two route tables hold static
// routes only. The `ingress` table is what the ingress VPC may reach: each cluster's CIDR, and blackholes for
// the rest of private space. The `spoke` table is what clusters may reach: the ingress VPC and nothing else, so clusters
// do not reach each other. No propagation, because whoever owns a VPC owns its CIDRs, and a longer one would capture
// somebody else's traffic.
//
// Everything comes into being, and goes, in an order that drops packets rather than lead them astray: blackholes, then the
// attachment, its association, the gateway's routes towards it, and last the VPC's routes to the gateway.
//
// An attachment lives in the account of its VPC and its routing in the account of the gateway (ADR 0003), so these are two
// components, even while both accounts are the same.
//
// Source documents: Transit gateway guide (route tables, VPC attachments).
package transit
