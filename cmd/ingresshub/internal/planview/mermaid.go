package planview

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
)

// Mermaid writes the plan as a Mermaid flowchart: the way of a request from the internet to the pods.
func Mermaid(w io.Writer, planned *plan.Plan) error {
	c := &chart{}
	c.line(0, "flowchart LR")
	c.line(1, `internet(("internet"))`)
	c.line(1, `transit{{"%s"}}`, label("transit gateway", planned.TransitGateway.ExistingID))
	if slices.ContainsFunc(planned.Firewalls, func(f plan.PlannedFirewall) bool { return slices.Contains(f.Places, plan.PlaceEastWest) }) {
		c.line(1, `%s{{"%s"}}`, inspectedTransit, label("transit gateway", "after inspection"))
	}
	for _, vpc := range planned.Vpcs {
		c.line(1, `subgraph %s["%s"]`, id("vpc", vpc.Name), label("VPC "+vpc.Name, vpc.Cidr))
		c.members(planned, vpc.Name)
		c.line(1, "end")
	}
	c.ways(planned)
	c.inspected(planned)
	_, err := io.WriteString(w, c.text.String())
	return err
}

type chart struct{ text strings.Builder }

func (c *chart) line(indent int, format string, args ...any) {
	c.text.WriteString(strings.Repeat("  ", indent) + fmt.Sprintf(format, args...) + "\n")
}

// members draws what stands in a VPC.
func (c *chart) members(planned *plan.Plan, vpc string) {
	c.firewalls(planned, vpc)
	for _, balancer := range planned.LoadBalancers {
		if balancer.Vpc == vpc {
			c.line(2, `%s["%s"]`, id("lb", balancer.Name), label(kind(balancer.Type)+" "+balancer.Name, ports(balancer.Listeners)))
		}
	}
	for _, balancer := range planned.InnerLoadBalancers {
		if balancer.Vpc != vpc {
			continue
		}
		lines := append([]string{"NLB " + balancer.Name}, addresses(balancer)...)
		c.line(2, `%s["%s"]`, id("inner", balancer.Name), label(lines...))
	}
	for _, alb := range planned.InnerAlbs {
		if alb.Vpc == vpc {
			c.line(2, `%s["%s"]`, id("inner", alb.Name), label("ALB "+alb.Name, ports(alb.Listeners)))
		}
	}
	for _, cluster := range planned.Clusters {
		for _, binding := range planned.Bindings {
			if cluster.Vpc == vpc && binding.Cluster == cluster.Name {
				group := boundGroup(planned, binding)
				c.line(2, `%s(["%s"])`, id("service", binding.Name), label(binding.Name, fmt.Sprintf("pods, %s %d", group.Protocol, group.Port)))
			}
		}
	}
}

// ways draws how a request passes from one to the next.
func (c *chart) ways(planned *plan.Plan) {
	for _, balancer := range planned.LoadBalancers {
		c.line(1, `%s --> %s`, before(planned, balancer.Vpc), id("lb", balancer.Name))
		c.line(1, `%s --> transit`, id("lb", balancer.Name))
	}
	for _, balancer := range planned.InnerLoadBalancers {
		c.line(1, `%s --> %s`, passed(planned, balancer.Vpc), id("inner", balancer.Name))
		for _, listener := range balancer.Listeners {
			for _, group := range balancer.TargetGroups {
				if group.Name != listener.TargetGroup {
					continue
				}
				if group.Alb != "" {
					c.line(1, `%s -->|%d| %s`, id("inner", balancer.Name), listener.Port, id("inner", group.Alb))
				}
				for _, binding := range boundTo(planned, group) {
					c.line(1, `%s -->|%d| %s`, id("inner", balancer.Name), listener.Port, id("service", binding.Name))
				}
			}
		}
	}
	for _, binding := range planned.Bindings {
		switch {
		case binding.InnerAlb != "":
			c.line(1, `%s --> %s`, id("inner", binding.InnerAlb), id("service", binding.Name))
		case binding.LoadBalancer != "":
			c.line(1, `%s --> %s`, passed(planned, vpcOf(planned, binding.Cluster)), id("service", binding.Name))
		}
	}
}

func ports(listeners []plan.Listener) string {
	var all []string
	for _, listener := range listeners {
		all = append(all, fmt.Sprintf("%s %d", listener.Protocol, listener.Port))
	}
	return strings.Join(all, ", ")
}

// id is a name as Mermaid takes it. Declared names hold no underscores, so two names never become one.
func id(kind, name string) string {
	return kind + "_" + strings.NewReplacer(".", "__", "-", "_").Replace(name)
}

// label is text over several lines, with the characters that mean something to Mermaid written as entities.
func label(lines ...string) string {
	var kept []string
	for _, line := range lines {
		if line != "" {
			kept = append(kept, strings.NewReplacer(`"`, "#quot;", "<", "#lt;", ">", "#gt;").Replace(line))
		}
	}
	return strings.Join(kept, "<br/>")
}
