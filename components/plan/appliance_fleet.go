package plan

import (
	"fmt"
	"strings"
)

// maxUserData is how many bytes of user data EC2 takes.
const maxUserData = 16 * 1024

// keepFlows lets the flows of an appliance that is gone go on with another.
const keepFlows = "rebalance"

// Appliances take traffic in GENEVE, which is UDP, and send it back to the same port.
const (
	udp        = "udp"
	genevePort = 6081
)

// applianceFleet plans a fleet, named as the firewall that declares it.
func (b *builder) applianceFleet(path string, declared ApplianceFleet, name string) PlannedFleet {
	vendor, known := applianceVendors[declared.Vendor]
	if !known {
		vendor = anyVendor
	}
	fleet := PlannedFleet{
		Name: name, Vpc: inspectionName, Account: b.estate.Ingress.Account, Vendor: vendor.name, Subnets: []string{},
		Ami: declared.Ami, InstanceType: orDefault(declared.InstanceType, vendor.instanceType),
		RootDevice: orDefault(declared.RootDevice, vendor.rootDevice), KeyName: declared.KeyName,
		InstanceProfileArn:  declared.InstanceProfileArn,
		ManagementInterface: pointed(declared.ManagementInterface, vendor.managementInterface),
		Probe:               b.applianceProbe(path, declared.Probe, vendor.probe), CrossZone: pointed(declared.CrossZone, true),
		Failover: orDefault(declared.Failover, keepFlows), LaunchPause: declared.LaunchPause,
		TerminationPause: declared.TerminationPause, DeletionProtection: pointed(b.estate.Protection, true),
	}
	for _, z := range b.zones {
		fleet.Subnets = append(fleet.Subnets, subnetName(inspectionName, TierAppliance, z.id))
	}
	fleet.AwsName = b.awsFleetName(fleet, "appliances")
	fleet.TargetGroupAwsName = b.awsFleetName(fleet, "geneve")
	fleet.UserData = b.applianceUserData(path, declared, vendor)
	fleet.Min, fleet.Max = b.fleetSize(path, declared)
	fleet.AllowedPrincipals = b.allowedPrincipals(path+".allowedAccounts", declared.AllowedAccounts, name)
	fleet.Tags = b.applianceTags(path+".tags", declared.Tags, vendor.tags)
	if b.inspection.known() {
		fleet.SecurityGroup = b.applianceSecurityGroup(fleet)
	}
	return fleet
}

// awsFleetName is what AWS calls the load balancer, group and launch template of a fleet, or its target group. Its hash covers
// the VPC, with which all of them are replaced, and what else replaces a target group: the new one is made before the old
// one goes.
func (b *builder) awsFleetName(fleet PlannedFleet, what string) string {
	words := []string{b.name, fleet.Name, what, b.inspection.identity()}
	if what == "geneve" && fleet.Probe.Protocol == protocolTCP {
		words = append(words, "checked by connection") // As for other target groups, see awsTargetGroupName.
	}
	start := b.name + "-" + fleet.Name + "-" + what
	if strings.HasPrefix(start, "internal-") {
		start = "x" + start
	}
	return hashed(start, hash(words...), maxLoadBalancerName)
}

// applianceProbe is the declared health check, or the vendor's.
func (b *builder) applianceProbe(path string, declared *ApplianceProbe, standard ApplianceProbe) ApplianceProbe {
	if declared == nil {
		if standard.Port == 0 && !b.isBroken(path+".probe") {
			b.add(path+".probe", "is required: without a vendor, nothing says how an appliance shows that it is well")
		}
		return standard
	}
	probe := *declared
	probe.Protocol = orDefault(probe.Protocol, protocolTCP)
	switch {
	case probe.Protocol != protocolTCP:
		probe.Path = orDefault(probe.Path, "/")
	case probe.Path != "":
		b.add(path+".probe.path", "is for HTTP and HTTPS: a TCP probe only connects; remove it")
	}
	return probe
}

// fleetSize is how many appliances there are at least and at most. Each zone needs one: its endpoint sends to the load
// balancer's node in the zone, which without cross-zone knows no other.
func (b *builder) fleetSize(path string, declared ApplianceFleet) (fewest, most int) {
	fewest = orDefault(declared.Min, max(1, len(b.zones)))
	most = orDefault(declared.Max, 2*fewest)
	if fewest < len(b.zones) {
		b.add(path+".min", "%d for %d zones: each zone needs an appliance of its own, or its traffic is dropped or crosses zones",
			fewest, len(b.zones))
	}
	if most < fewest {
		what := fmt.Sprintf("the %d of min", fewest)
		if declared.Min == 0 {
			what = fmt.Sprintf("one for each of %d zones", fewest)
		}
		b.add(path+".max", "%d is less than %s", most, what)
	}
	return fewest, most
}

