package binding

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
)

const maxPort = 65535

var (
	nameForm    = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)
	labelForm   = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)
	serviceForm = regexp.MustCompile(`^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$`)
	accountForm = regexp.MustCompile(`^\d{12}$`)
	groupForm   = regexp.MustCompile(`^sg-([0-9a-f]{8}|[0-9a-f]{17})$`)
)

// problems are everything wrong with the arguments, as far as they are known.
func (args *Args) problems() []plan.Problems {
	found := []plan.Problems{
		shaped("name", args.Name, nameForm, "the name of a Kubernetes object"),
		shaped("namespace", args.Namespace, labelForm, "the name of a namespace"),
		shaped("serviceName", args.ServiceName, serviceForm, "the name of a Service"),
		oneOf("targetType", args.TargetType, ipTargets, instanceTargets),
		oneOf("ipAddressType", args.IPAddressType, ipv4, ipv6),
		portProblems("servicePort", args.ServicePort),
		inputs.Require(targetGroupPath, args.TargetGroupArn != nil),
		inputs.Require(vpcPath, args.VpcID != nil),
		args.misfits(args.known()),
	}
	if args.Account != "" {
		found = append(found, shaped("account", args.Account, accountForm, "the ID of an account, such as 111122223333"))
	}
	if role := args.AssumeRole; role != nil {
		found = append(found,
			inputs.Require(rolePath, role.Arn != nil),
			inputs.Require(externalIDPath, role.ExternalID != nil))
		if args.TargetType == instanceTargets {
			found = append(found, problem("targetType", "must be ip: AWS takes no instances of another account as targets"))
		}
	}
	for i, rule := range args.Networking {
		found = append(found, args.ruleProblems(fmt.Sprintf("networking[%d]", i), rule)...)
	}
	return found
}

// ruleProblems are everything wrong with a rule.
func (args *Args) ruleProblems(path string, rule IngressRule) []plan.Problems {
	var found []plan.Problems
	if len(rule.Cidrs)+len(rule.SecurityGroupIDs) == 0 {
		found = append(found, problem(path, "has no source: cidrs or securityGroupIds is required"))
	}
	for i, cidr := range rule.Cidrs {
		found = append(found, cidrProblems(fmt.Sprintf("%s.cidrs[%d]", path, i), cidr))
	}
	for i, id := range rule.SecurityGroupIDs {
		at := fmt.Sprintf("%s.securityGroupIds[%d]", path, i)
		found = append(found, shaped(at, id, groupForm, "the ID of a security group"))
		if args.AssumeRole != nil {
			found = append(found, problem(at, "does not work with a target group of another account: use cidrs"))
		}
	}
	if len(rule.Ports) == 0 {
		found = append(found, problem(path+".ports", "is required: the controller mishandles a rule without ports"))
	}
	for i, port := range rule.Ports {
		at := fmt.Sprintf("%s.ports[%d]", path, i)
		found = append(found, portProblems(at+".port", port.Port), oneOf(at+".protocol", port.protocol(), tcp, udp))
	}
	return found
}

// cidrProblems is a CIDR that is none, or that has bits set behind its length.
func cidrProblems(path, cidr string) plan.Problems {
	prefix, err := netip.ParsePrefix(cidr)
	switch {
	case err != nil:
		return problem(path, "%q is not a CIDR", cidr)
	case prefix != prefix.Masked():
		return problem(path, "%s has bits set behind its length: %s is meant", cidr, prefix.Masked())
	}
	return nil
}

func portProblems(path string, port int) plan.Problems {
	if port < 1 || port > maxPort {
		return problem(path, "%d is not a port", port)
	}
	return nil
}

// shaped is a word that is missing or has not the form.
func shaped(path, word string, form *regexp.Regexp, what string) plan.Problems {
	const longest = 253
	switch {
	case word == "":
		return inputs.Require(path, false)
	case !form.MatchString(word) || len(word) > longest:
		return problem(path, "%q is not %s", word, what)
	}
	return nil
}

func oneOf(path, word string, allowed ...string) plan.Problems {
	if !slices.Contains(allowed, word) {
		return problem(path, "%q is not one of %v", word, allowed)
	}
	return nil
}

func problem(path, format string, args ...any) plan.Problems {
	return plan.Problems{{Path: path, Message: fmt.Sprintf(format, args...)}}
}
