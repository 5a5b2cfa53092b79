package onboarding

import (
	"encoding/json"
	"fmt"

	"github.com/ingresshub/ingresshub/components/transit"
)

// statement is a statement of a policy. Lists keep their order, so that a policy is the same text each time.
type statement struct {
	Sid       string `json:",omitempty"`
	Effect    string
	Principal map[string]string              `json:",omitempty"`
	Action    []string                       `json:",omitempty"`
	Resource  []string                       `json:",omitempty"`
	Condition map[string]map[string][]string `json:",omitempty"`
}

func document(statements ...statement) (string, error) {
	text, err := json.Marshal(struct {
		Version   string
		Statement []statement
	}{"2012-10-17", statements})
	return string(text), err
}

// Trust is who may take the role on: one principal of the cluster's account, which names the external ID.
type Trust struct {
	Partition string

	// ID of the cluster's account.
	Account string

	// ARN of the role in that account, through which the cluster's stack works.
	Principal string

	ExternalID string
}

// Document is the trust policy. The principal is the account and the role a condition: IAM refuses a role as principal that does not
// exist yet, and forgets one that is made anew.
func (t Trust) Document() (string, error) {
	return document(statement{
		Effect: "Allow", Action: []string{"sts:AssumeRole"},
		Principal: map[string]string{"AWS": fmt.Sprintf("arn:%s:iam::%s:root", t.Partition, t.Account)},
		Condition: map[string]map[string][]string{
			"ArnEquals":    {"aws:PrincipalArn": {t.Principal}},
			"StringEquals": {"sts:ExternalId": {t.ExternalID}},
		},
	})
}

// Permissions are what the role may do, to which resources.
type Permissions struct {
	Partition, Region string

	// IDs of the ingress account and of the cluster's.
	HubAccount, ClusterAccount string

	// What the cluster's attachment is tagged with.
	Owner string

	// ID of the cluster's prefix list.
	PrefixList string

	// IDs of transit route tables: the one that the cluster's attachment asks, those that lead straight to it, and all.
	Association string
	Routes      []string
	Tables      []string
}

// Document is the permissions policy.
//
// Leaving a table is allowed for all of them, because where the cluster was joined before may differ from where it is to be now; it
// concerns the cluster's own attachment and list in any case.
func (p Permissions) Document() (string, error) {
	own := map[string]map[string][]string{"StringEquals": {"aws:ResourceTag/" + transit.ClusterTag: {p.Owner}}}
	// Also those that carry no cluster's name yet.
	free := map[string][]string{"aws:ResourceTag/" + transit.ClusterTag: {p.Owner}}
	statements := []statement{
		{
			Sid: "Look", Effect: "Allow", Resource: []string{"*"}, Action: []string{
				"ec2:DescribeManagedPrefixLists", "ec2:DescribeTags", "ec2:DescribeTransitGatewayAttachments",
				"ec2:DescribeTransitGatewayRouteTables", "ec2:DescribeTransitGatewayVpcAttachments", "ec2:DescribeTransitGateways",
				"ec2:GetTransitGatewayPrefixListReferences", "ec2:GetTransitGatewayRouteTableAssociations",
				"ec2:GetTransitGatewayRouteTablePropagations",
			},
		},
		{
			Sid: "Accept", Effect: "Allow", Resource: p.attachments(), Action: []string{"ec2:AcceptTransitGatewayVpcAttachment"},
			Condition: map[string]map[string][]string{"StringEqualsIfExists": free},
		},
		{
			Sid: "Name", Effect: "Allow", Resource: p.attachments(), Action: []string{"ec2:CreateTags"},
			Condition: map[string]map[string][]string{
				"StringEqualsIfExists":      free,
				"StringEquals":              {"aws:RequestTag/" + transit.ClusterTag: {p.Owner}},
				"ForAllValues:StringEquals": {"aws:TagKeys": {transit.ClusterTag}},
			},
		},
		{
			Sid: "OwnAttachment", Effect: "Allow", Resource: p.attachments(), Condition: own, Action: []string{
				"ec2:AssociateTransitGatewayRouteTable", "ec2:CreateTransitGatewayPrefixListReference",
				"ec2:DisassociateTransitGatewayRouteTable", "ec2:ModifyTransitGatewayPrefixListReference",
			},
		},
		{
			Sid: "OwnPrefixList", Effect: "Allow", Resource: []string{p.hub("prefix-list", p.PrefixList)}, Action: []string{
				"ec2:CreateTransitGatewayPrefixListReference", "ec2:DeleteTransitGatewayPrefixListReference",
				"ec2:ModifyTransitGatewayPrefixListReference",
			},
		},
		{
			Sid: "Ask", Effect: "Allow", Resource: p.tables(p.Association), Action: []string{"ec2:AssociateTransitGatewayRouteTable"},
		},
		{
			Sid: "Leave", Effect: "Allow", Resource: p.tables(p.Tables...), Action: []string{
				"ec2:DeleteTransitGatewayPrefixListReference", "ec2:DisassociateTransitGatewayRouteTable",
			},
		},
	}
	if len(p.Routes) > 0 {
		statements = append(statements, statement{
			Sid: "Answer", Effect: "Allow", Resource: p.tables(p.Routes...), Action: []string{
				"ec2:CreateTransitGatewayPrefixListReference", "ec2:ModifyTransitGatewayPrefixListReference",
			},
		})
	}
	return document(statements...)
}

// attachments are those of the cluster's account and of the ingress account. AWS does not document which of the two stands in the ARN
// of an attachment that one account made to the other's transit gateway; that of a third account never does.
func (p Permissions) attachments() []string {
	return []string{
		p.arn(p.HubAccount, "transit-gateway-attachment", "*"), p.arn(p.ClusterAccount, "transit-gateway-attachment", "*"),
	}
}

func (p Permissions) tables(ids ...string) []string {
	arns := make([]string, 0, len(ids))
	for _, id := range ids {
		arns = append(arns, p.hub("transit-gateway-route-table", id))
	}
	return arns
}

func (p Permissions) hub(kind, id string) string { return p.arn(p.HubAccount, kind, id) }

func (p Permissions) arn(account, kind, id string) string {
	return fmt.Sprintf("arn:%s:ec2:%s:%s:%s/%s", p.Partition, p.Region, account, kind, id)
}
