package plan

import "strings"

// applianceVendor is what a vendor's documents say of its appliances behind a Gateway Load Balancer. What they do not say, or
// say only for one version, is not here: the declaration has to.
type applianceVendor struct {
	name         string
	instanceType string
	probe        ApplianceProbe

	// Root device of the vendor's AMIs; empty where no document names it, because EC2 takes another name for a further disk.
	rootDevice string

	// Whether the appliance keeps its management off the interface to which the load balancer sends.
	managementInterface bool

	// Tags by which the vendor's management finds its appliances.
	tags map[string]string

	// The settings that the vendor's format has, those that it needs behind a Gateway Load Balancer, and how it is written. No
	// settings: the vendor's user data is a script, not a list of them.
	bootstrapKeys  []string
	bootstrapNeeds map[string]string
	bootstrap      func(settings map[string]string) string

	// Whether the format has a line for each setting.
	bootstrapLines bool
}

// applianceVendors by name.
var applianceVendors = map[string]applianceVendor{
	paloAlto.name: paloAlto, fortinet.name: fortinet, checkPoint.name: checkPoint,
}

// anyVendor is what holds for appliances of which nothing is known.
var anyVendor = applianceVendor{instanceType: "c6i.xlarge"}

// needed are the declared settings with those that the vendor's appliance cannot do without.
func (v applianceVendor) needed(declared map[string]string) map[string]string {
	settings := map[string]string{}
	for key, value := range v.bootstrapNeeds {
		settings[key] = value
	}
	for key, value := range declared {
		settings[key] = value
	}
	return settings
}

// keyValues writes settings as `key=value`, a line each.
func keyValues(settings map[string]string) string {
	var out strings.Builder
	for _, key := range sortedKeys(settings) {
		out.WriteString(key + "=" + settings[key] + "\n")
	}
	return out.String()
}
