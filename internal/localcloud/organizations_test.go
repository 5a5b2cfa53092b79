package localcloud

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

const deniesAddresses = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["ec2:AllocateAddress"],"Resource":["*"]}]}`

func TestOrganizationPolicies(t *testing.T) {
	p := newPlace(t)
	policy := p.create(tOrganizationPolicy, "guardrails", Props{"name": "guardrails", "content": deniesAddresses})
	assert.Regexp(t, `^p-[0-9a-z]{8}$`, policy.id)
	assert.Equal(t, "SERVICE_CONTROL_POLICY", policy.out("type"))
	assert.Regexp(t, `^arn:aws:organizations::111111111111:policy/o-[0-9a-z]+/`+policy.id+`$`, policy.out("arn"))
	assert.Equal(t, []string{"type"}, policy.replaces(Props{"type": "TAG_POLICY"}))
	policy = policy.update(Props{"content": strings.Replace(deniesAddresses, "AllocateAddress", "AssociateAddress", 1), "name": "renamed"})
	assert.Equal(t, "renamed", policy.out("name"))

	p.refuses(tOrganizationPolicy, "twin", Props{"name": "renamed", "content": deniesAddresses}, "DuplicatePolicyException", "renamed")
	long := strings.Replace(deniesAddresses, `"*"`, `"arn:aws:ec2:*:*:`+strings.Repeat("x", 5120)+`"`, 1)
	p.refuses(tOrganizationPolicy, "long", Props{"content": long}, "ConstraintViolationException", "POLICY_CONTENT_LIMIT_EXCEEDED")
	blank := strings.Replace(deniesAddresses, "{", "{"+strings.Repeat(" ", 5120), 1)
	p.refuses(tOrganizationPolicy, "blank", Props{"content": blank}, "ConstraintViolationException", "POLICY_CONTENT_LIMIT_EXCEEDED")
	for name, content := range map[string]string{
		"principal":  strings.Replace(deniesAddresses, `"Action"`, `"Principal":"*","Action"`, 1),
		"no version": strings.Replace(deniesAddresses, `"Version":"2012-10-17",`, "", 1),
		"no action":  strings.Replace(deniesAddresses, `"Action":["ec2:AllocateAddress"],`, "", 1),
	} {
		p.refuses(tOrganizationPolicy, name, Props{"content": content}, "MalformedPolicyDocumentException", "")
	}
	p.invalid(tOrganizationPolicy, Props{"content": deniesAddresses, "type": "SCP"}, "type", "SERVICE_CONTROL_POLICY")
	p.invalid(tOrganizationPolicy, Props{"content": "{"}, "content", "invalid JSON policy")

	attached := p.create(tPolicyTarget, "eks", Props{"policyId": policy.id, "targetId": "222222222222"})
	assert.Equal(t, "222222222222:"+policy.id, attached.id)
	p.create(tPolicyTarget, "unit", Props{"policyId": policy.id, "targetId": "ou-ab12-0123abcd"})
	p.refuses(tPolicyTarget, "again", Props{"policyId": policy.id, "targetId": "222222222222"}, "DuplicatePolicyAttachmentException", "222222222222")
	p.refuses(tPolicyTarget, "none", Props{"policyId": "p-00000000", "targetId": "222222222222"}, "PolicyNotFoundException", "p-00000000")
	p.refuses(tPolicyTarget, "name", Props{"policyId": policy.id, "targetId": "payments"}, "InvalidInputException", "payments")
	assert.ErrorContains(t, policy.tryRemove(), "PolicyInUseException")

	// With AWS's own FullAWSAccess an account has five. Other types count by themselves.
	for _, name := range []string{"b", "c", "d"} {
		more := p.create(tOrganizationPolicy, name, Props{"content": deniesAddresses})
		p.create(tPolicyTarget, name, Props{"policyId": more.id, "targetId": "222222222222"})
	}
	fifth := p.create(tOrganizationPolicy, "e", Props{"content": deniesAddresses})
	p.refuses(tPolicyTarget, "e", Props{"policyId": fifth.id, "targetId": "222222222222"}, "ConstraintViolationException", "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED")
	tags := p.create(tOrganizationPolicy, "tags", Props{"content": `{"tags":{}}`, "type": "TAG_POLICY"})
	p.create(tPolicyTarget, "tags", Props{"policyId": tags.id, "targetId": "222222222222"})
}

func TestBlockPublicAccess(t *testing.T) {
	g := newGround(t)
	block := g.create(tBlockOptions, "block", Props{"internetGatewayBlockMode": "block-bidirectional"})
	assert.Equal(t, "us-east-1", block.id, "there is one per account and Region")
	assert.Equal(t, home, block.out("awsAccountId"))
	assert.Equal(t, "us-east-1", block.out("awsRegion"))
	g.create(tBlockOptions, "second", Props{"internetGatewayBlockMode": "block-ingress"})
	_, now, _ := block.read()
	assert.Equal(t, "block-ingress", str(now, "internetGatewayBlockMode"), "whoever writes last has it")
	g.in(other, "us-east-1").create(tBlockOptions, "block", Props{"internetGatewayBlockMode": "off"})
	g.invalid(tBlockOptions, Props{"internetGatewayBlockMode": "on"}, "internetGatewayBlockMode", "block-ingress")

	excluded := g.create(tBlockExclusion, "ingress", Props{"vpcId": g.vpc.id, "internetGatewayExclusionMode": "allow-egress"})
	assert.Regexp(t, `^vpcbpa-exclude-0[0-9a-f]{16}$`, excluded.id)
	assert.Equal(t, "arn:aws:ec2:us-east-1:"+home+":vpc/"+g.vpc.id, excluded.out("resourceArn"))
	excluded = excluded.update(Props{"internetGatewayExclusionMode": "allow-bidirectional"})
	assert.Equal(t, []string{"vpcId"}, excluded.replaces(Props{"vpcId": "vpc-0123456789abcdef0"}))
	subnet := g.create(tBlockExclusion, "subnet", Props{"subnetId": g.a.id, "internetGatewayExclusionMode": "allow-egress"})
	assert.Equal(t, "arn:aws:ec2:us-east-1:"+home+":subnet/"+g.a.id, subnet.out("resourceArn"))
	g.refuses(tBlockExclusion, "none", Props{"vpcId": "vpc-0123456789abcdef0", "internetGatewayExclusionMode": "allow-egress"}, "InvalidVpcID.NotFound", "vpc-0123456789abcdef0")
	g.invalid(tBlockExclusion, Props{"internetGatewayExclusionMode": "allow-egress"}, "vpcId", "exactly one")
	g.invalid(tBlockExclusion, Props{"vpcId": g.vpc.id, "subnetId": g.a.id, "internetGatewayExclusionMode": "allow-egress"}, "vpcId", "exactly one")
	g.invalid(tBlockExclusion, Props{"vpcId": g.vpc.id, "internetGatewayExclusionMode": "allow"}, "internetGatewayExclusionMode", "allow-egress")
}
