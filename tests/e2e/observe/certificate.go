package observe

import (
	"encoding/json"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

type (
	certificate struct {
		CertificateArn          string
		DomainName              string
		SubjectAlternativeNames []string
		Status                  string
		Type                    string
		KeyAlgorithm            string
		DomainValidationOptions []struct {
			DomainName       string
			ValidationMethod string
			ResourceRecord   struct{ Name, Type, Value string }
		}
	}
	record struct {
		Name            string
		Type            string
		TTL             json.Number
		ResourceRecords []struct{ Value string }
	}
)

// certificates reads certificates.
func (r *reader) certificates() error {
	return each(r, "Certificates", func(c certificate) {
		methods, names := map[string]bool{}, map[string]bool{c.DomainName: true}
		for _, option := range c.DomainValidationOptions {
			methods[option.ValidationMethod] = true
		}
		for _, name := range c.SubjectAlternativeNames {
			names[name] = true
		}
		delete(names, c.DomainName) // ACM repeats it among the others
		r.add(object.Certificate, r.names.of(c.CertificateArn), c.CertificateArn, object.Fields{
			"domain": c.DomainName, "alternative names": object.Alternatives(names),
			"validation": object.Alternatives(methods), "issuer": c.Type,
			// ACM spells it with an underscore where it is given and with a hyphen where it is shown.
			"key": strings.ReplaceAll(c.KeyAlgorithm, "-", "_"), "status": c.Status,
			"tags": r.names.tags[c.CertificateArn].field(),
		})
	})
}

// asked is what ACM asks for: a domain and the value of its record, by the record's name and type.
type asked struct{ domain, value string }

// asks are the records that certificates are validated by. Names and values are ACM's choice, so no plan knows them.
func (r *reader) asks() (map[string]asked, error) {
	all := map[string]asked{}
	for place, documents := range r.names.snapshot {
		if place.Account != r.place.Account {
			continue
		}
		certificates, err := snapshot.Decode[certificate](documents, "Certificates")
		if err != nil {
			return nil, err
		}
		for _, c := range certificates {
			for _, option := range c.DomainValidationOptions {
				if record := option.ResourceRecord; record.Name != "" {
					all[fqdn(record.Name)+" "+record.Type] = asked{strings.TrimPrefix(option.DomainName, "*."), record.Value}
				}
			}
		}
	}
	return all, nil
}

// records reads the records of hosted zones.
func (r *reader) records() error {
	asks, err := r.asks()
	if err != nil {
		return err
	}
	apexes := map[string]string{}
	for _, zone := range r.documents["HostedZones"] {
		id, _ := zone["Id"].(string)
		apexes[lastPart(id)], _ = zone["Name"].(string)
	}
	for _, document := range r.documents["HostedZoneRecords"] {
		id, _ := document["HostedZoneId"].(string)
		zone := r.names.of(lastPart(id))
		list, _ := document["ResourceRecordSets"].([]any)
		records := snapshot.Documents{}
		for _, item := range list {
			if record, isObject := item.(snapshot.Document); isObject {
				records["records"] = append(records["records"], record)
			}
		}
		decoded, err := snapshot.Decode[record](records, "records")
		if err != nil {
			return err
		}
		for i, record := range decoded {
			// A zone's own; an NS record anywhere else hands a part of the zone to somebody.
			own := (record.Type == "SOA" || record.Type == "NS") && fqdn(record.Name) == fqdn(apexes[lastPart(id)])
			r.record(own, zone, lastPart(id), record, records["records"][i], asks)
		}
	}
	return nil
}

func (r *reader) record(
	own bool, zone, zoneID string, record record, document snapshot.Document, asks map[string]asked,
) {
	var values []string
	for _, value := range record.ResourceRecords {
		values = append(values, value.Value)
	}
	name, value := fqdn(record.Name)+" "+record.Type, object.Set(values)
	fields := object.Fields{"ttl": record.TTL.String(), "routing": routing(document)}
	id := strings.Join([]string{zoneID, name, fields["routing"]}, "|")
	if ask, isAsked := asks[name]; isAsked {
		name = "validation of " + ask.domain
		if fqdn(ask.value) == fqdn(value) {
			value = object.AsAsked
		}
	}
	fields["value"] = value
	r.addImplicit(own, object.Record, zone+" "+name, id, fields)
}

// routing is all that a record has beside a value: an alias, a weight and the like.
func routing(document snapshot.Document) string {
	rest := snapshot.Document{}
	for key, value := range document {
		switch key {
		case "Name", "Type", "TTL", "ResourceRecords":
		default:
			rest[key] = value
		}
	}
	if len(rest) == 0 {
		return ""
	}
	return compact(rest)
}

// fqdn is a domain name with the dot at its end that some answers leave out.
func fqdn(name string) string {
	return strings.TrimSuffix(strings.ReplaceAll(name, `\052`, "*"), ".") + "."
}
