package plan

import (
	"strconv"
	"strings"
)

// withShop changes the service shop.
func withShop(f func(*Service)) func(*Estate) {
	return func(e *Estate) { change(e.Services, "shop", f) }
}

// withEvents changes the service events.
func withEvents(f func(*Service)) func(*Estate) {
	return func(e *Estate) { change(e.Services, "events", f) }
}

// withPublic changes the load balancer public.
func withPublic(f func(*LoadBalancer)) func(*Estate) {
	return func(e *Estate) { change(e.Ingress.LoadBalancers, "public", f) }
}

var serviceRejections = []rejection{
	{"unknown references", withShop(func(s *Service) { s.Cluster, s.LoadBalancer = "payment", "pubic" }), []string{
		`services.shop.cluster: there is no cluster "payment"; did you mean payments?`,
		`services.shop.loadBalancer: there is no ingress load balancer "pubic"; did you mean public?`,
	}},
	{"missing references", withShop(func(s *Service) { s.Cluster, s.LoadBalancer = "", "" }), []string{
		"services.shop.cluster: is required: the name of a cluster, or weights for several",
		"services.shop.loadBalancer: is required, because the estate has 2 ingress load balancers",
	}},
	{"no load balancers", func(e *Estate) {
		e.Ingress.LoadBalancers = nil
		e.Services = map[string]Service{"shop": {Cluster: "payments", Port: 8080}}
	}, []string{"services.shop.loadBalancer: the estate has no ingress load balancer: declare one in ingress.loadBalancers"}},
	{"ports", func(e *Estate) {
		withShop(func(s *Service) { s.Port, s.InnerPort, s.InnerLoadBalancer, s.Priority = 65536, 19999, 16, 50001 })(e)
		withEvents(func(s *Service) { s.Port, s.ListenerPort = 0, -1 })(e)
	}, []string{
		"services.events.listenerPort: -1 is out of range: 1 to 65535",
		"services.events.port: is required",
		"services.shop.innerLoadBalancer: 16 is out of range: 1 to 15",
		"services.shop.innerPort: 19999 is out of range: 20000 to 59999",
		"services.shop.port: 65536 is out of range: 1 to 65535",
		"services.shop.priority: 50001 is out of range: 1 to 50000",
	}},
	{"what an ALB has not", withShop(func(s *Service) {
		s.Protocol, s.ListenerPort, s.ProxyProtocol, s.Hostnames = "TCP", 443, true, nil
	}), []string{
		"services.shop.hostnames: is required behind an ALB",
		"services.shop.listenerPort: is for NLBs; an ALB listens on 443, and on 80 to redirect",
		"services.shop.protocol: TCP is for NLBs; behind an ALB it is HTTP or HTTPS",
		"services.shop.proxyProtocol: is for NLBs; an ALB sends the client's address in X-Forwarded-For",
	}},
	{"what an NLB has not", withEvents(func(s *Service) {
		s.Protocol, s.ListenerPort, s.Priority, s.Paths = "HTTP", 0, 5, []string{"/x"}
	}), []string{
		"services.events.listenerPort: is required behind an NLB",
		"services.events.paths: is for ALBs; an NLB sees no paths",
		"services.events.priority: is for ALBs; an NLB has no rules",
		"services.events.protocol: HTTP is for ALBs; behind an NLB it is TCP or TLS",
	}},
	{"unknown protocol", withShop(func(s *Service) { s.Protocol = "http" }), []string{
		`services.shop.protocol: "http" is not one of HTTP, HTTPS, TCP, TLS; did you mean HTTP?`,
	}},
	{"listener port twice", func(e *Estate) {
		e.Services["logs"] = Service{Cluster: "search", LoadBalancer: "stream", ListenerPort: 9092, Port: 9000}
	}, []string{"services.logs.listenerPort: 9092 is that of services.events already, on load balancer stream"}},
	{"host names", withShop(func(s *Service) {
		s.Hostnames = []string{"Shop.example.com", "a.*.example.com", "shop_1.example.com", "localhost", ""}
	}), []string{
		"services.shop.hostnames[0]: Shop.example.com has upper-case letters: write shop.example.com",
		"services.shop.hostnames[1]: a.*.example.com: only the whole first label may be *",
		`services.shop.hostnames[2]: "shop_1.example.com" is not a host name such as shop.example.com`,
		`services.shop.hostnames[3]: "localhost" is not a host name such as shop.example.com`,
		"services.shop.hostnames[4]: is empty: give a host name such as shop.example.com",
	}},
	{"too many wildcards", withShop(func(s *Service) { s.Paths = []string{"/*/a/*", "/?x*", "/b/*/*"} }), []string{
		"services.shop.paths: host names and paths have 6 wildcards; an ALB rule holds 5: declare a second service for the rest",
	}},
	{"addresses as host names", withShop(func(s *Service) { s.Hostnames = []string{"10.1.2.3", "shop.example.c0m"} }), []string{
		`services.shop.hostnames[0]: "10.1.2.3" is not a host name such as shop.example.com`,
		`services.shop.hostnames[1]: "shop.example.c0m" is not a host name such as shop.example.com`,
	}},
	{"codes that end before they begin", withShop(func(s *Service) { s.HealthCheck = &HealthCheck{Matcher: "200,399-300"} }), []string{
		"services.shop.healthCheck.matcher: 399-300 ends before it begins",
	}},
	{"too many values", withShop(func(s *Service) {
		s.Hostnames, s.Paths = []string{"a.example.com", "b.example.com", "c.example.com"}, []string{"/a", "/b", "/c"}
	}), []string{"services.shop.hostnames: host names and paths are 6 values; an ALB rule holds 5: declare a second service for the rest"}},
	{"values twice", withShop(func(s *Service) {
		s.Hostnames, s.Paths = []string{"a.example.com", "a.example.com"}, []string{"/a", "/a", "b", "/" + strings.Repeat("c", 128)}
	}), []string{
		"services.shop.hostnames: host names and paths are 6 values; an ALB rule holds 5: declare a second service for the rest",
		"services.shop.hostnames[1]: a.example.com is declared already, in services.shop.hostnames[0]",
		"services.shop.paths[1]: /a is declared already, in services.shop.paths[0]",
		`services.shop.paths[2]: "b" is not an ALB path pattern such as /api/*`,
		"services.shop.paths[3]: has 129 characters; at most 128 are allowed",
	}},
	{"the same host name twice", withShop(func(s *Service) { s.Hostnames = []string{"find.example.com"} }), []string{
		"services.shop.hostnames: find.example.com with every path is that of services.find already",
	}},
	{"host names on several load balancers", func(e *Estate) {
		withEvents(func(s *Service) { s.Hostnames = []string{"events.example.com", "find.example.com"} })(e)
		e.Ingress.LoadBalancers["second"] = e.Ingress.LoadBalancers["public"]
		withShop(func(s *Service) {
			s.LoadBalancer, s.Hostnames, s.Paths = "second", []string{"shop.example.com", "find.example.com"}, []string{"/shop"}
		})(e)
	}, []string{
		"services.find.hostnames[0]: find.example.com is that of services.events already, on load balancer stream; DNS leads a name to one load balancer: declare another name, or the same loadBalancer",
		"services.shop.hostnames[1]: find.example.com is that of services.events already, on load balancer stream; DNS leads a name to one load balancer: declare another name, or the same loadBalancer",
	}},
	{"the same host name and path twice", func(e *Estate) {
		change(e.Services, "find", func(s *Service) { s.Paths, s.Priority = []string{"/a", "/b"}, 1 })
		withShop(func(s *Service) { s.Hostnames, s.Paths, s.Priority = []string{"find.example.com"}, []string{"/b"}, 2 })(e)
	}, []string{"services.shop.hostnames: find.example.com with path /b is that of services.find already"}},
	{"one host name, two paths, no priorities", withShop(func(s *Service) { s.Hostnames, s.Paths = []string{"find.example.com"}, []string{"/b"} }), []string{
		"services.find.priority: is required, because host name find.example.com is also matched by services.shop: the lower priority wins",
		"services.shop.priority: is required, because host name find.example.com is also matched by services.find: the lower priority wins",
	}},
	{"wildcard over a host name", withShop(func(s *Service) { s.Hostnames, s.Priority = []string{"*.example.com"}, 49000 }), []string{
		"services.find.priority: is required, because host name find.example.com is also matched by services.shop: the lower priority wins",
	}},
	{"declared priorities collide", func(e *Estate) {
		withShop(func(s *Service) { s.Priority = 10 })(e)
		change(e.Services, "find", func(s *Service) { s.Priority = 10 })
	}, []string{"services.shop.priority: 10 is that of services.find already, on load balancer public"}},
	{"priority of a hash collides", withShop(func(s *Service) { s.Priority = defaultPriority("find") }), []string{
		"services.shop.priority: " + strconv.Itoa(defaultPriority("find")) + " is also that of services.find on load balancer public, one of them from a hash of its name: declare another `priority`",
	}},
	{"inner port of a hash collides", func(e *Estate) {
		change(e.Services, "find", func(s *Service) { s.InnerPort = defaultInnerPort("events") })
	}, []string{
		"services.find.innerPort: " + strconv.Itoa(defaultInnerPort("events")) + " is also that of services.events on search.inner-1, one of them from a hash of its name: declare another `innerPort`",
	}},
	{"declared inner ports collide", func(e *Estate) {
		change(e.Services, "find", func(s *Service) { s.InnerPort = 30000 })
		change(e.Services, "events", func(s *Service) { s.InnerPort = 30000 })
	}, []string{"services.find.innerPort: 30000 is that of services.events already, on search.inner-1"}},
	{"health checks", func(e *Estate) {
		withShop(func(s *Service) {
			s.HealthCheck = &HealthCheck{Path: "healthz", Port: 70000, Matcher: "500", Interval: 4, Threshold: 11}
		})(e)
		withEvents(func(s *Service) { s.HealthCheck = &HealthCheck{Matcher: "200"} })(e)
	}, []string{
		"services.events.healthCheck.matcher: is for HTTP checks: declare a path as well",
		"services.shop.healthCheck.interval: 4 is out of range: 5 to 300",
		`services.shop.healthCheck.matcher: "500" is not HTTP codes from 200 to 499, such as 200 or 200-299,404`,
		`services.shop.healthCheck.path: "healthz" is not an HTTP path such as /healthz`,
		"services.shop.healthCheck.port: 70000 is out of range: 1 to 65535",
		"services.shop.healthCheck.threshold: 11 is out of range: 2 to 10",
	}},
	{"proxy protocol and a path", withEvents(func(s *Service) { s.ProxyProtocol, s.HealthCheck = true, &HealthCheck{Path: "/healthz"} }), []string{
		"services.events.healthCheck.port: is required with proxyProtocol and a path: the inner load balancer's checks carry no proxy protocol header, so another port must answer them",
	}},
	{"Kubernetes Service", withShop(func(s *Service) { s.Kubernetes = &KubernetesService{Namespace: "Shop", Name: "1shop", Port: 100000} }), []string{
		"services.shop.kubernetes.name: \"1shop\" is not the name of a Kubernetes Service",
		"services.shop.kubernetes.namespace: \"Shop\" is not a Kubernetes namespace",
		"services.shop.kubernetes.port: 100000 is out of range: 1 to 65535",
	}},
}

