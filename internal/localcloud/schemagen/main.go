// Command schemagen reads the Go SDK of pulumi-aws in the module cache and
// writes schema_aws.json: the exact names and shapes of the properties of the
// types and functions that the local cloud serves. The SDK itself is never
// imported: compiling it takes minutes.
//
// Run it from internal/localcloud with `go generate`.
package main

import (
	"encoding/json"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const sdk = "github.com/pulumi/pulumi-aws/sdk/v6"

// types and functions by module and name, as in the token
// aws:<module>/<name>:<Name>.
const wanted = `
ec2 vpc internetGateway subnet routeTable route routeTableAssociation mainRouteTableAssociation securityGroup vpcEndpoint
ec2 vpcEndpointRouteTableAssociation vpcIpv4CidrBlockAssociation subnetCidrReservation eip natGateway networkAcl networkAclRule
ec2 networkAclAssociation flowLog defaultSecurityGroup defaultRouteTable defaultNetworkAcl launchTemplate tag managedPrefixList
ec2 managedPrefixListEntry securityGroupRule vpcEndpointService vpcEndpointServiceAllowedPrinciple vpcEndpointConnectionAccepter
ec2 getVpc getSubnet getSubnets getManagedPrefixList getPrefixList getSecurityGroup getRouteTable getInternetGateway getVpcEndpoint
ec2 getVpcEndpointService getNetworkInterface
vpc securityGroupIngressRule securityGroupEgressRule
ec2transitgateway transitGateway routeTable routeTableAssociation routeTablePropagation route vpcAttachment vpcAttachmentAccepter
ec2transitgateway prefixListReference getTransitGateway getVpcAttachment getRouteTable
lb loadBalancer targetGroup targetGroupAttachment listener listenerRule listenerCertificate getLoadBalancer getTargetGroup getListener
acm certificate certificateValidation getCertificate
route53 record zone getZone
iam role policy rolePolicyAttachment rolePolicy instanceProfile openIdConnectProvider getPolicyDocument getRole getPolicy
eks cluster nodeGroup addon accessEntry accessPolicyAssociation podIdentityAssociation getAddonVersion getCluster getClusterAuth getNodeGroup
cloudwatch logGroup
autoscaling group lifecycleHook policy
ec2 networkInsightsPath networkInsightsAnalysis
ec2 vpcBlockPublicAccessOptions vpcBlockPublicAccessExclusion
organizations policy policyAttachment
networkfirewall firewall firewallPolicy ruleGroup loggingConfiguration tlsInspectionConfiguration
ram resourceShare resourceAssociation principalAssociation resourceShareAccepter
ssm getParameter
index getCallerIdentity getRegion getPartition getAvailabilityZones getAvailabilityZone getService getServicePrincipal getArn
`

func main() {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", sdk).Output()
	if err != nil {
		log.Fatal(err)
	}
	root := filepath.Join(strings.TrimSpace(string(out)), "go", "aws")
	s := schema{map[string]entry{}, map[string]entry{}, map[string]map[string]string{}}
	read := map[string]*pkg{}
	for line := range strings.Lines(wanted) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		module := words[0]
		if read[module] == nil {
			dir := filepath.Join(root, module)
			if module == "index" {
				dir = root
			}
			read[module] = readPackage(dir, module)
		}
		for _, name := range words[1:] {
			s.add(read[module], name)
		}
	}
	text, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("schema_aws.json", append(text, '\n'), 0o644); err != nil {
		log.Fatal(err)
	}
}
