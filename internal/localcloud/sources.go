package localcloud

import "maps"

// source is a data source: it answers from what the account has.
type source func(c *call, args Props) (Props, error)

// allSources gives every data source that the cloud knows, by token.
func allSources() map[string]source {
	all := map[string]source{}
	for _, family := range []map[string]source{
		indexSources(), ec2Sources(), transitSources(), elbSources(), parameterSources(),
		acmSources(), route53Sources(), iamSources(), eksSources(),
	} {
		maps.Copy(all, family)
	}
	return all
}

// one holds a search to exactly one object.
func one(found []*Object, what string) (*Object, error) {
	switch len(found) {
	case 0:
		return nil, refuse("NotFound", "no matching %s found", what)
	case 1:
		return found[0], nil
	default:
		return nil, refuse("AmbiguousResult", "multiple %ss matched; use additional constraints to reduce matches to a single one", what)
	}
}
