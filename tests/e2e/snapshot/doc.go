// Package snapshot holds what AWS's describe calls answer, as the AWS CLI prints it: one list per top-level key (Vpcs,
// Subnets, RouteTables, ...), kept per account and Region, in memory or in a folder. A folder that was written here can be
// read by tools that analyse networks from such files, and mended by hand for a test.
//
// What is asked once per object of another kind is a list whose elements carry the parent's ID, such as
// TransitGatewayStaticRoutes[]{TransitGatewayRouteTableId, Routes}.
package snapshot
