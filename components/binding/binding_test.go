package binding

import (
	"encoding/json"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	group = "arn:aws:elasticloadbalancing:us-east-1:444455556666:targetgroup/web/0123456789abcdef"
	role  = "arn:aws:iam::444455556666:role/blue.us-east-1.111122223333.registrar"
	vpc   = "vpc-0123456789abcdef0"
)

// recorder stands in for the engine.
type recorder struct {
	mutex    sync.Mutex
	inputs   map[string]resource.PropertyMap
	requests map[string]*pulumirpc.RegisterResourceRequest
}

func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.inputs[args.TypeToken] = args.Inputs
	r.requests[args.TypeToken] = args.RegisterRPC
	return args.Name, args.Inputs, nil
}

func (r *recorder) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) { return nil, nil }

func record(program func(ctx *pulumi.Context) error) (*recorder, error) {
	r := &recorder{inputs: map[string]resource.PropertyMap{}, requests: map[string]*pulumirpc.RegisterResourceRequest{}}
	return r, pulumi.RunErr(program, pulumi.WithMocks("project", "stack", r))
}

// own is a binding in the target group's account.
func own() *Args {
	return &Args{
		Name: "web", Namespace: "shop", ServiceName: "web", ServicePort: 80,
		TargetGroupArn: pulumi.String(group), VpcID: pulumi.String(vpc), Account: "444455556666",
	}
}

// foreign is a binding to a target group of another account.
func foreign() *Args {
	args := own()
	args.Account = "111122223333"
	args.AssumeRole = &AssumeRole{Arn: pulumi.String(role), ExternalID: pulumi.String("us-east-1/111122223333/blue/kube-system/lbc")}
	return args
}

// asJSON is what the API server gets of a binding.
func asJSON(t *testing.T, args *Args) string {
	t.Helper()
	r, err := record(func(ctx *pulumi.Context) error {
		manifest, err := Manifest(args)
		if err != nil {
			return err
		}
		return ctx.RegisterResource("test:index:Manifest", "manifest", manifest, &TargetGroupBinding{})
	})
	require.NoError(t, err)
	encoded, err := json.Marshal(r.inputs["test:index:Manifest"].Mappable())
	require.NoError(t, err)
	return string(encoded)
}

func TestManifest(t *testing.T) {
	const frame = `{"apiVersion":"elbv2.k8s.aws/v1beta1","kind":"TargetGroupBinding","metadata":{"name":"web","namespace":"shop"},"spec":`
	const fixed = `"targetGroupARN":"` + group + `","vpcID":"` + vpc + `","serviceRef":{"name":"web","port":80}`
	shared := own()
	shared.MultiCluster, shared.IPAddressType, shared.TargetType = true, "ipv6", "instance"
	admitting := foreign()
	admitting.Networking = []IngressRule{{
		Cidrs: []string{"10.0.0.0/26", "10.0.0.64/26"}, Ports: []Port{{Port: 8080}, {Protocol: "UDP", Port: 53}},
	}}
	grouped := own()
	grouped.Networking = []IngressRule{{SecurityGroupIDs: []string{"sg-01234567"}, Ports: []Port{{Port: 8080}}}}
	for name, test := range map[string]struct {
		args *Args
		want string
	}{
		"own account":   {own(), `{"targetType":"ip","ipAddressType":"ipv4",` + fixed + `}}`},
		"multi-cluster": {shared, `{"targetType":"instance","ipAddressType":"ipv6","multiClusterTargetGroup":true,` + fixed + `}}`},
		"another account": {foreign(), `{"targetType":"ip","ipAddressType":"ipv4","iamRoleArnToAssume":"` + role + `",` +
			`"assumeRoleExternalId":"us-east-1/111122223333/blue/kube-system/lbc",` + fixed + `}}`},
		"networking": {admitting, `{"targetType":"ip","ipAddressType":"ipv4","iamRoleArnToAssume":"` + role + `",` +
			`"assumeRoleExternalId":"us-east-1/111122223333/blue/kube-system/lbc","networking":{"ingress":[{` +
			`"from":[{"ipBlock":{"cidr":"10.0.0.0/26"}},{"ipBlock":{"cidr":"10.0.0.64/26"}}],` +
			`"ports":[{"protocol":"TCP","port":8080},{"protocol":"UDP","port":53}]}]},` + fixed + `}}`},
		"security group": {grouped, `{"targetType":"ip","ipAddressType":"ipv4","networking":{"ingress":[{` +
			`"from":[{"securityGroup":{"groupID":"sg-01234567"}}],"ports":[{"protocol":"TCP","port":8080}]}]},` + fixed + `}}`},
	} {
		t.Run(name, func(t *testing.T) { assert.JSONEq(t, frame+test.want, asJSON(t, test.args)) })
	}
}

