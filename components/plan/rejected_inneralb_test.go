package plan

import "strconv"

const albCertificate = "arn:aws:acm:us-east-1:111122223333:certificate/b"

// behindAlb puts the service shop behind an inner ALB of its cluster.
func behindAlb(alb InnerAlb, f func(*Estate)) func(*Estate) {
	return func(e *Estate) {
		change(e.Clusters, "payments", func(c *Cluster) { c.InnerAlb = &alb })
		change(e.Services, "shop", func(s *Service) { s.InnerAlb = true })
		f(e)
	}
}

var innerAlbRejections = []rejection{
	{"inner ALB that is not there", withShop(func(s *Service) { s.InnerAlb = true }), []string{
		"services.shop.innerAlb: cluster payments has no inner ALB: declare clusters.payments.innerAlb",
	}},
	{"inner ALB behind an NLB", behindAlb(InnerAlb{}, withEvents(func(s *Service) { s.InnerAlb, s.Cluster = true, "payments" })), []string{
		"services.events.innerAlb: is for HTTP behind an ALB; ingress.loadBalancers.stream is an NLB",
	}},
	{"inner ALB and the single pattern", behindAlb(InnerAlb{}, func(e *Estate) {
		change(e.Clusters, "payments", func(c *Cluster) { c.Pattern = patternSingle })
	}), []string{
		"services.shop.innerAlb: is for the pattern sandwich; in payments pods are targets of the ingress load balancer",
	}},
	{"inner ALB in one of two clusters", behindAlb(InnerAlb{}, withShop(func(s *Service) {
		s.Cluster, s.Weights = "", map[string]int{"payments": 1, "search": 1}
	})), []string{
		"services.shop.innerAlb: cluster search has no inner ALB: declare clusters.search.innerAlb",
	}},
	{"inner ALB and a listener", behindAlb(InnerAlb{}, withShop(func(s *Service) { s.InnerPort, s.InnerLoadBalancer = 20000, 2 })), []string{
		"services.shop.innerLoadBalancer: goes not with innerAlb, which stands behind the inner load balancer that the cluster names",
		"services.shop.innerPort: goes not with innerAlb, which has one port for all of its services",
	}},
	{"inner ALB that speaks HTTP only", behindAlb(InnerAlb{}, withShop(func(s *Service) { s.Protocol = "HTTPS" })), []string{
		"services.shop.innerAlb: the service speaks HTTPS and the inner ALB of payments HTTP: declare the service's protocol, or the ALB's certificateArn, accordingly",
	}},
	{"inner ALB that speaks HTTPS", behindAlb(InnerAlb{CertificateArn: albCertificate}, func(*Estate) {}), []string{
		"services.shop.innerAlb: the service speaks HTTP and the inner ALB of payments HTTPS: declare the service's protocol, or the ALB's certificateArn, accordingly",
	}},
	{"fields of an inner ALB", behindAlb(InnerAlb{InnerLoadBalancer: 16, Port: 443, CertificateArn: "arn", SslPolicy: "none"}, withShop(func(s *Service) {
		s.Protocol = "HTTPS"
	})), []string{
		`clusters.payments.innerAlb.certificateArn: "arn" is not the ARN of an ACM certificate`,
		"clusters.payments.innerAlb.innerLoadBalancer: 16 is out of range: 1 to 15",
		"clusters.payments.innerAlb.port: 443 is out of range: 20000 to 59999",
		`clusters.payments.innerAlb.sslPolicy: "none" is not an ELB security policy such as ` + defaultSslPolicy,
	}},
	{"TLS policy of an inner ALB without a certificate", behindAlb(InnerAlb{SslPolicy: defaultSslPolicy}, func(*Estate) {}), []string{
		"clusters.payments.innerAlb.sslPolicy: is for HTTPS: declare a certificateArn as well",
	}},
	{"certificate of an inner ALB", behindAlb(InnerAlb{CertificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/b"}, func(e *Estate) {
		withShop(func(s *Service) { s.Protocol = "HTTPS" })(e)
		e.Accounts = map[string]Account{"payments": {ID: "444455556666", RoleArn: "arn:aws:iam::444455556666:role/deploy"}, "hub": {ID: "111122223333"}}
		e.Ingress.Account = "hub"
		change(e.Clusters, "payments", func(c *Cluster) { c.Account = "payments" })
	}), []string{
		"clusters.payments.innerAlb.certificateArn: the certificate belongs to account 111122223333; the ALB needs one of account 444455556666",
		"clusters.payments.innerAlb.certificateArn: the certificate lies in eu-west-1; the ALB needs one in us-east-1",
	}},
	{"port of an inner ALB and of a service", behindAlb(InnerAlb{Port: 20000}, func(e *Estate) {
		e.Services["other"] = Service{Cluster: "payments", LoadBalancer: "public", Hostnames: []string{"other.example.com"}, Port: 80, InnerPort: 20000}
	}), []string{"clusters.payments.innerAlb.port: 20000 is that of services.other already, on payments.inner-1"}},
	{"hashed port of a service and the port of an inner ALB", behindAlb(InnerAlb{Port: defaultInnerPort("other")}, func(e *Estate) {
		e.Services["other"] = Service{Cluster: "payments", LoadBalancer: "public", Hostnames: []string{"other.example.com"}, Port: 80}
	}), []string{"clusters.payments.innerAlb.port: " + strconv.Itoa(defaultInnerPort("other")) +
		" is also that of services.other on payments.inner-1, one of them from a hash of its name: declare another `port`"}},
	{"priorities of two ingress load balancers at one inner ALB", behindAlb(InnerAlb{}, func(e *Estate) {
		e.Ingress.LoadBalancers["staff"] = e.Ingress.LoadBalancers["public"]
		withShop(func(s *Service) { s.Priority = 5 })(e)
		e.Services["other"] = Service{
			Cluster: "payments", LoadBalancer: "staff", Hostnames: []string{"other.example.com"}, Port: 80, InnerAlb: true, Priority: 5,
		}
	}), []string{"services.shop.priority: 5 is that of services.other already, on load balancer payments.inner-alb"}},
	{"host names of two ingress load balancers at one inner ALB", behindAlb(InnerAlb{}, func(e *Estate) {
		e.Ingress.LoadBalancers["staff"] = e.Ingress.LoadBalancers["public"]
		withShop(func(s *Service) { s.Hostnames, s.Priority = []string{"*.a.example.com"}, 5 })(e)
		change(e.Ingress.LoadBalancers, "public", func(lb *LoadBalancer) {
			lb.Certificate = &Certificate{DomainName: "*.a.example.com", HostedZone: "Z01", AlternativeNames: []string{"*.example.com"}}
		})
		change(e.Ingress.LoadBalancers, "staff", func(lb *LoadBalancer) {
			lb.Certificate = &Certificate{DomainName: "*.a.example.com", HostedZone: "Z01"}
		})
		e.Services["other"] = Service{Cluster: "payments", LoadBalancer: "staff", Hostnames: []string{"other.a.example.com"}, Port: 80, InnerAlb: true}
	}), []string{"services.other.priority: is required, because host name other.a.example.com is also matched by services.shop: the lower priority wins"}},
	{"quotas of inner ALBs", behindAlb(InnerAlb{}, func(e *Estate) {
		e.Quotas.Albs, e.Quotas.TargetGroups = 1, 5
	}), []string{
		"ingress.loadBalancers: 2 ALBs in the Region; the quota is 1: have AWS raise it and declare it as quotas.albs",
		"services: 7 target groups in the Region (two per service, one with pattern single); the quota is 5: have AWS raise it and declare it as quotas.targetGroups",
	}},
}
