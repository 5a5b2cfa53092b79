package given

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// Image makes a machine image that the account may launch, for the one that is written as id.
func (a *Account) Image(ctx context.Context, id string) error {
	made, err := a.ec2.RegisterImage(ctx, &ec2.RegisterImageInput{
		Name: aws.String(id), Architecture: types.ArchitectureValuesX8664, RootDeviceName: aws.String("/dev/xvda"),
		VirtualizationType: aws.String("hvm"),
	})
	if err != nil {
		return err
	}
	a.ids[id] = aws.ToString(made.ImageId)
	return nil
}
