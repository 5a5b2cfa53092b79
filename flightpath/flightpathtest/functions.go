package flightpathtest

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"strings"

	reader "github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
)

// region is what functions are answered that ask for it.
const region = "us-east-1"

// regionKey is where a stack's config has its region.
const regionKey = "aws:region"

// account is that of programs that say none, a number from AWS's documentation.
const account = "111122223333"

// accountOf is the account that a provider works in; the reference to it is as the engine has it, URN::ID.
func (m *monitor) accountOf(provider string) string {
	if number, ok := m.byURN[provider[:max(0, strings.LastIndex(provider, "::"))]]; ok {
		return cmp.Or(reader.ProviderAccount(&m.resources[number]), account)
	}
	return account
}

// answer computes what a function returns.
func (m *monitor) answer(token, provider string, arguments map[string]any) (map[string]any, error) {
	if own := m.settings.answers[token]; own != nil {
		return own(arguments), nil
	}
	at := m.running.config[regionKey]
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
		m.mutex.Lock()
		defer m.mutex.Unlock()
		own := m.accountOf(provider)
		return map[string]any{"id": own, "accountId": own, "arn": "arn:aws:iam::" + own + ":root", "userId": own}, nil
	case "aws:index/getAvailabilityZones:getAvailabilityZones":
		return map[string]any{
			"id": at, "names": []any{at + "a", at + "b", at + "c"},
			"zoneIds": []any{"use1-az1", "use1-az2", "use1-az3"}, "groupNames": []any{at},
		}, nil
	case "aws:ec2/getNetworkInterface:getNetworkInterface":
		id := text(arguments["id"])
		if id == "" { // who asks by filters asks for one and the same
			id = fmt.Sprintf("eni-%x", sha256.Sum256(fmt.Append(nil, arguments)))[:len("eni-")+17]
		}
		return map[string]any{"id": id}, nil
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