func TestNew(t *testing.T) {
	var made *Args
	program := func(ctx *pulumi.Context) error {
		_, err := New(ctx, "web", made)
		return err
	}
	made = foreign()
	r, err := record(program)
	require.NoError(t, err)
	require.Contains(t, r.requests, Token)
	assert.True(t, r.requests[Token].GetDeleteBeforeReplace())
	assert.Equal(t, []string{
		"spec.targetGroupARN", "spec.targetType", "spec.ipAddressType", "spec.vpcID", "spec.multiClusterTargetGroup",
	}, r.requests[Token].GetReplaceOnChanges())
	encoded, err := json.Marshal(r.inputs[Token].Mappable())
	require.NoError(t, err)
	assert.JSONEq(t, asJSON(t, foreign()), string(encoded), "a resource is its manifest")

	made = foreign()
	made.AssumeRole.ExternalID = nil
	r, err = record(program)
	require.ErrorContains(t, err, `kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding "web"`)
	assert.Empty(t, r.inputs)
}

func TestProblems(t *testing.T) {
	for name, test := range map[string]struct {
		change func(args *Args)
		want   string
	}{
		"no name":              {func(a *Args) { a.Name = "" }, "name: is required"},
		"capital name":         {func(a *Args) { a.Name = "Web" }, `name: "Web" is not the name of a Kubernetes object`},
		"dotted namespace":     {func(a *Args) { a.Namespace = "a.b" }, `namespace: "a.b" is not the name of a namespace`},
		"no service":           {func(a *Args) { a.ServiceName = "" }, "serviceName: is required"},
		"service with a digit": {func(a *Args) { a.ServiceName = "1web" }, `serviceName: "1web" is not the name of a Service`},
		"no port":              {func(a *Args) { a.ServicePort = 0 }, "servicePort: 0 is not a port"},
		"high port":            {func(a *Args) { a.ServicePort = 65536 }, "servicePort: 65536 is not a port"},
		"no group":             {func(a *Args) { a.TargetGroupArn = nil }, "targetGroupArn: is required"},
		"name for ARN":         {func(a *Args) { a.TargetGroupArn = pulumi.String("web") }, `targetGroupArn: "web" is not the ARN of a target group`},
		"load balancer's ARN": {func(a *Args) {
			a.TargetGroupArn = pulumi.String("arn:aws:elasticloadbalancing:us-east-1:444455556666:loadbalancer/app/web/1")
		}, "is not the ARN of a target group"},
		"no VPC":              {func(a *Args) { a.VpcID = nil }, "vpcId: is required"},
		"VPC of nine digits":  {func(a *Args) { a.VpcID = pulumi.String("vpc-012345678") }, `vpcId: "vpc-012345678" is not the ID of a VPC`},
		"VPC in capitals":     {func(a *Args) { a.VpcID = pulumi.String("vpc-0123456A") }, "is not the ID of a VPC"},
		"target type":         {func(a *Args) { a.TargetType = "alb" }, `targetType: "alb" is not one of [ip instance]`},
		"address type":        {func(a *Args) { a.IPAddressType = "dualstack" }, `ipAddressType: "dualstack" is not one of [ipv4 ipv6]`},
		"account":             {func(a *Args) { a.Account = "1" }, `account: "1" is not the ID of an account`},
		"role without ID":     {func(a *Args) { a.AssumeRole.ExternalID = nil }, "assumeRole.externalId: is required"},
		"ID without role":     {func(a *Args) { a.AssumeRole.Arn = nil }, "assumeRole.arn: is required"},
		"empty ID":            {func(a *Args) { a.AssumeRole.ExternalID = pulumi.String("") }, `assumeRole.externalId: "" is not an external ID`},
		"role's name":         {func(a *Args) { a.AssumeRole.Arn = pulumi.String("registrar") }, `assumeRole.arn: "registrar" is not the ARN of a role`},
		"role of a third":     {func(a *Args) { a.AssumeRole.Arn = pulumi.String("arn:aws:iam::777788889999:role/r") }, "assumeRole.arn: is in account 777788889999, the target group in 444455556666"},
		"no role":             {func(a *Args) { a.AssumeRole = nil }, "assumeRole: is required: the target group is in account 444455556666, the cluster in 111122223333"},
		"role at home":        {func(a *Args) { a.Account = "444455556666" }, "assumeRole: is for a target group of another account"},
		"instances elsewhere": {func(a *Args) { a.TargetType = "instance" }, "targetType: must be ip"},
		"no source":           {func(a *Args) { a.Networking = []IngressRule{{Ports: []Port{{Port: 1}}}} }, "networking[0]: has no source"},
		"no ports":            {func(a *Args) { a.Networking = []IngressRule{{Cidrs: []string{"10.0.0.0/8"}}} }, "networking[0].ports: is required"},
		"port zero":           {func(a *Args) { a.Networking = []IngressRule{{Cidrs: []string{"10.0.0.0/8"}, Ports: []Port{{}}}} }, "networking[0].ports[0].port: 0 is not a port"},
		"protocol": {func(a *Args) {
			a.Networking = []IngressRule{{Cidrs: []string{"10.0.0.0/8"}, Ports: []Port{{"tcp", 1}}}}
		}, `networking[0].ports[0].protocol: "tcp" is not one of [TCP UDP]`},
		"no CIDR":     {func(a *Args) { a.Networking = []IngressRule{{Cidrs: []string{"10.0.0.1"}, Ports: []Port{{Port: 1}}}} }, `networking[0].cidrs[0]: "10.0.0.1" is not a CIDR`},
		"bits behind": {func(a *Args) { a.Networking = []IngressRule{{Cidrs: []string{"10.0.0.1/8"}, Ports: []Port{{Port: 1}}}} }, "networking[0].cidrs[0]: 10.0.0.1/8 has bits set behind its length: 10.0.0.0/8 is meant"},
		"group elsewhere": {func(a *Args) {
			a.Networking = []IngressRule{{SecurityGroupIDs: []string{"sg-01234567"}, Ports: []Port{{Port: 1}}}}
		}, "networking[0].securityGroupIds[0]: does not work with a target group of another account"},
		"no security group's ID": {func(a *Args) {
			a.Networking = []IngressRule{{SecurityGroupIDs: []string{"sg-1"}, Ports: []Port{{Port: 1}}}}
		}, `networking[0].securityGroupIds[0]: "sg-1" is not the ID of a security group`},
	} {
		t.Run(name, func(t *testing.T) {
			args := foreign()
			test.change(args)
			_, err := Manifest(args)
			assert.ErrorContains(t, err, test.want)
		})
	}
	_, err := Manifest(nil)
	for _, want := range []string{"name: is required", "namespace: is required", "targetGroupArn: is required", "vpcId: is required"} {
		assert.ErrorContains(t, err, want)
	}
}

