package exceptions

// Lack is something that the emulated API cannot do.
type Lack struct {
	Service string

	// The API calls.
	Calls string

	// What cannot be tried because of it.
	Instead string
}

// Lacking is what the emulator answers with an error that says so, because no example uses it. An example that does fails the
// run: the call is then implemented in tests/e2e/emulator, or the example cannot be judged.
var Lacking = []Lack{
	{"Network Firewall", "PutResourcePolicy, CreateVpcEndpointAssociation", "rule groups and firewalls that other accounts use"},
	{"RAM", "ListResourceSharePermissions, TagResource", "a transit gateway that is shared with other accounts"},
	{"Elastic Load Balancing", "CreateTrustStore", "client certificates"},
	{"EC2", "CreateVpcEndpointConnectionNotification", "messages about connections to endpoint services"},
	{"EC2", "ModifyVpcBlockPublicAccessOptions, CreateVpcBlockPublicAccessExclusion", "blocking public access to VPCs"},
	{"EC2", "AssociateSecurityGroupVpc", "security groups in more than one VPC"},
	{"EC2", "CreateNetworkInsightsPath", "the Reachability Analyzer"},
	{"CloudWatch", "PutCompositeAlarm, PutQueryDefinition", "alarms of alarms, saved queries"},
}
