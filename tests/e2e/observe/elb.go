package observe

import (
	"encoding/json"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

type (
	loadBalancer struct {
		LoadBalancerArn   string
		LoadBalancerName  string
		Scheme            string
		Type              string
		VpcID             string `json:"VpcId"`
		IPAddressType     string `json:"IpAddressType"`
		State             struct{ Code string }
		SecurityGroups    []string
		AvailabilityZones []struct {
			ZoneName              string
			SubnetID              string `json:"SubnetId"`
			LoadBalancerAddresses []struct {
				PrivateIPv4Address string
				IPAddress          string `json:"IpAddress"`
				AllocationID       string `json:"AllocationId"`
			}
		}
		EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic string
	}
	listener struct {
		ListenerArn          string
		Port                 json.Number
		Protocol             string
		SslPolicy            string
		AlpnPolicy           []string
		Certificates         []certificateRef
		DefaultActions       []action
		MutualAuthentication struct{ Mode string }
	}
	certificateRef struct {
		CertificateArn string
		IsDefault      bool
	}
	attribute struct{ Key, Value string }
)

// loadBalancers reads load balancers.
func (r *reader) loadBalancers() error {
	attributes, err := r.attributes("LoadBalancerAttributes", "LoadBalancerArn")
	if err != nil {
		return err
	}
	return each(r, "LoadBalancers", func(balancer loadBalancer) {
		var zones []string
		for _, zone := range balancer.AvailabilityZones {
			place := r.names.of(zone.SubnetID) + " in " + r.names.zone(r.place.Account, zone.ZoneName)
			for _, address := range zone.LoadBalancerAddresses {
				for _, known := range []string{address.PrivateIPv4Address, address.IPAddress, address.AllocationID} {
					if known != "" {
						place += " at " + known
					}
				}
			}
			zones = append(zones, place)
		}
		r.add(object.LoadBalancer, balancer.LoadBalancerName, balancer.LoadBalancerArn, object.Fields{
			"type": balancer.Type, "scheme": balancer.Scheme, "vpc": r.names.of(balancer.VpcID),
			"address type": balancer.IPAddressType, "zones": object.Set(zones),
			"security groups":          object.Set(r.names.all(balancer.SecurityGroups)),
			"enforced on private link": balancer.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic,
			"state":                    balancer.State.Code,
			"attributes": shown(attributes[balancer.LoadBalancerArn], func(read map[string]string) string {
				return object.LoadBalancerAttributes(balancer.Type, balancer.Scheme, read)
			}),
			"tags": r.names.tags[balancer.LoadBalancerArn].field(),
		})
	})
}

// attributes are what the elements of a list have as attributes, by ARN.
func (r *reader) attributes(key, parent string) (map[string]map[string]string, error) {
	byArn := map[string]map[string]string{}
	for _, document := range r.documents[key] {
		list, err := snapshot.Decode[struct{ Attributes []attribute }](snapshot.Documents{key: {document}}, key)
		if err != nil {
			return nil, err
		}
		arn, _ := document[parent].(string)
		byArn[arn] = map[string]string{}
		for _, attribute := range list[0].Attributes {
			byArn[arn][attribute.Key] = attribute.Value
		}
	}
	return byArn, nil
}

// shown is what a comparison sees of attributes. AWS answers some for everything that has any, so none at all were not read: that is
// not the same as all defaults.
func shown(read map[string]string, show func(map[string]string) string) string {
	if read == nil {
		return "not in the snapshot"
	}
	return show(read)
}

// listeners reads listeners and their certificates.
func (r *reader) listeners() error {
	standard, err := r.defaultRules()
	if err != nil {
		return err
	}
	err = each(r, "LoadBalancerListeners", func(of struct {
		LoadBalancerArn string
		Listeners       []listener
	},
	) {
		for _, listener := range of.Listeners {
			certificate := ""
			for _, reference := range listener.Certificates {
				certificate = r.names.of(reference.CertificateArn)
			}
			clients := listener.MutualAuthentication.Mode
			if clients == "off" {
				clients = ""
			}
			alpn := object.Set(listener.AlpnPolicy)
			if alpn == "None" {
				alpn = ""
			}
			r.add(object.Listener, r.listenerName(of.LoadBalancerArn, listener), listener.ListenerArn, object.Fields{
				"load balancer": r.names.of(of.LoadBalancerArn), "port": listener.Port.String(), "protocol": listener.Protocol,
				"ssl policy": listener.SslPolicy, "certificate": certificate, "alpn": alpn, "client certificates": clients,
				"default action": r.actions(listener.DefaultActions), "default rule": standard[listener.ListenerArn],
				"tags": r.names.tags[listener.ListenerArn].field(),
			})
		}
	})
	if err != nil {
		return err
	}
	return each(r, "ListenerCertificates", func(of struct {
		ListenerArn  string
		Certificates []certificateRef
	},
	) {
		for _, reference := range of.Certificates {
			r.add(object.ListenerCertificate, r.names.of(of.ListenerArn)+" "+r.names.of(reference.CertificateArn),
				of.ListenerArn+"|"+reference.CertificateArn, object.Fields{"default": word(reference.IsDefault)})
		}
	})
}

// defaultRules are what the listeners' default rules do, by the listener's ARN. ELB shows the default action twice.
func (r *reader) defaultRules() (map[string]string, error) {
	actions := map[string]string{}
	return actions, each(r, "ListenerRules", func(of rules) {
		for _, rule := range of.Rules {
			switch does := r.actions(rule.Actions); {
			case !rule.IsDefault:
			case actions[of.ListenerArn] == "":
				actions[of.ListenerArn] = does
			default: // which cannot be
				actions[of.ListenerArn] += ", and another: " + does
			}
		}
	})
}

// listenerName is a listener's Name tag, and else where it listens.
func (r *reader) listenerName(balancer string, listener listener) string {
	if name := r.names.of(listener.ListenerArn); name != listener.ListenerArn {
		return name
	}
	return r.names.of(balancer) + ":" + listener.Port.String()
}

type (
	rules struct {
		ListenerArn string
		Rules       []rule
	}
	rule struct {
		RuleArn    string
		Priority   string
		IsDefault  bool
		Conditions []snapshot.Document
		Actions    []action
	}
)

// listenerRules reads the rules of listeners.
func (r *reader) listenerRules() error {
	return each(r, "ListenerRules", func(of rules) {
		for _, rule := range of.Rules {
			name := r.names.of(rule.RuleArn)
			if name == rule.RuleArn {
				name = r.names.of(of.ListenerArn) + " " + rule.Priority
			}
			r.addImplicit(rule.IsDefault, object.ListenerRule, name, rule.RuleArn, object.Fields{
				"listener": r.names.of(of.ListenerArn), "priority": rule.Priority, "conditions": conditions(rule.Conditions),
				"action": r.actions(rule.Actions), "tags": r.names.tags[rule.RuleArn].field(),
			})
		}
	})
}

// conditions are a rule's conditions. ELB shows the values of most kinds in two forms, which have to agree.
func conditions(conditions []snapshot.Document) string {
	var words []string
	for _, condition := range conditions {
		field, _ := condition["Field"].(string)
		forms, rest := map[string]bool{}, snapshot.Document{}
		for key, value := range condition {
			switch nested, isObject := value.(snapshot.Document); {
			case key == "Field":
			case key == "Values":
				forms[alternatives(value)] = true
			case isObject && len(nested) == 1 && nested["Values"] != nil:
				forms[alternatives(nested["Values"])] = true
			default:
				rest[key] = value
			}
		}
		text := field
		if len(forms) > 0 {
			text += " is " + object.Alternatives(forms)
		}
		if len(forms) > 1 {
			text += " (which is contradictory)"
		}
		if len(rest) > 0 {
			text += " " + compact(rest)
		}
		words = append(words, text)
	}
	return strings.Join(sorted(words), " and ")
}

func alternatives(values any) string {
	set := map[string]bool{}
	for _, word := range words(values) {
		set[word] = true
	}
	return object.Alternatives(set)
}
