package ekscomponent

import (
	"fmt"
	"regexp"
)

// An ami is one of the images that EKS builds for nodes.
type ami struct {
	typ, system, architecture string
	gpu                       bool
}

// The systems and architectures of images for nodes.
const (
	systemAL2          = "AL2"
	systemAL2023       = "AL2023"
	systemBottlerocket = "Bottlerocket"

	architectureARM = "arm64"
	architectureX86 = "x86_64"
)

var amis = []ami{
	{typ: "AL2_x86_64", system: systemAL2, architecture: architectureX86},
	{typ: "AL2_x86_64_GPU", system: systemAL2, architecture: architectureX86, gpu: true},
	{typ: "AL2_ARM_64", system: systemAL2, architecture: architectureARM},
	{typ: "AL2023_x86_64_STANDARD", system: systemAL2023, architecture: architectureX86},
	{typ: "AL2023_ARM_64_STANDARD", system: systemAL2023, architecture: architectureARM},
	{typ: "AL2023_x86_64_NVIDIA", system: systemAL2023, architecture: architectureX86, gpu: true},
	{typ: "BOTTLEROCKET_ARM_64", system: systemBottlerocket, architecture: architectureARM},
	{typ: "BOTTLEROCKET_x86_64", system: systemBottlerocket, architecture: architectureX86},
	{typ: "BOTTLEROCKET_ARM_64_NVIDIA", system: systemBottlerocket, architecture: architectureARM, gpu: true},
	{typ: "BOTTLEROCKET_x86_64_NVIDIA", system: systemBottlerocket, architecture: architectureX86, gpu: true},
}

// nodeAMIType is the image type: the program's, else the one that fits the operating system it names and its instance
// types. With neither EKS chooses.
func nodeAMIType(name string, args arguments) (value, error) {
	if given := args.get("amiType"); isSet(given) || !isSet(args.get("operatingSystem")) {
		return given, nil
	}
	return apply(func(vs []value) (value, error) {
		architecture, err := architectureOf(name, elements(vs[2]))
		if err != nil {
			return undefined(), err
		}
		for _, image := range amis {
			if image.system == plainText(vs[0]) && image.gpu == truthy(vs[1]) && image.architecture == architecture {
				return text(image.typ), nil
			}
		}
		return undefined(), invalid(typeManagedNodeGroup, name, problem{"operatingSystem", fmt.Sprintf(
			"No AMI type found for OS: %s, GPU support: %t, architecture: %s",
			plainText(vs[0]), truthy(vs[1]), architecture)})
	}, args.get("operatingSystem"), args.get("gpu"), args.get("instanceTypes"))
}

// instanceTypeForm takes an instance type such as m7g.large apart; a processor family of g is Graviton.
var instanceTypeForm = regexp.MustCompile(`([a-z]+)([0-9]+)([a-z])?-?([a-z]+)?\.([a-zA-Z0-9-]+)`)

// architectureOf is the architecture that instance types share; x86_64 when there are none.
func architectureOf(name string, instanceTypes []value) (string, error) {
	found := map[string]bool{}
	for _, instanceType := range instanceTypes {
		parts := instanceTypeForm.FindStringSubmatch(plainText(instanceType))
		switch {
		case parts == nil:
			return "", invalid(typeManagedNodeGroup, name, problem{
				"instanceTypes", "Invalid EC2 instance type: " + plainText(instanceType),
			})
		case parts[3] == "g":
			found[architectureARM] = true
		default:
			found[architectureX86] = true
		}
	}
	switch {
	case len(found) > 1:
		return "", invalid(typeManagedNodeGroup, name, problem{
			"instanceTypes", "Cannot determine architecture of instance types. " +
				"The provided instance types do not share a common architecture",
		})
	case found[architectureARM]:
		return architectureARM, nil
	}
	return architectureX86, nil
}

// nodeDevice is the volume of a node that grows with diskSize: on Bottlerocket the one for data.
func nodeDevice(name string, args arguments) (value, error) {
	return apply(func(vs []value) (value, error) {
		system := plainText(or(vs[1], text(systemAL2023)))
		if given := plainText(vs[0]); given != "" {
			system = ""
			for _, image := range amis {
				if image.typ == given {
					system = image.system
				}
			}
			if system == "" {
				return undefined(), invalid(typeManagedNodeGroup, name, problem{
					"amiType", "Cannot determine OS of unknown AMI type: " + given,
				})
			}
		}
		if system == systemBottlerocket {
			return text("/dev/xvdb"), nil
		}
		return text("/dev/xvda"), nil
	}, args.get("amiType"), args.get("operatingSystem"))
}
