package localcloud

import (
	"regexp"
	"slices"
	"strings"
)

var instanceType = regexp.MustCompile(`^([a-z]+)(\d+)([a-z-]*)\.(?:nano|micro|small|medium|large|\d*xlarge|metal(?:-\d+xl)?)$`)

// machines chooses and checks what nodes run on.
func (c *call) machines(version string) (Props, error) {
	template, err := c.nodeTemplate()
	if err != nil {
		return nil, err
	}
	ami, types := str(c.in, "amiType"), strs(c.in, "instanceTypes")
	out := Props{
		"capacityType": "ON_DEMAND", "diskSize": 20, "updateConfig": Props{"maxUnavailable": 1}, "nodeRepairConfig": Props{"enabled": false},
	}
	if template != nil {
		out["launchTemplate"] = Props{"id": template.ID, "name": str(template.Outputs, "name"), "version": at(c.in, "launchTemplate.version")}
		out["diskSize"] = 0 // the template says
		if has(template.Outputs, "imageId") {
			if ami != "" && ami != "CUSTOM" {
				return nil, invalidParameter("You cannot specify an image id within the launch template and an amiType")
			}
			ami = "CUSTOM"
		}
		if own := str(template.Outputs, "instanceType"); own != "" {
			if len(types) > 0 {
				return nil, invalidParameter("You cannot specify instance types both in the launch template and in the request")
			}
			types, out["instanceTypes"] = []string{own}, []any{}
		}
	}
	if len(types) == 0 {
		types = []string{"t3.medium"}
		if strings.Contains(ami, "ARM") {
			types = []string{"t4g.medium"}
		}
	}
	if out["amiType"], err = imageFor(ami, types, version); err != nil {
		return nil, err
	}
	if out["instanceTypes"] == nil {
		out["instanceTypes"] = anys(types)
	}
	for _, chosen := range []string{"capacityType", "diskSize", "updateConfig", "nodeRepairConfig"} {
		if has(c.in, chosen) {
			delete(out, chosen)
		}
	}
	return out, nil
}

// nodeTemplate is the launch template that the node group names, if any.
func (c *call) nodeTemplate() (*Object, error) {
	named := sub(c.in, "launchTemplate")
	if named == nil {
		return nil, nil
	}
	for input, message := range map[string]string{
		"diskSize":     "Disk size must be specified within the launch template.",
		"remoteAccess": "Remote access configuration cannot be specified with a launch template.",
	} {
		if has(c.in, input) {
			return nil, invalidParameter("%s", message)
		}
	}
	id, name := str(named, "id"), str(named, "name")
	found := c.find(tLaunchTemplate, id)
	if id == "" {
		found = c.findBy(tLaunchTemplate, "name", name)
	}
	if found == nil {
		return nil, refuse("InvalidRequestException", "The specified launch template %s%s does not exist or you are not authorized to use it", id, name)
	}
	return found, nil
}

// imageFor chooses and checks the image that nodes start from: it must be for
// the processor of their instance types.
func imageFor(ami string, types []string, version string) (string, error) {
	var arm []bool
	for _, t := range types {
		m := instanceType.FindStringSubmatch(t)
		if m == nil {
			return "", invalidParameter("The following supplied instance types do not exist: [%s]", t)
		}
		arm = append(arm, m[1] == "a" || strings.Contains(m[3], "g"))
	}
	if slices.Contains(arm, !arm[0]) {
		return "", invalidParameter("Instance types must all be of the same CPU architecture: %v", types)
	}
	switch {
	case ami == "" && arm[0]:
		return "AL2023_ARM_64_STANDARD", nil
	case ami == "":
		return "AL2023_x86_64_STANDARD", nil
	case ami != "CUSTOM" && strings.Contains(ami, "ARM") != arm[0]:
		return "", invalidParameter("[%s] is not a valid instance type for requested amiType %s", strings.Join(types, ", "), ami)
	case strings.HasPrefix(ami, "AL2_") && minor(version) >= 33:
		return "", invalidParameter("AMI Type %s is only supported for kubernetes versions 1.32 or earlier", ami)
	}
	return ami, nil
}
