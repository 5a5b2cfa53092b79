// Package lookups asks AWS once what many components of one account ask alike: thirty clusters of one Kubernetes version would ask EKS
// for the versions of their add-ons ninety times in each preview.
package lookups

import (
	"sync"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// memoKey is where a context has its memo.
type memoKey struct{}

// memo is what was asked already, by question.
type memo struct {
	mutex   sync.Mutex
	answers map[any]any
}

// Once is a context in which each question is asked once. Whatever asks in it has to use providers of the same account and Region,
// because they give the answer and are no part of the question. In other contexts each question is asked whenever it comes up.
func Once(ctx *pulumi.Context) *pulumi.Context {
	return ctx.WithValue(memoKey{}, &memo{answers: map[any]any{}})
}

// Answer is what is known already, or what asking tells. A question is a comparable value of a type of the asking package, and has
// answers of one type.
func Answer[T any](ctx *pulumi.Context, question any, ask func() T) T {
	known, ok := ctx.Value(memoKey{}).(*memo)
	if !ok {
		return ask()
	}
	known.mutex.Lock()
	defer known.mutex.Unlock()
	if told, ok := known.answers[question]; ok {
		return told.(T)
	}
	told := ask()
	known.answers[question] = told
	return told
}

// Partition is a part of AWS with accounts and Regions of its own.
type Partition struct {
	// What ARNs have in it, such as `aws` or `aws-cn`.
	Name pulumi.StringOutput

	// What names of services end with in it, such as `amazonaws.com`.
	DNSSuffix pulumi.StringOutput
}

type partitionQuestion struct{}

// PartitionOf is the partition of the account.
func PartitionOf(ctx *pulumi.Context, opts ...pulumi.InvokeOption) Partition {
	return Answer(ctx, partitionQuestion{}, func() Partition {
		place := aws.GetPartitionOutput(ctx, aws.GetPartitionOutputArgs{}, opts...)
		return Partition{Name: place.Partition(), DNSSuffix: place.DnsSuffix()}
	})
}

type regionQuestion struct{}

// RegionOf is the name of the provider's Region, such as `us-east-1`.
func RegionOf(ctx *pulumi.Context, opts ...pulumi.InvokeOption) pulumi.StringOutput {
	return Answer(ctx, regionQuestion{}, func() pulumi.StringOutput {
		return aws.GetRegionOutput(ctx, aws.GetRegionOutputArgs{}, opts...).Name()
	})
}
