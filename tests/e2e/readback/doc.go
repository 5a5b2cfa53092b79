// Package readback asks AWS's API what exists, with the AWS SDK for Go v2 and describe calls only, and keeps the answers as a
// snapshot. It asks for everything that an account has in a Region, page by page, whoever made it: what was not planned is
// as interesting as what was.
//
// What packets depend on is read by flightpath's reader of live accounts, which the runs try out by it on everything that the
// components make; the rest is read here.
//
// It knows nothing of Pulumi: neither the state nor the provider that made the objects has a say in what is read.
package readback
