package iamtest_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/guardrails/iamtest"
)

const role = "arn:aws:iam::111111111111:role/team/payments"

func document(t *testing.T, statements string) *iamtest.Document {
	t.Helper()
	d, err := iamtest.Parse(`{"Version":"2012-10-17","Statement":[` + statements + `]}`)
	require.NoError(t, err)
	return d
}

func allowed(t *testing.T, r iamtest.Request, p iamtest.Policies) bool {
	t.Helper()
	decision, err := p.Decide(r)
	require.NoError(t, err)
	require.Equal(t, decision.Allowed, decision.Because == "", "a refusal says why")
	return decision.Allowed
}

func TestElements(t *testing.T) {
	t.Parallel()
	const bucket = "arn:aws:s3:::logs/a"
	for _, test := range []struct {
		statement, action, resource string
		want                        bool
	}{
		{`"Action":"s3:GetObject","Resource":"*"`, "s3:GetObject", bucket, true},
		{`"Action":"s3:getobject","Resource":"*"`, "S3:GetObject", bucket, true},
		{`"Action":"s3:Get*","Resource":"*"`, "s3:GetObject", bucket, true},
		{`"Action":"s3:Get?bject","Resource":"*"`, "s3:GetObject", bucket, true},
		{`"Action":"s3:Get","Resource":"*"`, "s3:GetObject", bucket, false},
		{`"Action":"*","Resource":"*"`, "ec2:RunInstances", "*", true},
		{`"Action":["ec2:*","s3:PutObject"],"Resource":"*"`, "s3:GetObject", bucket, false},
		{`"NotAction":["ec2:*","s3:Put*"],"Resource":"*"`, "s3:GetObject", bucket, true},
		{`"NotAction":["ec2:*","s3:Get*"],"Resource":"*"`, "s3:GetObject", bucket, false},
		{`"Action":"s3:*","Resource":"arn:aws:s3:::logs/*"`, "s3:GetObject", bucket, true},
		{`"Action":"s3:*","Resource":"arn:aws:s3:::Logs/*"`, "s3:GetObject", bucket, false},
		{`"Action":"s3:*","Resource":"arn:aws:s3:::other/*"`, "s3:GetObject", bucket, false},
		{`"Action":"s3:*","NotResource":"arn:aws:s3:::other/*"`, "s3:GetObject", bucket, true},
		{`"Action":"s3:*","NotResource":"arn:aws:s3:::logs/*"`, "s3:GetObject", bucket, false},
		{`"Action":"s3:*","Resource":"arn:*:s3:::logs/*"`, "s3:GetObject", bucket, true},
		// An action without resources is about *, which no ARN matches.
		{`"Action":"ec2:*","Resource":"arn:aws:ec2:*:*:vpc/*"`, "ec2:AllocateAddress", "*", false},
		// A wildcard does not reach over a colon into another part of an ARN.
		{`"Action":"*","Resource":"arn:aws:ec2:us-*:vpc/*"`, "ec2:DeleteVpc", "arn:aws:ec2:us-east-1:111111111111:vpc/vpc-1", false},
		{`"Action":"*","Resource":"arn:aws:ec2:us-*:*:vpc/*"`, "ec2:DeleteVpc", "arn:aws:ec2:us-east-1:111111111111:vpc/vpc-1", true},
		{`"Action":"*","Resource":"arn:aws:a:b:c:x:*"`, "a:B", "arn:aws:a:b:c:x:y:z", true},
	} {
		for _, effect := range []string{"Allow", "Deny"} {
			d := document(t, `{"Effect":"`+effect+`",`+test.statement+`}`)
			policies := iamtest.Policies{Identity: []*iamtest.Document{d}}
			want := test.want
			if effect == "Deny" {
				policies.Identity = append(policies.Identity, iamtest.FullAccess())
				want = !want
			}
			got := allowed(t, iamtest.Request{Action: test.action, Resource: test.resource}, policies)
			assert.Equal(t, want, got, "%s %s %s", effect, test.statement, test.action)
		}
	}
}

