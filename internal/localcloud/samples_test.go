package localcloud_test

import (
	"strings"

	"github.com/stretchr/testify/require"
)

// ground is a network and a provider to make what a sample stands on.
type ground struct {
	w       *world
	network network
}

func (g ground) make(typ string, in props) resource {
	g.w.t.Helper()
	return g.w.aws.create(typ, "ground", in)
}

const tBinding = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"

const trust = `{"Statement":[{"Effect":"Allow","Principal":{"Service":"eks.amazonaws.com"},"Action":"sts:AssumeRole"}],"Version":"2012-10-17"}`

const allow = `{"Statement":[{"Effect":"Allow","Action":"ec2:DescribeVpcs","Resource":"*"}],"Version":"2012-10-17"}`

func (g ground) role(service string) resource {
	return g.w.aws.create("aws:iam/role:Role", service, props{"assumeRolePolicy": strings.Replace(trust, "eks", service, 1)})
}

func (g ground) cluster() resource {
	return g.make("aws:eks/cluster:Cluster", g.clusterIn())
}

func (g ground) clusterIn() props {
	role := g.role("eks")
	g.w.aws.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "cluster", props{
		"role": role.ID, "policyArn": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
	})
	return props{
		"roleArn": role.str("arn"), "vpcConfig": props{"subnetIds": g.network.subnetIDs()},
		"accessConfig": props{"authenticationMode": "API"},
	}
}

func (g ground) gateway() resource { return g.make(tGateway, off) }

func (g ground) attached() (gateway, attached resource) {
	gateway = g.gateway()
	return gateway, g.make(tAttachment, attachment(gateway, g.network))
}

func (g ground) record() props {
	zone := g.make("aws:route53/zone:Zone", props{"name": "example.com"})
	return props{"zoneId": zone.ID, "name": "www", "type": "A", "ttl": 60, "records": []any{"192.0.2.1"}}
}

