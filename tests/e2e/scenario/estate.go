package scenario

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/given"
)

// DevEstate is the root program with the estate of Pulumi.dev.yaml, to which a service, a cluster and a zone are appended,
// and from which they are removed again.
func DevEstate(root string) (Scenario, error) {
	d := readDeclared(filepath.Join(root, "Pulumi.dev.yaml"))
	if d.err != nil {
		return Scenario{}, d.err
	}
	grown, err := appended(d)
	if err != nil {
		return Scenario{}, err
	}
	balancers, err := replaceable(d)
	if err != nil {
		return Scenario{}, err
	}
	s := Scenario{Name: "dev-estate", Folder: root, Given: d.given}
	for i, step := range append(grown, step{"without them", d.set("allowReplace", balancers)}) {
		state, err := step.declared.state(step.name)
		if err != nil {
			return Scenario{}, err
		}
		state.Adds = i > 0 && i < len(grown)
		s.States = append(s.States, state)
	}
	return s, nil
}

type step struct {
	name     string
	declared declared
}

// appended are an estate as it is declared, and what it becomes as one thing after another joins.
func appended(d declared) ([]step, error) {
	clusters, services := d.names("clusters"), d.names("services")
	if len(clusters) == 0 || len(services) == 0 {
		return nil, fmt.Errorf("the estate has no clusters or no services to copy")
	}
	var service string
	for _, name := range services {
		if d.get("services."+name+".hostnames") != nil {
			service = name
		}
	}
	copied, _ := d.get("services." + service).(map[string]any)
	if copied == nil {
		return nil, fmt.Errorf("the estate has no service behind an ALB to copy")
	}
	copied["hostnames"] = []any{"appended.example.com"}
	cluster, _ := d.get("clusters." + clusters[0]).(map[string]any)
	cluster["cidr"] = "10.250.0.0/16"
	zones, _ := d.get("zones").([]any)

	withService := d.set("services.appended", copied)
	another := deepCopy(copied).(map[string]any)
	another["hostnames"], another["cluster"] = []any{"another.example.com"}, "appended"
	withCluster := withService.set("clusters.appended", cluster).set("services.another", another)
	withZone := withCluster.set("zones", append(zones, "use1-az6"))
	return []step{
		{"as declared", d},
		{"a service more", withService},
		{"a cluster more, with a service", withCluster},
		{"a zone more", withZone},
	}, withZone.err
}

// replaceable are the load balancers that AWS replaces when they lose a zone: the NLBs.
func replaceable(d declared) ([]any, error) {
	planned, err := d.plan(nil)
	if err != nil {
		return nil, err
	}
	var names []any
	for _, balancer := range planned.LoadBalancers {
		if balancer.Type == plan.NetworkLoadBalancer {
			names = append(names, balancer.Name)
		}
	}
	for _, balancer := range planned.InnerLoadBalancers {
		names = append(names, balancer.Name)
	}
	return names, nil
}

// given makes what an estate's certificates refer to.
func (d declared) given(ctx context.Context, account *given.Account) error {
	planned, err := d.plan(nil)
	if err != nil {
		return err
	}
	zones := map[string]bool{}
	for _, certificate := range Certificates(planned) {
		switch {
		case certificate.Arn != "":
			err = account.Certificate(ctx, certificate.Arn, certificate.Name+".example")
		case !zones[certificate.HostedZone]:
			zones[certificate.HostedZone] = true
			err = account.HostedZone(ctx, certificate.HostedZone, strings.TrimPrefix(certificate.DomainName, "*."))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Certificates are those of all load balancers of a plan.
func Certificates(planned *plan.Plan) []plan.PlannedCertificate {
	var all []plan.PlannedCertificate
	for _, balancer := range planned.LoadBalancers {
		all = append(all, balancer.Certificates...)
	}
	for _, balancer := range planned.InnerAlbs {
		all = append(all, balancer.Certificates...)
	}
	return all
}
