package plan

// paloAlto is VM-Series of Palo Alto Networks.
//
// Sources: "Management Interface Mapping for Use with Amazon ELB" (VM-Series Deployment Guide 11.0): a load balancer sends to
// the first interface only, which is the management's until the two are swapped. terraform-aws-swfw-modules of Palo Alto
// Networks: modules/asg (instance type, the management interface at index 1 after the swap), modules/bootstrap (the settings
// of init-cfg.txt; aws-gwlb-inspect). Its predecessor terraform-aws-vmseries-modules: modules/asg (settings as `key=value`
// lines, root device), modules/gwlb (probe: TCP 80, which an interface management profile of the firewall has to answer),
// modules/bootstrap (type).
//
// The settings are those of these documents and the bucket of a bootstrap package. Whatever else PAN-OS takes, such as
// authcodes, is for userData.
var paloAlto = applianceVendor{
	name:                "palo-alto-vm-series",
	instanceType:        "m5.xlarge",
	probe:               ApplianceProbe{Protocol: protocolTCP, Port: 80},
	rootDevice:          "/dev/xvda",
	managementInterface: true,
	bootstrapKeys: []string{
		"auth-key", "cgname", "dgname", "dhcp-accept-server-domain", "dhcp-accept-server-hostname", "dhcp-send-client-id",
		"dhcp-send-hostname", "dns-primary", "dns-secondary", "hostname", "mgmt-interface-swap", "op-command-modes",
		"panorama-server", "panorama-server-2", "plugin-op-commands", "tplname", "type", "vm-auth-key",
		"vm-series-auto-registration-pin-id", "vm-series-auto-registration-pin-value", "vmseries-bootstrap-aws-s3bucket",
	},
	bootstrapNeeds: map[string]string{"mgmt-interface-swap": "enable", "plugin-op-commands": "aws-gwlb-inspect:enable"},
	bootstrap:      keyValues,
	bootstrapLines: true,
}
