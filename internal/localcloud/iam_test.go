package localcloud

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// trusting is a trust policy for a service.
func trusting(service string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"` + service + `"}}]}`
}

func allowing(action string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"` + action + `","Resource":"*"}]}`
}

const workerPolicy = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"

func TestRole(t *testing.T) {
	p := newPlace(t)
	role := p.create(tRole, "nodes", Props{"assumeRolePolicy": trusting("ec2.amazonaws.com"), "tags": Props{"team": "net"}})
	assert.Regexp(t, `^nodes-[0-9a-f]{7}$`, role.id)
	assert.Equal(t, "arn:aws:iam::"+home+":role/"+role.id, role.out("arn"))
	assert.Regexp(t, `^AROA[0-9A-F]{17}$`, role.out("uniqueId"))
	assert.Equal(t, Props{"team": "net"}, role.outputs["tagsAll"])

	assert.Equal(t, []string{"name"}, role.replaces(Props{"name": "others"}))
	assert.Equal(t, []string{"path"}, role.replaces(Props{"path": "/x/"}))
	role = role.update(Props{"description": "Nodes", "assumeRolePolicy": trusting("eks.amazonaws.com")})
	assert.Equal(t, "Nodes", role.out("description"))

	// The same policy written differently is no change.
	spaced := strings.ReplaceAll(trusting("eks.amazonaws.com"), `"sts:AssumeRole"`, ` [ "sts:AssumeRole" ] `)
	assert.Empty(t, role.diffOf(role.inputs, merge(role.inputs, Props{"assumeRolePolicy": spaced})).GetDetailedDiff())

	p.refuses(tRole, "again", Props{"name": role.id, "assumeRolePolicy": trusting("ec2.amazonaws.com")}, "EntityAlreadyExists", "Role with name")
	p.in(other, "us-east-1").create(tRole, "again", Props{"name": role.id, "assumeRolePolicy": trusting("ec2.amazonaws.com")})
	p.invalid(tRole, Props{"name": strings.Repeat("a", 65), "assumeRolePolicy": "{}"}, "name", "less than or equal to 64")
	p.invalid(tRole, Props{"assumeRolePolicy": "{"}, "assumeRolePolicy", "invalid JSON policy")
	p.invalid(tRole, Props{"assumeRolePolicy": "{}", "maxSessionDuration": 60}, "maxSessionDuration", "3600")

	// Both Regions see the same role, and the other account does not.
	assert.NotNil(t, p.cloud.store.get(key{home, "", tRole, role.id}))
	role.remove()
}

func TestTrustPolicies(t *testing.T) {
	p := newPlace(t)
	for document, message := range map[string]string{
		`{"Version":"2012-10-17","Statement":[]}`:                                                                                   "Syntax errors",
		`{"Version":"2013-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}}`:                         "valid version",
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:Run","Principal":"*"}}`:                                "STS AssumeRole actions",
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole"}}`:                                         "Principal",
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"eks"}}}`:           `Invalid principal in policy: "SERVICE":"eks"`,
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"me"}}}`:                `Invalid principal in policy: "AWS":"me"`,
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*","Resource":"*"}}`:          "prohibited field Resource",
		`{"Version":"2012-10-17","Statement":{"Effect":"Maybe","Action":"sts:AssumeRole","Principal":"*"}}`:                         "Syntax errors",
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*","Condition":{"X":"y"}}}`:   "Syntax errors",
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*","Conditions":{"X":"y"}}}`:  "Syntax errors",
		`{"Version":"2012-10-17","Statements":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*","Condition":{"X":"y"}}}`:  "Syntax errors",
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":{"sts":"AssumeRole"},"Principal":"*","Condition":{}}}`:      "Syntax errors",
		`{"Version":"2012-10-17","Statement":{"Sid":"a b","Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}}`:             "alpha-numeric",
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":["111111111111",1]}}}`:  "Syntax errors",
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"a","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}}`: "actions",
	} {
		p.refuses(tRole, "role", Props{"assumeRolePolicy": document}, "MalformedPolicyDocument", message)
	}
	p.refuses(tRole, "role", Props{"assumeRolePolicy": trusting(strings.Repeat("a", 2048) + ".amazonaws.com")}, "LimitExceeded", "ACLSizePerRole")
}

