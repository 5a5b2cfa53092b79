package flightpathtest

import "fmt"

// region is what functions are answered that ask for it.
const region = "us-east-1"

// account is a number from AWS's documentation.
const account = "111122223333"

// answer computes what a function returns.
func (m *monitor) answer(token string, arguments map[string]any) (map[string]any, error) {
	if own := m.settings.answers[token]; own != nil {
		return own(arguments), nil
	}
	at := m.settings.config["aws:region"]
	if at == "" {
		at = region
	}
	switch token {
	case "pulumi:pulumi:readStackOutputs", "pulumi:pulumi:readStackResourceOutputs":
		return map[string]any{"outputs": map[string]any{}}, nil
	case "aws:index/getPartition:getPartition":
		return map[string]any{"id": "aws", "partition": "aws", "dnsSuffix": "amazonaws.com", "reverseDnsPrefix": "com.amazonaws"}, nil
	case "aws:index/getRegion:getRegion":
		return map[string]any{"id": at, "name": at, "region": at, "description": at, "endpoint": "ec2." + at + ".amazonaws.com"}, nil
	case "aws:index/getCallerIdentity:getCallerIdentity":
		return map[string]any{"id": account, "accountId": account, "arn": "arn:aws:iam::" + account + ":root", "userId": account}, nil
	case "aws:index/getAvailabilityZones:getAvailabilityZones":
		return map[string]any{
			"id": at, "names": []any{at + "a", at + "b", at + "c"},
			"zoneIds": []any{"use1-az1", "use1-az2", "use1-az3"}, "groupNames": []any{at},
		}, nil
	case "aws:iam/getPolicyDocument:getPolicyDocument":
		return map[string]any{"id": "0", "json": "{}", "minifiedJson": "{}"}, nil
	case "aws:eks/getCluster:getCluster":
		return map[string]any{
			"id": arguments["name"], "name": arguments["name"], "endpoint": fmt.Sprintf("https://%v.eks.amazonaws.com", arguments["name"]),
			"certificateAuthorities": []any{map[string]any{"data": "Q0E="}},
		}, nil
	case "aws:eks/getAddonVersion:getAddonVersion":
		return map[string]any{
			"id": arguments["addonName"], "addonName": arguments["addonName"],
			"kubernetesVersion": arguments["kubernetesVersion"], "version": "v1.0.0-eksbuild.1",
		}, nil
	}
	return nil, fmt.Errorf("the program calls %s; say what it returns: flightpathtest.Answer(%q, …)", token, token)
}
