package given

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// trust is whom the role trusts: nobody here takes it on.
const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`

// Role makes the IAM role of an ARN, without permissions.
func (a *Account) Role(ctx context.Context, arn string) error {
	_, err := a.iam.CreateRole(ctx, &iam.CreateRoleInput{
		RoleName: aws.String(arn[strings.LastIndex(arn, "/")+1:]), AssumeRolePolicyDocument: aws.String(trust),
	})
	return err
}
