package controller

import (
	"fmt"
	"regexp"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// clusterTag is on everything that a controller makes in AWS; its value is the cluster's name.
const clusterTag = "elbv2.k8s.aws/cluster"

// What a controller with load balancers of its own calls, after its published policy (docs/install/iam_policy.json). Left out is what
// belongs to features that are off here or that are asked for by nobody: WAF, Shield, Cognito, server certificates of IAM, pools of
// addresses, reserved capacity.
var (
	describeOwn = []string{
		"acm:DescribeCertificate", "acm:ListCertificates",
		"ec2:DescribeAccountAttributes", "ec2:DescribeAddresses", "ec2:DescribeAvailabilityZones", "ec2:DescribeInternetGateways",
		"ec2:DescribeNetworkInterfaces", "ec2:DescribeRouteTables", "ec2:DescribeSubnets", "ec2:DescribeTags",
		"ec2:DescribeVpcPeeringConnections", "ec2:GetSecurityGroupsForVpc",
		"elasticloadbalancing:DescribeCapacityReservation", "elasticloadbalancing:DescribeListenerAttributes",
		"elasticloadbalancing:DescribeListenerCertificates", "elasticloadbalancing:DescribeListeners",
		"elasticloadbalancing:DescribeLoadBalancerAttributes", "elasticloadbalancing:DescribeLoadBalancers",
		"elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeSSLPolicies", "elasticloadbalancing:DescribeTags",
		"elasticloadbalancing:DescribeTargetGroupAttributes", "elasticloadbalancing:DescribeTrustStores",
	}
	changeOwn = []string{
		"elasticloadbalancing:AddListenerCertificates", "elasticloadbalancing:DeleteListener", "elasticloadbalancing:DeleteLoadBalancer",
		"elasticloadbalancing:DeleteRule", "elasticloadbalancing:DeleteTargetGroup", "elasticloadbalancing:DeregisterTargets",
		"elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyListenerAttributes",
		"elasticloadbalancing:ModifyLoadBalancerAttributes", "elasticloadbalancing:ModifyRule", "elasticloadbalancing:ModifyTargetGroup",
		"elasticloadbalancing:ModifyTargetGroupAttributes", "elasticloadbalancing:RegisterTargets",
		"elasticloadbalancing:RemoveListenerCertificates", "elasticloadbalancing:SetIpAddressType", "elasticloadbalancing:SetRulePriorities",
		"elasticloadbalancing:SetSecurityGroups",
	}
	createOwn = []string{"CreateListener", "CreateLoadBalancer", "CreateRule", "CreateTargetGroup"}
)

// The forms of what the policy is limited to, without wildcards.
var (
	vpcForm    = regexp.MustCompile(`^vpc-([0-9a-f]{8}|[0-9a-f]{17})$`)
	subnetForm = regexp.MustCompile(`^subnet-([0-9a-f]{8}|[0-9a-f]{17})$`)
)

// maxPolicy is how many characters a managed policy holds.
const maxPolicy = 6144

// ownership is what is known of a cluster's load balancers when its policy is written.
type ownership struct {
	*OwnLoadBalancers
	subject        Subject
	partition, vpc string
	subnets        []string
}

// arns are those of things of the account, in the Region of the cluster.
func (o ownership) arns(service string, things ...string) []string {
	arns := make([]string, 0, len(things))
	for _, thing := range things {
		arns = append(arns, fmt.Sprintf("arn:%s:%s:%s:%s:%s", o.partition, service, o.subject.Region, o.subject.Account, thing))
	}
	return arns
}

// vpcArn is the ARN of the VPC, whoever owns it: the account may only share its subnets.
func (o ownership) vpcArn() string {
	return fmt.Sprintf("arn:%s:ec2:%s:*:vpc/%s", o.partition, o.subject.Region, o.vpc)
}

// conditions are operators, and what each says of a key.
type conditions map[string]map[string]any

// made and had are the conditions that the cluster's tag is given to what is made, and that it is on what is changed.
func (o ownership) made() map[string]any {
	return map[string]any{"aws:RequestTag/" + clusterTag: o.subject.Cluster}
}

func (o ownership) had() map[string]any {
	return map[string]any{"aws:ResourceTag/" + clusterTag: o.subject.Cluster}
}

// within are conditions and, beside them, that all subnets are those of the ingress VPC. No key has the VPC of a load balancer; an absent
// list of subnets would be one without strangers.
func (o ownership) within(equals map[string]any) conditions {
	return conditions{
		"StringEquals":              equals,
		"ForAllValues:StringEquals": {"elasticloadbalancing:Subnet": o.subnets},
		"Null":                      {"elasticloadbalancing:Subnet": "false"},
	}
}

// keepingTag are the conditions of changes that leave the cluster's tag as it is.
func (o ownership) keepingTag() conditions {
	return conditions{"StringEquals": o.had(), "ForAllValues:StringNotEquals": {"aws:TagKeys": clusterTag}}
}

// policy allows what the load balancers take, and only on what carries the cluster's tag.
func (o ownership) policy() (string, error) {
	if err := each([]string{o.vpc}, vpcForm, "the ID of a VPC"); err != nil {
		return "", err
	}
	if err := each(o.subnets, subnetForm, "the ID of a subnet"); err != nil {
		return "", err
	}
	const elb = "elasticloadbalancing"
	balancers := o.arns(elb, "loadbalancer/app/*")
	if o.Services {
		balancers = o.arns(elb, "loadbalancer/app/*", "loadbalancer/net/*")
	}
	parents := append(o.arns(elb, "listener/app/*"), balancers...)
	// Also what Services have from before they were excluded, so that it can be deleted.
	all := o.arns(elb, "*")
	groups := o.arns("ec2", "security-group/*")

	created, both := o.made(), o.made()
	both["aws:ResourceTag/"+clusterTag] = o.subject.Cluster
	if !o.InternetFacing {
		created["elasticloadbalancing:Scheme"] = "internal"
	}
	tagged, grouped := o.made(), o.made()
	tagged["elasticloadbalancing:CreateAction"] = createOwn
	grouped["ec2:CreateAction"] = "CreateSecurityGroup"
	when := func(actions, resources []string, under conditions) statement {
		s := allow(actions, resources)
		s.Condition = under
		return s
	}
	equal := func(keys map[string]any) conditions { return conditions{"StringEquals": keys} }
	policy, err := text(
		allow(describeOwn, everything),
		when([]string{"iam:CreateServiceLinkedRole"},
			[]string{"arn:" + o.partition + ":iam::" + o.subject.Account + ":role/aws-service-role/elasticloadbalancing.amazonaws.com/*"},
			equal(map[string]any{"iam:AWSServiceName": "elasticloadbalancing.amazonaws.com"})),
		when([]string{"elasticloadbalancing:CreateLoadBalancer"}, balancers, o.within(created)),
		when([]string{"elasticloadbalancing:SetSubnets"}, balancers, o.within(o.had())),
		when([]string{"elasticloadbalancing:CreateTargetGroup"}, o.arns(elb, "targetgroup/*"), equal(o.made())),
		when([]string{"elasticloadbalancing:CreateListener", "elasticloadbalancing:CreateRule"}, parents, equal(both)),
		when(changeOwn, all, equal(o.had())),
		when([]string{"elasticloadbalancing:AddTags"}, all, equal(tagged)),
		when([]string{"elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"}, all, o.keepingTag()),
		allow([]string{"ec2:CreateSecurityGroup"}, []string{o.vpcArn()}),
		when([]string{"ec2:CreateSecurityGroup"}, groups, equal(o.made())),
		when([]string{"ec2:CreateTags"}, groups, equal(grouped)),
		when([]string{"ec2:CreateTags", "ec2:DeleteTags"}, groups, o.keepingTag()),
		when([]string{"ec2:AuthorizeSecurityGroupIngress", "ec2:DeleteSecurityGroup", "ec2:RevokeSecurityGroupIngress"}, groups,
			conditions{"StringEquals": o.had(), "ArnLike": {"ec2:Vpc": o.vpcArn()}}),
	)
	if err == nil && len(policy) > maxPolicy {
		err = fmt.Errorf("the policy of load balancers in %d subnets has %d characters, and IAM takes %d", len(o.subnets), len(policy), maxPolicy)
	}
	return policy, err
}

// printOwnLoadBalancers prints the policy and its attachment, where the cluster may own load balancers.
func (p *printer) printOwnLoadBalancers(role *iam.Role, partition pulumi.StringOutput) ([]pulumi.Resource, error) {
	own := p.args.OwnLoadBalancers
	if own == nil {
		return nil, nil
	}
	grants := roleGrants{ctx: p.ctx, name: p.name, role: role, tags: p.args.Tags, parent: p.parent}
	name := p.name + ".own-load-balancers"
	subject := p.args.Subject
	policy, err := iam.NewPolicy(p.ctx, name, &iam.PolicyArgs{
		Description: pulumi.String("Load balancers that cluster " + subject.Cluster + " owns: " + own.Reason),
		Policy: pulumi.All(partition, own.VpcID.ToStringOutput(), sorted(own.SubnetIDs)).ApplyT(func(values []any) (string, error) {
			return ownership{
				OwnLoadBalancers: own, subject: subject,
				partition: values[0].(string), vpc: values[1].(string), subnets: values[2].([]string),
			}.policy()
		}).(pulumi.StringOutput),
		Tags: inputs.Tags(p.args.Tags, name),
	}, grants.replaced()...)
	if err != nil {
		return nil, err
	}
	attachment, err := iam.NewRolePolicyAttachment(p.ctx, name, &iam.RolePolicyAttachmentArgs{
		Role: role.Name, PolicyArn: policy.Arn,
	}, p.parent, pulumi.DeleteBeforeReplace(false))
	return []pulumi.Resource{attachment}, err
}
