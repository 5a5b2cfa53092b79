// Package existing puts into the local cloud what an estate or an example says that the user has already: a VPC with its
// subnets, a cluster, a transit gateway. In AWS it would be there before the program runs.
package existing

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// FileName is the file in which an example lists what it expects to exist.
const FileName = "existing.yaml"

// Object is a thing that exists already.
type Object struct {
	// Type is a resource type token, such as aws:ec2/vpc:Vpc.
	Type string `yaml:"type"`

	// ID of the account that has it. Default: the cloud's own.
	Account string `yaml:"account"`

	// ID as AWS would show it.
	ID string `yaml:"id"`

	// Outputs are its properties, as the resource type names them.
	Outputs map[string]any `yaml:"outputs"`
}

// Read reads the list of an example; none where there is no such file.
func Read(path string) ([]Object, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	decoder := yaml.NewDecoder(file)
	decoder.KnownFields(true)
	var objects []Object
	if err := decoder.Decode(&objects); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return objects, nil
}

// Of lists what a plan takes as existing.
func Of(planned *plan.Plan) []Object {
	ids := map[string]string{}
	for _, account := range planned.Accounts {
		ids[account.Name] = account.ID
	}
	var objects []Object
	add := func(account string, more ...Object) {
		for _, object := range more {
			object.Account = ids[account]
			objects = append(objects, object)
		}
	}
	if gateway := planned.TransitGateway; gateway.ExistingID != "" {
		add(gateway.Account, ofGateway(planned.Region, ids[gateway.Account], gateway.ExistingID))
	}
	for _, vpc := range planned.Vpcs {
		if vpc.ExistingID != "" {
			add(vpc.Account, ofVpc(vpc)...)
		}
	}
	for _, cluster := range planned.Clusters {
		if cluster.Existing {
			add(cluster.Account, ofCluster(planned, cluster)...)
		}
	}
	for _, firewall := range planned.Firewalls {
		if appliances := firewall.GatewayLoadBalancer; appliances != nil && appliances.ServiceName != "" {
			objects = append(objects, ofService(appliances.ServiceName))
		}
	}
	return objects
}

// ofGateway is a transit gateway, which its owner may share.
func ofGateway(region, account, id string) Object {
	outputs := map[string]any{"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"}
	if account != "" {
		outputs["ownerId"], outputs["arn"] = account, "arn:aws:ec2:"+region+":"+account+":transit-gateway/"+id
	}
	return Object{Type: "aws:ec2transitgateway/transitGateway:TransitGateway", ID: id, Outputs: outputs}
}

// ofService is an endpoint service of somebody else's appliances, which lets everybody in.
func ofService(name string) Object {
	return Object{
		Type: "aws:ec2/vpcEndpointService:VpcEndpointService", ID: name[strings.LastIndex(name, ".")+1:],
		Outputs: map[string]any{"serviceName": name, "acceptanceRequired": false, "allowedPrincipals": []any{"*"}},
	}
}

func ofVpc(vpc plan.Vpc) []Object {
	named := map[string]any{"Name": vpc.Name}
	objects := []Object{{
		Type: "aws:ec2/vpc:Vpc", ID: vpc.ExistingID,
		Outputs: map[string]any{"cidrBlock": vpc.Cidr, "enableDnsHostnames": true, "enableDnsSupport": true, "tags": named},
	}}
	for _, cidr := range vpc.SecondaryCidrs {
		objects = append(objects, Object{
			Type:    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
			ID:      "vpc-cidr-assoc-" + strings.TrimPrefix(vpc.ExistingID, "vpc-"),
			Outputs: map[string]any{"vpcId": vpc.ExistingID, "cidrBlock": cidr.Cidr},
		})
	}
	tableIDs := map[string]string{}
	var tables []string
	for _, table := range vpc.RouteTables {
		tableIDs[table.Name] = table.ExistingID
		if table.ExistingID != "" && !slices.Contains(tables, table.ExistingID) {
			tables = append(tables, table.ExistingID)
			objects = append(objects, Object{
				Type: "aws:ec2/routeTable:RouteTable", ID: table.ExistingID,
				Outputs: map[string]any{"vpcId": vpc.ExistingID},
			})
		}
	}
	for _, subnet := range vpc.Subnets {
		objects = append(objects, Object{Type: "aws:ec2/subnet:Subnet", ID: subnet.ExistingID, Outputs: map[string]any{
			"vpcId": vpc.ExistingID, "cidrBlock": subnet.Cidr, "tags": map[string]any{"Name": subnet.Name},
			"availabilityZoneId": subnet.Zone, // its name follows from the account
		}})
		if table := tableIDs[subnet.RouteTable]; table != "" {
			objects = append(objects, Object{
				Type: "aws:ec2/routeTableAssociation:RouteTableAssociation", ID: "rtbassoc-" + subnet.ExistingID,
				Outputs: map[string]any{"subnetId": subnet.ExistingID, "routeTableId": table},
			})
		}
	}
	return objects
}

func ofCluster(planned *plan.Plan, cluster plan.EksCluster) []Object {
	index := slices.IndexFunc(planned.Vpcs, func(vpc plan.Vpc) bool { return vpc.Name == cluster.Vpc })
	vpc := planned.Vpcs[index].ExistingID
	return []Object{
		{
			Type: "aws:ec2/securityGroup:SecurityGroup", ID: cluster.ExistingPodSecurityGroupID,
			Outputs: map[string]any{"vpcId": vpc, "name": cluster.AwsName + "-pods"},
		},
		{
			Type: "aws:eks/cluster:Cluster", ID: cluster.AwsName,
			Outputs: map[string]any{"name": cluster.AwsName, "vpcConfig": map[string]any{"vpcId": vpc}},
		},
	}
}

// Put puts the objects into their accounts, in the cloud's own Region.
func Put(cloud *localcloud.Cloud, objects []Object) error {
	for _, object := range objects {
		if err := cloud.GivenTo(object.Account, object.Type, object.ID, object.Outputs); err != nil {
			return fmt.Errorf("existing %s %s: %w", object.Type, object.ID, err)
		}
	}
	return nil
}
