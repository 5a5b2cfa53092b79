package binding

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// spec is what a binding says.
func (args *Args) spec(targetGroupArn pulumi.StringInput) pulumi.Map {
	spec := pulumi.Map{
		"targetGroupARN": targetGroupArn,
		"targetType":     pulumi.String(args.TargetType),
		"ipAddressType":  pulumi.String(args.IPAddressType),
		"vpcID":          args.VpcID,
		"serviceRef": pulumi.Map{
			"name": pulumi.String(args.ServiceName),
			"port": pulumi.Int(args.ServicePort),
		},
	}
	if role := args.AssumeRole; role != nil {
		spec["iamRoleArnToAssume"] = role.Arn
		spec["assumeRoleExternalId"] = role.ExternalID
	}
	if args.MultiCluster {
		spec["multiClusterTargetGroup"] = pulumi.Bool(true)
	}
	if len(args.Networking) > 0 {
		rules := make(pulumi.Array, 0, len(args.Networking))
		for _, rule := range args.Networking {
			rules = append(rules, rule.spec())
		}
		spec["networking"] = pulumi.Map{"ingress": rules}
	}
	return spec
}

// spec is a rule as a binding says it.
func (rule IngressRule) spec() pulumi.Map {
	var sources, ports pulumi.Array
	for _, cidr := range rule.Cidrs {
		sources = append(sources, pulumi.Map{"ipBlock": pulumi.Map{"cidr": pulumi.String(cidr)}})
	}
	for _, id := range rule.SecurityGroupIDs {
		sources = append(sources, pulumi.Map{"securityGroup": pulumi.Map{"groupID": pulumi.String(id)}})
	}
	for _, port := range rule.Ports {
		ports = append(ports, pulumi.Map{
			"protocol": pulumi.String(port.protocol()), "port": pulumi.Int(port.Port),
		})
	}
	return pulumi.Map{"from": sources, "ports": ports}
}

func (port Port) protocol() string {
	if port.Protocol == "" {
		return tcp
	}
	return port.Protocol
}

// checkedArn is the target group's ARN, once everything that it has to go with is known and does. What is known now has been checked
// already and stays a plain value, so that a preview shows it.
func (args *Args) checkedArn() pulumi.StringInput {
	given := args.given()
	all := make([]any, 0, len(given))
	known := true
	for _, input := range given {
		_, plain := input.value.(pulumi.String)
		known = known && plain
		all = append(all, input.value.ToStringOutput()) // an ID is no string to All
	}
	if known {
		return args.TargetGroupArn
	}
	return pulumi.All(all...).ApplyT(func(values []any) (string, error) {
		found := words{}
		for i, input := range given {
			found[input.path] = values[i].(string)
		}
		if problems := args.misfits(found); len(problems) > 0 {
			return "", problems.Of(Token + ` "` + args.Name + `"`)
		}
		return found[targetGroupPath], nil
	}).(pulumi.StringOutput)
}
