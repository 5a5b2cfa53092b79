package planview

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// firewall writes what a firewall inspects, where its endpoints are, and by which rules.
func (t *table) firewall(f plan.PlannedFirewall) {
	t.Line(1, "firewall %s  %s  inspects %s", f.Name, strings.Join(made(f), "  "), strings.Join(f.Places, ", "))
	t.List(2, "endpoints  ", each(f.Endpoints, func(e plan.FirewallEndpoint) string { return e.Zone }))
	protected := "protects"
	if f.NetworkFirewall != nil {
		protected = "$HOME_NET"
	}
	if len(f.HomeNet) > 0 {
		t.List(2, protected+"  ", f.HomeNet)
	}
	switch {
	case f.NetworkFirewall != nil:
		t.rules(f.NetworkFirewall)
	case f.Custom != nil && len(f.Custom.Settings) > 0:
		settings := slices.Sorted(maps.Keys(f.Custom.Settings))
		t.List(2, "settings  ", each(settings, func(name string) string { return name + "=" + f.Custom.Settings[name] }))
	}
}

// made says of which flavour a firewall is.
func made(f plan.PlannedFirewall) []string {
	switch {
	case f.NetworkFirewall != nil:
		return []string{"AWS Network Firewall", f.NetworkFirewall.AwsName}
	case f.GatewayLoadBalancer != nil && f.GatewayLoadBalancer.Fleet != "":
		return []string{"Gateway Load Balancer", "appliances " + f.GatewayLoadBalancer.Fleet}
	case f.GatewayLoadBalancer != nil:
		return []string{"Gateway Load Balancer", "service " + f.GatewayLoadBalancer.ServiceName}
	case f.Custom != nil:
		return []string{"flavour " + f.Custom.Flavour}
	}
	return nil
}

// rules writes the rule groups in the order in which they are evaluated, what is decrypted before, and what is logged.
func (t *table) rules(f *plan.PlannedNetworkFirewall) {
	if f.TlsInspection != nil {
		for _, scope := range f.TlsInspection.Scopes {
			t.Line(2, "decrypts  TLS at %s, from %s to %s", strings.Join(each(scope.Ports, strconv.Itoa), " "),
				strings.Join(scope.Sources, " "), strings.Join(scope.Destinations, " "))
		}
	}
	var rows [][]string
	for _, group := range f.RuleGroups {
		row := []string{"priority " + strconv.Itoa(group.Priority), group.Name}
		if group.Managed != "" {
			row = append(row, "managed by AWS")
		} else {
			row = append(row, counted(len(group.Rules)), "capacity "+strconv.Itoa(group.Capacity))
		}
		rows = append(rows, row)
	}
	t.Table(2, rows)
	if len(f.Logs) > 0 {
		t.List(2, "logs  ", each(f.Logs, logged))
	}
}

func counted(rules int) string {
	if rules == 1 {
		return "1 rule"
	}
	return strconv.Itoa(rules) + " rules"
}

func logged(log plan.FirewallLog) string {
	kind := strings.ToLower(log.Kind)
	if log.S3Bucket != "" {
		return kind + " → s3://" + strings.TrimSuffix(log.S3Bucket+"/"+log.S3Prefix, "/")
	}
	return fmt.Sprintf("%s → %s for %d days", kind, log.LogGroup, log.RetentionDays)
}

// fleet writes what the appliances are, and how their load balancer treats them.
func (t *table) fleet(fleet plan.PlannedFleet) {
	words := []string{"appliances " + fleet.Name}
	if fleet.Vendor != "" {
		words = append(words, fleet.Vendor)
	}
	t.Line(1, "%s  %s  %d to %d  %s  %s",
		strings.Join(words, "  "), fleet.AwsName, fleet.Min, fleet.Max, fleet.InstanceType, fleet.Ami)
	zones := "within the zone"
	if fleet.CrossZone {
		zones = "across zones"
	}
	t.Line(2, "balanced %s  probe %s %d%s  flows of one that fails: %s",
		zones, fleet.Probe.Protocol, fleet.Probe.Port, fleet.Probe.Path, fleet.Failover)
	if len(fleet.AllowedPrincipals) > 0 {
		t.List(2, "also for  ", each(fleet.AllowedPrincipals, func(p plan.AllowedPrincipal) string { return p.Arn }))
	}
}

// exceptions writes which clusters go without inspection, and why.
func (t *table) exceptions(exceptions []plan.InspectionException) {
	if len(exceptions) == 0 {
		return
	}
	t.Blank()
	t.Line(0, "exceptions from eastWest inspection")
	t.Table(1, each(exceptions, func(e plan.InspectionException) []string { return []string{e.Name, inOneLine(e.Reason)} }))
}
