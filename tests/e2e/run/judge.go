package run

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/ingresshub/ingresshub/tests/e2e/readback"
	"github.com/ingresshub/ingresshub/tests/e2e/scenario"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// Credentials that are good for an emulator, and nowhere else.
const (
	accessKey = "emulated"
	secretKey = "emulated"
)

// judge compares what the API shows with what a plan says.
type judge struct {
	// The credentials in use, and their account.
	config  aws.Config
	account string

	// The credentials of each role, by its ARN.
	roles map[string]aws.Config

	// Every account that is looked at: that of the credentials, and that of each role.
	accounts []readback.Account

	// ARNs of who makes everything: EKS lets the maker of a cluster in.
	principals []string

	// What there was before anything was deployed.
	first snapshot.Snapshot
}

func newJudge(ctx context.Context, url string, roles []string) (*judge, error) {
	j := &judge{roles: map[string]aws.Config{}, config: aws.Config{
		Region: scenario.Region, BaseEndpoint: aws.String(url),
		Credentials: credentials.NewStaticCredentialsProvider(accessKey, secretKey, ""),
	}}
	var err error
	if j.account, err = j.add(ctx, j.config); err != nil {
		return nil, err
	}
	for _, role := range roles {
		config := j.config.Copy()
		config.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(j.config), role))
		if _, err := j.add(ctx, config); err != nil {
			return nil, fmt.Errorf("%s: %w", role, err)
		}
		j.roles[role] = config
	}
	return j, nil
}

// as are the credentials of a role; those in use where none is named.
func (j *judge) as(role string) aws.Config {
	if config, assumed := j.roles[role]; assumed {
		return config
	}
	return j.config
}

// add has the judge look at the account of some credentials, too.
func (j *judge) add(ctx context.Context, config aws.Config) (string, error) {
	caller, err := sts.NewFromConfig(config).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return "", err
	}
	account := aws.ToString(caller.Account)
	j.principals = append(j.principals, principal(aws.ToString(caller.Arn)))
	j.accounts = append(j.accounts, readback.Account{ID: account, Config: config})
	return account, nil
}

// principal is whom IAM knows behind a caller: the role of a session. (moto says sts where AWS says iam of a user.)
func principal(caller string) string {
	caller = strings.Replace(caller, ":sts:", ":iam:", 1)
	before, session, assumed := strings.Cut(caller, ":assumed-role/")
	if !assumed {
		return caller
	}
	role, _, _ := strings.Cut(session, "/")
	return before + ":role/" + role
}

// begin takes note of what there is before anything is deployed.
func (j *judge) begin(ctx context.Context) error {
	first, err := j.read(ctx)
	j.first = first
	return err
}

func (j *judge) read(ctx context.Context) (snapshot.Snapshot, error) {
	return readback.Read(ctx, j.accounts, []string{scenario.Region})
}

// changed lists what is not as it was at the beginning.
func (j *judge) changed(ctx context.Context) ([]string, error) {
	now, err := j.read(ctx)
	if err != nil {
		return nil, err
	}
	before, err := j.first.Inventory()
	if err != nil {
		return nil, err
	}
	after, err := now.Inventory()
	if err != nil {
		return nil, err
	}
	return before.Difference(after), nil
}