// samples by token, but for Kubernetes. Every one changes something in place
// unless AWS changes nothing of the type in place.
var samples = map[string]func(g ground) sample{
	tVpc: func(ground) sample {
		return sample{props{"cidrBlock": "10.5.0.0/16"}, props{"enableDnsHostnames": true}}
	},
	"aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": func(g ground) sample {
		return sample{props{"vpcId": g.network.vpc.ID, "cidrBlock": "100.64.0.0/16"}, nil}
	},
	tInternetGateway: func(g ground) sample {
		return sample{props{"vpcId": g.make(tVpc, props{"cidrBlock": "10.5.0.0/16"}).ID}, props{"tags": props{"Name": "igw"}}}
	},
	"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": func(g ground) sample {
		return sample{props{"vpcId": g.network.vpc.ID}, props{"tags": props{"Name": "closed"}}}
	},
	"aws:ec2/defaultRouteTable:DefaultRouteTable": func(g ground) sample {
		return sample{props{"defaultRouteTableId": g.network.vpc.str("defaultRouteTableId")}, props{"tags": props{"Name": "main"}}}
	},
	"aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": func(g ground) sample {
		return sample{props{"defaultNetworkAclId": g.network.vpc.str("defaultNetworkAclId")}, props{"tags": props{"Name": "main"}}}
	},
	"aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation": func(g ground) sample {
		return sample{props{"vpcId": g.network.vpc.ID, "routeTableId": g.make(tRouteTable, props{"vpcId": g.network.vpc.ID}).ID}, nil}
	},
	tSubnet: func(g ground) sample {
		return sample{props{"vpcId": g.network.vpc.ID, "cidrBlock": "10.0.9.0/24"}, props{"mapPublicIpOnLaunch": true}}
	},
	"aws:ec2/subnetCidrReservation:SubnetCidrReservation": func(g ground) sample {
		return sample{props{"subnetId": g.network.subnets[0].ID, "cidrBlock": "10.0.0.16/28", "reservationType": "explicit"}, nil}
	},
	tRouteTable: func(g ground) sample {
		return sample{props{"vpcId": g.network.vpc.ID}, props{"routes": []any{props{"cidrBlock": "0.0.0.0/0", "gatewayId": g.network.gateway.ID}}}}
	},
	tRoute: func(g ground) sample {
		table := g.make(tRouteTable, props{"vpcId": g.network.vpc.ID})
		nat := g.make("aws:ec2/natGateway:NatGateway", props{"subnetId": g.network.subnets[0].ID, "connectivityType": "private"})
		return sample{
			props{"routeTableId": table.ID, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": g.network.gateway.ID},
			props{"gatewayId": nil, "natGatewayId": nat.ID},
		}
	},
	tAssociation: func(g ground) sample {
		table := g.make(tRouteTable, props{"vpcId": g.network.vpc.ID})
		second := g.w.aws.create(tRouteTable, "second", props{"vpcId": g.network.vpc.ID})
		return sample{props{"routeTableId": table.ID, "subnetId": g.network.subnets[0].ID}, props{"routeTableId": second.ID}}
	},
	tSecurityGroup: func(g ground) sample {
		return sample{props{"vpcId": g.network.vpc.ID}, props{"tags": props{"Name": "web"}}}
	},
	"aws:ec2/securityGroupRule:SecurityGroupRule": func(g ground) sample {
		return sample{props{
			"type": "ingress", "securityGroupId": g.network.group.ID, "protocol": "tcp", "fromPort": 80, "toPort": 80, "cidrBlocks": []any{"10.0.0.0/8"},
		}, props{"description": "web"}}
	},
	tIngressRule: groupRule,
	"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": groupRule,
	"aws:ec2/eip:Eip": func(ground) sample {
		return sample{props{"domain": "vpc"}, props{"tags": props{"Name": "nat"}}}
	},
	"aws:ec2/natGateway:NatGateway": func(g ground) sample {
		return sample{props{"subnetId": g.network.subnets[0].ID, "allocationId": g.make("aws:ec2/eip:Eip", props{}).ID}, props{"tags": props{"Name": "nat"}}}
	},
	"aws:ec2/networkAcl:NetworkAcl": func(g ground) sample {
		return sample{props{"vpcId": g.network.vpc.ID}, props{"subnetIds": g.network.subnetIDs()}}
	},
	"aws:ec2/networkAclRule:NetworkAclRule": func(g ground) sample {
		acl := g.make("aws:ec2/networkAcl:NetworkAcl", props{"vpcId": g.network.vpc.ID})
		return sample{props{
			"networkAclId": acl.ID, "ruleNumber": 100, "protocol": "tcp", "ruleAction": "allow", "cidrBlock": "0.0.0.0/0", "fromPort": 443, "toPort": 443,
		}, nil}
	},
	"aws:ec2/networkAclAssociation:NetworkAclAssociation": func(g ground) sample {
		acl := g.make("aws:ec2/networkAcl:NetworkAcl", props{"vpcId": g.network.vpc.ID})
		return sample{props{"networkAclId": acl.ID, "subnetId": g.network.subnets[0].ID}, nil}
	},
	tEndpoint: func(g ground) sample {
		return sample{props{
			"vpcId": g.network.vpc.ID, "serviceName": "com.amazonaws.us-east-1.sts", "vpcEndpointType": "Interface",
			"subnetIds": g.network.subnetIDs(), "securityGroupIds": []any{g.network.group.ID},
		}, props{"privateDnsEnabled": true}}
	},
	"aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": func(g ground) sample {
		e := g.make(tEndpoint, props{"vpcId": g.network.vpc.ID, "serviceName": "com.amazonaws.us-east-1.s3"})
		return sample{props{"vpcEndpointId": e.ID, "routeTableId": g.make(tRouteTable, props{"vpcId": g.network.vpc.ID}).ID}, nil}
	},
	tPrefixList: func(ground) sample {
		return sample{
			props{"addressFamily": "IPv4", "maxEntries": 2, "entries": []any{props{"cidr": "10.1.0.0/16"}}},
			props{"entries": []any{props{"cidr": "10.1.0.0/16"}, props{"cidr": "10.2.0.0/16"}}},
		}
	},
	"aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry": func(g ground) sample {
		return sample{props{"prefixListId": g.make(tPrefixList, props{"addressFamily": "IPv4", "maxEntries": 2}).ID, "cidr": "10.1.0.0/16"}, nil}
	},
	"aws:ec2/launchTemplate:LaunchTemplate": func(ground) sample {
		return sample{props{"instanceType": "m6i.large"}, props{"instanceType": "m7i.large"}}
	},
	"aws:ec2/flowLog:FlowLog": func(g ground) sample {
		return sample{props{
			"vpcId": g.network.vpc.ID, "trafficType": "ALL", "logDestinationType": "s3", "logDestination": "arn:aws:s3:::flow-logs",
		}, props{"tags": props{"Name": "flows"}}}
	},
	"aws:ec2/tag:Tag": func(g ground) sample {
		return sample{props{"resourceId": g.network.subnets[0].ID, "key": "role", "value": "lb"}, props{"value": "node"}}
	},
	tGateway: func(ground) sample { return sample{off, props{"description": "hub"}} },
	tAttachment: func(g ground) sample {
		return sample{attachment(g.gateway(), g.network), props{"applianceModeSupport": "enable"}}
	},
	"aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter": func(g ground) sample {
		return sample{props{"transitGatewayAttachmentId": g.w.spoke(g.gateway()).ID}, props{"tags": props{"Name": "spoke"}}}
	},
	tTransitTable: func(g ground) sample {
		return sample{props{"transitGatewayId": g.gateway().ID}, props{"tags": props{"Name": "ingress"}}}
	},
	tTransitAssoc: func(g ground) sample {
		gateway, a := g.attached()
		table := g.make(tTransitTable, props{"transitGatewayId": gateway.ID})
		return sample{
			props{"transitGatewayAttachmentId": a.ID, "transitGatewayRouteTableId": table.ID}, props{"replaceExistingAssociation": true},
		}
	},
	"aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation": func(g ground) sample {
		gateway, a := g.attached()
		table := g.make(tTransitTable, props{"transitGatewayId": gateway.ID})
		return sample{props{"transitGatewayAttachmentId": a.ID, "transitGatewayRouteTableId": table.ID}, nil}
	},
	tTransitRoute: func(g ground) sample {
		table := g.make(tTransitTable, props{"transitGatewayId": g.gateway().ID})
		return sample{props{"transitGatewayRouteTableId": table.ID, "destinationCidrBlock": "10.0.0.0/8", "blackhole": true}, nil}
	},
	"aws:ec2transitgateway/prefixListReference:PrefixListReference": func(g ground) sample {
		gateway, a := g.attached()
		table := g.make(tTransitTable, props{"transitGatewayId": gateway.ID})
		list := g.make(tPrefixList, props{"addressFamily": "IPv4", "maxEntries": 2})
		return sample{
			props{"transitGatewayRouteTableId": table.ID, "prefixListId": list.ID, "blackhole": true},
			props{"blackhole": nil, "transitGatewayAttachmentId": a.ID},
		}
	},
	tLoadBalancer: func(g ground) sample { return sample{alb(g.network), props{"idleTimeout": 120}} },
	tTargetGroup: func(g ground) sample {
		return sample{group(g.network, "HTTP", 80), props{"healthCheck": props{"path": "/healthz", "interval": 15}}}
	},
	tTarget: func(g ground) sample {
		return sample{props{"targetGroupArn": g.make(tTargetGroup, group(g.network, "HTTP", 80)).ID, "targetId": "10.0.0.20"}, nil}
	},
	tListener: func(g ground) sample {
		lb, tg := g.make(tLoadBalancer, alb(g.network)), g.make(tTargetGroup, group(g.network, "HTTP", 80))
		return sample{props{"loadBalancerArn": lb.ID, "port": 80, "protocol": "HTTP", "defaultActions": forward(tg)}, props{"port": 8080}}
	},
	tRule: func(g ground) sample {
		f := g.w.front(g.network, "web")
		return sample{props{
			"listenerArn": f.listener.ID, "priority": 10, "actions": forward(f.group),
			"conditions": []any{props{"pathPattern": props{"values": []any{"/a", "/b"}}}},
		}, props{"priority": 11}}
	},
	"aws:lb/listenerCertificate:ListenerCertificate": func(g ground) sample {
		const arn = "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-12345678901"
		lb, tg := g.make(tLoadBalancer, alb(g.network)), g.make(tTargetGroup, group(g.network, "HTTP", 80))
		l := g.make(tListener, props{
			"loadBalancerArn": lb.ID, "port": 443, "protocol": "HTTPS", "certificateArn": arn + "2", "defaultActions": forward(tg),
		})
		return sample{props{"listenerArn": l.ID, "certificateArn": arn + "3"}, nil}
	},
	tScalingGroup: func(g ground) sample {
		in := g.fleet()
		return sample{in, props{"maxSize": 4, "desiredCapacity": 3}}
	},
	tHook: func(g ground) sample {
		return sample{
			props{"autoscalingGroupName": g.make(tScalingGroup, g.fleet()).ID, "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING"},
			props{"heartbeatTimeout": 600},
		}
	},
	"aws:autoscaling/policy:Policy": func(g ground) sample {
		target := func(percent int) props {
			return props{"targetValue": percent, "predefinedMetricSpecification": props{"predefinedMetricType": "ASGAverageCPUUtilization"}}
		}
		return sample{
			props{"autoscalingGroupName": g.make(tScalingGroup, g.fleet()).ID, "policyType": "TargetTrackingScaling", "targetTrackingConfiguration": target(50)},
			props{"targetTrackingConfiguration": target(60)},
		}
	},
	tPath: func(g ground) sample {
		return sample{props{"source": g.network.gateway.ID, "filterAtSource": at("10.0.0.9", 443), "protocol": "tcp"}, props{"tags": props{"Name": "shop"}}}
	},
	tAnalysis: func(g ground) sample {
		path := g.make(tPath, props{"source": g.network.gateway.ID, "filterAtSource": at("10.0.0.9", 443), "protocol": "tcp"})
		return sample{props{"networkInsightsPathId": path.ID, "waitForCompletion": false}, props{"tags": props{"Name": "shop"}}}
	},
	tService: func(g ground) sample {
		return sample{g.service(), props{"acceptanceRequired": true}}
	},
	tAllowed: func(g ground) sample {
		return sample{props{"vpcEndpointServiceId": g.make(tService, g.service()).ID, "principalArn": "arn:aws:iam::222222222222:root"}, nil}
	},
	tAccepter: func(g ground) sample {
		service := g.make(tService, with(g.service(), "acceptanceRequired", true))
		e := g.make(tEndpoint, gatewayEndpoint(service, g.network.vpc, g.network.subnets[0]))
		return sample{props{"vpcEndpointServiceId": service.ID, "vpcEndpointId": e.ID}, nil}
	},
	tFirewall: func(g ground) sample {
		return sample{g.firewall(g.network.subnets[0]), props{"subnetMappings": mappings(g.network.subnets...)}}
	},
	tPolicy: func(g ground) sample {
		in := policy(nil)
		group := g.make(tRuleGroup, rules("pass tcp any any -> any 443 (sid:1;)"))
		return sample{in, policy(props{"statefulRuleGroupReferences": []any{props{"resourceArn": group.ID, "priority": 10}}})}
	},
	tRuleGroup: func(ground) sample {
		return sample{rules("pass tcp any any -> any 443 (sid:1;)"), props{"ruleGroup": rules("drop tcp any any -> any 80 (sid:1;)")["ruleGroup"]}}
	},
	tFirewallLogs: func(g ground) sample {
		firewall, group := g.make(tFirewall, g.firewall(g.network.subnets[0])), g.make("aws:cloudwatch/logGroup:LogGroup", props{"name": "alerts"})
		return sample{
			props{"firewallArn": firewall.ID, "loggingConfiguration": props{"logDestinationConfigs": []any{logs("ALERT", "logGroup", group.ID)}}},
			props{"loggingConfiguration": props{"logDestinationConfigs": []any{logs("FLOW", "bucketName", "flows"), logs("ALERT", "logGroup", group.ID)}}},
		}
	},
	tTLSInspection: func(ground) sample {
		const arn = "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"
		in := func(port int) props {
			return props{"serverCertificateConfiguration": props{
				"serverCertificates": []any{props{"resourceArn": arn}}, "scopes": []any{props{
					"protocols": []any{6}, "destinations": []any{props{"addressDefinition": "10.0.0.0/8"}}, "sources": []any{props{"addressDefinition": "0.0.0.0/0"}},
					"destinationPorts": []any{props{"fromPort": port, "toPort": port}}, "sourcePorts": []any{props{"fromPort": 0, "toPort": 65535}},
				}},
			}}
		}
		return sample{props{"tlsInspectionConfiguration": in(443)}, props{"tlsInspectionConfiguration": in(8443)}}
	},
	"aws:acm/certificate:Certificate": func(ground) sample {
		return sample{props{"domainName": "*.example.com", "validationMethod": "DNS"}, props{"tags": props{"Name": "wildcard"}}}
	},
	"aws:acm/certificateValidation:CertificateValidation": func(g ground) sample {
		cert := g.make("aws:acm/certificate:Certificate", props{"domainName": "www.example.com", "validationMethod": "DNS"})
		zone := g.make("aws:route53/zone:Zone", props{"name": "example.com"})
		proof := cert.Out["domainValidationOptions"].([]any)[0].(props)
		g.make("aws:route53/record:Record", props{
			"zoneId": zone.ID, "name": proof["resourceRecordName"], "type": "CNAME", "ttl": 60, "records": []any{proof["resourceRecordValue"]},
		})
		return sample{props{"certificateArn": cert.ID}, nil}
	},
	"aws:route53/zone:Zone": func(ground) sample { return sample{props{"name": "example.com"}, props{"comment": "hub"}} },
	"aws:route53/record:Record": func(g ground) sample {
		return sample{g.record(), props{"ttl": 300}}
	},
	"aws:iam/role:Role": func(ground) sample {
		return sample{props{"assumeRolePolicy": trust}, props{"description": "control plane"}}
	},
	"aws:iam/policy:Policy": func(ground) sample {
		return sample{props{"policy": allow}, props{"policy": strings.Replace(allow, "Vpcs", "Subnets", 1)}}
	},
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment": func(g ground) sample {
		return sample{props{"role": g.role("eks").ID, "policyArn": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"}, nil}
	},
	"aws:iam/rolePolicy:RolePolicy": func(g ground) sample {
		return sample{props{"role": g.role("eks").ID, "policy": allow}, props{"policy": strings.Replace(allow, "Vpcs", "Subnets", 1)}}
	},
	"aws:iam/instanceProfile:InstanceProfile": func(g ground) sample {
		return sample{props{"role": g.role("ec2").ID}, props{"tags": props{"Name": "node"}}}
	},
	"aws:iam/openIdConnectProvider:OpenIdConnectProvider": func(ground) sample {
		return sample{
			props{"url": "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF", "clientIdLists": []any{"sts.amazonaws.com"}},
			props{"tags": props{"Name": "oidc"}},
		}
	},
	"aws:cloudwatch/logGroup:LogGroup": func(ground) sample {
		return sample{props{"name": "/hub/flows", "retentionInDays": 30}, props{"retentionInDays": 90}}
	},
	"aws:eks/cluster:Cluster": func(g ground) sample { return sample{g.clusterIn(), props{"enabledClusterLogTypes": []any{"api"}}} },
	"aws:eks/nodeGroup:NodeGroup": func(g ground) sample {
		role := g.role("ec2")
		for _, policy := range []string{"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly"} {
			g.w.aws.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", policy, props{"role": role.ID, "policyArn": "arn:aws:iam::aws:policy/" + policy})
		}
		return sample{props{
			"clusterName": g.cluster().ID, "nodeRoleArn": role.str("arn"), "subnetIds": g.network.subnetIDs(),
			"scalingConfig": props{"minSize": 1, "desiredSize": 2, "maxSize": 3},
		}, props{"scalingConfig": props{"minSize": 1, "desiredSize": 3, "maxSize": 3}}}
	},
	"aws:eks/addon:Addon": func(g ground) sample {
		return sample{props{"clusterName": g.cluster().ID, "addonName": "vpc-cni"}, props{"resolveConflictsOnUpdate": "OVERWRITE"}}
	},
	"aws:eks/accessEntry:AccessEntry": func(g ground) sample {
		return sample{
			props{"clusterName": g.cluster().ID, "principalArn": g.role("ec2").str("arn")}, props{"kubernetesGroups": []any{"viewers"}},
		}
	},
	"aws:eks/accessPolicyAssociation:AccessPolicyAssociation": func(g ground) sample {
		in := props{"clusterName": g.cluster().ID, "principalArn": g.role("ec2").str("arn")}
		g.make("aws:eks/accessEntry:AccessEntry", in)
		in["policyArn"] = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
		in["accessScope"] = props{"type": "cluster"}
		return sample{in, nil}
	},
	"aws:eks/podIdentityAssociation:PodIdentityAssociation": func(g ground) sample {
		second := g.w.aws.create("aws:iam/role:Role", "second", props{"assumeRolePolicy": strings.Replace(trust, "eks.", "pods.eks.", 1)})
		return sample{props{
			"clusterName": g.cluster().ID, "namespace": "kube-system", "serviceAccount": "controller", "roleArn": g.role("pods.eks").str("arn"),
		}, props{"roleArn": second.str("arn")}}
	},
	"aws:ram/resourceShare:ResourceShare": func(ground) sample {
		return sample{props{"name": "transit"}, props{"allowExternalPrincipals": true}}
	},
	"aws:ram/resourceAssociation:ResourceAssociation": func(g ground) sample {
		share := g.make("aws:ram/resourceShare:ResourceShare", props{"name": "transit"})
		return sample{props{"resourceShareArn": share.ID, "resourceArn": g.gateway().str("arn")}, nil}
	},
	"aws:ram/principalAssociation:PrincipalAssociation": func(g ground) sample {
		share := g.make("aws:ram/resourceShare:ResourceShare", props{"name": "transit", "allowExternalPrincipals": true})
		return sample{props{"resourceShareArn": share.ID, "principal": "222222222222"}, nil}
	},
	"aws:ram/resourceShareAccepter:ResourceShareAccepter": func(g ground) sample {
		hub := g.w.account("222222222222")
		share := hub.create("aws:ram/resourceShare:ResourceShare", "transit", props{"name": "transit", "allowExternalPrincipals": true})
		hub.create("aws:ram/principalAssociation:PrincipalAssociation", "spoke", props{"resourceShareArn": share.ID, "principal": "111111111111"})
		require.NotEmpty(g.w.t, share.ID)
		return sample{props{"shareArn": share.ID}, nil}
	},
	"aws:organizations/policy:Policy": func(ground) sample {
		return sample{props{"name": "guardrails", "content": scp}, props{"description": "none around the hub", "name": "hub"}}
	},
	"aws:organizations/policyAttachment:PolicyAttachment": func(g ground) sample {
		policy := g.make("aws:organizations/policy:Policy", props{"content": scp})
		return sample{props{"policyId": policy.ID, "targetId": "ou-ab12-0123abcd"}, nil}
	},
	"aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions": func(ground) sample {
		return sample{props{"internetGatewayBlockMode": "block-bidirectional"}, props{"internetGatewayBlockMode": "block-ingress"}}
	},
	"aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion": func(g ground) sample {
		return sample{
			props{"vpcId": g.network.vpc.ID, "internetGatewayExclusionMode": "allow-egress"},
			props{"internetGatewayExclusionMode": "allow-bidirectional"},
		}
	},
}

const scp = `{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Deny","Action":["ec2:AllocateAddress"],"Resource":["*"]}]}`

// spoke attaches a VPC of another account to a transit gateway that is shared
// with it.
func (w *world) spoke(gateway resource) resource {
	w.t.Helper()
	spoke := w.account("222222222222")
	share := w.aws.create("aws:ram/resourceShare:ResourceShare", "transit", props{"name": "transit", "allowExternalPrincipals": true})
	w.aws.create("aws:ram/resourceAssociation:ResourceAssociation", "transit", props{"resourceShareArn": share.ID, "resourceArn": gateway.str("arn")})
	w.aws.create("aws:ram/principalAssociation:PrincipalAssociation", "spoke", props{"resourceShareArn": share.ID, "principal": "222222222222"})
	n := spoke.network("spoke", 1, 1)
	_, err := spoke.try(tAttachment, "early", attachment(gateway, n))
	require.ErrorContains(w.t, err, "InvalidTransitGatewayID.NotFound", "the invitation has not been accepted")
	spoke.create("aws:ram/resourceShareAccepter:ResourceShareAccepter", "transit", props{"shareArn": share.ID})
	return spoke.create(tAttachment, "spoke", attachment(gateway, n))
}

// binding is a sample of the one Kubernetes type that needs something in AWS.
func binding(g ground) sample {
	s := manifest(tBinding)
	s.in["spec"] = props{
		"targetGroupARN": g.make(tTargetGroup, group(g.network, "HTTP", 80)).ID, "targetType": "ip", "serviceRef": props{"name": "web", "port": 80},
	}
	return s
}

func groupRule(g ground) sample {
	return sample{
		props{"securityGroupId": g.network.group.ID, "ipProtocol": "tcp", "fromPort": 80, "toPort": 80, "cidrIpv4": "10.0.0.0/8"},
		props{"fromPort": 443, "toPort": 443},
	}
}

// manifest is a sample of a Kubernetes type.
func manifest(typ string) sample {
	parts := strings.Split(typ, ":")
	group, name := parts[1], parts[2]
	if group == "helm.sh/v3" {
		return sample{props{"chart": "metrics-server", "namespace": "kube-system"}, props{"values": props{"replicaCount": 2}}}
	}
	in := props{
		"apiVersion": strings.TrimPrefix(group, "core/"), "kind": strings.TrimSuffix(name, "Patch"), "metadata": props{"name": "sample"},
	}
	return sample{in, props{"metadata": props{"name": "sample", "labels": props{"team": "net"}}}}
}
