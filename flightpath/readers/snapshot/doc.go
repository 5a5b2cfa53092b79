// Package snapshot reads a folder of AWS describe output, as the AWS CLI prints it, into a network.
//
// Every *.json file below the folder is read and told apart by its top-level keys; file names mean nothing, a file may hold
// several keys and a key may be spread over several files (pages). Sub-folders may be accounts (twelve digits) and Regions:
//
//	snapshot/111111111111/us-east-1/Vpcs.json            {"Vpcs": [...]}
//	snapshot/111111111111/us-east-1/anything.json        {"RouteTables": [...], "Subnets": [...]}
//
// What AWS answers per parent is a list that carries the parent's ID, as in
// TransitGatewayStaticRoutes[]{TransitGatewayRouteTableId, Routes}. Plain answers that do not say of what they are, such as
// those of search-transit-gateway-routes, are taken where the path of their file holds that ID.
//
// The reader decides nothing about packets. It leaves out what no longer exists, resolves what AWS applies implicitly (main
// route tables, default network ACLs, availability zone IDs) and says in [network.Gap] what is not in the folder. Keys and
// fields that it does not know are ignored; a field that it knows has the type that AWS gives it, or the whole folder is
// refused with the file and the field: half a network would answer questions wrongly.
//
// Where the live reader captured the folder, CaptureProblems.json says which calls gave no answer, and why.
//
// Two things it assumes where the folder does not tell: VPC block public access is off, as it is by default, and a target
// group without its attributes has their defaults, unless a capture says that they could not be read.
package snapshot
