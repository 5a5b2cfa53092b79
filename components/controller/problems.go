package controller

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
)

// imageForm is a repository of images: a registry's host and a path, without a tag or digest.
var imageForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+$`)

// problems are everything wrong with the arguments.
func (args *LoadBalancerControllerArgs) problems() []plan.Problems {
	found := []plan.Problems{
		args.Subject.Validate(),
		versionProblems(args.ChartVersion),
		inputs.Require("vpcId", args.VpcID != nil),
		groupProblems(args.TargetGroupArns),
		inputs.RequireEach("registrarRoleArns", args.RegistrarRoleArns, slices.Sorted(maps.Keys(args.RegistrarRoleArns))),
		inputs.RequireEach("securityGroupIds", args.SecurityGroupIDs, slices.Sorted(maps.Keys(args.SecurityGroupIDs))),
	}
	found = append(found, args.OwnLoadBalancers.problems(args))
	if irsa := args.Irsa; irsa != nil {
		found = append(found,
			inputs.Require("irsa.providerArn", irsa.ProviderArn != nil),
			inputs.Require("irsa.issuerUrl", irsa.IssuerURL != nil))
		if args.ExistingAgent {
			found = append(found, plan.Problems{{Path: "existingAgent", Message: "is for EKS Pod Identity; irsa is declared"}})
		}
	}
	if image := args.ImageRepository; image != "" && !imageForm.MatchString(image) {
		found = append(found, plan.Problems{{Path: "imageRepository", Message: fmt.Sprintf(
			"%q is not a repository without a tag, such as 111122223333.dkr.ecr.us-east-1.amazonaws.com/aws-load-balancer-controller", image)}})
	}
	return append(found, fileProblems(args.Definitions))
}

// fileProblems is what is wrong with the file of the CRDs. The provider fetches whatever parses as an absolute URL, `C:\crds.yaml` too.
func fileProblems(file string) plan.Problems {
	parsed, err := url.Parse(file)
	remote := strings.Contains(file, "://") || err == nil && parsed.IsAbs()
	if strings.TrimSpace(file) == file && (!remote || err == nil && parsed.Scheme == "https" && parsed.Host != "") {
		return nil
	}
	return plan.Problems{{Path: "definitions", Message: fmt.Sprintf("%q is neither an https URL nor a path", file)}}
}
