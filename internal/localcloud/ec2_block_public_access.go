package localcloud

import "errors"

const (
	tBlockOptions   = "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"
	tBlockExclusion = "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion"
)

var acceptedByBlocks = map[string]map[string]form{
	tBlockOptions:   {"internetGatewayBlockMode": oneOf("off", "block-bidirectional", "block-ingress")},
	tBlockExclusion: {"internetGatewayExclusionMode": oneOf("allow-bidirectional", "allow-egress")},
}

// blockPublicAccessKinds are VPC Block Public Access of an account in a Region, which is always there and off at first, and what is
// excluded from it.
func blockPublicAccessKinds() []*kind {
	return []*kind{
		{
			token:       tBlockOptions,
			unsimulated: []string{"timeouts"},
			create: func(c *call) (string, Props, error) {
				c.overwrites = true // it is one, whoever wrote it last; to delete it is to switch it off
				return c.region, Props{"awsAccountId": c.account, "awsRegion": c.region}, nil
			},
		},
		{
			token:       tBlockExclusion,
			replace:     []string{"vpcId", "subnetId"},
			refs:        []ref{inVpc(false), toSubnets("subnetId", false)},
			unsimulated: []string{"timeouts"},
			check: func(in Props) []problem {
				if (in["vpcId"] == nil) == (in["subnetId"] == nil) {
					return []problem{{"vpcId", errors.New("exactly one of these attributes must be configured: [subnet_id,vpc_id]")}}
				}
				return nil
			},
			create: exclude,
		},
	}
}

// exclude keeps an exclusion, of which a VPC or subnet has one.
func exclude(c *call) (string, Props, error) {
	kind, id := "vpc", str(c.in, "vpcId")
	if id == "" {
		kind, id = "subnet", str(c.in, "subnetId")
	}
	arn := c.arn("ec2", kind+"/"+id)
	if len(c.where(tBlockExclusion, "resourceArn", arn)) > 0 {
		return "", nil, refuse("InvalidParameterValue", "An exclusion for resource %s exists already", id)
	}
	return c.newID("vpcbpa-exclude-"), Props{"resourceArn": arn}, nil
}
