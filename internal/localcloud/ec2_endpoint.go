package localcloud

import "strings"

// VPC endpoints: gateway, interface and Gateway Load Balancer ones.

var gatewayServices = []string{"s3", "dynamodb"}

// interfaceServices are AWS's own that a private cluster may need.
var interfaceServices = []string{
	"acm-pca", "aps-workspaces", "application-autoscaling", "athena", "autoscaling", "cloudformation", "cloudtrail", "dynamodb", "ebs",
	"ec2", "ec2messages", "ecr.api", "ecr.dkr", "ecs", "eks", "eks-auth", "elasticfilesystem", "elasticloadbalancing", "email-smtp", "events",
	"execute-api", "firehose", "glue", "guardduty-data", "imagebuilder", "kinesis-streams", "kms", "lambda", "logs", "monitoring",
	"network-firewall", "rds", "s3", "sagemaker.api", "secretsmanager", "sns", "sqs", "ssm", "ssmmessages", "states", "sts", "xray",
}

func endpointKinds() []*kind {
	return []*kind{
		{
			token:       tVpcEndpoint,
			replace:     []string{"resourceConfigurationArn", "serviceName", "serviceNetworkArn", "serviceRegion", "vpcEndpointType", "vpcId"},
			defaults:    Props{"vpcEndpointType": "Gateway"},
			sets:        []string{"subnetIds", "securityGroupIds", "routeTableIds", "subnetConfigurations"},
			unshown:     []string{"subnetIds", "securityGroupIds", "routeTableIds"},
			documents:   []string{"policy"},
			computed:    []string{"subnetIds", "securityGroupIds", "routeTableIds", "subnetConfigurations"},
			unsimulated: []string{"resourceConfigurationArn", "serviceNetworkArn"},
			refs: []ref{
				inVpc(true), toSubnets("subnetIds[]", true), toGroups("securityGroupIds[]"),
				{path: "routeTableIds[]", to: []string{tRouteTable}, missing: "InvalidRouteTableId.NotFound", say: "The routeTable ID '%s' does not exist"},
			},
			create: createEndpoint,
			given: func(account, _ string, said Props) Props {
				return merge(Props{"state": "available", "requesterManaged": false, "ownerId": account, "subnetIds": []any{}}, said)
			},
			update: func(c *call) (Props, error) { return nil, checkEndpoint(c) },
			remove: unrouted,
		},
		{
			token:   "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
			replace: []string{"routeTableId", "vpcEndpointId"},
			refs: []ref{toRouteTable, {
				path: "vpcEndpointId", to: []string{tVpcEndpoint}, missing: "InvalidVpcEndpointId.NotFound",
				say: "The Vpc Endpoint Id '%s' does not exist", goes: true,
			}},
			create: func(c *call) (string, Props, error) {
				endpoint, table := str(c.in, "vpcEndpointId"), str(c.in, "routeTableId")
				e := c.find(tVpcEndpoint, endpoint)
				if err := freeOfEndpoint(c, table, str(e.Outputs, "serviceName"), ""); err != nil {
					return "", nil, err
				}
				return "a-" + endpoint + decimal(table), nil, nil
			},
			importIDs: func(o *Object) []string {
				return []string{str(o.Outputs, "vpcEndpointId") + "/" + str(o.Outputs, "routeTableId")}
			},
		},
	}
}

// endpointService takes the short name out of com.amazonaws.<region>.<name>.
func endpointService(c *call, name string) (string, bool) {
	return strings.CutPrefix(name, "com.amazonaws."+c.region+".")
}

func createEndpoint(c *call) (string, Props, error) {
	in := merge(c.kind.defaults, c.in)
	if err := checkEndpoint(c); err != nil {
		return "", nil, err
	}
	id := c.newID("vpce-")
	out := Props{
		"arn": c.arn("ec2", "vpc-endpoint/"+id), "ownerId": c.account, "requesterManaged": false, "state": "available",
		"cidrBlocks": []any{}, "dnsEntries": []any{}, "networkInterfaceIds": []any{}, "prefixListId": "",
		"ipAddressType": orElse(str(in, "ipAddressType"), "ipv4"), "serviceRegion": c.region,
		"policy":            orElse(str(in, "policy"), `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}`),
		"privateDnsEnabled": boolean(in, "privateDnsEnabled"),
		"subnetIds":         anys(strs(in, "subnetIds")), "securityGroupIds": anys(strs(in, "securityGroupIds")),
		"routeTableIds": anys(strs(in, "routeTableIds")),
	}
	if !has(in, "dnsOptions") {
		out["dnsOptions"] = Props{"dnsRecordIpType": "ipv4"}
	}
	if str(in, "vpcEndpointType") == "GatewayLoadBalancer" {
		out["policy"] = ""
	}
	if offer := c.serviceFor(str(in, "serviceName")); offer != nil && boolean(offer.Outputs, "acceptanceRequired") && !boolean(in, "autoAccept") {
		out["state"] = "pendingAcceptance"
	}
	service, _ := endpointService(c, str(in, "serviceName"))
	switch str(in, "vpcEndpointType") {
	case "Gateway":
		out["prefixListId"] = awsPrefixLists[service]
		out["cidrBlocks"] = []any{"198.51.100.0/24"}
	case "Interface", "GatewayLoadBalancer":
		if err := interfaces(c, in, id, service, out); err != nil {
			return "", nil, err
		}
	}
	return id, out, nil
}

// interfaces fills in an endpoint's network interfaces, addresses and names.
func interfaces(c *call, in Props, id, service string, out Props) error {
	var enis, configurations []any
	for _, s := range strs(in, "subnetIds") {
		address := ""
		for _, wanted := range subs(in, "subnetConfigurations") {
			if str(wanted, "subnetId") == s && str(wanted, "ipv4") != "" {
				address = str(wanted, "ipv4")
				if err := c.takeAddress(s, address); err != nil {
					return err
				}
			}
		}
		if address == "" {
			var err error
			if address, err = c.freeAddress(s); err != nil {
				return err
			}
		}
		enis = append(enis, "eni-0"+c.hash("eni"+s, 16))
		configurations = append(configurations, Props{"subnetId": s, "ipv4": address})
	}
	if len(enis) > 0 {
		out["networkInterfaceIds"], out["subnetConfigurations"] = enis, configurations
	}
	if str(in, "vpcEndpointType") == "Interface" {
		entries := []any{Props{
			"dnsName": id + "-" + c.hash("dns", 8) + "." + service + "." + c.region + ".vpce.amazonaws.com", "hostedZoneId": "Z7HUB22UULQXV",
		}}
		if boolean(in, "privateDnsEnabled") {
			entries = append(entries, Props{
				"dnsName": service + "." + c.region + ".amazonaws.com", "hostedZoneId": "Z0" + strings.ToUpper(c.hash("zone", 18)),
			})
		}
		out["dnsEntries"] = entries
		if len(strs(in, "securityGroupIds")) == 0 {
			if vpc := c.find(tVpc, str(in, "vpcId")); vpc != nil {
				out["securityGroupIds"] = []any{str(vpc.Outputs, "defaultSecurityGroupId")}
			}
		}
	}
	return nil
}
