package live

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/aws/aws-sdk-go-v2/config"
)

// Options say which accounts and Regions are read. The zero value is the account of the credentials that the AWS CLI would
// use, in the Region that it would use.
type Options struct {
	// Profiles are profiles of AWS's config files, an account each.
	Profiles []string

	// Roles are ARNs of roles that are assumed with the credentials, or with the one profile: an account each. The account
	// of the credentials themselves is not read then.
	Roles []string

	// Regions are read in every account; those that are configured where there are none.
	Regions []string

	// Token asks for the code of a device, where a profile says that its role wants one; nil where nobody can be asked.
	Token func() (string, error)

	// Concurrency is how many calls run at the same time; 0 means 16.
	Concurrency int

	// Progress is told of every place that was read; nil for silence.
	Progress io.Writer

	// Load are further options of the SDK's config, such as where its endpoints are.
	Load []func(*config.LoadOptions) error
}

const defaultConcurrency = 16

func (o *Options) check() error {
	if len(o.Profiles) > 1 && len(o.Roles) > 0 {
		return errors.New("several profiles and a role: which profile is to assume it? Name one profile, or put the role into a profile of its own")
	}
	for _, names := range [][]string{o.Profiles, o.Roles, o.Regions} {
		sorted := slices.Sorted(slices.Values(names))
		for i, name := range sorted {
			switch {
			case name == "":
				return errors.New("an empty name of a profile, role or Region")
			case i > 0 && name == sorted[i-1]:
				return fmt.Errorf("%s is named twice", name)
			}
		}
	}
	for _, region := range o.Regions {
		if !regionName.MatchString(region) {
			return fmt.Errorf("%q is not the name of a Region, such as us-east-1", region)
		}
	}
	return nil
}