func TestPolicyAttachment(t *testing.T) {
	p := newPlace(t)
	role := p.create(tRole, "nodes", Props{"assumeRolePolicy": trusting("ec2.amazonaws.com")})
	policy := p.create(tPolicy, "deny", Props{"policy": allowing("ec2:Describe*"), "path": "/team/"})
	assert.Equal(t, "arn:aws:iam::"+home+":policy/team/"+policy.out("name"), policy.id)
	attached := p.create(tAttachedTo, "own", Props{"role": role.id, "policyArn": policy.id})
	p.create(tAttachedTo, "worker", Props{"role": role.id, "policyArn": workerPolicy})

	p.refuses(tAttachedTo, "typo", Props{"role": role.id, "policyArn": "arn:aws:iam::aws:policy/AmazonEKSWorkerNodesPolicy"}, "NoSuchEntity", "not attachable")
	p.refuses(tAttachedTo, "norole", Props{"role": "nobody", "policyArn": workerPolicy}, "NoSuchEntity", "nobody cannot be found")
	p.in(other, "us-east-1").refuses(tAttachedTo, "elsewhere", Props{"role": role.id, "policyArn": workerPolicy}, "NoSuchEntity", role.id)

	refused(t, role.tryRemove(), "DeleteConflict", "must detach all policies first")
	refused(t, policy.tryRemove(), "DeleteConflict", attached.id)
	assert.Equal(t, []string{"policyArn"}, attached.replaces(Props{"policyArn": workerPolicy}))
	for i, name := range strings.Fields("a b c d e f g h") {
		p.create(tAttachedTo, name, Props{"role": role.id, "policyArn": "arn:aws:iam::aws:policy/Policy" + string(rune('A'+i))})
	}
	p.refuses(tAttachedTo, "eleventh", Props{"role": role.id, "policyArn": "arn:aws:iam::aws:policy/PolicyZ"}, "LimitExceeded", "PoliciesPerRole: 10")

	// Told to, the role lets go of its policies.
	role.update(Props{"forceDetachPolicies": true}).remove()
	_, _, there := attached.read()
	assert.False(t, there)
	policy.remove()
}

func TestInlinePolicy(t *testing.T) {
	p := newPlace(t)
	role := p.create(tRole, "nodes", Props{"assumeRolePolicy": trusting("ec2.amazonaws.com")})
	inline := p.create(tRolePolicy, "inline", Props{"role": role.id, "policy": allowing("ec2:*")})
	assert.Equal(t, role.id+":"+inline.out("name"), inline.id)
	inline = inline.update(Props{"policy": allowing("elasticloadbalancing:*")})
	assert.Equal(t, []string{"name"}, inline.replaces(Props{"name": "another"}))
	refused(t, role.tryRemove(), "DeleteConflict", "must delete policies first")
	for document, message := range map[string]string{
		`{"Statement":{"Effect":"Allow","Action":"*"}}`:                                                                                     "must contain resources",
		`{"Statement":{"Effect":"Allow","Resource":"*"}}`:                                                                                   "must contain actions",
		`{"Statement":{"Effect":"Allow","Action":"Describe","Resource":"*"}}`:                                                               "prefaced by a vendor",
		`{"Statement":{"Effect":"Allow","Action":"ec2:Describe","Resource":"vpc"}}`:                                                         "ARN format",
		`{"Statement":{"Effect":"Allow","Action":"ec2:Describe","Resource":"*","Principal":"*"}}`:                                           "should not specify a principal",
		`{"Statement":[{"Sid":"A","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"A","Effect":"Allow","Action":"*","Resource":"*"}]}`: "unique",
	} {
		p.refuses(tRolePolicy, "bad", Props{"role": role.id, "policy": document}, "MalformedPolicyDocument", message)
	}
	p.refuses(tRolePolicy, "big", Props{"role": role.id, "policy": allowing("ec2:" + strings.Repeat("x", 10240))}, "LimitExceeded", "10240")
	p.refuses(tPolicy, "big", Props{"policy": allowing("ec2:" + strings.Repeat("x", 6144))}, "LimitExceeded", "PolicySize: 6144")
	inline.remove()
	role.remove()
}

