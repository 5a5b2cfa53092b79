package plan

import (
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const endpointService = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"

// ngfw is a good estate with a fleet between the ingress VPC and the EKS VPCs.
func ngfw(fleet ApplianceFleet) Estate {
	estate := good()
	estate.Inspection = &Inspection{EastWest: &EastWestInspection{GatewayLoadBalancer: &GatewayLoadBalancer{Fleet: &fleet}}}
	return estate
}

// anyFleet is a fleet of appliances of which nothing is known.
func anyFleet() ApplianceFleet {
	return ApplianceFleet{Ami: "ami-0123456789abcdef0", Probe: &ApplianceProbe{Port: 8080}}
}

// vendorFleet is a fleet of a vendor.
func vendorFleet(vendor string) ApplianceFleet {
	return ApplianceFleet{Ami: "ami-0123456789abcdef0", Vendor: vendor}
}

// plannedFleet is the fleet of an estate that must be good.
func plannedFleet(t require.TestingT, estate Estate) PlannedFleet {
	plan, err := Build(estate)
	require.NoError(t, err)
	require.Empty(t, plan.Validate())
	require.Len(t, plan.Fleets, 1)
	return plan.Fleets[0]
}

func TestFleetOfAnyAppliances(t *testing.T) {
	fleet := plannedFleet(t, ngfw(anyFleet()))
	require.Equal(t, "inspection", fleet.Name)
	require.Equal(t, "inspection", fleet.Vpc)
	require.Equal(t, []string{"inspection.appliance.use1-az1", "inspection.appliance.use1-az2"}, fleet.Subnets)
	require.Equal(t, ApplianceProbe{Protocol: "TCP", Port: 8080}, fleet.Probe)
	require.Equal(t, []any{2, 4, "c6i.xlarge", "", true, "rebalance", true, false}, []any{
		fleet.Min, fleet.Max, fleet.InstanceType, fleet.RootDevice, fleet.CrossZone, fleet.Failover, fleet.DeletionProtection,
		fleet.ManagementInterface,
	})
	require.Empty(t, fleet.UserData)

	rules := map[string]string{}
	for _, rule := range fleet.SecurityGroup.Rules {
		rules[rule.Name] = strings.Join([]string{string(rule.Direction), rule.Protocol, rule.Cidr}, " ")
	}
	require.Equal(t, map[string]string{
		"inspection.appliances.ingress.geneve": "ingress udp 192.168.248.0/23",
		"inspection.appliances.ingress.probe":  "ingress tcp 192.168.248.0/23",
		"inspection.appliances.egress.geneve":  "egress udp 192.168.248.0/23",
		"inspection.appliances.egress.tcp":     "egress tcp 0.0.0.0/0",
		"inspection.appliances.egress.udp":     "egress udp 0.0.0.0/0",
	}, rules)
}

func TestEveryVendorHasAFleet(t *testing.T) {
	for _, vendor := range constraints["ApplianceFleet.Vendor"].enum {
		require.Contains(t, applianceVendors, vendor)
		plannedFleet(t, ngfw(vendorFleet(vendor)))
	}
	require.Len(t, applianceVendors, len(constraints["ApplianceFleet.Vendor"].enum))
	require.Equal(t, 80, plannedFleet(t, ngfw(vendorFleet("palo-alto-vm-series"))).Probe.Port)
	require.Equal(t, 8008, plannedFleet(t, ngfw(vendorFleet("fortinet-fortigate"))).Probe.Port)
	require.Equal(t, 8117, plannedFleet(t, ngfw(vendorFleet("check-point-cloudguard"))).Probe.Port)

	declared := vendorFleet("check-point-cloudguard")
	declared.Tags = map[string]string{"x-chkp-tags": "management=m:template=t:ip-address=private", "x-chkp-topology": "external"}
	require.Equal(t, map[string]string{
		"x-chkp-solution": "autoscale_gwlb", "x-chkp-topology": "external", "x-chkp-tags": "management=m:template=t:ip-address=private",
	}, plannedFleet(t, ngfw(declared)).Tags, "what is declared wins")
	require.Equal(t, "internal", checkPoint.tags["x-chkp-topology"], "the vendor's table is nobody's to write")
}

func TestDeclaredWinsOverTheVendor(t *testing.T) {
	on, off := true, false
	declared := vendorFleet("palo-alto-vm-series")
	declared.InstanceType, declared.RootDevice, declared.ManagementInterface, declared.CrossZone = "c6in.4xlarge", "/dev/sda1", &off, &off
	declared.Probe = &ApplianceProbe{Protocol: "HTTPS", Port: 443}
	declared.Failover, declared.Min, declared.LaunchPause, declared.TerminationPause = "no_rebalance", 3, 900, 60
	fleet := plannedFleet(t, ngfw(declared))
	require.Equal(t, ApplianceProbe{Protocol: "HTTPS", Port: 443, Path: "/"}, fleet.Probe)
	require.Equal(t, []any{"c6in.4xlarge", "/dev/sda1", false, false, "no_rebalance", 3, 6, 900, 60}, []any{
		fleet.InstanceType, fleet.RootDevice, fleet.ManagementInterface, fleet.CrossZone, fleet.Failover, fleet.Min, fleet.Max,
		fleet.LaunchPause, fleet.TerminationPause,
	})
	estate := ngfw(anyFleet())
	estate.Inspection.EastWest.GatewayLoadBalancer.Fleet.ManagementInterface = &on
	estate.Protection = &off
	fleet = plannedFleet(t, estate)
	require.True(t, fleet.ManagementInterface)
	require.False(t, fleet.DeletionProtection)
}

func TestPaloAltoBootstrap(t *testing.T) {
	declared := vendorFleet("palo-alto-vm-series")
	declared.Bootstrap = map[string]string{"panorama-server": "10.1.2.3", "dgname": "hub", "mgmt-interface-swap": "disable", "type": "dhcp-client"}
	fleet := plannedFleet(t, ngfw(declared))
	require.True(t, fleet.ManagementInterface)
	require.Equal(t, "dgname=hub\nmgmt-interface-swap=disable\npanorama-server=10.1.2.3\n"+
		"plugin-op-commands=aws-gwlb-inspect:enable\ntype=dhcp-client\n", fleet.UserData)
	require.Equal(t, "enable", paloAlto.bootstrapNeeds["mgmt-interface-swap"])
}

// TestFortinetBootstrap reads the user data as the message that it claims to be.
func TestFortinetBootstrap(t *testing.T) {
	declared := vendorFleet("fortinet-fortigate")
	declared.Bootstrap = map[string]string{"config": "config system global\nset hostname a\nend\n", "license": "-----BEGIN FGT VM LICENSE-----\nx\n"}
	message, err := mail.ReadMessage(strings.NewReader(plannedFleet(t, ngfw(declared)).UserData))
	require.NoError(t, err)
	kind, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	require.NoError(t, err)
	require.Equal(t, "multipart/mixed", kind)
	reader := multipart.NewReader(message.Body, parameters["boundary"])
	for _, want := range []struct{ kind, disposition, text string }{
		{`text/x-shellscript; charset="us-ascii"`, "", "config system global\nset hostname a\nend\n"},
		{`text/plain; charset="us-ascii"`, `attachment; filename="license"`, "-----BEGIN FGT VM LICENSE-----\nx\n"},
	} {
		part, err := reader.NextPart()
		require.NoError(t, err)
		text, err := io.ReadAll(part)
		require.NoError(t, err)
		require.Equal(t, want.kind, part.Header.Get("Content-Type"))
		require.Equal(t, want.disposition, part.Header.Get("Content-Disposition"))
		require.Equal(t, want.text, string(text))
	}
	_, err = reader.NextPart()
	require.Equal(t, io.EOF, err)

	delete(declared.Bootstrap, "license")
	require.NotContains(t, plannedFleet(t, ngfw(declared)).UserData, "license")
}

func TestServicesAndFleetsOfOthers(t *testing.T) {
	estate := good()
	estate.Inspection = &Inspection{Egress: &Firewall{GatewayLoadBalancer: &GatewayLoadBalancer{ServiceName: endpointService}}}
	plan, err := Build(estate)
	require.NoError(t, err)
	require.Empty(t, plan.Fleets)
	require.Equal(t, &PlannedGatewayLoadBalancer{ServiceName: endpointService}, plan.Firewalls[0].GatewayLoadBalancer)

	estate = ngfw(anyFleet())
	estate.Inspection.Edge = &Firewall{GatewayLoadBalancer: &GatewayLoadBalancer{FleetOf: "eastWest"}}
	require.Equal(t, "inspection", plannedFleet(t, estate).Name)
	plan, err = Build(estate)
	require.NoError(t, err)
	require.Len(t, plan.Firewalls, 2)
	for _, firewall := range plan.Firewalls {
		require.Equal(t, &PlannedGatewayLoadBalancer{Fleet: "inspection"}, firewall.GatewayLoadBalancer, firewall.Name)
	}

	fleet := anyFleet()
	estate.Inspection.Edge.GatewayLoadBalancer = &GatewayLoadBalancer{Fleet: &fleet}
	plan, err = Build(estate)
	require.NoError(t, err)
	require.Empty(t, plan.Validate())
	require.Len(t, plan.Fleets, 2, "two fleets may stand in the inspection VPC")
	names := map[string]bool{}
	for _, fleet := range plan.Fleets {
		require.Equal(t, "inspection", fleet.Vpc)
		names[fleet.AwsName], names[fleet.TargetGroupAwsName] = true, true
	}
	require.Len(t, names, 4)
}

func TestAllowedAccounts(t *testing.T) {
	for region, partition := range map[string]string{"use1": "aws", "usgw1": "aws-us-gov", "cnn1": "aws-cn"} {
		estate := ngfw(anyFleet())
		estate.Zones = []string{region + "-az1", region + "-az2"}
		estate.Accounts = map[string]Account{"hub": {ID: "111111111111"}, "retail": {ID: "333333333333"}}
		estate.Ingress.Account = "hub"
		for _, name := range sortedKeys(estate.Clusters) {
			change(estate.Clusters, name, func(c *Cluster) { c.Account = "hub" })
		}
		estate.Inspection.EastWest.GatewayLoadBalancer.Fleet.AllowedAccounts = []string{"retail", "222222222222"}
		require.Equal(t, []AllowedPrincipal{
			{Name: "inspection.222222222222", Arn: "arn:" + partition + ":iam::222222222222:root"},
			{Name: "inspection.333333333333", Arn: "arn:" + partition + ":iam::333333333333:root"},
		}, plannedFleet(t, estate).AllowedPrincipals)
	}
}

func TestFleetNames(t *testing.T) {
	names := func(change func(*Estate)) (string, string) {
		estate := ngfw(anyFleet())
		change(&estate)
		fleet := plannedFleet(t, estate)
		return fleet.AwsName, fleet.TargetGroupAwsName
	}
	balancer, group := names(func(*Estate) {})
	other, otherGroup := names(func(e *Estate) { e.Inspection.Cidr = "192.168.240.0/22" })
	require.NotEqual(t, balancer, other, "the VPC is another one, and the new load balancer is there before the old one goes")
	require.NotEqual(t, group, otherGroup)
	other, otherGroup = names(func(e *Estate) {
		e.Inspection.EastWest.GatewayLoadBalancer.Fleet.Probe = &ApplianceProbe{Protocol: "HTTP", Port: 80}
	})
	require.Equal(t, balancer, other)
	require.NotEqual(t, group, otherGroup, "the provider refuses to plan a request that becomes a connection")
	other, otherGroup = names(func(e *Estate) {
		fleet := e.Inspection.EastWest.GatewayLoadBalancer.Fleet
		e.Zones = append(e.Zones, "use1-az4")
		fleet.Ami, fleet.InstanceType, fleet.UserData, fleet.Min, fleet.LaunchPause = "ami-01234567", "m5.large", "#!", 9, 30
	})
	require.Equal(t, []string{balancer, group}, []string{other, otherGroup}, "none of this replaces anything")
	other, _ = names(func(e *Estate) { e.Name = "internal" })
	require.True(t, strings.HasPrefix(other, "xinternal-"), other)
}

var fleetRejections = []rejection{
	{"nothing", func(e *Estate) { e.Inspection.EastWest.GatewayLoadBalancer.Fleet = nil }, []string{
		"inspection.eastWest.gatewayLoadBalancer: exactly one of serviceName, fleet and fleetOf must be declared",
	}},
	{"two at once", func(e *Estate) { e.Inspection.EastWest.GatewayLoadBalancer.ServiceName = endpointService }, []string{
		"inspection.eastWest.gatewayLoadBalancer: exactly one of serviceName, fleet and fleetOf must be declared, not serviceName and fleet",
	}},
	{"service of another Region", func(e *Estate) {
		*e.Inspection.EastWest.GatewayLoadBalancer = GatewayLoadBalancer{ServiceName: strings.Replace(endpointService, "us-east-1", "eu-west-1", 1)}
	}, []string{
		"inspection.eastWest.gatewayLoadBalancer.serviceName: the service is in eu-west-1, the estate in us-east-1; " +
			"Gateway Load Balancer endpoints reach only services of their own Region",
	}},
	{"no name of a service", func(e *Estate) {
		*e.Inspection.EastWest.GatewayLoadBalancer = GatewayLoadBalancer{ServiceName: "com.amazonaws.us-east-1.s3"}
	}, []string{
		`inspection.eastWest.gatewayLoadBalancer.serviceName: "com.amazonaws.us-east-1.s3" is not the name of an endpoint service, ` +
			"such as com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
	}},
	{"fleet of itself", func(e *Estate) {
		*e.Inspection.EastWest.GatewayLoadBalancer = GatewayLoadBalancer{FleetOf: "eastWest"}
	}, []string{
		"inspection.eastWest.gatewayLoadBalancer.fleetOf: is for the edge: the firewall of the inspection VPC brings its own fleet, or serviceName",
	}},
	{"fleet of nobody", func(e *Estate) {
		e.Inspection.Edge = &Firewall{GatewayLoadBalancer: &GatewayLoadBalancer{FleetOf: "egress"}}
	}, []string{"inspection.edge.gatewayLoadBalancer.fleetOf: there is no inspection.egress"}},
	{"fleet of a place without one", func(e *Estate) {
		e.Inspection.Edge = &Firewall{GatewayLoadBalancer: &GatewayLoadBalancer{FleetOf: "eastWest"}}
		e.Inspection.EastWest.GatewayLoadBalancer = &GatewayLoadBalancer{ServiceName: endpointService}
	}, []string{
		"inspection.edge.gatewayLoadBalancer.fleetOf: inspection.eastWest brings no fleet: declare one there, in gatewayLoadBalancer.fleet",
	}},
	{"smaller than its zones", fleetChange(func(f *ApplianceFleet) { f.Min = 1 }), []string{
		"inspection.eastWest.gatewayLoadBalancer.fleet.min: 1 for 2 zones: each zone needs an appliance of its own, or its traffic is dropped or crosses zones",
	}},
	{"most below fewest", fleetChange(func(f *ApplianceFleet) { f.Min, f.Max = 4, 3 }), []string{
		"inspection.eastWest.gatewayLoadBalancer.fleet.max: 3 is less than the 4 of min",
	}},
	{"most below the zones", fleetChange(func(f *ApplianceFleet) { f.Max = 1 }), []string{
		"inspection.eastWest.gatewayLoadBalancer.fleet.max: 1 is less than one for each of 2 zones",
	}},
	{"no probe", fleetChange(func(f *ApplianceFleet) { f.Probe = nil }), []string{
		"inspection.eastWest.gatewayLoadBalancer.fleet.probe: is required: without a vendor, nothing says how an appliance shows that it is well",
	}},
	{"path of a connection", fleetChange(func(f *ApplianceFleet) { f.Probe.Path = "/healthz" }), []string{
		"inspection.eastWest.gatewayLoadBalancer.fleet.probe.path: is for HTTP and HTTPS: a TCP probe only connects; remove it",
	}},
	{"unknown vendor", fleetChange(func(f *ApplianceFleet) { f.Vendor = "palo-alto" }), []string{
		`inspection.eastWest.gatewayLoadBalancer.fleet.vendor: "palo-alto" is not one of palo-alto-vm-series, fortinet-fortigate, check-point-cloudguard; did you mean palo-alto-vm-series?`,
	}},
	{"no AMI", fleetChange(func(f *ApplianceFleet) { f.Ami = "" }), []string{"inspection.eastWest.gatewayLoadBalancer.fleet.ami: is required"}},
	{"AMI by name", fleetChange(func(f *ApplianceFleet) { f.Ami = "PA-VM-AWS-11.1" }), []string{
		`inspection.eastWest.gatewayLoadBalancer.fleet.ami: "PA-VM-AWS-11.1" is not the ID of an AMI, such as ami-0123456789abcdef0`,
	}},
	{"no device", fleetChange(func(f *ApplianceFleet) { f.RootDevice = "xvda" }), []string{
		`inspection.eastWest.gatewayLoadBalancer.fleet.rootDevice: "xvda" is not the name of a device, such as /dev/xvda`,
	}},
	{"bootstrap without a vendor", fleetChange(func(f *ApplianceFleet) { f.Bootstrap = map[string]string{"a": "b"} }), []string{
		"inspection.eastWest.gatewayLoadBalancer.fleet.bootstrap: needs a vendor, whose format it is; or give the whole as userData",
	}},
	{"bootstrap of a script", fleetChange(func(f *ApplianceFleet) {
		f.Vendor, f.Bootstrap = "check-point-cloudguard", map[string]string{"sicKey": "b"}
	}), []string{
		"inspection.eastWest.gatewayLoadBalancer.fleet.bootstrap: check-point-cloudguard takes a script, which is given as userData",
	}},
	{"bootstrap and user data", fleetChange(func(f *ApplianceFleet) {
		f.Vendor, f.Bootstrap, f.UserData = "palo-alto-vm-series", map[string]string{"dgname": "b"}, "a=b"
	}), []string{
		"inspection.eastWest.gatewayLoadBalancer.fleet: either userData or bootstrap: the settings of bootstrap make the user data",
	}},
	{"misspelt and folded settings", fleetChange(func(f *ApplianceFleet) {
		f.Vendor, f.Bootstrap = "palo-alto-vm-series", map[string]string{"dgnam": "b", "hostname": "a\nb"}
	}), []string{
		"inspection.eastWest.gatewayLoadBalancer.fleet.bootstrap.dgnam: palo-alto-vm-series has no such setting; did you mean dgname? " +
			"(whatever else it takes is for userData, in the place of bootstrap)",
		"inspection.eastWest.gatewayLoadBalancer.fleet.bootstrap.hostname: has several lines; the vendor's format has one for each setting",
	}},
	{"settings of another vendor", fleetChange(func(f *ApplianceFleet) {
		f.Vendor, f.Bootstrap = "fortinet-fortigate", map[string]string{"panorama-server": "10.1.2.3"}
	}), []string{
		"inspection.eastWest.gatewayLoadBalancer.fleet.bootstrap.panorama-server: fortinet-fortigate has no such setting; known are config, license " +
			"(whatever else it takes is for userData, in the place of bootstrap)",
	}},
	{"user data too long", fleetChange(func(f *ApplianceFleet) { f.UserData = strings.Repeat("x", 16*1024+1) }), []string{
		"inspection.eastWest.gatewayLoadBalancer.fleet.userData: makes user data of 16385 bytes; EC2 takes 16384",
	}},
	{"accounts", fleetChange(func(f *ApplianceFleet) { f.AllowedAccounts = []string{"retail", "222222222222", "222222222222"} }), []string{
		`inspection.eastWest.gatewayLoadBalancer.fleet.allowedAccounts[0]: there is no account "retail"`,
		"inspection.eastWest.gatewayLoadBalancer.fleet.allowedAccounts[2]: account 222222222222 is allowed already, in " +
			"inspection.eastWest.gatewayLoadBalancer.fleet.allowedAccounts[1]",
	}},
	{"own account", func(e *Estate) {
		e.Accounts, e.Ingress.Account = map[string]Account{"hub": {ID: "111111111111"}}, "hub"
		for _, name := range sortedKeys(e.Clusters) {
			change(e.Clusters, name, func(c *Cluster) { c.Account = "hub" })
		}
		e.Inspection.EastWest.GatewayLoadBalancer.Fleet.AllowedAccounts = []string{"111111111111"}
	}, []string{
		"inspection.eastWest.gatewayLoadBalancer.fleet.allowedAccounts[0]: 111111111111 is the fleet's own account, which may use it anyway; remove it",
	}},
	{"pauses", fleetChange(func(f *ApplianceFleet) { f.LaunchPause, f.TerminationPause = 10, 7201 }), []string{
		"inspection.eastWest.gatewayLoadBalancer.fleet.launchPause: 10 is out of range: 30 to 7200",
		"inspection.eastWest.gatewayLoadBalancer.fleet.terminationPause: 7201 is out of range: 30 to 7200",
	}},
	{"tags", fleetChange(func(f *ApplianceFleet) { f.Tags = map[string]string{"Name": "x", "a": "<b>"} }), []string{
		"inspection.eastWest.gatewayLoadBalancer.fleet.tags.Name: is not a key that can be given: Name, those that begin with aws:, and none at all are taken",
		"inspection.eastWest.gatewayLoadBalancer.fleet.tags.a: AWS takes letters, digits, spaces and _ . : / = + - @ in tags",
	}},
}

// fleetChange is a change of the east-west fleet.
func fleetChange(change func(*ApplianceFleet)) func(*Estate) {
	return func(e *Estate) { change(e.Inspection.EastWest.GatewayLoadBalancer.Fleet) }
}

func TestRejectedFleets(t *testing.T) {
	for _, r := range fleetRejections {
		t.Run(r.name, func(t *testing.T) {
			estate := ngfw(anyFleet())
			r.change(&estate)
			plan, err := Build(estate)
			require.Nil(t, plan)
			require.Equal(t, r.problems, problemsOf(t, err))
		})
	}
}

// TestFleetProperties: whatever is declared, the plan is sound, and a further zone changes nothing but the sizes and the
// subnets.
func TestFleetProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fleet := vendorFleet(rapid.SampledFrom(append([]string{""}, constraints["ApplianceFleet.Vendor"].enum...)).Draw(t, "vendor"))
		if fleet.Vendor == "" || rapid.Bool().Draw(t, "probe") {
			fleet.Probe = &ApplianceProbe{
				Protocol: rapid.SampledFrom([]string{"", "TCP", "HTTP", "HTTPS"}).Draw(t, "protocol"), Port: rapid.IntRange(1, 65535).Draw(t, "port"),
			}
		}
		fleet.Min = rapid.SampledFrom([]int{0, 3, 8}).Draw(t, "min")
		fleet.UserData = rapid.StringMatching(`[ -~\n]{0,64}`).Draw(t, "user data")
		fleet.AllowedAccounts = rapid.SliceOfNDistinct(rapid.StringMatching(`[0-9]{12}`), 0, 3, rapid.ID[string]).Draw(t, "accounts")
		estate := ngfw(fleet)
		estate.Name = rapid.SampledFrom([]string{"", "internal", "a-name-that-is-rather-long-for-an-estate"}).Draw(t, "name")
		before := plannedFleet(t, estate)
		require.Equal(t, fleet.UserData, before.UserData)
		require.GreaterOrEqual(t, before.Min, len(before.Subnets))
		require.GreaterOrEqual(t, before.Max, before.Min)

		estate.Zones = append(estate.Zones, "use1-az4")
		after := plannedFleet(t, estate)
		require.Len(t, after.Subnets, len(before.Subnets)+1)
		after.Subnets, after.Min, after.Max = before.Subnets, before.Min, before.Max
		was, err := json.Marshal(before)
		require.NoError(t, err)
		is, err := json.Marshal(after)
		require.NoError(t, err)
		require.JSONEq(t, string(was), string(is))
	})
}

