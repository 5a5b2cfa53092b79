package plan

import "strconv"

// pointer is a pointer to a value.
func pointer[T any](value T) *T { return &value }

var clusterRejections = []rejection{
	{"Kubernetes version", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) { c.KubernetesVersion = "1.29" })
	}, []string{`clusters.search.kubernetesVersion: "1.29" is not a Kubernetes minor version from 1.30 on, such as "1.34"`}},
	{"control-plane zones", func(e *Estate) {
		change(e.Clusters, "payments", func(c *Cluster) { c.ControlPlaneZones = []string{"use1-az1"} })
		change(e.Clusters, "search", func(c *Cluster) { c.ControlPlaneZones = []string{"use1-az1", "use1-az1", "use1-az6", "us-east-1a"} })
	}, []string{
		"clusters.payments.controlPlaneZones: EKS needs at least two zones; 1 is declared",
		"clusters.search.controlPlaneZones[1]: use1-az1 is declared already, in clusters.search.controlPlaneZones[0]",
		"clusters.search.controlPlaneZones[2]: use1-az6 is not one of the estate's zones; EKS cannot change a control plane's zones later, so keep it in zones",
		"clusters.search.controlPlaneZones[3]: us-east-1a is a zone name, which means another place in every account: use the zone ID, such as use1-az1 (`aws ec2 describe-availability-zones` shows both)",
	}},
	{"node groups", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) {
			c.NodeGroups = map[string]NodeGroup{
				"a": {Min: pointer(5), Max: pointer(4)},
				"b": {Min: pointer(-1), Max: pointer(0), DiskSize: 5, InstanceTypes: []string{"m6i.large", "m6i.large", "big", ""}},
				"c": {AmiType: "CUSTOM", CapacityType: "spot", Labels: map[string]string{"eks.amazonaws.com/x": "y", "-bad": "z", "good": "not good"}},
				"d": {Min: pointer(4)},
			}
		})
	}, []string{
		"clusters.search.nodeGroups.a.min: 5 is more than max, which is 4",
		"clusters.search.nodeGroups.b.diskSize: 5 is out of range: 20 to 16384",
		"clusters.search.nodeGroups.b.instanceTypes[1]: m6i.large is declared already",
		`clusters.search.nodeGroups.b.instanceTypes[2]: "big" is not an EC2 instance type such as m6i.large`,
		"clusters.search.nodeGroups.b.instanceTypes[3]: is empty: give an EC2 instance type such as m6i.large",
		"clusters.search.nodeGroups.b.max: 0 is out of range: 1 to 450",
		"clusters.search.nodeGroups.b.min: -1 is out of range: 0 to 450",
		`clusters.search.nodeGroups.c.amiType: "CUSTOM" is not an EKS AMI type such as AL2023_x86_64_STANDARD`,
		`clusters.search.nodeGroups.c.capacityType: "spot" is not one of ON_DEMAND, SPOT; did you mean SPOT?`,
		`clusters.search.nodeGroups.c.labels.good: "not good" is not a Kubernetes label`,
		`clusters.search.nodeGroups.c.labels["-bad"]: "-bad" is not a Kubernetes label`,
		`clusters.search.nodeGroups.c.labels["eks.amazonaws.com/x"]: EKS keeps labels that begin with eks.amazonaws.com/ for itself`,
		"clusters.search.nodeGroups.d.min: 4 is more than max, which is 3",
	}},
	{"AMI types that do not fit", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) {
			c.NodeGroups = map[string]NodeGroup{
				"a": {InstanceTypes: []string{"m7i.large", "m7g.large", "g5g.xlarge"}},
				"b": {AmiType: "BOTTLEROCKET_ARM_64", InstanceTypes: []string{"g4dn.xlarge"}},
				"c": {AmiType: "AL2023_ARM_64_STANDARD"},
				"e": {AmiType: "AL2023_x86_64_STANDARD", InstanceTypes: []string{"c7gn.large", "m7glarge"}},
				"f": {AmiType: "AL2023_ARM_64_STANDARD", InstanceTypes: []string{"t4g.small", "t3.small"}},
				"d": {AmiType: "AL2_x86_64"},
			}
		})
		change(e.Clusters, "payments", func(c *Cluster) {
			c.KubernetesVersion, c.NodeGroups = "1.32", map[string]NodeGroup{"a": {AmiType: "AL2_x86_64"}}
		})
	}, []string{
		"clusters.search.nodeGroups.a.instanceTypes: m7g.large has an ARM processor and m7i.large has none, but a node group has one amiType: declare a node group for each",
		"clusters.search.nodeGroups.b.amiType: BOTTLEROCKET_ARM_64 is for ARM processors, but g4dn.xlarge has none; declare AL2023_x86_64_STANDARD, or no amiType",
		"clusters.search.nodeGroups.c.amiType: AL2023_ARM_64_STANDARD is for ARM processors, but the default instance type, m6i.large, has none; declare one such as m7g.large",
		"clusters.search.nodeGroups.d.amiType: EKS has no Amazon Linux 2 for Kubernetes 1.34; take an AL2023 one such as AL2023_x86_64_STANDARD",
		"clusters.search.nodeGroups.e.amiType: AL2023_x86_64_STANDARD is not for ARM processors, such as that of c7gn.large; declare AL2023_ARM_64_STANDARD, or no amiType",
		`clusters.search.nodeGroups.e.instanceTypes[1]: "m7glarge" is not an EC2 instance type such as m6i.large`,
		"clusters.search.nodeGroups.f.instanceTypes: t4g.small has an ARM processor and t3.small has none, but a node group has one amiType: declare a node group for each",
	}},
	{"an administrator twice", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) {
			c.Admins = map[string]string{"ops": "arn:aws:iam::111122223333:role/ops", "sre": "arn:aws:iam::111122223333:role/ops"}
		})
	}, []string{"clusters.search.admins.sre: arn:aws:iam::111122223333:role/ops is declared already, in clusters.search.admins.ops"}},
	{"an administrator who makes the cluster", func(e *Estate) {
		e.Accounts = map[string]Account{"network": {ID: "111122223333", RoleArn: "arn:aws:iam::111122223333:role/deploy"}}
		e.Ingress.Account = "network"
		for name := range e.Clusters {
			change(e.Clusters, name, func(c *Cluster) { c.Account = "network" })
		}
		change(e.Clusters, "search", func(c *Cluster) {
			c.Admins = map[string]string{"ops": "arn:aws:iam::111122223333:role/deploy"}
		})
	}, []string{
		"clusters.search.admins.ops: arn:aws:iam::111122223333:role/deploy makes the cluster (accounts.network.roleArn), and EKS lets that in by itself; remove it",
	}},
	{"endpoints twice", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) {
			c.VpcEndpoints = []string{"sts", "com.amazonaws.us-east-1.sts", "com.amazonaws.us-east-1.s3", "com.amazonaws.us-east-1.ec2", "ecr.api", "ecr.dkr"}
		})
	}, []string{
		"clusters.search.vpcEndpoints[1]: com.amazonaws.us-east-1.sts is declared already",
		"clusters.search.vpcEndpoints[2]: s3 is always reached through a gateway endpoint; remove it",
	}},
	{"who reaches the API", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) {
			c.Endpoint = &Endpoint{PublicCidrs: []string{"203.0.113.0/24", "10.0.0.0/8", "203.0.113.0/24"}, PrivateCidrs: []string{"192.0.2.1"}}
		})
	}, []string{
		"clusters.search.endpoint.privateCidrs[0]: \"192.0.2.1\" has no prefix length: write it as in 10.0.0.0/16",
		"clusters.search.endpoint.publicCidrs: 10.0.0.0/8 is private space, from which the public endpoint is never reached; EKS refuses it",
		"clusters.search.endpoint.publicCidrs[2]: 203.0.113.0/24 is declared already, in clusters.search.endpoint.publicCidrs[0]",
	}},
	{"too many CIDRs reach the API", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) {
			c.Endpoint = &Endpoint{}
			for i := range 41 {
				c.Endpoint.PublicCidrs = append(c.Endpoint.PublicCidrs, "203.0.113."+strconv.Itoa(i)+"/32")
			}
		})
	}, []string{"clusters.search.endpoint.publicCidrs: 41 CIDRs; EKS takes at most 40"}},
	{"admins", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) { c.Admins = map[string]string{"ops": "ops", "dev": ""} })
	}, []string{
		"clusters.search.admins.dev: is empty: give the ARN of an IAM role or user",
		`clusters.search.admins.ops: "ops" is not the ARN of an IAM role or user`,
	}},
	{"VPC endpoints", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) { c.VpcEndpoints = []string{"ec2", "s3", "ec2", "ECR"} })
	}, []string{
		"clusters.search.vpcEndpoints: lacks ecr.api, ecr.dkr, sts, without which no node starts in a VPC that has no way to the internet: the list stands in place of the default one, so it has to name all services",
		"clusters.search.vpcEndpoints[1]: s3 is always reached through a gateway endpoint; remove it",
		"clusters.search.vpcEndpoints[2]: ec2 is declared already",
		`clusters.search.vpcEndpoints[3]: "ECR" is not the short name of an AWS service, such as ecr.api`,
	}},
	{"no VPC endpoints but a further one", func(e *Estate) {
		change(e.Clusters, "search", func(c *Cluster) { c.VpcEndpoints = []string{"ssm"} })
	}, []string{
		"clusters.search.vpcEndpoints: lacks ec2, ecr.api, ecr.dkr, sts, without which no node starts in a VPC that has no way to the internet: the list stands in place of the default one, so it has to name all services",
	}},
}