func TestConditions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		operator, values string
		key              []string // nil: absent
		want             bool
	}{
		{"StringEquals", `"a"`, []string{"a"}, true},
		{"StringEquals", `["b","a"]`, []string{"a"}, true},
		{"StringEquals", `"a"`, []string{"A"}, false},
		{"StringEquals", `"a*"`, []string{"ab"}, false},
		{"StringEquals", `"a"`, nil, false},
		{"StringEqualsIfExists", `"a"`, nil, true},
		{"StringEqualsIfExists", `"a"`, []string{"b"}, false},
		{"StringEqualsIgnoreCase", `"a"`, []string{"A"}, true},
		{"StringNotEquals", `"a"`, []string{"b"}, true},
		{"StringNotEquals", `"a"`, []string{"a"}, false},
		{"StringNotEquals", `["a","b"]`, []string{"b"}, false},
		{"StringNotEquals", `["a","b"]`, []string{"c"}, true},
		{"StringNotEquals", `"a"`, nil, true},
		{"StringNotEqualsIfExists", `"a"`, nil, true},
		{"StringNotEqualsIgnoreCase", `"a"`, []string{"A"}, false},
		{"StringLike", `"a*"`, []string{"abc"}, true},
		{"StringLike", `"a?"`, []string{"abc"}, false},
		{"StringLike", `"*:x"`, []string{"a:b:x"}, true},
		{"StringNotLike", `"a*"`, []string{"abc"}, false},
		{"ArnLike", `"arn:aws:iam::*:role/*"`, []string{role}, true},
		{"ArnLike", `"arn:aws:iam::*:user/*"`, []string{role}, false},
		{"ArnLike", `"arn:aws:iam:*:role/*"`, []string{role}, false},
		{"ArnEquals", `"arn:aws:iam::*:role/*"`, []string{role}, true},
		{"ArnNotLike", `"arn:aws:iam::*:role/*"`, []string{role}, false},
		{"ArnNotEquals", `"arn:aws:iam::*:role/*"`, nil, true},
		{"Bool", `"true"`, []string{"true"}, true},
		{"Bool", `true`, []string{"false"}, false},
		{"Bool", `"false"`, nil, false},
		{"Null", `"true"`, nil, true},
		{"Null", `"true"`, []string{"a"}, false},
		{"Null", `"false"`, []string{"a"}, true},
		{"Null", `"false"`, nil, false},
		{"ForAllValues:StringEquals", `["a","b"]`, []string{"a", "b"}, true},
		{"ForAllValues:StringEquals", `["a","b"]`, []string{"a", "c"}, false},
		{"ForAllValues:StringEquals", `"a"`, []string{}, true},
		{"ForAllValues:StringEquals", `"a"`, nil, true},
		{"ForAllValues:StringNotEquals", `"a"`, []string{"b", "a"}, false},
		{"ForAnyValue:StringEquals", `["a","b"]`, []string{"c", "a"}, true},
		{"ForAnyValue:StringEquals", `"a"`, []string{"c"}, false},
		{"ForAnyValue:StringEquals", `"a"`, nil, false},
		{"ForAnyValue:StringNotEquals", `"a"`, []string{"a", "b"}, true},
		{"ForAnyValue:StringNotEquals", `"a"`, []string{"a"}, false},
		{"ForAnyValue:StringLike", `"a*"`, []string{"b", "ac"}, true},
	} {
		context := iamtest.Context{}
		if test.key != nil {
			context["test:Key"] = test.key
		}
		d := document(t, `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"`+test.operator+`":{"TEST:key":`+test.values+`}}}`)
		got := allowed(t, iamtest.Request{Action: "a:B", Resource: "*", Context: context}, iamtest.Policies{Identity: []*iamtest.Document{d}})
		assert.Equal(t, test.want, got, "%s %s of %v", test.operator, test.values, test.key)
	}
}

func TestAllConditionsMustHold(t *testing.T) {
	t.Parallel()
	d := document(t, `{"Effect":"Allow","Action":"*","Resource":"*",
		"Condition":{"StringEquals":{"a:a":"1","a:b":"1"},"Bool":{"a:c":"true"}}}`)
	for i := range 8 {
		context := iamtest.Context{}
		for bit, key := range []string{"a:a", "a:b", "a:c"} {
			context[key] = []string{"0"}
			if i>>bit&1 == 1 {
				context[key] = []string{map[string]string{"a:c": "true"}[key]}
				if key != "a:c" {
					context[key] = []string{"1"}
				}
			}
		}
		got := allowed(t, iamtest.Request{Action: "a:B", Resource: "*", Context: context}, iamtest.Policies{Identity: []*iamtest.Document{d}})
		assert.Equal(t, i == 7, got, context)
	}
}