// TestFleetAudit breaks a good fleet in each way that its audit knows.
func TestFleetAudit(t *testing.T) {
	good := plannedFleet(t, ngfw(anyFleet()))
	require.Empty(t, good.Validate())
	for want, breakIt := range map[string]func(f *PlannedFleet){
		"name":              func(f *PlannedFleet) { f.Name = "" },
		"ami":               func(f *PlannedFleet) { f.Ami = "" },
		"awsName":           func(f *PlannedFleet) { f.AwsName = "internal-x" },
		"targetGroup":       func(f *PlannedFleet) { f.TargetGroupAwsName = "a_b" },
		"subnet twice":      func(f *PlannedFleet) { f.Subnets = append([]string{f.Subnets[0]}, f.Subnets...); f.Min = 3 },
		"needs a subnet":    func(f *PlannedFleet) { f.Subnets = nil },
		"for 2 zones":       func(f *PlannedFleet) { f.Min = 1 },
		"failover":          func(f *PlannedFleet) { f.Failover = "" },
		"userData":          func(f *PlannedFleet) { f.UserData = strings.Repeat("x", 17000) },
		"terminationPause":  func(f *PlannedFleet) { f.TerminationPause = 1 },
		"allowedPrincipals": func(f *PlannedFleet) { f.AllowedPrincipals = []AllowedPrincipal{{Name: "a"}} },
		"probe.port":        func(f *PlannedFleet) { f.Probe.Port = 0 },
		"probe.protocol":    func(f *PlannedFleet) { f.Probe.Protocol = "UDP" },
		"only connects":     func(f *PlannedFleet) { f.Probe.Path = "/" },
		"probe.path":        func(f *PlannedFleet) { f.Probe.Protocol = "HTTP" },
		"egress udp 6081":   func(f *PlannedFleet) { f.SecurityGroup.Rules = f.SecurityGroup.Rules[1:] },
		"admits more":       func(f *PlannedFleet) { f.SecurityGroup.allow(Inbound, "all", 1, 65535, anywhere, "x") },
	} {
		fleet := good
		fleet.SecurityGroup.Rules = append([]SecurityGroupRule{}, good.SecurityGroup.Rules...)
		breakIt(&fleet)
		require.Contains(t, fleet.Validate().Error(), want)
	}
	require.NotEmpty(t, PlannedGatewayLoadBalancer{}.Validate())
	require.NotEmpty(t, PlannedGatewayLoadBalancer{ServiceName: "a", Fleet: "b"}.Validate())
	require.Empty(t, PlannedGatewayLoadBalancer{Fleet: "b"}.Validate())
}
