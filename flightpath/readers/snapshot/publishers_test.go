package snapshot

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// AWS: NetworkInterface (EC2 API), InterfaceType; "Restrict access with VPC origins" (the security group); "Resource gateways in VPC
// Lattice".
func TestPublishers(t *testing.T) {
	t.Parallel()
	for fields, want := range map[string]network.PublisherKind{
		`"InterfaceType": "global_accelerator_managed"`:                                                              network.GlobalAccelerator,
		`"InterfaceType": "api_gateway_managed"`:                                                                     network.APIGatewayLink,
		`"Groups": [{"GroupId": "sg-1", "GroupName": "CloudFront-VPCOrigins-Service-SG"}]`:                           network.CloudFrontOrigin,
		`"RequesterManaged": true, "Description": "CloudFront managed interface"`:                                    network.CloudFrontOrigin,
		`"RequesterManaged": true, "Description": "VPC Lattice Resource Gateway rgw-0123456789abcd"`:                 network.VPCLattice,
		`"InterfaceType": "vpc_lattice_managed"`:                                                                     network.VPCLattice,
		`"InterfaceType": "yet_to_come"`:                                                                             network.OtherPublisher,
		`"Description": "my lattice of cloudfront tests"`:                                                            "", // the user's own words
		`"RequesterManaged": true, "Description": "ELB app/cloudfront-origin/50dc6c495c0c9188"`:                      "", // nor are names
		`"RequesterManaged": true, "Description": "AWS Lambda VPC ENI-lattice-0a1b"`:                                 "",
		`"RequesterManaged": true, "InterfaceType": "network_load_balancer", "Description": "ELB net/lattice-web/1"`: "",
		`"InterfaceType": "ec2_instance_connect_endpoint"`:                                                           "",
		`"InterfaceType": "natGateway"`:                                                                              "",
		`"InterfaceType": "lambda"`:                                                                                  "",
		`"InterfaceType": "interface"`:                                                                               "",
		`"Description": "ELB app/web/50dc6c495c0c9188"`:                                                              "",
	} {
		n := readFiles(t, files{"x.json": `{"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "VpcId": "vpc-1", "SubnetId": "subnet-1",
			"PrivateIpAddress": "10.0.0.4", ` + fields + `}]}`})
		if want == "" {
			assert.Empty(t, n.Publishers, fields)
			continue
		}
		if assert.Len(t, n.Publishers, 1, fields) {
			assert.Equal(t, want, n.Publishers[0].Kind, fields)
			assert.Equal(t, "eni-1", n.Publishers[0].ID)
			assert.Equal(t, "vpc-1", n.Publishers[0].VPC)
		}
	}
}
