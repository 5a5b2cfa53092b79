package network

import (
	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// NewSecurityGroup registers a planned security group. Its rules are resources of their own: rules inside the group would
// fight with everybody else's and be taken away and put back when one of them changes.
//
// AWS allows all outbound traffic of a new group; the provider takes that rule away, so what the plan does not allow is
// denied.
func NewSecurityGroup(
	ctx *pulumi.Context, planned plan.SecurityGroup, vpcID pulumi.StringInput, tags pulumi.StringMapInput,
	opts ...pulumi.ResourceOption,
) (*ec2.SecurityGroup, error) {
	group, err := ec2.NewSecurityGroup(ctx, planned.Name, &ec2.SecurityGroupArgs{
		Description: pulumi.String(planned.Description),
		VpcId:       vpcID.ToStringOutput(),
		Tags:        inputs.Tags(tags, planned.Name),
	}, opts...)
	if err != nil {
		return nil, err
	}
	return group, NewSecurityGroupRules(ctx, planned.Rules, group.ID().ToStringOutput(), tags, opts...)
}

// NewSecurityGroupRules registers planned rules in a group, each as one resource by CIDR.
func NewSecurityGroupRules(
	ctx *pulumi.Context, rules []plan.SecurityGroupRule, groupID pulumi.StringInput, tags pulumi.StringMapInput,
	opts ...pulumi.ResourceOption,
) error {
	for _, rule := range rules {
		var err error
		if rule.Direction == plan.Outbound {
			_, err = vpc.NewSecurityGroupEgressRule(ctx, rule.Name, &vpc.SecurityGroupEgressRuleArgs{
				SecurityGroupId: groupID,
				IpProtocol:      pulumi.String(rule.Protocol),
				FromPort:        port(rule, rule.FromPort),
				ToPort:          port(rule, rule.ToPort),
				CidrIpv4:        pulumi.String(rule.Cidr),
				Description:     pulumi.String(rule.Description),
				Tags:            inputs.Tags(tags, rule.Name),
			}, opts...)
		} else {
			_, err = vpc.NewSecurityGroupIngressRule(ctx, rule.Name, &vpc.SecurityGroupIngressRuleArgs{
				SecurityGroupId: groupID,
				IpProtocol:      pulumi.String(rule.Protocol),
				FromPort:        port(rule, rule.FromPort),
				ToPort:          port(rule, rule.ToPort),
				CidrIpv4:        pulumi.String(rule.Cidr),
				Description:     pulumi.String(rule.Description),
				Tags:            inputs.Tags(tags, rule.Name),
			}, opts...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// port is a rule's port; a rule for every protocol has none.
func port(rule plan.SecurityGroupRule, number int) pulumi.IntPtrInput {
	if rule.Protocol == "-1" {
		return nil
	}
	return pulumi.Int(number)
}