func TestVariables(t *testing.T) {
	t.Parallel()
	const home = "arn:aws:s3:::home/"
	for _, test := range []struct {
		resource string
		user     []string
		object   string
		want     bool
	}{
		{home + "${aws:username}/*", []string{"ann"}, home + "ann/x", true},
		{home + "${AWS:Username}/*", []string{"ann"}, home + "bob/x", false},
		{home + "${aws:username}/*", []string{"*"}, home + "bob/x", false}, // a value is no wildcard
		{home + "${aws:username}/*", nil, home + "/x", false},
		{home + "${aws:username}/*", []string{"ann", "bob"}, home + "ann/x", false},
		{home + "${aws:username, 'nobody'}/x", nil, home + "nobody/x", true},
		{home + "${aws:username, 'nobody'}/x", []string{"ann"}, home + "nobody/x", false},
		{home + "${*}/x", nil, home + "*/x", true},
		{home + "${*}/x", nil, home + "a/x", false},
		{home + "${$}${?}", nil, home + "$?", true},
	} {
		d := document(t, `{"Effect":"Allow","Action":"*","Resource":"`+test.resource+`"}`)
		request := iamtest.Request{Action: "s3:GetObject", Resource: test.object, Context: iamtest.Context{}}
		if test.user != nil {
			request.Context["aws:username"] = test.user
		}
		assert.Equal(t, test.want, allowed(t, request, iamtest.Policies{Identity: []*iamtest.Document{d}}), "%s %v", test.resource, test.user)
	}
	old := iamtest.MustParse(`{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"` + home + `${aws:username}"}}`)
	request := iamtest.Request{Action: "a:B", Resource: home + "ann", Context: iamtest.Context{"aws:username": {"ann"}}}
	assert.False(t, allowed(t, request, iamtest.Policies{Identity: []*iamtest.Document{old}}), "the older version has no variables")

	tagged := document(t, `{"Effect":"Allow","Action":"*","Resource":"*",
		"Condition":{"StringEquals":{"aws:ResourceTag/team":"${aws:PrincipalTag/team}"}}}`)
	for _, team := range []string{"payments", "orders", "*"} {
		request := iamtest.Request{Action: "a:B", Resource: "*", Context: iamtest.Context{
			"aws:PrincipalTag/team": {team}, "aws:ResourceTag/team": {"payments"},
		}}
		assert.Equal(t, team == "payments", allowed(t, request, iamtest.Policies{Identity: []*iamtest.Document{tagged}}))
	}
}

// TestLayers: one Deny anywhere wins, and every kind of policy that is there must allow.
func TestLayers(t *testing.T) {
	t.Parallel()
	request := iamtest.Request{Action: "a:B", Resource: "*", Principal: role}
	documents := map[byte]*iamtest.Document{
		'a': iamtest.FullAccess(), 'n': document(t, `{"Effect":"Allow","Action":"x:*","Resource":"*"}`),
		'd': document(t, `{"Effect":"Deny","Action":"a:*","Resource":"*"}`),
	}
	seen := 0
	for _, organization := range "and" {
		for _, unit := range "and" {
			for _, identity := range "and" {
				for _, boundary := range "and-" {
					policies := iamtest.Policies{
						Organization: [][]*iamtest.Document{{documents[byte(organization)]}, {documents[byte(unit)], documents['n']}},
						Identity:     []*iamtest.Document{documents['n'], documents[byte(identity)]}, Boundary: documents[byte(boundary)],
					}
					want := organization == 'a' && unit == 'a' && identity == 'a' && (boundary == 'a' || boundary == '-')
					assert.Equal(t, want, allowed(t, request, policies), string([]rune{organization, unit, identity, boundary}))
					seen++
				}
			}
		}
	}
	require.Equal(t, 108, seen)
	denyBeside := iamtest.Policies{Identity: []*iamtest.Document{iamtest.FullAccess(), documents['d']}}
	assert.False(t, allowed(t, request, denyBeside), "an Allow beside it does not help")
	assert.False(t, allowed(t, request, iamtest.Policies{}), "nothing allows")
}

