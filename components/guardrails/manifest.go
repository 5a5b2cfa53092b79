package guardrails

import (
	"encoding/json"
	"fmt"
)

// APIVersion is that of every manifest here. Kubernetes has it since 1.30.
const APIVersion = "admissionregistration.k8s.io/v1"

// Kinds of the manifests.
const (
	PolicyKind  = "ValidatingAdmissionPolicy"
	BindingKind = "ValidatingAdmissionPolicyBinding"
)

// Manifest is a Kubernetes object as it is sent to the API server.
type Manifest struct {
	APIVersion string   `json:"apiVersion"`
	Kind       string   `json:"kind"`
	Metadata   Metadata `json:"metadata"`
	Spec       any      `json:"spec"`
}

// Metadata is what a manifest says of itself.
type Metadata struct {
	Name   string            `json:"name"`
	Labels map[string]string `json:"labels,omitempty"`
}

type policySpec struct {
	FailurePolicy    string      `json:"failurePolicy"`
	MatchConstraints constraints `json:"matchConstraints"`
	MatchConditions  []Named     `json:"matchConditions"`
	Variables        []Named     `json:"variables,omitempty"`
	Validations      []Check     `json:"validations"`
}

type constraints struct {
	MatchPolicy   string `json:"matchPolicy"`
	ResourceRules []rule `json:"resourceRules"`
}

type rule struct {
	Operations  []string `json:"operations"`
	APIGroups   []string `json:"apiGroups"`
	APIVersions []string `json:"apiVersions"`
	Resources   []string `json:"resources"`
	Scope       string   `json:"scope"`
}

type bindingSpec struct {
	PolicyName        string   `json:"policyName"`
	ValidationActions []string `json:"validationActions"`
}

// Manifests are the policy and its binding. What cannot be evaluated is rejected.
func (p Policy) Manifests() []Manifest {
	labels := map[string]string{"app.kubernetes.io/managed-by": "ingresshub"}
	return []Manifest{
		{APIVersion: APIVersion, Kind: PolicyKind, Metadata: Metadata{p.Name, labels}, Spec: policySpec{
			FailurePolicy: "Fail",
			MatchConstraints: constraints{MatchPolicy: "Equivalent", ResourceRules: []rule{{
				Operations: []string{"CREATE", "UPDATE"}, APIGroups: p.Groups, APIVersions: []string{"*"},
				Resources: p.Resources, Scope: "*",
			}}},
			MatchConditions: append([]Named{changes}, p.Conditions...),
			Variables:       p.Variables,
			Validations:     p.Checks,
		}},
		{APIVersion: APIVersion, Kind: BindingKind, Metadata: Metadata{p.Name, labels}, Spec: bindingSpec{
			PolicyName: p.Name, ValidationActions: []string{"Deny", "Audit"},
		}},
	}
}

// SpecMap is the manifest's spec as nested maps and lists, which is how Pulumi takes it.
func (m Manifest) SpecMap() (map[string]any, error) {
	encoded, err := json.Marshal(m.Spec)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", m.Kind, m.Metadata.Name, err)
	}
	var spec map[string]any
	if err := json.Unmarshal(encoded, &spec); err != nil {
		return nil, fmt.Errorf("%s %s: %w", m.Kind, m.Metadata.Name, err)
	}
	return spec, nil
}
