package cluster

import (
	"encoding/json"

	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// object is one of a kubeconfig's.
type object = map[string]any

// lookUp reads where a cluster that exists already answers.
func (p *printer) lookUp() {
	found := awseks.LookupClusterOutput(p.ctx, awseks.LookupClusterOutputArgs{Name: pulumi.String(p.plan.AwsName)}, p.parent)
	p.component.Endpoint = found.Endpoint()
	p.component.Kubeconfig = p.kubeconfig(found.Endpoint(), found.CertificateAuthorities().Index(pulumi.Int(0)).Data())
}

// kubeconfig is how the Kubernetes provider and kubectl reach a cluster. The AWS CLI makes the token, as `aws eks update-kubeconfig`
// has it, with the role by which the AWS provider made the cluster.
func (p *printer) kubeconfig(endpoint, authority pulumi.StringInput) pulumi.StringOutput {
	arguments := []string{"--region", p.args.Region, "eks", "get-token", "--cluster-name", p.plan.AwsName, "--output", "json"}
	if p.args.RoleArn != "" {
		arguments = append(arguments, "--role-arn", p.args.RoleArn)
	}
	return pulumi.All(endpoint, authority).ApplyT(func(known []any) (string, error) {
		text, err := json.Marshal(object{
			"apiVersion": "v1", "kind": "Config", "current-context": p.plan.AwsName,
			"clusters": []object{{"name": p.plan.AwsName, "cluster": object{"server": known[0], "certificate-authority-data": known[1]}}},
			"contexts": []object{{"name": p.plan.AwsName, "context": object{"cluster": p.plan.AwsName, "user": p.plan.AwsName}}},
			"users": []object{{"name": p.plan.AwsName, "user": object{"exec": object{
				"apiVersion": "client.authentication.k8s.io/v1beta1", "command": "aws", "args": arguments,
			}}}},
		})
		return string(text), err
	}).(pulumi.StringOutput)
}
