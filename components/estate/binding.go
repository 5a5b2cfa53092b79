package estate

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// bindings are, per service, a TargetGroupBinding that can be applied as it is.
//
// Everything that the controller never lets change is stated, because it would otherwise be filled in and differ. There is
// no `networking`: the pods admit the load balancer by rules of this stack, so the controller needs no right to write any.
func (p *workloadPrinter) bindings() pulumi.Map {
	manifests := pulumi.Map{}
	for _, planned := range p.parts.bindings {
		manifests[planned.Name] = pulumi.Map{
			"apiVersion": pulumi.String("elbv2.k8s.aws/v1beta1"),
			"kind":       pulumi.String("TargetGroupBinding"),
			"metadata": pulumi.Map{
				"name":      pulumi.String(planned.Name),
				"namespace": pulumi.String(planned.Namespace),
			},
			"spec": pulumi.Map{
				"targetGroupARN": p.workload.InnerLoadBalancers[planned.InnerLoadBalancer].TargetGroupArns[planned.TargetGroup],
				"targetType":     pulumi.String(planned.TargetType),
				"ipAddressType":  pulumi.String(planned.IPAddressType),
				"vpcID":          p.workload.Vpc.VpcID,
				"serviceRef": pulumi.Map{
					"name": pulumi.String(planned.ServiceName),
					"port": pulumi.Int(planned.ServicePort),
				},
			},
		}
	}
	return manifests
}