// applianceUserData is the declared user data, or bootstrap settings in the vendor's format.
func (b *builder) applianceUserData(path string, declared ApplianceFleet, vendor applianceVendor) string {
	userData, at := declared.UserData, path+".userData"
	switch {
	case len(declared.Bootstrap) == 0:
	case userData != "":
		b.add(path, "either userData or bootstrap: the settings of bootstrap make the user data")
	case vendor.name == "":
		if !b.isBroken(path + ".vendor") {
			b.add(path+".bootstrap", "needs a vendor, whose format it is; or give the whole as userData")
		}
	case vendor.bootstrap == nil:
		b.add(path+".bootstrap", "%s takes a script, which is given as userData", vendor.name)
	default:
		at = path + ".bootstrap"
		for _, key := range sortedKeys(declared.Bootstrap) {
			if !contained(key, vendor.bootstrapKeys) {
				meant := didYouMean(key, vendor.bootstrapKeys)
				if meant == "" {
					meant = "; known are " + strings.Join(vendor.bootstrapKeys, ", ")
				}
				b.add(member(at, key), "%s has no such setting%s (whatever else it takes is for userData, in the place of bootstrap)", vendor.name, meant)
			}
			if value := declared.Bootstrap[key]; vendor.bootstrapLines && strings.ContainsAny(value, "\r\n") {
				b.add(member(at, key), "has several lines; the vendor's format has one for each setting")
			}
		}
		userData = vendor.bootstrap(vendor.needed(declared.Bootstrap))
	}
	if len(userData) > maxUserData {
		b.add(at, "makes user data of %d bytes; EC2 takes %d", len(userData), maxUserData)
	}
	return userData
}

// allowedPrincipals are the accounts whose endpoints may ask for a connection.
func (b *builder) allowedPrincipals(path string, accounts []string, fleet string) []AllowedPrincipal {
	own := b.estate.Accounts[b.estate.Ingress.Account].ID
	var out []AllowedPrincipal
	first := map[string]string{}
	for i, name := range accounts {
		at, id := index(path, i), name
		account, declared := b.estate.Accounts[name]
		if declared {
			id = account.ID
		}
		switch {
		case !declared && !compiled[constraints["Account.ID"].pattern].MatchString(name):
			if !b.broken["accounts"] && name != "" {
				b.add(at, "there is no account %q%s", name, didYouMean(name, sortedKeys(b.estate.Accounts)))
			}
		case own != "" && id == own:
			b.add(at, "%s is the fleet's own account, which may use it anyway; remove it", name)
		case first[id] != "":
			b.add(at, "account %s is allowed already, in %s", id, first[id])
		default:
			first[id] = at
			out = append(out, AllowedPrincipal{Name: fleet + "." + id, Arn: "arn:" + b.partition() + ":iam::" + id + ":root"})
		}
	}
	sortByName(out, func(p AllowedPrincipal) string { return p.Name })
	return out
}

// partition is the part of AWS that the Region is in.
func (b *builder) partition() string {
	switch {
	case strings.HasPrefix(b.region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(b.region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}

// applianceTags are the tags by which a vendor's management finds its appliances.
func (b *builder) applianceTags(path string, declared, standard map[string]string) map[string]string {
	tags := copied(standard)
	for _, key := range sortedKeys(declared) {
		at := member(path, key)
		switch {
		case key == "" || key == "Name" || strings.HasPrefix(strings.ToLower(key), "aws:"):
			b.add(at, "is not a key that can be given: Name, those that begin with aws:, and none at all are taken")
		case !tagText.MatchString(key + declared[key]):
			b.add(at, "AWS takes letters, digits, spaces and _ . : / = + - @ in tags")
		case len([]rune(key)) > maxTagKey || len([]rune(declared[key])) > maxTagValue:
			b.add(at, "AWS takes keys of %d characters and values of %d", maxTagKey, maxTagValue)
		}
		if tags == nil {
			tags = map[string]string{}
		}
		tags[key] = declared[key]
	}
	if n := len(tags) + len(b.estate.Tags); n > maxTags {
		b.add(path, "%d tags with those of the estate; at most %d leave room for those that the components add to AWS's 50", n, maxTags)
	}
	return tags
}

// applianceSecurityGroup admits the load balancer's nodes, which are in the subnets of the appliances. An appliance sends a
// packet back in a datagram of its own, to port 6081 again, so that is no reply to the security group.
//
// What an appliance asks of its vendor and its management differs by vendor and version, so it may ask anything; where that
// leads is said by its route table, which has no way out unless egress is declared.
func (b *builder) applianceSecurityGroup(fleet PlannedFleet) SecurityGroup {
	group := SecurityGroup{Name: fleet.Name + ".appliances", Description: "Appliances of " + fleet.Name}
	for _, from := range b.inspection.sources(TierAppliance) {
		if !from.cidr.IsValid() {
			continue
		}
		group.allow(Inbound, "probe"+from.suffix, fleet.Probe.Port, fleet.Probe.Port, from.cidr, "Health checks")
		for _, direction := range []Direction{Inbound, Outbound} {
			geneve := allow(group.Name, direction, "geneve"+from.suffix, genevePort, genevePort, from.cidr, "Traffic to inspect, in GENEVE")
			geneve.Protocol = udp
			group.Rules = append(group.Rules, geneve)
		}
	}
	group.allow(Outbound, "tcp", 1, 65535, anywhere, "Vendor and management")
	datagrams := allow(group.Name, Outbound, "udp", 1, 65535, anywhere, "Vendor and management")
	datagrams.Protocol = udp
	group.Rules = append(group.Rules, datagrams)
	group.sort()
	return group
}