// withExisting declares a cluster that exists already, and changes the declaration.
func withExisting(f func(*Cluster)) func(*Estate) {
	return func(e *Estate) {
		c := Cluster{Cidr: "10.18.0.0/24", Existing: existing()}
		f(&c)
		e.Clusters["legacy"] = c
	}
}

var existingRejections = []rejection{
	{"what a cluster that exists is not given", withExisting(func(c *Cluster) {
		c.KubernetesVersion, c.ControlPlaneZones = "1.34", []string{"use1-az1", "use1-az2"}
		c.NodeGroups, c.Admins = map[string]NodeGroup{"a": {}}, map[string]string{"ops": "arn:aws:iam::111122223333:role/ops"}
		c.Endpoint, c.VpcEndpoints = &Endpoint{}, []string{"ec2"}
		c.Existing.PodSecurityGroupID = ""
	}), []string{
		"clusters.legacy.admins: has no effect on a cluster that exists already; remove it",
		"clusters.legacy.controlPlaneZones: has no effect on a cluster that exists already; remove it",
		"clusters.legacy.endpoint: has no effect on a cluster that exists already; remove it",
		"clusters.legacy.existing.podSecurityGroupId: is required with clusterName",
		"clusters.legacy.kubernetesVersion: has no effect on a cluster that exists already; remove it",
		"clusters.legacy.nodeGroups: has no effect on a cluster that exists already; remove it",
		"clusters.legacy.vpcEndpoints: has no effect on a VPC that exists already; remove it",
	}},
	{"one VPC for two clusters", func(e *Estate) {
		withExisting(func(*Cluster) {})(e)
		other := existing()
		other.ClusterName, other.Subnets = "other", map[string]map[string]ExistingSubnet{
			"lb": {
				"use1-az1": {ID: "subnet-00000011", Cidr: "10.19.0.0/26", RouteTableID: "rtb-00000011"},
				"use1-az2": {ID: "subnet-00000012", Cidr: "10.19.0.64/26", RouteTableID: "rtb-00000011"},
			},
			"transit": {
				"use1-az1": {ID: "subnet-00000013", Cidr: "10.19.0.128/28"}, "use1-az2": {ID: "subnet-00000014", Cidr: "10.19.0.144/28"},
			},
		}
		e.Clusters["other"] = Cluster{Cidr: "10.19.0.0/24", Existing: other}
	}, []string{
		"clusters.other.existing.vpcId: vpc-0123456789abcdef0 is that of clusters.legacy already; a VPC joins a transit gateway once, so it holds one cluster",
	}},
	{"malformed IDs", withExisting(func(c *Cluster) {
		c.Existing.VpcID, c.Existing.PodSecurityGroupID = "vpc-1", "0123"
		c.Existing.Subnets["lb"]["use1-az1"] = ExistingSubnet{ID: "subnet-1", Cidr: "10.18.0.0/26", RouteTableID: "rtb-1"}
	}), []string{
		`clusters.legacy.existing.podSecurityGroupId: "0123" is not the ID of a security group, such as sg-0123456789abcdef0`,
		`clusters.legacy.existing.subnets.lb.use1-az1.id: "subnet-1" is not the ID of a subnet, such as subnet-0123456789abcdef0`,
		`clusters.legacy.existing.subnets.lb.use1-az1.routeTableId: "rtb-1" is not the ID of a route table, such as rtb-0123456789abcdef0`,
		`clusters.legacy.existing.vpcId: "vpc-1" is not the ID of a VPC, such as vpc-0123456789abcdef0`,
	}},
	{"missing subnets", withExisting(func(c *Cluster) { delete(c.Existing.Subnets, "transit"); delete(c.Existing.Subnets["lb"], "use1-az2") }), []string{
		"clusters.legacy.existing.subnets.lb: has no subnet in use1-az2",
		"clusters.legacy.existing.subnets.transit: has no subnet in use1-az1",
		"clusters.legacy.existing.subnets.transit: has no subnet in use1-az2",
	}},
	{"no subnets", withExisting(func(c *Cluster) { c.Existing.Subnets = nil }), []string{"clusters.legacy.existing.subnets: is required"}},
	{"subnets for a new cluster", withExisting(func(c *Cluster) { c.Existing.ClusterName, c.PodCidr = "", "100.66.0.0/20" }), []string{
		"clusters.legacy.existing.podSecurityGroupId: is for a cluster that exists already; remove it, or give its clusterName",
		"clusters.legacy.existing.subnets.control-plane: has no subnet in use1-az1",
		"clusters.legacy.existing.subnets.control-plane: has no subnet in use1-az2",
		"clusters.legacy.existing.subnets.node: has no subnet in use1-az1",
		"clusters.legacy.existing.subnets.node: has no subnet in use1-az2",
		"clusters.legacy.existing.subnets.pod: has no subnet in use1-az1",
		"clusters.legacy.existing.subnets.pod: has no subnet in use1-az2",
	}},
	{"unknown tiers and zones", withExisting(func(c *Cluster) {
		c.Existing.Subnets["nodes"] = map[string]ExistingSubnet{"use1-az1": {ID: "subnet-00000007", Cidr: "10.18.0.192/28"}}
		c.Existing.Subnets["pod"] = map[string]ExistingSubnet{"use1-az1": {ID: "subnet-00000008", Cidr: "10.18.0.208/28"}}
		c.Existing.Subnets["transit"]["use1-az6"] = ExistingSubnet{ID: "subnet-00000009", Cidr: "10.18.0.224/28"}
		c.Existing.Subnets["transit"]["us-east-1a"] = ExistingSubnet{ID: "subnet-0000000a", Cidr: "10.18.0.240/28"}
	}), []string{
		`clusters.legacy.existing.subnets.nodes: "nodes" is not a tier of an EKS VPC; did you mean node?`,
		"clusters.legacy.existing.subnets.pod: there are pod subnets only with a podCidr",
		"clusters.legacy.existing.subnets.transit.us-east-1a: us-east-1a is a zone name, which means another place in every account: use the zone ID, such as use1-az1 (`aws ec2 describe-availability-zones` shows both)",
		"clusters.legacy.existing.subnets.transit.use1-az6: use1-az6 is not one of the estate's zones",
	}},
	{"subnets that do not fit", withExisting(func(c *Cluster) {
		c.Existing.Subnets["lb"]["use1-az1"] = ExistingSubnet{ID: "subnet-00000001", Cidr: "10.18.0.0/28", RouteTableID: "rtb-00000001"}
		c.Existing.Subnets["lb"]["use1-az2"] = ExistingSubnet{ID: "subnet-00000001", Cidr: "10.18.1.0/26"}
		c.Existing.Subnets["transit"]["use1-az1"] = ExistingSubnet{ID: "subnet-00000003", Cidr: "10.18.0.128/27"}
		c.Existing.Subnets["node"] = map[string]ExistingSubnet{"use1-az1": {ID: "subnet-00000005", Cidr: "10.18.0.0/29", RouteTableID: "rtb-00000001"}}
	}), []string{
		"clusters.legacy.existing.subnets.lb.use1-az1.cidr: 10.18.0.0/28 is too small: an lb subnet is a /27 or larger, for the static addresses beside those that AWS keeps",
		"clusters.legacy.existing.subnets.lb.use1-az2.cidr: 10.18.1.0/26 does not lie in the VPC 10.18.0.0/24",
		"clusters.legacy.existing.subnets.lb.use1-az2.id: subnet-00000001 is declared already, in clusters.legacy.existing.subnets.lb.use1-az1",
		"clusters.legacy.existing.subnets.lb.use1-az2.routeTableId: is required: the routes to the ingress VPC go into it",
		"clusters.legacy.existing.subnets.node.use1-az1.cidr: 10.18.0.0/29: AWS has subnets from /16 to /28",
		"clusters.legacy.existing.subnets.transit.use1-az1.cidr: 10.18.0.128/27 overlaps clusters.legacy.existing.subnets.transit.use1-az2.cidr 10.18.0.144/28",
	}},
	{"subnets of several tiers", withExisting(func(c *Cluster) {
		shared := ExistingSubnet{ID: "subnet-00000005", Cidr: "10.18.0.192/28", RouteTableID: "rtb-00000001"}
		elsewhere, otherCidr := ExistingSubnet{ID: "subnet-00000006", Cidr: "10.18.0.208/28", RouteTableID: "rtb-00000001"}, shared
		otherCidr.Cidr = "10.18.0.224/28"
		c.Existing.Subnets["node"] = map[string]ExistingSubnet{"use1-az1": shared, "use1-az2": elsewhere}
		c.Existing.Subnets["control-plane"] = map[string]ExistingSubnet{"use1-az1": otherCidr}
		c.Existing.Subnets["transit"]["use1-az2"] = elsewhere
	}), []string{
		"clusters.legacy.existing.subnets.node.use1-az1.cidr: subnet-00000005 is the same subnet as clusters.legacy.existing.subnets.control-plane.use1-az1, which has 10.18.0.224/28",
		"clusters.legacy.existing.subnets.transit.use1-az2.id: subnet-00000006 is declared already, in clusters.legacy.existing.subnets.node.use1-az2",
	}},
}