// TestMisfitsKnownLater has the problems that need a target group, VPC or role that another resource makes.
func TestMisfitsKnownLater(t *testing.T) {
	later := func(word string) pulumi.StringInput {
		return pulumi.String(word).ToStringOutput()
	}
	for name, test := range map[string]struct {
		change func(args *Args)
		want   string
	}{
		"fits":           {func(a *Args) { a.TargetGroupArn = later(group) }, ""},
		"fits, as an ID": {func(a *Args) { a.VpcID = pulumi.ID(vpc).ToIDOutput() }, ""},
		"no ARN":         {func(a *Args) { a.TargetGroupArn = later("web") }, `targetGroupArn: "web" is not the ARN of a target group`},
		"VPC":            {func(a *Args) { a.VpcID = later("vpc-1") }, `vpcId: "vpc-1" is not the ID of a VPC`},
		"other owner":    {func(a *Args) { a.TargetGroupArn, a.AssumeRole = later(group), nil }, "assumeRole: is required"},
		"third's role":   {func(a *Args) { a.AssumeRole.Arn = later("arn:aws:iam::777788889999:role/r") }, "assumeRole.arn: is in account 777788889999"},
		"external ID":    {func(a *Args) { a.AssumeRole.ExternalID = later("a b") }, `assumeRole.externalId: "a b" is not an external ID`},
	} {
		t.Run(name, func(t *testing.T) {
			args := foreign()
			test.change(args)
			r, err := record(func(ctx *pulumi.Context) error {
				_, err := New(ctx, "web", args)
				return err
			})
			if test.want == "" {
				require.NoError(t, err)
				assert.Contains(t, r.inputs, Token)
				return
			}
			assert.ErrorContains(t, err, test.want)
			assert.NotContains(t, r.inputs, Token, "the binding was registered")
		})
	}
}