func TestInstanceProfile(t *testing.T) {
	p := newPlace(t)
	role := p.create(tRole, "nodes", Props{"assumeRolePolicy": trusting("ec2.amazonaws.com")})
	profile := p.create(tProfile, "nodes", Props{"role": role.id})
	assert.Equal(t, "arn:aws:iam::"+home+":instance-profile/"+profile.id, profile.out("arn"))
	p.refuses(tProfile, "again", Props{"name": profile.id}, "EntityAlreadyExists", "Instance Profile")
	p.refuses(tProfile, "norole", Props{"role": "nobody"}, "NoSuchEntity", "nobody")
	role.remove() // the provider takes it out of the profile first
	_, outputs, _ := profile.read()
	assert.Nil(t, outputs["role"])
}

func TestOIDCProvider(t *testing.T) {
	p := newPlace(t)
	in := Props{"url": "https://oidc.eks.us-east-1.amazonaws.com/id/ABC", "clientIdLists": []string{"sts.amazonaws.com"}}
	oidc := p.create(tOidc, "cluster", in)
	assert.Equal(t, "arn:aws:iam::"+home+":oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC", oidc.id)
	assert.Equal(t, "oidc.eks.us-east-1.amazonaws.com/id/ABC", oidc.out("url"))
	assert.Len(t, strs(oidc.outputs, "thumbprintLists"), 1)
	p.refuses(tOidc, "again", in, "EntityAlreadyExists", "already exists")
	p.invalid(tOidc, Props{"url": "http://x", "clientIdLists": []string{"a"}}, "url", "https://")
	p.invalid(tOidc, merge(in, Props{"thumbprintLists": []string{"abc"}}), "thumbprintLists", "40")
	oidc = oidc.update(Props{"clientIdLists": []string{"sts.amazonaws.com", "more"}})
	assert.Equal(t, []string{"url"}, oidc.replaces(Props{"url": "https://elsewhere"}))
	oidc.remove()
}

func TestGetPolicyDocument(t *testing.T) {
	c := newPlace(t).callFor()
	out, err := getPolicyDocument(c, Props{
		"statements": []any{
			Props{
				"sid": "One", "actions": []any{"ec2:A", "ec2:B"}, "resources": []any{"*"},
				"conditions": []any{Props{"test": "StringEquals", "variable": "aws:username", "values": []any{"&{aws:userid}"}}},
			},
			Props{"effect": "Deny", "notActions": []any{"iam:*"}, "resources": []any{"arn:aws:s3:::b", "arn:aws:s3:::a"}},
		},
	})
	require.NoError(t, err)
	assert.Equal(t, `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "One",
      "Effect": "Allow",
      "Action": [
        "ec2:B",
        "ec2:A"
      ],
      "Resource": "*",
      "Condition": {
        "StringEquals": {
          "aws:username": "${aws:userid}"
        }
      }
    },
    {
      "Effect": "Deny",
      "NotAction": "iam:*",
      "Resource": [
        "arn:aws:s3:::b",
        "arn:aws:s3:::a"
      ]
    }
  ]
}`, out["json"])
	assert.NoError(t, checkPolicy(str(out, "json"), managedPolicies))

	over, err := getPolicyDocument(c, Props{
		"sourcePolicyDocuments":   []any{out["json"], `{"Statement":{"Sid":"Two","Effect":"Allow","Action":"*","Resource":"*"}}`},
		"overridePolicyDocuments": []any{`{"Statement":[{"Sid":"One","Effect":"Deny","Action":"*","Resource":"*"}]}`},
		"statements": []any{Props{"actions": []any{"sts:AssumeRole"}, "principals": []any{
			Props{"type": "Service", "identifiers": []any{"eks.amazonaws.com"}}, Props{"type": "AWS", "identifiers": []any{"2", "1"}},
		}}, Props{"sid": "All", "actions": []any{"sts:AssumeRole"}, "principals": []any{Props{"type": "*", "identifiers": []any{"*"}}}}},
	})
	require.NoError(t, err)
	assert.Equal(t, `{"Version":"2012-10-17","Statement":[`+
		`{"Sid":"One","Effect":"Deny","Action":"*","Resource":"*"},`+
		`{"Effect":"Deny","NotAction":"iam:*","Resource":["arn:aws:s3:::b","arn:aws:s3:::a"]},`+
		`{"Sid":"Two","Effect":"Allow","Action":"*","Resource":"*"},`+
		`{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":["2","1"],"Service":"eks.amazonaws.com"}},`+
		`{"Sid":"All","Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}]}`, over["minifiedJson"])

	_, err = getPolicyDocument(c, Props{"sourcePolicyDocuments": []any{out["json"], out["json"]}})
	assert.ErrorContains(t, err, "duplicate Sid (One)")
	_, err = getPolicyDocument(c, Props{"sourceJson": "{"})
	assert.ErrorContains(t, err, "not a policy document")
}