var accountRejections = []rejection{
	{"account IDs and roles", func(e *Estate) {
		e.Accounts = map[string]Account{
			"a": {ID: "1234"}, "b": {ID: "111122223333", RoleArn: "arn:aws:iam::444455556666:role/x"},
			"c": {ID: "111122223333", RoleArn: "role/x"}, "d": {},
		}
	}, []string{
		`accounts.a.id: "1234" is not twelve digits`,
		"accounts.b.roleArn: the role belongs to account 444455556666, not to 111122223333",
		"accounts.c.id: 111122223333 is that of accounts.b already",
		`accounts.c.roleArn: "role/x" is not the ARN of a role, such as arn:aws:iam::111122223333:role/deploy`,
		"accounts.d.id: is required",
	}},
	{"unknown accounts", func(e *Estate) {
		e.Accounts = map[string]Account{"network": {ID: "111122223333"}}
		e.Ingress.Account = "netwrok"
		change(e.Clusters, "search", func(c *Cluster) { c.Account = "platform" })
	}, []string{
		`clusters.search.account: there is no account "platform"`,
		`ingress.account: there is no account "netwrok"; did you mean network?`,
	}},
	{"cluster in another account than an ingress VPC that names none", func(e *Estate) {
		e.Accounts = map[string]Account{"shop": {ID: "444455556666"}}
		change(e.Clusters, "search", func(c *Cluster) { c.Account = "shop" })
	}, []string{
		"ingress.account: is required beside clusters.search.account: what lies in another account than the ingress VPC is shared and accepted, what lies in the same one is not",
	}},
	{"several clusters in other accounts than an ingress VPC that names none", func(e *Estate) {
		e.Accounts = map[string]Account{"shop": {ID: "444455556666"}}
		change(e.Clusters, "search", func(c *Cluster) { c.Account, c.Controller = "shop", mirrored() })
		change(e.Clusters, "payments", func(c *Cluster) { c.Controller = mirrored() })
		for _, name := range []string{"a", "b", "c"} {
			e.Clusters[name] = Cluster{Cidr: "10.10" + strconv.Itoa(len(e.Clusters)) + ".0.0/16", Account: "shop"}
		}
	}, []string{
		"ingress.account: is required beside clusters.a.account, clusters.b.account, clusters.c.account and 1 more: what lies in another account than the ingress VPC is shared and accepted, what lies in the same one is not",
	}},
	{"two accounts for the credentials in use", func(e *Estate) {
		e.Accounts = map[string]Account{"network": {ID: "111122223333"}, "shop": {ID: "444455556666"}, "unused": {ID: "777788889999"}}
		e.Ingress.Account = "network"
		change(e.Clusters, "search", func(c *Cluster) { c.Account = "shop" })
	}, []string{
		"accounts.shop.roleArn: is required: the credentials in use belong to one account, and accounts.network is managed with them already",
	}},
	{"cluster in an account without an ID", func(e *Estate) {
		e.Accounts = map[string]Account{"network": {ID: "111122223333"}, "shop": {RoleArn: "arn:aws:iam::444455556666:role/x"}}
		e.Ingress.Account = "network"
		change(e.Clusters, "search", func(c *Cluster) { c.Account = "shop" })
	}, []string{
		"accounts.shop.id: is required",
	}},
}
