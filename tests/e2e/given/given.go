// Package given puts into the emulated AWS what programs take as existing: the hosted zone in which certificates are
// validated, a certificate that somebody else requested, the network that examples/one-component joins. AWS chooses the
// IDs, so each function says which ID stands for the one that a program or a config was written with.
package given

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"gopkg.in/yaml.v3"
)

// FileName is the file in which an example lists what it expects to exist.
const FileName = "existing.yaml"

// IDs are what AWS calls things, by what the program calls them.
type IDs map[string]string

// In returns a text with AWS's IDs in place of the program's.
func (i IDs) In(text string) string {
	words := make([]string, 0, 2*len(i))
	for written, actual := range i {
		words = append(words, written, actual)
	}
	return strings.NewReplacer(words...).Replace(text)
}

// Account is an account and Region in which things are made.
type Account struct {
	ec2     *ec2.Client
	acm     *acm.Client
	route53 *route53.Client
	iam     *iam.Client
	ids     IDs
}

// In is the account and Region of a config.
func In(config aws.Config) *Account {
	return &Account{
		ec2: ec2.NewFromConfig(config), acm: acm.NewFromConfig(config), route53: route53.NewFromConfig(config),
		iam: iam.NewFromConfig(config), ids: IDs{},
	}
}

// IDs are those of everything that was made so far.
func (a *Account) IDs() IDs { return a.ids }

// object is an entry of the file.
type object struct {
	Type    string         `yaml:"type"`
	ID      string         `yaml:"id"`
	Outputs map[string]any `yaml:"outputs"`
}

// Existing makes what a file lists, in its order; nothing where there is no such file.
func (a *Account) Existing(ctx context.Context, path string) error {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var objects []object
	if err := yaml.Unmarshal(text, &objects); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, o := range objects {
		create, known := a.creators()[o.Type]
		if !known {
			return fmt.Errorf("%s: nobody here knows how to make %s", path, o.Type)
		}
		id, err := create(ctx, o)
		if err != nil {
			return fmt.Errorf("%s: %s %s: %w", path, o.Type, o.ID, err)
		}
		a.ids[o.ID] = id
	}
	return nil
}

// creators make an object of a resource type and return what AWS calls it.
func (a *Account) creators() map[string]func(context.Context, object) (string, error) {
	return map[string]func(context.Context, object) (string, error){
		"aws:acm/certificate:Certificate":                                   a.certificate,
		"aws:ec2/vpc:Vpc":                                                   a.vpc,
		"aws:ec2transitgateway/transitGateway:TransitGateway":               a.transitGateway,
		"aws:ec2transitgateway/routeTable:RouteTable":                       a.transitRouteTable,
		"aws:ec2transitgateway/vpcAttachment:VpcAttachment":                 a.attachment,
		"aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": a.association,
		"aws:ec2transitgateway/route:Route":                                 a.transitRoute,
	}
}

// text is an output; IDs in it are AWS's.
func (a *Account) text(o object, key string) string {
	text, _ := o.Outputs[key].(string)
	if actual, made := a.ids[text]; made {
		return actual
	}
	return text
}

// tags are those of an object.
func (o object) tags() map[string]string {
	tags := map[string]string{}
	given, _ := o.Outputs["tags"].(map[string]any)
	for key, value := range given {
		tags[key] = fmt.Sprint(value)
	}
	return tags
}
