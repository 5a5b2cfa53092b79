package parity

import "slices"

// Waiver excuses one difference, for a reason that is not the local cloud's.
type Waiver struct {
	Type   string
	Path   string // empty: the whole resource
	Edits  []Edit
	Aspect Aspect
	Reason string
}

const (
	overridden = "pulumi-aws deletes before it replaces here, by an override of its own that a bare bridge of the provider lacks"
	autonamed  = "pulumi-aws makes no name up here (its SDK requires one); a bare bridge of the provider does, and then thinks the name fixed"
	previewed  = "the bridge shows no change for a value that is not known yet inside an object that was not there; AWS is asked in the update all the same"
	filledIn   = "the bridge shows no change for a list that AWS may fill in and that is not known yet; AWS is asked in the update all the same"
	paired     = "in the update AWS refuses namespaces in a cluster's scope, and a scope of namespaces without any; the local cloud does so before"
	removed    = "a property of the released pulumi-aws that the Terraform provider 6.13 has no longer"
	named      = "the provider works the alternative names out from the domain name while it plans, and names both"
	emptied    = "a condition without a field, which the provider does not see and AWS refuses"
	foretold   = "a preview shows the URL as it is declared; what is recorded is what AWS answers, without https://"
	unready    = "the provider refuses a block that it has to have while nothing of it is known yet; what is inside may be unknown"
	newer      = "a property of the Terraform provider 6.13 that the released pulumi-aws does not have yet"
	leftOut    = "AWS Organizations, which the bare bridge was built without; of these types nothing was compared"
	described  = "pulumi-aws says Managed by Pulumi, by an override of its own"
)

// bare are the reasons that hold for a bare bridge of the Terraform provider only, which stands in where the released plugin
// cannot be had. With the released one, none of their waivers excuses anything.
var bare = []string{overridden, autonamed, removed, described, newer, leftOut}

