package observe

import "strings"

// Unread is a part of AWS's answers that is not looked at.
type Unread struct {
	// Top-level keys and field names, with [] for the elements of lists; or *. and a field name, wherever it is. All that
	// lies in it is meant, too.
	Paths []string

	Reason string
}

// Covers says whether a path is one of those meant or lies in it.
func (u Unread) Covers(path string) (string, bool) {
	for _, meant := range u.Paths {
		field, anywhere := strings.CutPrefix(meant, "*")
		switch {
		case anywhere && (strings.HasSuffix(path, field) || strings.Contains(path, field+".") || strings.Contains(path, field+"[]")):
			return meant, true
		case path == meant || strings.HasPrefix(path, meant+".") || strings.HasPrefix(path, meant+"[]"):
			return meant, true
		}
	}
	return "", false
}

// NotLookedAt is what a comparison with the plan leaves out of AWS's answers, with the reason. A test alters every answer, and
// finds that this list is complete and holds nothing that is looked at everywhere. (What was there before, and what is left in
// the end, is held against whole answers.)
var NotLookedAt = []Unread{
	{[]string{
		"*.CreatedAt", "*.CreatedTime", "*.CreateDate", "*.CreationTime", "*.CreationTimestamp", "*.createdAt", "*.creationTime",
		"*.modifiedAt", "*.associatedAt", "*.IssuedAt", "*.NotBefore", "*.NotAfter", "*.CreateTime", "*.LastModifiedTime",
	}, "times"},
	{[]string{"*.OwnerId", "*.ResourceOwnerId", "*.TransitGatewayOwnerId", "*.VpcOwnerId", "*.UserId"}, "the account, which is the one that is asked"},
	{[]string{
		"*.RoleId", "*.accessEntryArn", "*.addonArn", "*.nodegroupArn", "*.SecurityGroupArn", "*.SubnetArn", "*.TransitGatewayArn",
		"*.logGroupArn", "*.AssociationId", "*.RouteTableAssociationId", "*.NetworkAclAssociationId", "*.SubnetCidrReservationId",
		"*.SecurityGroupRuleId", "*.RuleArn", "*.VpcEndpointId", "clusters[].arn", "logGroups[].arn", "Roles[].Arn", "RoleDetailList[].Arn",
		"*.TransitGatewayAttachmentId", "SecurityGroups[].GroupId", "RouteTables[].RouteTableId", "*.AutoScalingGroupARN", "*.FirewallId",
		"*.FirewallPolicyId", "*.RuleGroupId", "*.ServicePermissionId",
	}, "IDs: one that something else refers to is followed, and found missing there"},
	{[]string{
		"LoadBalancers[].CanonicalHostedZoneId", "LoadBalancers[].DNSName", "VpcEndpoints[].DnsEntries",
		"VpcEndpoints[].NetworkInterfaceIds", "clusters[].endpoint", "clusters[].identity", "clusters[].certificateAuthority",
		"clusters[].clientRequestToken", "clusters[].platformVersion", "nodegroups[].releaseVersion", "nodegroups[].resources",
		"Certificates[].Serial", "Certificates[].Issuer", "Certificates[].Subject", "Certificates[].SignatureAlgorithm",
		"Certificates[].RenewalEligibility", "addons[].owner", "addons[].publisher", "Addresses[].NetworkInterfaceId",
		"Addresses[].NetworkInterfaceOwnerId", "Addresses[].PrivateIpAddress", "Addresses[].PublicIp", "AutoScalingGroups[].ServiceLinkedRoleARN",
		"NatGateways[].NatGatewayAddresses[].NetworkInterfaceId", "NatGateways[].NatGatewayAddresses[].PrivateIp",
		"NatGateways[].NatGatewayAddresses[].PublicIp", "*.UpdateToken",
	}, "AWS's own choice"},
	{[]string{
		"Vpcs[].DhcpOptionsId", "Vpcs[].IsDefault", "Subnets[].AssignIpv6AddressOnCreation", "Subnets[].DefaultForAz", "Subnets[].Ipv6Native",
		"Subnets[].PrivateDnsNameOptionsOnLaunch", "TransitGateways[].Options.SecurityGroupReferencingSupport",
		"TransitGatewayVpcAttachments[].Options.SecurityGroupReferencingSupport", "VpcEndpoints[].DnsOptions",
		"VpcEndpoints[].IpAddressType", "VpcEndpoints[].RequesterManaged", "Certificates[].Options", "accessEntries[].username",
		"addons[].namespaceConfig", "clusters[].accessConfig.bootstrapClusterCreatorAdminPermissions",
		"clusters[].kubernetesNetworkConfig.elasticLoadBalancing", "clusters[].upgradePolicy", "nodegroups[].nodeRepairConfig",
		"nodegroups[].updateConfig", "AutoScalingGroups[].CapacityRebalance", "AutoScalingGroups[].DefaultCooldown",
		"Firewalls[].Firewall.AvailabilityZoneChangeProtection", "ServiceConfigurations[].ManagesVpcEndpoints",
		"ServiceConfigurations[].SupportedRegions",
	}, "AWS's defaults, of which no component says anything"},
	{[]string{
		"Certificates[].DomainValidationOptions", "Certificates[].InUseBy", "Certificates[].SubjectAlternativeNames",
		"ListenerRules[].Rules[].Actions[].ForwardConfig.TargetGroups",
		"LoadBalancerListeners[].Listeners[].DefaultActions[].ForwardConfig.TargetGroups",
		"LoadBalancerListeners[].Listeners[].LoadBalancerArn", "RoleDetailList[].AttachedManagedPolicies[].PolicyName",
		"Roles[].AssumeRolePolicyDocument", "Roles[].Path", "RouteTables[].Associations[].RouteTableId",
		"SecurityGroups[].IpPermissions[].IpRanges[].Description", "SecurityGroups[].IpPermissionsEgress[].IpRanges[].Description",
		"SubnetCidrReservations[].SubnetCidrReservations[].SubnetId", "Subnets[].AvailabilityZone", "*.ResourceId", "*.ResourceType",
		"TransitGatewayAttachments[].State", "TransitGatewayAttachments[].Tags", "TransitGatewayAttachments[].TransitGatewayId",
		"VpcEndpoints[].Groups[].GroupName", "clusters[].logging.clusterLogging", "AutoScalingGroups[].AvailabilityZones",
		"AutoScalingGroups[].LaunchTemplate.LaunchTemplateName", "ServicePermissions[].AllowedPrincipals[].PrincipalType",
		"ServicePermissions[].AllowedPrincipals[].ServiceId",
	}, "said a second time elsewhere, where it is looked at"},
	{[]string{"LoadBalancerAttributes[].Attributes", "TargetGroupAttributes[].Attributes"}, "an attribute that is not shown has its default; one that should not have its default is missed"},
	{[]string{
		"*.Actions[].Order", "*.DefaultActions[].Order", "ListenerRules[].Rules[].Priority",
	}, "of the default rule or the only action, where it means nothing"},
	{[]string{"RouteTables[].Routes[].Origin"}, "which call made a route"},
	{[]string{"Subnets[].AvailableIpAddressCount"}, "follows from what lies in the subnet"},
	{[]string{"LoadBalancerTargetHealth[].TargetHealthDescriptions[].TargetHealth", "*.HealthCheckPort"}, "whether targets answer: there are none behind an emulator"},
	{[]string{"*.ConsumedCapacity", "*.ConsumedStatefulRuleCapacity", "*.NumberOfAssociations"}, "follows from the rules, and from what refers to them"},
	{[]string{"*.EncryptionConfiguration.KeyId"}, "of AWS's own key: a customer's is looked at"},
	{[]string{"VpcEndpoints[].ServiceName"}, "of a Network Firewall's endpoints, by a name that means nothing"},
	{[]string{
		"LaunchTemplates[].CreatedBy", "LaunchTemplates[].DefaultVersionNumber", "LaunchTemplateVersions[].CreatedBy",
		"LaunchTemplateVersions[].DefaultVersion", "LaunchTemplateVersions[].VersionNumber",
	}, "who made a version, and its number: the latest is looked at"},
	{[]string{
		"LoadBalancerTargetHealth[].TargetGroupArn", "LoadBalancerTargetHealth[].TargetHealthDescriptions[].Target.Port",
		"AutoScalingGroups[].Instances", "Reservations",
	}, "implicit children: appliances, which come and go with their auto scaling group, and are counted"},
	{[]string{"NetworkInterfaces"}, "implicit children, which come and go with what they belong to"},
	{[]string{"NetworkAcls"}, "implicit children, as long as they allow everything: their entries are looked at"},
}
