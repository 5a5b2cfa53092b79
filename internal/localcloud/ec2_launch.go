package localcloud

import "strings"

// Launch templates, flow logs and single tags.

func launchKinds() []*kind {
	return []*kind{
		{
			token:   tLaunchTemplate,
			replace: []string{"name", "namePrefix"},
			name:    named("name", 125),
			nested: []string{
				"metadataOptions.httpEndpoint", "metadataOptions.httpProtocolIpv6", "metadataOptions.httpPutResponseHopLimit",
				"metadataOptions.httpTokens", "metadataOptions.instanceMetadataTags",
			},
			unsimulated: []string{
				"capacityReservationSpecification", "cpuOptions", "creditSpecification", "elasticGpuSpecifications", "elasticInferenceAccelerator",
				"instanceMarketOptions", "instanceRequirements", "licenseSpecifications", "maintenanceOptions", "placement", "privateDnsNameOptions",
				"networkInterfaces[].connectionTrackingSpecification",
			},
			refs: []ref{toGroups("vpcSecurityGroupIds[]"), toGroups("networkInterfaces[].securityGroups[]"), toSubnets("networkInterfaces[].subnetId", true)},
			create: func(c *call) (string, Props, error) {
				name := orElse(str(c.in, "name"), str(c.in, "namePrefix")+c.hash("name", 26))
				for _, t := range c.where(tLaunchTemplate, "name", name) {
					return "", nil, refuse("InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use by %s.", t.ID)
				}
				id := c.newID("lt-")
				out := Props{"arn": c.arn("ec2", "launch-template/"+id), "name": name, "latestVersion": 1, "defaultVersion": 1}
				out["metadataOptions"] = metadataOf(c)
				return id, out, nil
			},
			update: func(c *call) (Props, error) {
				latest := number(c.old.Outputs, "latestVersion") + 1
				standard := number(c.old.Outputs, "defaultVersion")
				if boolean(c.in, "updateDefaultVersion") {
					standard = latest
				}
				return Props{"metadataOptions": metadataOf(c), "latestVersion": latest, "defaultVersion": max(standard, number(c.in, "defaultVersion"))}, nil
			},
			changing: []string{"latestVersion", "defaultVersion"},
		},
		{
			token: tFlowLog,
			replace: []string{
				"deliverCrossAccountRole", "destinationOptions", "eniId", "iamRoleArn", "logDestination", "logDestinationType",
				"logFormat", "logGroupName", "maxAggregationInterval", "subnetId", "trafficType", "transitGatewayAttachmentId",
				"transitGatewayId", "vpcId",
			},
			defaults: Props{"logDestinationType": "cloud-watch-logs", "maxAggregationInterval": 600},
			within: Props{
				"destinationOptions.fileFormat": "plain-text", "destinationOptions.hiveCompatiblePartitions": false,
				"destinationOptions.perHourPartition": false,
			},
			ignored: func(olds, news Props) []string {
				// Leaving the options out is asking for what they are by default.
				if !has(news, "destinationOptions") && str(olds, "destinationOptions.fileFormat") == "plain-text" &&
					!boolean(olds, "destinationOptions.hiveCompatiblePartitions") && !boolean(olds, "destinationOptions.perHourPartition") {
					return []string{"destinationOptions"}
				}
				return nil
			},
			refs: []ref{
				inVpc(false), toSubnets("subnetId", false),
				{path: "transitGatewayId", to: []string{tTransitGateway}, missing: "InvalidTransitGatewayID.NotFound", say: "Transit Gateway %s was not found", goes: true},
				{path: "transitGatewayAttachmentId", to: []string{tAttachment}, missing: "InvalidTransitGatewayAttachmentID.NotFound", say: "Transit Gateway Attachment %s was not found", goes: true},
			},
			create: createFlowLog,
		},
		{
			token:   "aws:ec2/tag:Tag",
			replace: []string{"key", "resourceId"},
			create: func(c *call) (string, Props, error) {
				id := str(c.in, "resourceId")
				if !c.exists(id) {
					return "", nil, refuse("InvalidID", "The ID '%s' is not valid", id)
				}
				return id + "," + str(c.in, "key"), nil, nil
			},
		},
	}
}

// metadataOf are a template's metadata options, with what AWS fills in.
func metadataOf(c *call) Props {
	return merge(Props{
		"httpEndpoint": "enabled", "httpProtocolIpv6": "disabled", "httpPutResponseHopLimit": 1, "httpTokens": "optional",
		"instanceMetadataTags": "disabled",
	}, sub(c.in, "metadataOptions"))
}

// exists looks an ID up among everything that the account has in the Region.
func (c *call) exists(id string) bool {
	for typ := range c.cloud.store.byType {
		if strings.HasPrefix(typ, "aws:") && c.find(typ, id) != nil {
			return true
		}
	}
	return false
}

func createFlowLog(c *call) (string, Props, error) {
	watched := 0
	for _, p := range []string{"vpcId", "subnetId", "eniId", "transitGatewayId", "transitGatewayAttachmentId"} {
		if has(c.in, p) {
			watched++
		}
	}
	if watched != 1 {
		return "", nil, refuse("InvalidParameterCombination", "A flow log watches exactly one of a VPC, a subnet, an interface, a transit gateway or an attachment")
	}
	destination := str(c.in, "logDestination")
	if destination == "" && str(c.in, "logGroupName") == "" {
		return "", nil, refuse("MissingParameter", "The request must include the LogDestination parameter.")
	}
	for _, f := range c.others(c.kind.token) {
		if has(c.in, "vpcId") && equal(f.Outputs["vpcId"], c.in["vpcId"]) && str(f.Outputs, "logDestination") == destination {
			return "", nil, refuse("FlowLogAlreadyExists", "There is an existing Flow Log with the same configuration and log destination (%s).", f.ID)
		}
	}
	id := c.newID("fl-")
	return id, Props{
		"arn": c.arn("ec2", "vpc-flow-log/"+id), "logDestination": destination, "logGroupName": str(c.in, "logGroupName"),
		"logFormat": orElse(str(c.in, "logFormat"), "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} "+
			"${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}"),
	}, nil
}