// Waivers are all that the judge lets pass. Each is as narrow as one edit of one property of one type.
var Waivers = []Waiver{
	{"aws:ec2/securityGroup:SecurityGroup", "description", []Edit{Declared}, Inputs, described},
	{"aws:ec2transitgateway/vpcAttachment:VpcAttachment", "transitGatewayId", []Edit{Change}, Verdict, overridden},
	{"aws:ec2transitgateway/vpcAttachment:VpcAttachment", "vpcId", []Edit{Change}, Verdict, overridden},
	{"aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn", []Edit{Change}, Verdict, overridden},
	{"aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role", []Edit{Change}, Verdict, overridden},
	{"aws:ec2/securityGroupRule:SecurityGroupRule", "cidrBlocks", []Edit{Change}, Verdict, overridden},
	{"aws:ec2/securityGroupRule:SecurityGroupRule", "fromPort", []Edit{Change}, Verdict, overridden},
	{"aws:ec2/securityGroupRule:SecurityGroupRule", "ipv6CidrBlocks", []Edit{Add, Change, Remove}, Verdict, overridden},
	{"aws:ec2/securityGroupRule:SecurityGroupRule", "prefixListIds", []Edit{Add, Change, Remove}, Verdict, overridden},
	{"aws:ec2/securityGroupRule:SecurityGroupRule", "protocol", []Edit{Change}, Verdict, overridden},
	{"aws:ec2/securityGroupRule:SecurityGroupRule", "securityGroupId", []Edit{Change}, Verdict, overridden},
	{"aws:ec2/securityGroupRule:SecurityGroupRule", "toPort", []Edit{Change}, Verdict, overridden},
	{"aws:ec2/securityGroupRule:SecurityGroupRule", "type", []Edit{Change}, Verdict, overridden},
	{"aws:ec2/securityGroupRule:SecurityGroupRule", "sourceSecurityGroupId", []Edit{Add, Change, Remove}, Verdict, overridden},
	{"aws:ec2/securityGroupRule:SecurityGroupRule", "self", []Edit{Add, Remove}, Verdict, overridden},
	{"aws:ec2/eip:Eip", "vpc", []Edit{Value}, Refusal, removed},
	{"aws:ec2/flowLog:FlowLog", "logGroupName", []Edit{Value}, Refusal, removed},
	{"aws:iam/openIdConnectProvider:OpenIdConnectProvider", "url", []Edit{Declared}, Outputs, foretold},
	{"aws:route53/zone:Zone", "comment", []Edit{Declared}, Inputs, described},
	{"aws:route53/record:Record", "name", []Edit{Change}, Verdict, autonamed},
	{"aws:route53/record:Record", "type", []Edit{Change}, Verdict, autonamed},
	{"aws:route53/record:Record", "zoneId", []Edit{Change}, Verdict, autonamed},
	{"aws:acm/certificate:Certificate", "domainName", []Edit{Change}, Verdict, named},
	{"aws:acm/certificate:Certificate", "subjectAlternativeNames", []Edit{Forget}, Verdict, previewed},
	{"aws:eks/cluster:Cluster", "defaultAddonsToRemoves", []Edit{Value}, Refusal, removed},
	{"aws:eks/cluster:Cluster", "kubernetesNetworkConfig.elasticLoadBalancing.enabled", []Edit{Forget}, Verdict, previewed},
	{"aws:eks/cluster:Cluster", "storageConfig.blockStorage.enabled", []Edit{Forget}, Verdict, previewed},
	{"aws:lb/listener:Listener", "defaultActions[].order", []Edit{Forget}, Verdict, previewed},
	{"aws:lb/listenerRule:ListenerRule", "actions[].order", []Edit{Forget}, Verdict, previewed},
	{"aws:lb/listener:Listener", "defaultActions[].forward.stickiness.duration", []Edit{Forget}, Verdict, previewed},
	{"aws:lb/listenerRule:ListenerRule", "actions[].forward.stickiness.duration", []Edit{Forget}, Verdict, previewed},
	{"aws:lb/targetGroup:TargetGroup", "preserveClientIp", []Edit{Forget}, Verdict, previewed},
	{"aws:route53/record:Record", "aliases[].evaluateTargetHealth", []Edit{Add, Remove}, Verdict, autonamed},
	{"aws:route53/record:Record", "aliases[].name", []Edit{Add, Remove}, Verdict, autonamed},
	{"aws:route53/record:Record", "aliases[].zoneId", []Edit{Add, Remove}, Verdict, autonamed},
	{"aws:lb/listenerRule:ListenerRule", "conditions[].hostHeader", []Edit{Remove}, Verdict, emptied},
	{"aws:ec2/vpcEndpoint:VpcEndpoint", "dnsOptions.privateDnsOnlyForInboundResolverEndpoint", []Edit{Forget}, Verdict, previewed},
	{"aws:eks/nodeGroup:NodeGroup", "nodeRepairConfig.enabled", []Edit{Forget}, Verdict, previewed},
	{"aws:lb/targetGroup:TargetGroup", "stickiness.enabled", []Edit{Forget}, Verdict, previewed},
	{"aws:autoscaling/policy:Policy", "targetTrackingConfiguration.disableScaleIn", []Edit{Forget}, Verdict, previewed},
	{"aws:eks/accessEntry:AccessEntry", "kubernetesGroups", []Edit{Forget}, Verdict, filledIn},
	{"aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "accessScope.type", []Edit{Value}, Refusal, paired},
	{"aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "accessScope.namespaces", []Edit{Value}, Refusal, paired},
	{"aws:organizations/policy:Policy", "", []Edit{Declared}, Refusal, leftOut},
	{"aws:organizations/policyAttachment:PolicyAttachment", "", []Edit{Declared}, Refusal, leftOut},
	{"aws:networkfirewall/firewall:Firewall", "availabilityZoneChangeProtection", []Edit{Declared}, Inputs, newer},
	{"aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration", "tlsInspectionConfiguration", []Edit{Forget}, Refusal, unready},
	{
		"aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration",
		"tlsInspectionConfiguration.serverCertificateConfiguration",
		[]Edit{Forget},
		Refusal, unready,
	},
}

// Waived splits differences into those that are excused and the rest, and lists the waivers that excuse nothing. Waivers
// of types that were not judged are not missed, nor those for a bare bridge when none of them was needed: that was the
// released plugin.
func Waived(report Report) (excused, rest []Difference, idle []string) {
	used, bridge := map[int]map[Edit]bool{}, false
	for _, d := range report.Differences {
		i := slices.IndexFunc(Waivers, func(w Waiver) bool {
			return w.Type == d.Type && w.Path == d.Path && slices.Contains(w.Edits, d.Edit) && w.Aspect == d.Aspect
		})
		if i < 0 {
			rest = append(rest, d)
			continue
		}
		if excused = append(excused, d); used[i] == nil {
			used[i] = map[Edit]bool{}
		}
		used[i][d.Edit] = true
		bridge = bridge || slices.Contains(bare, Waivers[i].Reason)
	}
	for i, w := range Waivers {
		if !bridge && slices.Contains(bare, w.Reason) {
			continue
		}
		for _, edit := range w.Edits {
			if slices.Contains(report.Types, w.Type) && !used[i][edit] {
				idle = append(idle, w.Type+" "+w.Path+", "+string(edit)+", "+string(w.Aspect)+": "+w.Reason)
			}
		}
	}
	return excused, rest, idle
}

// StateWaiver excuses differences between the states that whole programs leave behind.
type StateWaiver struct {
	Type, Path string
	Reason     string
}

// Covers says whether a difference is excused.
func (w StateWaiver) Covers(d Difference) bool { return w.Type == d.Type && w.Path == d.Path }

// StateWaivers are all of them.
var StateWaivers = []StateWaiver{{"aws:networkfirewall/firewall:Firewall", "availabilityZoneChangeProtection", newer}}
