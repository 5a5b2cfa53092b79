package localcloud

import (
	"slices"
	"strings"
)

// Listeners, their certificates, and what they forward to.

// securityPolicies are the TLS policies that listeners may name.
var securityPolicies = []string{
	"ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-FS-1-2-Res-2020-10", "ELBSecurityPolicy-TLS13-1-0-2021-06",
	"ELBSecurityPolicy-TLS13-1-1-2021-06", "ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06",
	"ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", "ELBSecurityPolicy-TLS13-1-3-2021-06",
	"ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
	"ELBSecurityPolicy-TLS13-1-3-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-2-FIPS-PQ-2025-09",
	"ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04", "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04", "ELBSecurityPolicy-TLS-1-2-2017-01",
	"ELBSecurityPolicy-TLS-1-2-Ext-2018-06", "ELBSecurityPolicy-FS-1-2-2019-08", "ELBSecurityPolicy-FS-1-2-Res-2019-08",
}

// listenerProtocols says, by type of load balancer, which protocols a listener
// may have and which its target groups may have then.
var listenerProtocols = map[string]map[string][]string{
	"application": {"HTTP": {"HTTP", "HTTPS"}, "HTTPS": {"HTTP", "HTTPS"}},
	"network":     {"TCP": {"TCP", "TCP_UDP"}, "TLS": {"TCP", "TLS"}, "UDP": {"UDP", "TCP_UDP"}, "TCP_UDP": {"TCP_UDP"}},
	"gateway":     {"": {"GENEVE"}},
}

var toListener = ref{
	path: "listenerArn", to: []string{tListener}, missing: "ListenerNotFound",
	say: "One or more listeners not found: '%s'", goes: true,
}

func toCertificate(path string) ref {
	return ref{
		path: path, to: []string{tCertificate}, missing: "CertificateNotFound",
		say: "Certificate '%s' not found", holds: true,
	}
}

func listenerKinds() []*kind {
	return []*kind{
		{
			token:       tListener,
			within:      actionDefaults("defaultActions"),
			ignored:     ignoredOfListener,
			nested:      []string{"defaultActions[].order", "defaultActions[].fixedResponse.statusCode"},
			unsimulated: []string{"defaultActions[].authenticateCognito", "defaultActions[].authenticateOidc"},
			replace:     []string{"loadBalancerArn"},
			check: func(in Props) []problem {
				if n, ok := in["port"].(float64); ok && (n < 1 || n > 65535) {
					return []problem{{"port", refuse("ValidationError", "'%v' is not a valid port: it must be between 1 and 65535", n)}}
				}
				if p := str(in, "sslPolicy"); p != "" && !slices.Contains(securityPolicies, p) {
					return []problem{{"sslPolicy", refuse("SSLPolicyNotFound", "SSL policy '%s' not found", p)}}
				}
				return append(mutualProblems(in), actionProblems(in, "defaultActions")...)
			},
			refs: append([]ref{
				{path: "loadBalancerArn", to: []string{tLoadBalancer}, missing: "LoadBalancerNotFound", say: "One or more load balancers not found: '%s'", goes: true},
				toCertificate("certificateArn"),
			}, toTargetGroups(listenerTargets)...),
			create: func(c *call) (string, Props, error) {
				out, err := checkListener(c)
				if err != nil {
					return "", nil, err
				}
				arn := strings.Replace(str(c.in, "loadBalancerArn"), ":loadbalancer/", ":listener/", 1) + "/" + c.hash("listener", 16)
				return arn, merge(out, Props{"arn": arn}), nil
			},
			update: func(c *call) (Props, error) {
				if number(c.in, "port") != number(c.old.Outputs, "port") {
					if err := listenedTo(c); err != nil {
						return nil, err
					}
				}
				return checkListener(c)
			},
			remove: listenedTo,
		},
		{
			token:   tListenerCertificate,
			replace: []string{"certificateArn", "listenerArn"},
			refs:    []ref{toListener, toCertificate("certificateArn")},
			create: func(c *call) (string, Props, error) {
				listener, certificate := str(c.in, "listenerArn"), str(c.in, "certificateArn")
				l := c.find(tListener, listener)
				if p := str(l.Outputs, "protocol"); p != "HTTPS" && p != "TLS" {
					return "", nil, refuse("InvalidConfigurationRequest", "Certificates can be added to HTTPS and TLS listeners only")
				}
				if err := issued(c, certificate); err != nil {
					return "", nil, err
				}
				if limit := c.cloud.quotas.CertificatesPerListener; len(c.where(tListenerCertificate, "listenerArn", listener)) >= limit {
					return "", nil, refuse("TooManyCertificates", "The maximum number of certificates (%d) of the load balancer has been reached", limit)
				}
				return listener + "_" + certificate, nil, nil
			},
		},
	}
}