func TestTrust(t *testing.T) {
	t.Parallel()
	const target, service = "arn:aws:iam::222222222222:role/targets", "pods.eks.amazonaws.com"
	may := document(t, `{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"`+target+`"}`)
	const external = `,"Condition":{"StringEquals":{"sts:ExternalId":"x"}}`
	for name, test := range map[string]struct {
		trust, principal, resource, externalID string
		identity                               bool
		want                                   bool
	}{
		"named, with the external ID":      {`{"AWS":"` + role + `"}` + external, role, target, "x", true, true},
		"named, with another external ID":  {`{"AWS":"` + role + `"}` + external, role, target, "y", true, false},
		"named, without an external ID":    {`{"AWS":"` + role + `"}` + external, role, target, "", true, false},
		"named, but itself not allowed to": {`{"AWS":"` + role + `"}`, role, target, "", false, false},
		"another role":                     {`{"AWS":"` + role + `"}`, role + "2", target, "", true, false},
		"its account":                      {`{"AWS":"arn:aws:iam::111111111111:root"}`, role, target, "", true, true},
		"its account by ID":                {`{"AWS":"111111111111"}`, role, target, "", true, true},
		"its account, itself not allowed":  {`{"AWS":"111111111111"}`, role, target, "", false, false},
		"another account":                  {`{"AWS":"arn:aws:iam::333333333333:root"}`, role, target, "", true, false},
		"anybody":                          {`"*"`, role, target, "", true, true},
		"a service":                        {`{"Service":"` + service + `"}`, service, target, "", false, true},
		"another service":                  {`{"Service":"ec2.amazonaws.com"}`, service, target, "", false, false},
		"named in the same account":        {`{"AWS":"` + role + `"}`, role, "arn:aws:iam::111111111111:role/x", "", false, true},
		"the same account":                 {`{"AWS":"111111111111"}`, role, "arn:aws:iam::111111111111:role/x", "", false, false},
	} {
		trust := document(t, `{"Effect":"Allow","Action":"sts:AssumeRole","Principal":`+test.trust+`}`)
		request := iamtest.Request{Action: "sts:AssumeRole", Resource: test.resource, Principal: test.principal, Context: iamtest.Context{}}
		if test.externalID != "" {
			request.Context["sts:ExternalId"] = []string{test.externalID}
		}
		policies := iamtest.Policies{}
		if test.identity {
			policies.Identity = []*iamtest.Document{may}
		}
		decision, err := policies.Assume(request, trust)
		require.NoError(t, err, name)
		assert.Equal(t, test.want, decision.Allowed, "%s: %s", name, decision.Because)

		refusing := document(t, `{"Effect":"Allow","Action":"sts:*","Principal":`+test.trust+`},
			{"Effect":"Deny","Action":"sts:AssumeRole","Principal":"*"}`)
		decision, err = policies.Assume(request, refusing)
		require.NoError(t, err)
		assert.False(t, decision.Allowed, "%s, denied", name)
	}
}

// TestWhatIsNotUnderstood: nothing is skipped silently.
func TestWhatIsNotUnderstood(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no JSON":              `{`,
		"unknown version":      `{"Version":"2020-01-01","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`,
		"unknown element":      `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Actions":"*","Resource":"*"}]}`,
		"unknown effect":       `{"Version":"2012-10-17","Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}`,
		"no action":            `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*"}]}`,
		"both actions":         `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","NotAction":"a:*","Resource":"*"}]}`,
		"action of nobody":     `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"Get","Resource":"*"}]}`,
		"both resources":       `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","NotResource":"a"}]}`,
		"unknown operator":     `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringMatches":{"a":"b"}}}]}`,
		"numbers":              `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericEquals":{"a":"1"}}}]}`,
		"Null of nothing":      `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Null":{"a":"maybe"}}}]}`,
		"condition of nothing": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a":[]}}}]}`,
		"no statement":         `{"Version":"2012-10-17","Statement":[]}`,
		"the same Sid":         `{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"}]}`,
		"unknown principal":    `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Principal":{"User":"x"}}]}`,
		"a number":             `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":1,"Resource":"*"}]}`,
	} {
		_, err := iamtest.Parse(text)
		assert.Error(t, err, name)
	}
	request := iamtest.Request{Action: "a:B", Resource: "*", Context: iamtest.Context{"a:a": {"1", "2"}}}
	for name, statement := range map[string]string{
		"several values under an operator for one": `"Resource":"*","Condition":{"StringEquals":{"a:a":"1"}}`,
		"no resource": `"Condition":{"StringEquals":{"a:b":"1"}}`,
		"a principal": `"Resource":"*","Principal":"*"`,
	} {
		d := document(t, `{"Effect":"Allow","Action":"*",`+statement+`}`)
		_, err := iamtest.Policies{Identity: []*iamtest.Document{d}}.Decide(request)
		assert.Error(t, err, name)
	}
	_, err := iamtest.Policies{}.Assume(request, iamtest.FullAccess())
	assert.Error(t, err, "no trust policy")
	assert.Panics(t, func() { iamtest.MustParse("{") })
}

func ExamplePolicies_Decide() {
	deny := iamtest.MustParse(`{"Version":"2012-10-17","Statement":[{"Sid":"NoGateways","Effect":"Deny",
		"Action":"ec2:CreateInternetGateway","Resource":"*"}]}`)
	policies := iamtest.Policies{
		Organization: [][]*iamtest.Document{{iamtest.FullAccess(), deny}},
		Identity:     []*iamtest.Document{iamtest.FullAccess()},
	}
	decision, err := policies.Decide(iamtest.Request{Action: "ec2:CreateInternetGateway", Resource: "*"})
	fmt.Println(decision.Allowed, decision.Because, err)
	// Output: false level 0 of the organization denies it: statement 0 NoGateways <nil>
}
