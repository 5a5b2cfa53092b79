package plan

import "strings"

// fortinet is FortiGate of Fortinet.
//
// Sources: "Bootstrapping the FortiGate-VM at initial bootup using user data" (FortiGate Public Cloud, AWS Administration
// Guide 7.0); fortigate-terraform-deploy of Fortinet, aws/6.4/gwlb-transit-asg (probe: TCP 8008, which the interface answers
// with `set allowaccess probe-response` and `config system probe-response`; user data as a multipart message of commands and
// license).
//
// No document names an instance type for this use, or the root device. Nor can anything here fill in the addresses that
// FortiOS wants in `config system geneve`: they are those of the load balancer's nodes, which AWS chooses. A FortiManager, or
// whatever completes the launch pause, has to.
var fortinet = applianceVendor{
	name:          "fortinet-fortigate",
	instanceType:  anyVendor.instanceType,
	probe:         ApplianceProbe{Protocol: protocolTCP, Port: 8008},
	bootstrapKeys: []string{fortinetConfig, fortinetLicense},
	bootstrap:     fortinetUserData,
}

// Parts of a FortiGate's user data.
const (
	fortinetConfig  = "config"
	fortinetLicense = "license"
)

// fortinetUserData writes commands and license as the parts of a message.
func fortinetUserData(settings map[string]string) string {
	// No part can hold a line that depends on all of them.
	boundary := "ingresshub-" + hash(settings[fortinetConfig], settings[fortinetLicense])
	var out strings.Builder
	out.WriteString("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\nMIME-Version: 1.0\n")
	part := func(name string, headers ...string) {
		if settings[name] == "" {
			return
		}
		out.WriteString("\n--" + boundary + "\n")
		for _, header := range append(headers, "MIME-Version: 1.0") {
			out.WriteString(header + "\n")
		}
		out.WriteString("\n" + strings.TrimRight(settings[name], "\n") + "\n")
	}
	part(fortinetConfig, `Content-Type: text/x-shellscript; charset="us-ascii"`)
	part(fortinetLicense, `Content-Type: text/plain; charset="us-ascii"`, "Content-Transfer-Encoding: 7bit",
		`Content-Disposition: attachment; filename="license"`)
	out.WriteString("\n--" + boundary + "--\n")
	return out.String()
}