// callFor is a call of a data source.
func (p place) callFor() *call {
	s, _ := connectionOf(p.ctx).scope()
	return &call{cloud: p.cloud, kind: &kind{}, account: s.account, region: s.region}
}

func TestIAMSources(t *testing.T) {
	p := newPlace(t)
	role := p.create(tRole, "nodes", Props{"assumeRolePolicy": trusting("ec2.amazonaws.com")})
	policy := p.create(tPolicy, "deny", Props{"policy": allowing("ec2:Describe*")})
	found, err := getRole(p.callFor(), Props{"name": role.id})
	require.NoError(t, err)
	assert.Equal(t, role.out("arn"), found["arn"])
	_, err = getRole(p.in(other, "us-east-1").callFor(), Props{"name": role.id})
	refused(t, err, "NoSuchEntity", role.id)
	found, err = getPolicy(p.callFor(), Props{"name": policy.out("name")})
	require.NoError(t, err)
	assert.Equal(t, policy.id, found["arn"])
	_, err = getPolicy(p.callFor(), Props{"arn": "arn:aws:iam::" + home + ":policy/none"})
	refused(t, err, "NoSuchEntity", "none")
}

func TestRoleThatDeclaresItsPolicies(t *testing.T) {
	p := newPlace(t)
	policy := p.create(tPolicy, "own", Props{"policy": allowing("ec2:Describe*")})
	in := Props{"assumeRolePolicy": trusting("ec2.amazonaws.com"), "managedPolicyArns": []string{policy.id, workerPolicy}}
	role := p.create(tRole, "nodes", merge(in, Props{
		"inlinePolicies": []any{Props{"name": "more", "policy": allowing("ecr:*")}}, "permissionsBoundary": policy.id,
	}))
	refused(t, policy.tryRemove(), "DeleteConflict", "attached to entities")
	assert.Empty(t, role.diffOf(role.inputs, merge(role.inputs, Props{"managedPolicyArns": []any{workerPolicy, policy.id}})).GetDiffs())
	p.refuses(tRole, "none", merge(in, Props{"managedPolicyArns": []string{policy.id + "0"}}), "NoSuchEntity", "not attachable")
	p.refuses(tRole, "boundary", merge(in, Props{"permissionsBoundary": policy.id + "0"}), "NoSuchEntity", "not attachable")
	p.refuses(tRole, "inline", merge(in, Props{
		"inlinePolicies": []any{Props{"name": "more", "policy": trusting("ec2.amazonaws.com")}},
	}), "MalformedPolicyDocument", "should not specify a principal")
	p.refuses(tPolicy, "again", Props{"name": policy.out("name"), "policy": allowing("ec2:*")}, "EntityAlreadyExists", "A policy called")
	_, err := policy.tryUpdate(Props{"policy": trusting("ec2.amazonaws.com")})
	refused(t, err, "MalformedPolicyDocument", "should not specify a principal")
	assert.Equal(t, []string{"description"}, policy.replaces(Props{"description": "other"}))
	role.remove()
	policy.remove()
}

func TestNamePrefix(t *testing.T) {
	p := newPlace(t)
	role := p.create(tRole, "nodes", Props{"namePrefix": "net-", "assumeRolePolicy": trusting("ec2.amazonaws.com")})
	assert.Regexp(t, `^net-[0-9a-f]{26}$`, role.id)
	p.invalid(tRole, Props{"name": "a b", "assumeRolePolicy": "{}"}, "name", "alphanumeric")
	p.invalid(tRole, Props{"path": "team", "assumeRolePolicy": "{}"}, "path", "begin and end with /")
}
