package object

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// attributeDefaults are ELB's defaults, by what has the attributes: application, network, gateway, or a target group of one of
// those. An attribute that is not here is compared whatever its value. Source: ELB API, LoadBalancerAttribute and
// TargetGroupAttribute.
var attributeDefaults = map[string]map[string]string{
	"application": {
		"access_logs.s3.bucket": "", "access_logs.s3.enabled": "false", "access_logs.s3.prefix": "",
		"client_keep_alive.seconds": "3600",
		"connection_logs.s3.bucket": "", "connection_logs.s3.enabled": "false", "connection_logs.s3.prefix": "",
		"deletion_protection.enabled":                              "false",
		"health_check_logs.s3.bucket":                              "",
		"health_check_logs.s3.enabled":                             "false",
		"health_check_logs.s3.prefix":                              "",
		"idle_timeout.timeout_seconds":                             "60",
		"load_balancing.cross_zone.enabled":                        "true",
		"routing.http.desync_mitigation_mode":                      "defensive",
		"routing.http.drop_invalid_header_fields.enabled":          "false",
		"routing.http.preserve_host_header.enabled":                "false",
		"routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
		"routing.http.xff_client_port.enabled":                     "false",
		"routing.http.xff_header_processing.mode":                  "append",
		"routing.http2.enabled":                                    "true",
		"waf.fail_open.enabled":                                    "false",
		"zonal_shift.config.enabled":                               "false",
	},
	"network": {
		"access_logs.s3.bucket": "", "access_logs.s3.enabled": "false", "access_logs.s3.prefix": "",
		"deletion_protection.enabled":            "false",
		"dns_record.client_routing_policy":       "any_availability_zone",
		"load_balancing.cross_zone.enabled":      "false",
		"secondary_ips.auto_assigned.per_subnet": "0",
		"zonal_shift.config.enabled":             "false",
	},
	"gateway": {"deletion_protection.enabled": "false", "load_balancing.cross_zone.enabled": "false"},
	"gateway target group": {
		"deregistration_delay.timeout_seconds": "300", "stickiness.enabled": "false", "stickiness.type": "source_ip_dest_ip",
		"target_failover.on_deregistration": "no_rebalance", "target_failover.on_unhealthy": "no_rebalance",
	},
	"application target group": {
		"deregistration_delay.timeout_seconds":                                           "300",
		"load_balancing.algorithm.anomaly_mitigation":                                    "off",
		"load_balancing.algorithm.type":                                                  "round_robin",
		"load_balancing.cross_zone.enabled":                                              "use_load_balancer_configuration",
		"slow_start.duration_seconds":                                                    "0",
		"stickiness.app_cookie.cookie_name":                                              "",
		"stickiness.app_cookie.duration_seconds":                                         "86400",
		"stickiness.enabled":                                                             "false",
		"stickiness.lb_cookie.duration_seconds":                                          "86400",
		"stickiness.type":                                                                "lb_cookie",
		"target_group_health.dns_failover.minimum_healthy_targets.count":                 "1",
		"target_group_health.dns_failover.minimum_healthy_targets.percentage":            "off",
		"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count":      "1",
		"target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
	},
	// Of targets by IP address behind TCP or TLS, and of ALBs.
	"network target group": {
		"deregistration_delay.connection_termination.enabled":                            "false",
		"deregistration_delay.timeout_seconds":                                           "300",
		"load_balancing.cross_zone.enabled":                                              "use_load_balancer_configuration",
		"proxy_protocol_v2.enabled":                                                      "false",
		"stickiness.enabled":                                                             "false",
		"stickiness.type":                                                                "source_ip",
		"target_group_health.dns_failover.minimum_healthy_targets.count":                 "1",
		"target_group_health.dns_failover.minimum_healthy_targets.percentage":            "off",
		"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count":      "1",
		"target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
		"target_health_state.unhealthy.connection_termination.enabled":                   "true",
		"target_health_state.unhealthy.draining_interval_seconds":                        "0",
	},
}

// Attributes whose defaults depend on more: true for internal load balancers, and for target groups of ALBs.
const (
	blocksIgw        = "ipv6.deny_all_igw_traffic"
	preservesClients = "preserve_client_ip.enabled"
)

// LoadBalancerAttributes are a load balancer's attributes as a field: those that differ from the defaults of its type and
// scheme.
func LoadBalancerAttributes(kind, scheme string, attributes map[string]string) string {
	return differing(attributes, attributeDefaults[kind], blocksIgw, strconv.FormatBool(scheme == "internal"))
}

// TargetGroupAttributes are a target group's attributes as a field: those that differ from the defaults of its targets' type and its
// protocol.
func TargetGroupAttributes(targetType, protocol string, attributes map[string]string) string {
	switch protocol {
	case "HTTP", "HTTPS":
		return differing(attributes, attributeDefaults["application target group"], "", "")
	case "GENEVE":
		return differing(attributes, attributeDefaults["gateway target group"], "", "")
	default:
		return differing(attributes, attributeDefaults["network target group"], preservesClients, strconv.FormatBool(targetType == "alb"))
	}
}

// differing are the attributes that are not as the defaults, or as the one that is said apart.
func differing(attributes, defaults map[string]string, apart, standard string) string {
	var words []string
	for _, key := range slices.Sorted(maps.Keys(attributes)) {
		usual, known := defaults[key]
		if key == apart {
			usual, known = standard, true
		}
		if !known || usual != attributes[key] {
			words = append(words, key+"="+attributes[key])
		}
	}
	return strings.Join(words, ", ")
}
