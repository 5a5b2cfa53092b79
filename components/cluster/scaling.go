package cluster

import (
	"github.com/ingresshub/ingresshub/components/plan"
	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// LastNodeGroup is what a stack knows of a node group from its last update.
type LastNodeGroup struct {
	// What AWS calls it.
	AwsName string `pulumi:"awsName"`

	// Its bounds.
	Min int `pulumi:"min"`
	Max int `pulumi:"max"`
}

// scaling is how many nodes a group has, and whether Pulumi is to ignore that their number differs.
//
// At first there are the fewest. Then an autoscaler may settle the number between the bounds, so the program ignores it: a
// group that is told nothing new keeps what it has. EKS takes bounds only together with a number that lies between them,
// though. Where bounds change, the program therefore asks how many nodes there are at the moment, and keeps as many as the
// new bounds allow; what Pulumi last knew could be long out of date, and would take nodes away. (The update after that
// shows the component of pulumi-eks as changed, since the program ignores the number again; AWS is told nothing.) A group
// of fixed size has that size, always.
func (p *printer) scaling(planned plan.PlannedNodeGroup) (scaling awseks.NodeGroupScalingConfigArgs, ignored bool) {
	scaling = awseks.NodeGroupScalingConfigArgs{
		DesiredSize: pulumi.Int(planned.Min),
		MinSize:     pulumi.Int(planned.Min),
		MaxSize:     pulumi.Int(planned.Max),
	}
	if planned.Min == planned.Max {
		return scaling, false
	}
	last, made := p.args.LastNodeGroups[planned.Name]
	if !made || last.Min == planned.Min && last.Max == planned.Max {
		return scaling, true
	}
	scaling.DesiredSize = awseks.LookupNodeGroupOutput(p.ctx, awseks.LookupNodeGroupOutputArgs{
		ClusterName:   pulumi.String(p.plan.AwsName),
		NodeGroupName: pulumi.String(last.AwsName),
	}, p.parent).ApplyT(func(now awseks.LookupNodeGroupResult) int {
		desired := planned.Min
		for _, config := range now.ScalingConfigs {
			desired = config.DesiredSize
		}
		return min(max(desired, planned.Min), planned.Max)
	}).(pulumi.IntOutput)
	return scaling, false
}
