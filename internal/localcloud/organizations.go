package localcloud

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"unicode/utf8"
)

const (
	tOrganizationPolicy = "aws:organizations/policy:Policy"
	tPolicyTarget       = "aws:organizations/policyAttachment:PolicyAttachment"
)

// organizationPolicies are the types of policies by the characters that they hold, white space included.
var organizationPolicies = map[string]int{
	"SERVICE_CONTROL_POLICY": 5120, "RESOURCE_CONTROL_POLICY": 5120, "TAG_POLICY": 10000, "BACKUP_POLICY": 10000,
	"AISERVICES_OPT_OUT_POLICY": 2500,
}

var acceptedByOrganizations = map[string]map[string]form{
	tOrganizationPolicy: {"type": oneOf(slices.Sorted(maps.Keys(organizationPolicies))...)},
}

// policiesPerTarget is how many policies of a type a root, unit or account takes. AWS's own FullAWSAccess is one of them.
const policiesPerTarget = 5

var policyTarget = regexp.MustCompile(`^(?:r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$`)

// organizationKinds are the policies of AWS Organizations, as its management account has them. Which accounts and units there are, and
// which types of policies are enabled, nothing here says: every target is there, and every type enabled.
func organizationKinds() []*kind {
	return []*kind{
		{
			token:     tOrganizationPolicy,
			global:    true,
			replace:   []string{"type"},
			name:      named("name", 128),
			defaults:  Props{"type": "SERVICE_CONTROL_POLICY"},
			documents: []string{"content"},
			inUse:     "PolicyInUseException",

			unsimulated: []string{"skipDestroy"},
			check:       func(in Props) []problem { return documentProblems(in, "content") },
			create: func(c *call) (string, Props, error) {
				id := "p-" + c.hash("policy", 8)
				return id, Props{"arn": "arn:aws:organizations::" + c.account + ":policy/o-simulated0/" + id}, checkOrganizationPolicy(c)
			},
			update: func(c *call) (Props, error) { return nil, checkOrganizationPolicy(c) },
		},
		{
			token:   tPolicyTarget,
			global:  true,
			replace: []string{"policyId", "targetId"},
			refs: []ref{{
				path: "policyId", to: []string{tOrganizationPolicy}, holds: true,
				missing: "PolicyNotFoundException", say: "We can't find a policy with the PolicyId %s that you specified.",
			}},

			unsimulated: []string{"skipDestroy"},
			create:      attachPolicy,
			importIDs: func(o *Object) []string {
				return []string{str(o.Outputs, "targetId") + ":" + str(o.Outputs, "policyId")}
			},
		},
	}
}

// checkOrganizationPolicy refuses what AWS Organizations refuses of a new or changed policy.
func checkOrganizationPolicy(c *call) error {
	text, typ, name := str(c.in, "content"), orElse(str(c.in, "type"), "SERVICE_CONTROL_POLICY"), str(c.in, "name")
	if len(c.where(tOrganizationPolicy, "name", name)) > 0 {
		return refuse("DuplicatePolicyException", "A policy with the same name already exists: %s", name)
	}
	if utf8.RuneCountInString(text) > organizationPolicies[typ] {
		return refuse("ConstraintViolationException", "You have exceeded the maximum policy size: POLICY_CONTENT_LIMIT_EXCEEDED")
	}
	if typ != "SERVICE_CONTROL_POLICY" {
		return nil
	}
	if !understood(text) {
		return refuse("MalformedPolicyDocumentException", "The provided policy document does not meet the requirements of the specified policy type.")
	}
	return nil
}

// understood says whether a service control policy has the form of an identity policy with a version, as it must.
func understood(text string) bool {
	var document struct{ Version string }
	err := json.Unmarshal([]byte(text), &document)
	return err == nil && document.Version != "" && checkPolicy(text, inlinePolicies) == nil
}

func attachPolicy(c *call) (string, Props, error) {
	policy, target := str(c.in, "policyId"), str(c.in, "targetId")
	if !policyTarget.MatchString(target) {
		return "", nil, refuse("InvalidInputException", "You provided invalid values for one or more of the request parameters: INVALID_PATTERN_TARGET_ID: %s", target)
	}
	typ := str(c.find(tOrganizationPolicy, policy).Outputs, "type")
	attached := 1 // FullAWSAccess
	for _, o := range c.where(tPolicyTarget, "targetId", target) {
		if str(o.Outputs, "policyId") == policy {
			return "", nil, refuse("DuplicatePolicyAttachmentException", "The selected policy is already attached to the specified target: %s", target)
		}
		if str(c.find(tOrganizationPolicy, str(o.Outputs, "policyId")).Outputs, "type") == typ {
			attached++
		}
	}
	if attached >= policiesPerTarget && slices.Contains([]string{"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"}, typ) {
		return "", nil, refuse("ConstraintViolationException",
			"You have attached the maximum number of policies to the specified target: MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED: %s", target)
	}
	return target + ":" + policy, nil, nil
}
