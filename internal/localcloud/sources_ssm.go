package localcloud

import (
	"regexp"
	"strings"
)

// Public parameters of AWS Systems Manager: the images for EKS nodes.

var (
	imageParameter = regexp.MustCompile(`^/aws/service/(eks/optimized-ami|bottlerocket|ami-amazon-linux-latest|canonical)/.+$`)
	amiParameter   = regexp.MustCompile(`(image_id|ami-id|/al20\d\d-ami-.+|amzn2-ami-.+)$`)
)

func parameterSources() map[string]source {
	return map[string]source{
		"aws:ssm/getParameter:getParameter": func(c *call, args Props) (Props, error) {
			name := str(args, "name")
			if !imageParameter.MatchString(name) {
				return nil, refuse("ParameterNotFound", "couldn't find resource: SSM Parameter %s", name)
			}
			value := "ami-0" + hashOf(c.region+name, 16)
			switch {
			case strings.HasSuffix(name, "/release_version"):
				value = kubernetesIn(name) + ".0-20260101"
			case !amiParameter.MatchString(name):
				return nil, refuse("ParameterNotFound", "couldn't find resource: SSM Parameter %s", name)
			}
			return Props{
				"id": name, "arn": "arn:aws:ssm:" + c.region + "::parameter" + name, "type": "String", "value": value, "insecureValue": value,
				"version": 1,
			}, nil
		},
	}
}

var kubernetesVersion = regexp.MustCompile(`/(1\.\d+)/`)

// kubernetesIn finds the version of Kubernetes in a parameter's name.
func kubernetesIn(name string) string {
	if m := kubernetesVersion.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	return "1.33"
}