var certificateRejections = []rejection{
	{"names of different hosted zones", withPublic(func(lb *LoadBalancer) {
		lb.Certificate = &Certificate{DomainName: "*.example.com", AlternativeNames: []string{"a.b.example.com", "shop.other.org"}, HostedZone: "Z1"}
		lb.MoreCertificates = map[string]Certificate{
			"third": {DomainName: "third.net", HostedZone: "Z1"}, "fourth": {DomainName: "fourth.net", HostedZone: "Z2"},
		}
	}), []string{
		"ingress.loadBalancers.public.certificate.alternativeNames[1]: shop.other.org cannot lie in hosted zone Z1, which is that of *.example.com: give each its own certificate and hostedZone",
		"ingress.loadBalancers.public.moreCertificates.third.domainName: third.net cannot lie in hosted zone Z1, which is that of *.example.com: give each its own certificate and hostedZone",
	}},
	{"a certificate twice", withPublic(func(lb *LoadBalancer) {
		const arn = "arn:aws:acm:us-east-1:111122223333:certificate/0a1b"
		lb.Certificate, lb.MoreCertificates = &Certificate{Arn: arn}, map[string]Certificate{"again": {Arn: arn}}
	}), []string{
		"ingress.loadBalancers.public.moreCertificates.again.arn: arn:aws:acm:us-east-1:111122223333:certificate/0a1b is declared already, in ingress.loadBalancers.public.certificate",
	}},
	{"ALB without a certificate", withPublic(func(lb *LoadBalancer) { lb.Certificate = nil }), []string{
		"ingress.loadBalancers.public.certificate: is required: an ALB serves HTTPS; give an arn, or a domainName and its hostedZone",
	}},
	{"TLS without a certificate", withEvents(func(s *Service) { s.Protocol = "TLS" }), []string{
		"ingress.loadBalancers.stream.certificate: is required, because services.events is served with TLS; give an arn, or a domainName and its hostedZone",
	}},
	{"certificate without a hosted zone", withPublic(func(lb *LoadBalancer) { lb.Certificate.HostedZone = "" }), []string{
		"ingress.loadBalancers.public.certificate.hostedZone: is required: ACM validates *.example.com through records in its Route 53 hosted zone",
	}},
	{"certificate both ways", withPublic(func(lb *LoadBalancer) {
		lb.Certificate.Arn = "arn:aws:acm:us-east-1:111122223333:certificate/a"
	}), []string{
		"ingress.loadBalancers.public.certificate: has an arn and more: a certificate exists already (arn) or is issued (domainName, alternativeNames, hostedZone)",
	}},
	{"empty certificate", withPublic(func(lb *LoadBalancer) { lb.Certificate = &Certificate{} }), []string{
		"ingress.loadBalancers.public.certificate: is empty: give an arn, or a domainName and its hostedZone",
	}},
	{"malformed certificate", withPublic(func(lb *LoadBalancer) { lb.Certificate = &Certificate{Arn: "x"} }), []string{
		`ingress.loadBalancers.public.certificate.arn: "x" is not the ARN of an ACM certificate`,
	}},
	{"certificate from elsewhere", func(e *Estate) {
		e.Accounts, e.Ingress.Account = map[string]Account{"network": {ID: "444455556666"}}, "network"
		withPublic(func(lb *LoadBalancer) {
			lb.Certificate = &Certificate{Arn: "arn:aws:acm:eu-west-1:111122223333:certificate/a"}
		})(e)
	}, []string{
		"ingress.loadBalancers.public.certificate.arn: the certificate belongs to account 111122223333; the load balancer needs one of account 444455556666",
		"ingress.loadBalancers.public.certificate.arn: the certificate lies in eu-west-1; the load balancer needs one in us-east-1",
	}},
	{"uncovered host name", withShop(func(s *Service) { s.Hostnames = []string{"a.shop.example.com", "example.com"} }), []string{
		"services.shop.hostnames[0]: no certificate of ingress.loadBalancers.public covers a.shop.example.com: add it to alternativeNames, or a certificate to moreCertificates",
		"services.shop.hostnames[1]: no certificate of ingress.loadBalancers.public covers example.com: add it to alternativeNames, or a certificate to moreCertificates",
	}},
	{"names of certificates", withPublic(func(lb *LoadBalancer) {
		lb.Certificate.AlternativeNames = []string{"*.example.com", "Example.org"}
		lb.MoreCertificates = map[string]Certificate{"default": {DomainName: "example.net", HostedZone: "zone"}}
	}), []string{
		"ingress.loadBalancers.public.certificate.alternativeNames[0]: *.example.com is declared already, in ingress.loadBalancers.public.certificate.domainName",
		"ingress.loadBalancers.public.certificate.alternativeNames[1]: Example.org has upper-case letters: write example.org",
		"ingress.loadBalancers.public.moreCertificates.default: default is the name of the load balancer's own certificate; take another name",
		`ingress.loadBalancers.public.moreCertificates.default.hostedZone: "zone" is not the ID of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ`,
	}},
	{"long name of a certificate", withPublic(func(lb *LoadBalancer) {
		lb.Certificate = &Certificate{DomainName: strings.Repeat("a", 60) + ".example.com", AlternativeNames: []string{"*.example.com"}, HostedZone: "Z01"}
	}), []string{
		"ingress.loadBalancers.public.certificate.domainName: " + strings.Repeat("a", 60) + ".example.com has 72 characters; ACM takes at most 64 here and more in alternativeNames",
	}},
	{"too many names", withPublic(func(lb *LoadBalancer) {
		for i := range 10 {
			lb.Certificate.AlternativeNames = append(lb.Certificate.AlternativeNames, "a"+strconv.Itoa(i)+".example.com")
		}
	}), []string{"ingress.loadBalancers.public.certificate.alternativeNames: 11 domain names; ACM issues certificates for at most 10"}},
	{"more certificates without a first", func(e *Estate) {
		change(e.Ingress.LoadBalancers, "stream", func(lb *LoadBalancer) {
			lb.MoreCertificates = map[string]Certificate{"a": {DomainName: "example.net", HostedZone: "Z01"}}
			lb.IdleTimeout, lb.Type = 100, "nework"
		})
	}, []string{
		"ingress.loadBalancers.stream.certificate: is required beside moreCertificates: it is for clients that name no host",
		"ingress.loadBalancers.stream.idleTimeout: is for ALBs only; remove it",
		`ingress.loadBalancers.stream.type: "nework" is not one of application, network; did you mean network?`,
	}},
	{"load balancer", withPublic(func(lb *LoadBalancer) {
		lb.AllowedCidrs = []string{"203.0.113.0/24", "203.0.113.1/24", "203.0.113.0/24"}
		lb.SslPolicy, lb.IdleTimeout = "TLS13", 4001
	}), []string{
		"ingress.loadBalancers.public.allowedCidrs[1]: 203.0.113.1/24 has host bits set: the network is 203.0.113.0/24",
		"ingress.loadBalancers.public.allowedCidrs[2]: 203.0.113.0/24 is declared already, in ingress.loadBalancers.public.allowedCidrs[0]",
		"ingress.loadBalancers.public.idleTimeout: 4001 is out of range: 1 to 4000",
		`ingress.loadBalancers.public.sslPolicy: "TLS13" is not an ELB security policy such as ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09`,
	}},
}