// mutualProblems are combinations of mutual authentication that the provider
// refuses by itself.
func mutualProblems(in Props) []problem {
	verifies := str(in, "mutualAuthentication.mode") == "verify"
	for _, p := range []string{"advertiseTrustStoreCaNames", "ignoreClientCertificateExpiry", "trustStoreArn"} {
		given := !zero(at(in, "mutualAuthentication."+p))
		switch {
		case given && !verifies:
			return []problem{{"mutualAuthentication", refuse("ValidationError", "%s can be specified for the mode verify only", p)}}
		case !given && verifies && p == "trustStoreArn":
			return []problem{{"mutualAuthentication", refuse("ValidationError", "trustStoreArn must be specified for the mode verify")}}
		}
	}
	return nil
}

func checkListener(c *call) (Props, error) {
	lb := c.find(tLoadBalancer, str(c.in, "loadBalancerArn"))
	typ := str(lb.Outputs, "loadBalancerType")
	port := number(c.in, "port")
	others := c.where(tListener, "loadBalancerArn", lb.ID)
	if limit := c.cloud.quotas.ListenersPerLoadBalancer; len(others) >= limit {
		return nil, refuse("TooManyListeners", "The maximum number of listeners (%d) of load balancer '%s' has been reached", limit, lb.ID)
	}
	protocol := str(c.in, "protocol")
	if typ == "gateway" && (protocol != "" || port != 0) {
		return nil, refuse("ValidationError", "A port or a protocol cannot be specified for listeners of a Gateway Load Balancer")
	}
	if protocol == "" && typ == "application" {
		protocol = "HTTP"
	}
	allowed, ok := listenerProtocols[typ][protocol]
	if !ok {
		return nil, refuse("UnsupportedProtocol", "Listener protocol '%s' is not supported by %s load balancers", protocol, typ)
	}
	if port == 0 && typ != "gateway" {
		return nil, refuse("ValidationError", "A port must be specified")
	}
	for _, l := range others {
		if number(l.Outputs, "port") == port && overlappingProtocols(str(l.Outputs, "protocol"), protocol) {
			return nil, refuse("DuplicateListener", "A listener already exists on this port for this load balancer '%s'", lb.ID)
		}
	}
	secure := protocol == "HTTPS" || protocol == "TLS"
	certificate := str(c.in, "certificateArn")
	switch {
	case secure && certificate == "":
		return nil, refuse("ValidationError", "A certificate must be specified for %s listeners", protocol)
	case !secure && (certificate != "" || str(c.in, "sslPolicy") != ""):
		return nil, refuse("ValidationError", "A certificate or an SSL policy cannot be specified for %s listeners", protocol)
	case secure:
		if err := issued(c, certificate); err != nil {
			return nil, err
		}
	}
	actions := subs(c.in, "defaultActions")
	if err := checkActions(c, lb, actions, allowed); err != nil {
		return nil, err
	}
	if err := checkTargetGroups(c, lb, listenerTargets, allowed); err != nil {
		return nil, err
	}
	out := Props{"protocol": protocol, "port": port, "sslPolicy": str(c.in, "sslPolicy"), "tcpIdleTimeoutSeconds": 0}
	if secure && !has(c.in, "sslPolicy") {
		out["sslPolicy"] = "ELBSecurityPolicy-2016-08"
	}
	if typ == "network" && protocol == "TCP" || typ == "gateway" {
		out["tcpIdleTimeoutSeconds"] = 350
		if has(c.in, "tcpIdleTimeoutSeconds") {
			out["tcpIdleTimeoutSeconds"] = number(c.in, "tcpIdleTimeoutSeconds")
		}
	}
	for name := range c.kind.schema.Outputs {
		if strings.HasPrefix(name, "routingHttp") && !has(c.in, name) && slices.Contains(c.kind.schema.Computed, name) {
			out[name] = ""
		}
	}
	out["routingHttpResponseServerEnabled"] = typ == "application"
	if has(c.in, "routingHttpResponseServerEnabled") {
		out["routingHttpResponseServerEnabled"] = c.in["routingHttpResponseServerEnabled"]
	}
	if !has(c.in, "mutualAuthentication") {
		out["mutualAuthentication"] = Props{"mode": "off"}
	}
	return out, nil
}

// overlappingProtocols: TCP and UDP listeners can share a port.
func overlappingProtocols(a, b string) bool {
	return a == b || a != "UDP" && b != "UDP" || a == "TCP_UDP" || b == "TCP_UDP"
}

// issued refuses certificates that cannot be used yet.
func issued(c *call, arn string) error {
	cert := c.findBy(tCertificate, "", arn)
	if status := str(cert.Outputs, "status"); status != "ISSUED" && !c.validated(arn) {
		return refuse("UnsupportedCertificate", "The certificate '%s' must have a fully-qualified domain name, a supported signature, "+
			"and a supported key size (its status is %s)", arn, status)
	}
	return nil
}
