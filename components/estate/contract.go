package estate

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/ingresshub/ingresshub/components/plan"
)

const (
	// ContractOutput is the stack output that holds the contract.
	ContractOutput = "ingresshub"

	// ContractVersion is raised whenever a program of the version before would misread a contract.
	ContractVersion = 1
)

// Contract is what a hub's stack tells the stacks of its clusters, as its output `ingresshub`: what it grants, and the IDs that follow
// from no plan. Both sides compute everything else from the same estate.
type Contract struct {
	// ContractVersion.
	Version int `json:"version"`

	// The hub's estate, as far as the network of a cluster follows from it. Its clusters and services are what the hub grants.
	Estate plan.Estate `json:"estate"`

	TransitGateway ContractGateway `json:"transitGateway"`

	// By cluster, how it joins.
	Onboarding map[string]ContractOnboarding `json:"onboarding"`
}

// ContractGateway is the hub's transit gateway.
type ContractGateway struct {
	ID string `json:"id"`

	// IDs of the gateway's route tables, by plan name.
	RouteTableIDs map[string]string `json:"routeTableIds"`
}

// ContractOnboarding is how one cluster joins.
type ContractOnboarding struct {
	// ARN of the role that joins it, and what has to be named to take it on. The cluster's attachment is tagged with that too.
	RoleArn string `json:"roleArn"`
	Owner   string `json:"owner"`

	// ID of the prefix list with the cluster's CIDRs.
	PrefixListID string `json:"prefixListId"`

	// ARN of the share of the transit gateway with the cluster's account.
	ShareArn string `json:"shareArn"`

	// Where its pods are targets of ingress load balancers: the VPC of those, their target groups by plan name, and the role with
	// which its controller registers pods.
	Targets *ContractTargets `json:"targets,omitempty"`
}

// ContractTargets are target groups in the ingress account for the pods of one cluster.
type ContractTargets struct {
	VpcID           string            `json:"vpcId"`
	TargetGroupArns map[string]string `json:"targetGroupArns"`
	RegistrarArn    string            `json:"registrarArn"`
}

//go:embed contract.schema.json
var contractSchema []byte

// ContractSchema is the JSON Schema of a contract.
func ContractSchema() ([]byte, error) {
	var whole, estate map[string]any
	if err := json.Unmarshal(contractSchema, &whole); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(plan.Schema(), &estate); err != nil {
		return nil, err
	}
	definitions, _ := estate["$defs"].(map[string]any)
	for _, key := range []string{"$defs", "$schema"} {
		delete(estate, key)
	}
	definitions["Estate"] = estate
	whole["$defs"] = definitions
	return json.MarshalIndent(whole, "", "  ")
}

// parseContract reads a contract from a stack's output.
func parseContract(hub string, output any) (*Contract, error) {
	if output == nil {
		return nil, fmt.Errorf("stack %s has no output %s: deploy it with estate.HubProgram first, or correct ingresshub:workload.hub", hub, ContractOutput)
	}
	data, err := json.Marshal(output)
	if err != nil {
		return nil, fmt.Errorf("output %s of stack %s: %w", ContractOutput, hub, err)
	}
	var made struct {
		Version int `json:"version"`
	}
	// Whatever else it is, a version that is not ours explains it best.
	if err := json.Unmarshal(data, &made); err != nil || made.Version < 1 {
		return nil, fmt.Errorf("output %s of stack %s is no contract: it has no version", ContractOutput, hub)
	}
	if made.Version != ContractVersion {
		older := "this program"
		if made.Version < ContractVersion {
			older = "the program of that stack"
		}
		return nil, fmt.Errorf("output %s of stack %s is a contract of version %d, and this program reads version %d: update the ingresshub library of %s",
			ContractOutput, hub, made.Version, ContractVersion, older)
	}
	return decodeContract(hub, data)
}

// decodeContract reads a contract of our version, of which nothing may be unknown: a cluster's network would be another one without it.
func decodeContract(hub string, data []byte) (*Contract, error) {
	var raw struct {
		Version        int                           `json:"version"`
		Estate         json.RawMessage               `json:"estate"`
		TransitGateway ContractGateway               `json:"transitGateway"`
		Onboarding     map[string]ContractOnboarding `json:"onboarding"`
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&raw)
	contract := &Contract{Version: raw.Version, TransitGateway: raw.TransitGateway, Onboarding: raw.Onboarding}
	if err == nil {
		contract.Estate, err = plan.Decode(raw.Estate)
	}
	if err == nil && (contract.TransitGateway.ID == "" || len(contract.Onboarding) == 0) {
		err = fmt.Errorf("it names no transit gateway, or no cluster")
	}
	if err != nil {
		return nil, fmt.Errorf("output %s of stack %s cannot be read, though its version is %d; if that stack uses a newer ingresshub library, "+
			"update that of this program: %w", ContractOutput, hub, ContractVersion, err)
	}
	return contract, nil
}
