package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

var (
	regionName = regexp.MustCompile(`^[a-z]{2,3}(-[a-z]+)+-[0-9]{1,2}$`)
	accountID  = regexp.MustCompile(`^[0-9]{12}$`)
)

// account is credentials, and the account that they turned out to belong to.
type account struct {
	name    string // for people: the profile or role
	id      string
	config  aws.Config
	regions []string

	// unusable are the Regions in which AWS does not take the credentials, with what it said.
	unusable map[string]error
}

// attempts is how often a call is tried, where neither AWS_MAX_ATTEMPTS nor the profile says it.
const attempts = 8

// accounts are the accounts that the options name, known to be usable.
func accounts(ctx context.Context, options *Options) ([]*account, error) {
	if err := options.check(); err != nil {
		return nil, err
	}
	if ask := options.Token; ask != nil {
		var one sync.Mutex // a person answers one question at a time
		options.Token = func() (string, error) {
			one.Lock()
			defer one.Unlock()
			return ask()
		}
	}
	profiles := options.Profiles
	if len(profiles) == 0 {
		profiles = []string{""}
	}
	var named []*account
	for _, profile := range profiles {
		found, err := load(ctx, profile, options)
		if err != nil {
			return nil, err
		}
		if len(options.Roles) == 0 {
			named = append(named, found)
		}
		for _, role := range options.Roles {
			named = append(named, found.assume(role))
		}
	}
	failed := make([]error, len(named))
	var running sync.WaitGroup
	for i, one := range named {
		running.Go(func() { failed[i] = one.identify(ctx) })
	}
	running.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return named, errors.Join(failed...)
}

// load finds the credentials of a profile, or those that the AWS CLI would use.
func load(ctx context.Context, profile string, options *Options) (*account, error) {
	loading := []func(*config.LoadOptions) error{
		config.WithHTTPClient(awshttp.NewBuildableClient().WithTimeout(perAttempt)),
		config.WithRetryMode(aws.RetryModeAdaptive),
		config.WithAppID("ingresshub-flightpath"),
	}
	if len(options.Regions) > 0 { // where a role is assumed, for profiles that name none
		loading = append(loading, config.WithDefaultRegion(options.Regions[0]))
	}
	if options.Token != nil {
		loading = append(loading, config.WithAssumeRoleCredentialOptions(func(o *stscreds.AssumeRoleOptions) {
			o.TokenProvider = options.Token
		}))
	}
	name := "the credentials of the environment"
	if profile != "" {
		name = "profile " + profile
		loading = append(loading, config.WithSharedConfigProfile(profile))
	}
	loaded, err := config.LoadDefaultConfig(ctx, append(loading, options.Load...)...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	loaded.RetryMaxAttempts = cmp.Or(loaded.RetryMaxAttempts, attempts)
	found := &account{name: name, config: loaded, regions: options.Regions}
	if len(found.regions) == 0 && loaded.Region != "" {
		found.regions = []string{loaded.Region}
	}
	if len(found.regions) == 0 {
		return nil, fmt.Errorf("%s: which Region? None is named, and neither AWS_REGION nor the profile has one", name)
	}
	found.config.Credentials = telling(loaded.Credentials)
	return found, nil
}

// assume is the account of a role.
func (a *account) assume(role string) *account {
	assumed := *a
	assumed.name = role
	assumed.config = a.config.Copy()
	assumed.config.Credentials = telling(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(a.config), role,
		func(o *stscreds.AssumeRoleOptions) { o.RoleSessionName = "ingresshub-flightpath" }))
	return &assumed
}

// telling marks the errors of credentials, which the SDK passes on with those of calls.
func telling(provider aws.CredentialsProvider) aws.CredentialsProvider {
	if provider == nil {
		provider = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{}, errors.New("there are none")
		})
	}
	return aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(ctx context.Context) (aws.Credentials, error) {
		found, err := provider.Retrieve(ctx)
		if err != nil {
			return found, credentialsError{err}
		}
		return found, nil
	}))
}

// identify asks AWS whose credentials they are, in each Region: the call needs no permission, and tells which Regions take
// them. One has to.
func (a *account) identify(ctx context.Context) error {
	if _, err := a.config.Credentials.Retrieve(ctx); err != nil {
		return a.unusableBecause(err)
	}
	said := make([]*sts.GetCallerIdentityOutput, len(a.regions))
	failed := make([]error, len(a.regions))
	var asking sync.WaitGroup
	for i, region := range a.regions {
		asking.Go(func() {
			said[i], failed[i] = sts.NewFromConfig(a.in(region)).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
		})
	}
	asking.Wait()
	a.unusable = map[string]error{}
	for i, region := range a.regions {
		switch {
		case failed[i] != nil && fatal(failed[i]):
			return a.unusableBecause(failed[i])
		case failed[i] != nil:
			a.unusable[region] = failed[i]
		default:
			a.id = aws.ToString(said[i].Account)
		}
	}
	if a.id == "" {
		return fmt.Errorf("%s in %s: %s", a.name, strings.Join(a.regions, ", "), because(failed[0]))
	}
	if !accountID.MatchString(a.id) {
		return fmt.Errorf("%s: AWS calls the account %q", a.name, clip(a.id))
	}
	return nil
}

// in is the config for a Region.
func (a *account) in(region string) aws.Config {
	config := a.config.Copy()
	config.Region = region
	return config
}

// unusableBecause is the error of an account that nothing can be read with.
func (a *account) unusableBecause(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	if expired[code(err)] {
		return fmt.Errorf("%s: the credentials have expired; sign in again (%s)", a.name, code(err))
	}
	var credentials credentialsError
	if errors.As(err, &credentials) {
		return fmt.Errorf("%s: no usable credentials; sign in (aws sso login, aws configure), or name a profile: %s", a.name,
			clip(innermost(credentials.error)))
	}
	return fmt.Errorf("%s: %s", a.name, because(err))
}
