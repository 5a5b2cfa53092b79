// Package network is a model of AWS networks: plain data that says of each object what it means for packets, under AWS's own
// IDs.
//
// Readers fill it: from a snapshot of describe calls, from Pulumi's resources, from anything. The analyser asks nothing
// else, so whatever a reader could not know has to be said here too: see [Gap].
//
// All lists are in no particular order; [Network.Index] looks things up.
package network