var quotaRejections = []rejection{
	{"51 services on an inner load balancer", func(e *Estate) {
		delete(e.Services, "shop")
		many(e, 51, Service{Cluster: "payments", LoadBalancer: "public", Port: 8080})
	}, []string{
		"clusters.payments: has 51 services on its inner load balancer 1, which holds 50; set services.<name>.innerLoadBalancer: 2 on some of them",
	}},
	{"rules", func(e *Estate) { e.Quotas.RulesPerAlb = 1 }, []string{
		"ingress.loadBalancers.public: 2 rules (one per service); the quota is 1: have AWS raise it and declare it as quotas.rulesPerAlb",
	}},
	{"target groups of an ALB", func(e *Estate) {
		e.Quotas.RulesPerAlb = 200
		for i := range 3 {
			more := Estate{Services: map[string]Service{}}
			many(&more, 40, Service{Cluster: "payments", LoadBalancer: "public", Port: 8080, InnerLoadBalancer: i + 1})
			for name, s := range more.Services {
				s.Hostnames, s.Priority = []string{name + "-" + strconv.Itoa(i) + ".example.com"}, s.Priority+1000*i
				e.Services[name+"-"+strconv.Itoa(i)] = s
			}
		}
	}, []string{
		"ingress.loadBalancers.public: 122 target groups (one per service and cluster); AWS allows 100 and raises that for nobody: spread the services over a further load balancer",
	}},
	{"listeners of an NLB", func(e *Estate) {
		many(e, 50, Service{Cluster: "payments", LoadBalancer: "stream", Port: 8080, InnerLoadBalancer: 2})
		e.Quotas.RulesPerSecurityGroup = 100
	}, []string{
		"ingress.loadBalancers.stream: 51 listeners (one per service); AWS allows 50 and raises that for nobody: spread the services over a further load balancer",
	}},
	{"targets and target groups", func(e *Estate) { e.Quotas = Quotas{TargetsPerAlb: 3, TargetsPerNlb: 1, TargetGroups: 5} }, []string{
		"ingress.loadBalancers.public: 4 targets (one per service and zone); the quota is 3: have AWS raise it and declare it as quotas.targetsPerAlb",
		"ingress.loadBalancers.stream: 2 targets (one per service and zone); the quota is 1: have AWS raise it and declare it as quotas.targetsPerNlb",
		"services: 6 target groups in the Region (two per service, one with pattern single); the quota is 5: have AWS raise it and declare it as quotas.targetGroups",
	}},
	{"load balancers", func(e *Estate) {
		e.Quotas = Quotas{Albs: 1, Nlbs: 2}
		e.Ingress.LoadBalancers["second"] = e.Ingress.LoadBalancers["public"]
	}, []string{
		"clusters: 3 NLBs in the Region (one or more inner ones per cluster, and those of the ingress VPC); the quota is 2: have AWS raise it and declare it as quotas.nlbs",
		"ingress.loadBalancers: 2 ALBs in the Region; the quota is 1: have AWS raise it and declare it as quotas.albs",
	}},
	{"certificates", func(e *Estate) {
		e.Quotas = Quotas{CertificatesPerAlb: 1, CertificatesPerNlb: 1}
		more := map[string]Certificate{"a": {DomainName: "a.example.net", HostedZone: "Z01"}, "b": {DomainName: "b.example.net", HostedZone: "Z01"}}
		withPublic(func(lb *LoadBalancer) { lb.MoreCertificates = more })(e)
		change(e.Ingress.LoadBalancers, "stream", func(lb *LoadBalancer) {
			lb.MoreCertificates, lb.Certificate = more, &Certificate{DomainName: "example.net", HostedZone: "Z01"}
		})
	}, []string{
		"ingress.loadBalancers.public.moreCertificates: 2 certificates; the quota is 1: have AWS raise it and declare it as quotas.certificatesPerAlb",
		"ingress.loadBalancers.stream.moreCertificates: 2 certificates; the quota is 1: have AWS raise it and declare it as quotas.certificatesPerNlb",
	}},
	{"routes", func(e *Estate) { e.Quotas.RoutesPerRouteTable = 3 }, []string{
		"clusters: 4 routes in a route table of the ingress VPC; the quota is 3: have AWS raise it and declare it as quotas.routesPerRouteTable, or declare transit.transitGateway.supernets",
	}},
	{"routes that no quota allows", func(e *Estate) { e.Quotas.RoutesPerRouteTable = 1001 }, []string{
		"quotas.routesPerRouteTable: 1001 is out of range: 1 to 1000",
	}},
	{"security-group rules", func(e *Estate) {
		e.Quotas.RulesPerSecurityGroup = 1
		change(e.Services, "find", func(s *Service) { s.HealthCheck = &HealthCheck{Port: 9090} })
	}, []string{
		"clusters.payments: 2 inbound rules of the cluster's security group (one of EKS, one per port of its services, one per CIDR of endpoint.privateCidrs); the quota is 1: have AWS raise it and declare it as quotas.rulesPerSecurityGroup",
		"clusters.search: 3 outbound security-group rules of search.inner-1 (one per port of its services); the quota is 1: have AWS raise it and declare it as quotas.rulesPerSecurityGroup",
		"clusters.search: 4 inbound rules of the cluster's security group (one of EKS, one per port of its services, one per CIDR of endpoint.privateCidrs); the quota is 1: have AWS raise it and declare it as quotas.rulesPerSecurityGroup",
		"ingress.loadBalancers.public: 2 outbound security-group rules (one per cluster that it serves, with pattern single one per port); the quota is 1: have AWS raise it and declare it as quotas.rulesPerSecurityGroup",
		"ingress.loadBalancers.public.allowedCidrs: 2 inbound security-group rules (one per port and CIDR); the quota is 1: have AWS raise it and declare it as quotas.rulesPerSecurityGroup",
	}},
	{"interface endpoints", func(e *Estate) { e.Quotas.InterfaceEndpointsPerVpc = 8 }, []string{
		"clusters.payments.vpcEndpoints: 9 interface endpoints in one VPC; the quota is 8: have AWS raise it and declare it as quotas.interfaceEndpointsPerVpc",
		"clusters.search.vpcEndpoints: 9 interface endpoints in one VPC; the quota is 8: have AWS raise it and declare it as quotas.interfaceEndpointsPerVpc",
	}},
}
