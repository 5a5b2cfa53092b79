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
			"attributes":               object.LoadBalancerAttributes(balancer.Type, balancer.Scheme, attributes[balancer.LoadBalancerArn]),
			"tags":                     r.names.tags[balancer.LoadBalancerArn].field(),
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

// listeners reads listeners and their further certificates.
func (r *reader) listeners() error {
	err := each(r, "LoadBalancerListeners", func(of struct {
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
				"default action": r.actions(listener.DefaultActions), "tags": r.names.tags[listener.ListenerArn].field(),
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
			// The default one is the listener's own, and its field.
			if !reference.IsDefault {
				r.add(object.ListenerCertificate, r.names.of(of.ListenerArn)+" "+r.names.of(reference.CertificateArn),
					of.ListenerArn+"|"+reference.CertificateArn, nil)
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

type rule struct {
	RuleArn    string
	Priority   string
	IsDefault  bool
	Conditions []snapshot.Document
	Actions    []action
}

// listenerRules reads the rules of listeners.
func (r *reader) listenerRules() error {
	return each(r, "ListenerRules", func(of struct {
		ListenerArn string
		Rules       []rule
	},
	) {
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

// conditions are a rule's conditions. ELB shows values of the old form and of the new one side by side.
func conditions(conditions []snapshot.Document) string {
	var words []string
	for _, condition := range conditions {
		field, _ := condition["Field"].(string)
		values := map[string]bool{}
		rest := snapshot.Document{}
		for key, value := range condition {
			switch nested, isObject := value.(snapshot.Document); {
			case key == "Field":
			case key == "Values":
				collect(values, value)
			case isObject && len(nested) == 1 && nested["Values"] != nil:
				collect(values, nested["Values"])
			default:
				rest[key] = value
			}
		}
		text := field + " is " + object.Alternatives(values)
		if len(rest) > 0 {
			text += " " + compact(rest)
		}
		words = append(words, text)
	}
	return strings.Join(sorted(words), " and ")
}

func collect(into map[string]bool, values any) {
	list, _ := values.([]any)
	for _, value := range list {
		word, _ := value.(string)
		into[word] = true
	}
}
