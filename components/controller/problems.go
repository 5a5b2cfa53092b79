package controller

import (
	"fmt"
	"maps"
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
	if file := args.Definitions; strings.TrimSpace(file) != file || strings.Contains(file, "://") && !strings.HasPrefix(file, "https://") {
		found = append(found, plan.Problems{{Path: "definitions", Message: fmt.Sprintf("%q is neither an https URL nor a path", file)}})
	}
	return found
}
