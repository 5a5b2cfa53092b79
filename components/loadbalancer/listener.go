package loadbalancer

import (
	"fmt"
	"strconv"

	"github.com/ingresshub/ingresshub/components/inputs"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/callstack"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// listenerPrinter prints the listeners of one load balancer.
type listenerPrinter struct {
	ctx             *pulumi.Context
	parent          pulumi.ResourceOption
	tags            pulumi.StringMapInput
	loadBalancerArn pulumi.StringInput
	listeners       []plan.Listener
	certificates    []plan.PlannedCertificate
	certificateArns pulumi.StringMap
	targetGroupArns map[string]pulumi.StringOutput

	// ARNs of what was printed, for whoever waits until the load balancer listens.
	arns pulumi.StringArray
}

// encrypted says whether a listener ends TLS.
func encrypted(listener plan.Listener) bool {
	return listener.Protocol == "HTTPS" || listener.Protocol == "TLS"
}

// print prints them all.
func (p *listenerPrinter) print() error { return callstack.Each(p.printListeners) }

func (p *listenerPrinter) printListeners() error {
	for _, planned := range p.listeners {
		action, err := p.defaultAction(planned)
		if err != nil {
			return err
		}
		args := &lb.ListenerArgs{
			LoadBalancerArn: p.loadBalancerArn,
			Port:            pulumi.Int(planned.Port),
			Protocol:        pulumi.String(planned.Protocol),
			DefaultActions:  lb.ListenerDefaultActionArray{action},
			Tags:            inputs.Tags(p.tags, planned.Name),
		}
		if encrypted(planned) {
			args.SslPolicy = pulumi.String(planned.SslPolicy)
			args.CertificateArn = p.defaultCertificate()
		}
		listener, err := lb.NewListener(p.ctx, planned.Name, args, p.parent)
		if err != nil {
			return err
		}
		p.arns = append(p.arns, listener.Arn)
		if err := p.printCertificates(planned, listener.Arn); err != nil {
			return err
		}
		if err := p.printRules(planned, listener.Arn); err != nil {
			return err
		}
	}
	return nil
}

// defaultAction is what happens to requests that no rule matches.
func (p *listenerPrinter) defaultAction(planned plan.Listener) (lb.ListenerDefaultActionArgs, error) {
	action := lb.ListenerDefaultActionArgs{Type: pulumi.String(planned.DefaultAction)}
	switch planned.DefaultAction {
	case "forward":
		action.TargetGroupArn = p.targetGroupArns[planned.TargetGroup]
	case "redirect":
		action.Redirect = lb.ListenerDefaultActionRedirectArgs{
			Protocol:   pulumi.String("HTTPS"),
			Port:       pulumi.String(p.redirectPort()),
			StatusCode: pulumi.String("HTTP_301"),
		}
	case "fixed-response":
		action.FixedResponse = lb.ListenerDefaultActionFixedResponseArgs{
			ContentType: pulumi.String("text/plain"),
			MessageBody: pulumi.String("No service answers here."),
			StatusCode:  pulumi.String("404"),
		}
	default:
		return action, fmt.Errorf("listener %s: unknown default action %q", planned.Name, planned.DefaultAction)
	}
	return action, nil
}

// redirectPort is where the load balancer answers over HTTPS.
func (p *listenerPrinter) redirectPort() string {
	for _, listener := range p.listeners {
		if listener.Protocol == "HTTPS" {
			return strconv.Itoa(listener.Port)
		}
	}
	return "443"
}

// defaultCertificate is the certificate for clients that name no host, or one that no certificate is for.
func (p *listenerPrinter) defaultCertificate() pulumi.StringPtrInput {
	for _, certificate := range p.certificates {
		if certificate.Default {
			return p.certificateArns[certificate.Name].ToStringOutput()
		}
	}
	return nil
}

// printCertificates prints the further certificates of a TLS listener.
func (p *listenerPrinter) printCertificates(planned plan.Listener, listenerArn pulumi.StringInput) error {
	for _, certificate := range p.certificates {
		if certificate.Default || !encrypted(planned) {
			continue
		}
		if _, err := lb.NewListenerCertificate(p.ctx, planned.Name+"."+certificate.Name, &lb.ListenerCertificateArgs{
			ListenerArn:    listenerArn,
			CertificateArn: p.certificateArns[certificate.Name],
		}, p.parent); err != nil {
			return err
		}
	}
	return nil
}

// printRules prints the rules of an ALB listener. Their priorities are the plan's: never counted, so a further rule moves
// none.
func (p *listenerPrinter) printRules(planned plan.Listener, listenerArn pulumi.StringInput) error {
	for _, rule := range planned.Rules {
		var conditions lb.ListenerRuleConditionArray
		if len(rule.Hostnames) > 0 {
			conditions = append(conditions, lb.ListenerRuleConditionArgs{
				HostHeader: lb.ListenerRuleConditionHostHeaderArgs{Values: pulumi.ToStringArray(rule.Hostnames)},
			})
		}
		if len(rule.Paths) > 0 {
			conditions = append(conditions, lb.ListenerRuleConditionArgs{
				PathPattern: lb.ListenerRuleConditionPathPatternArgs{Values: pulumi.ToStringArray(rule.Paths)},
			})
		}
		if _, err := lb.NewListenerRule(p.ctx, rule.Name, &lb.ListenerRuleArgs{
			ListenerArn: listenerArn,
			Priority:    pulumi.Int(rule.Priority),
			Conditions:  conditions,
			Actions:     lb.ListenerRuleActionArray{p.forward(rule)},
			Tags:        inputs.Tags(p.tags, rule.Name),
		}, p.parent); err != nil {
			return err
		}
	}
	return nil
}

// forward sends the requests of a rule to its target group, or to several by weight. Requests are never pinned to one of these: a
// cluster that gets weight 0 is to be left at once.
func (p *listenerPrinter) forward(rule plan.ListenerRule) lb.ListenerRuleActionArgs {
	action := lb.ListenerRuleActionArgs{Type: pulumi.String("forward")}
	if len(rule.Forward) == 0 {
		action.TargetGroupArn = p.targetGroupArns[rule.TargetGroup]
		return action
	}
	var groups lb.ListenerRuleActionForwardTargetGroupArray
	for _, group := range rule.Forward {
		groups = append(groups, lb.ListenerRuleActionForwardTargetGroupArgs{
			Arn: p.targetGroupArns[group.Name], Weight: pulumi.Int(group.Weight),
		})
	}
	action.Forward = lb.ListenerRuleActionForwardArgs{TargetGroups: groups}
	return action
}
