// Package pulumi reads networks from Pulumi's resources of AWS: those of a state, of a preview or of a recorded program.
//
// A preview does not know the IDs of what it will create. Such an object goes by its URN, and a property that refers to it is
// followed through the property's dependencies: where exactly one of them is of a type that the property can mean, it is
// meant. Where several are, nothing is guessed: the network says what it does not know (network.Gap, network.TargetUnknown),
// and the analyser calls whatever depends on it unproven.
//
// What a program declares wins over what AWS answered, so that a preview shows the network after the update. What AWS makes
// by itself with a VPC (main route table, default network ACL and security group) is there too, as AWS makes it.
package pulumi
