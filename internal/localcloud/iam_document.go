package localcloud

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// policyRules say what a kind of policy document must and must not hold.
type policyRules struct {
	size      int
	over      string // AWS's name of the quota
	principal bool   // who may take the role on, instead of what may be used
}

var (
	managedPolicies = policyRules{size: 6144, over: "Cannot exceed quota for PolicySize: 6144"}
	inlinePolicies  = policyRules{size: 10240, over: "Maximum policy size of 10240 bytes exceeded"}
	trustPolicies   = policyRules{size: 2048, over: "Cannot exceed quota for ACLSizePerRole: 2048", principal: true}
)

// documentProblems is the provider's own validation: JSON, and an object.
func documentProblems(in Props, property string) []problem {
	text, ok := in[property].(string)
	if !ok {
		return nil
	}
	var document map[string]any
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		return []problem{{property, refuse("ValidationError", "%q contains an invalid JSON policy: %v", property, err)}}
	}
	return nil
}

// policySize counts as AWS does, without white space.
func policySize(text string) int {
	n := 0
	for _, r := range text {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

var (
	sidForm    = regexp.MustCompile(`^[A-Za-z0-9]*$`)
	actionForm = regexp.MustCompile(`^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$`)
)

func malformed(format string, args ...any) error {
	return refuse("MalformedPolicyDocument", format, args...)
}

// checkPolicy refuses what IAM's parser refuses.
func checkPolicy(text string, rules policyRules) error {
	var document map[string]any
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		return malformed("This policy contains invalid Json")
	}
	if policySize(text) > rules.size {
		return refuse("LimitExceeded", "%s", rules.over)
	}
	for name := range document {
		if !slices.Contains([]string{"Version", "Id", "Statement"}, name) {
			return malformed("Syntax errors in policy.")
		}
	}
	if v, ok := document["Version"]; ok && v != "2012-10-17" && v != "2008-10-17" {
		return malformed("The policy must contain a valid version string")
	}
	statements := listed(document["Statement"])
	if len(statements) == 0 {
		return malformed("Syntax errors in policy.")
	}
	sids := map[string]bool{}
	for _, s := range statements {
		statement, ok := s.(map[string]any)
		if !ok {
			return malformed("Syntax errors in policy.")
		}
		if sid, ok := statement["Sid"].(string); ok && sid != "" {
			if !sidForm.MatchString(sid) {
				return malformed("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*")
			}
			if sids[sid] {
				return malformed("Statement IDs (SID) in a single policy must be unique.")
			}
			sids[sid] = true
		}
		if err := checkStatement(statement, rules); err != nil {
			return err
		}
	}
	return nil
}

func checkStatement(s map[string]any, rules policyRules) error {
	for name := range s {
		if !slices.Contains([]string{
			"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition",
		}, name) {
			return malformed("Syntax errors in policy.")
		}
	}
	if s["Effect"] != "Allow" && s["Effect"] != "Deny" {
		return malformed("Syntax errors in policy.")
	}
	actions, ok := stringsOf(s["Action"], s["NotAction"])
	if !ok {
		return malformed("Syntax errors in policy.")
	}
	if len(actions) == 0 || s["Action"] != nil && s["NotAction"] != nil {
		return malformed("Policy statement must contain actions.")
	}
	if !conditionsWellFormed(s["Condition"]) {
		return malformed("Syntax errors in policy.")
	}
	if rules.principal {
		return checkTrust(s, actions)
	}
	for _, a := range actions {
		if a != "*" && !actionForm.MatchString(a) {
			if !strings.Contains(a, ":") {
				return malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
			}
			return malformed("The policy failed legacy parsing")
		}
	}
	if s["Principal"] != nil || s["NotPrincipal"] != nil {
		return malformed("Policy document should not specify a principal.")
	}
	resources, ok := stringsOf(s["Resource"], s["NotResource"])
	if !ok {
		return malformed("Syntax errors in policy.")
	}
	if len(resources) == 0 || s["Resource"] != nil && s["NotResource"] != nil {
		return malformed("Policy statement must contain resources.")
	}
	for _, r := range resources {
		if r != "*" && (!strings.HasPrefix(r, "arn:") || strings.Count(r, ":") < 5) {
			return malformed("Resource %s must be in ARN format or \"*\".", r)
		}
	}
	return nil
}

var accountPrincipal = regexp.MustCompile(`^(?:\*|\d{12}|arn:aws[a-z-]*:iam::\d{12}:root|arn:aws[a-z-]*:sts::\d{12}:assumed-role/\S+)$`)

func checkTrust(s map[string]any, actions []string) error {
	if s["Resource"] != nil || s["NotResource"] != nil {
		return malformed("Has prohibited field Resource")
	}
	for _, a := range actions {
		if !strings.HasPrefix(a, "sts:") {
			return malformed("AssumeRole policy may only specify STS AssumeRole actions.")
		}
	}
	principal := s["Principal"]
	if principal == nil {
		principal = s["NotPrincipal"]
	}
	if principal == "*" {
		return nil
	}
	by, ok := principal.(map[string]any)
	if !ok || len(by) == 0 {
		return malformed("Missing required field Principal")
	}
	for typ, v := range by {
		ids, ok := stringsOf(v)
		if !ok || len(ids) == 0 {
			return malformed("Syntax errors in policy.")
		}
		for _, id := range ids {
			fine := false
			switch typ {
			case "AWS":
				fine = accountPrincipal.MatchString(id) || iamRole.MatchString(id) || iamUser.MatchString(id)
			case "Service":
				fine = strings.HasSuffix(id, ".amazonaws.com") || strings.HasSuffix(id, ".amazonaws.com.cn")
			case "Federated", "CanonicalUser":
				fine = id != ""
			}
			if !fine {
				return malformed("Invalid principal in policy: %q:%q", strings.ToUpper(typ), id)
			}
		}
	}
	return nil
}

// stringsOf reads what a policy may write as a string or as a list of strings.
func stringsOf(vs ...any) (all []string, ok bool) {
	for _, v := range vs {
		for _, e := range listed(v) {
			s, is := e.(string)
			if !is {
				return nil, false
			}
			all = append(all, s)
		}
	}
	return all, true
}

// conditionsWellFormed says whether a Condition maps operators to keys to values.
func conditionsWellFormed(v any) bool {
	if v == nil {
		return true
	}
	operators, ok := v.(map[string]any)
	if !ok {
		return false
	}
	for _, keys := range operators {
		by, ok := keys.(map[string]any)
		if !ok {
			return false
		}
		for key, values := range by {
			if !strings.Contains(key, ":") || len(listed(values)) == 0 {
				return false
			}
			for _, e := range listed(values) {
				if _, nested := e.(map[string]any); nested {
					return false
				}
			}
		}
	}
	return true
}
