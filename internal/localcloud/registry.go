package localcloud

// allKinds is the table: every resource type that the cloud knows, by family.
func allKinds() [][]*kind {
	return [][]*kind{
		vpcKinds(), subnetKinds(), routeKinds(), securityGroupKinds(), addressKinds(), aclKinds(), endpointKinds(), endpointServiceKinds(), prefixListKinds(),
		launchKinds(), transitGatewayKinds(), transitRouteKinds(), loadBalancerKinds(), targetGroupKinds(), listenerKinds(), ruleKinds(),
		acmKinds(), route53Kinds(), iamKinds(), logKinds(), eksKinds(), ramKinds(), firewallKinds(), scalingKinds(), analysisKinds(),
		organizationKinds(), blockPublicAccessKinds(), kubernetesKinds(),
	}
}
