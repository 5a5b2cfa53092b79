// Package space is an exact algebra of packets.
//
// A [Set] is a union of disjoint boxes over source address, destination address, protocol, source port and destination
// port, one address family each: an IPv4 packet never stands in the same box as an IPv6 one. Whatever a network does to
// packets (it filters, routes, translates, answers) is an operation on sets, so that a statement about a set holds for each
// of its packets and not only for samples.
//
// ICMP and ICMPv6 have a type where others have a destination port, and a code where others have a source port. Protocols
// without ports have all of them.
//
// All values are immutable: operations return new ones and may share memory with their operands.
package space
