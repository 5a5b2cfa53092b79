package localcloud

import (
	"regexp"
	"strings"
)

var thumbprint = regexp.MustCompile(`^[0-9a-fA-F]{40}$`)

func oidcProviderKind() *kind {
	return &kind{
		token:    tOidc,
		global:   true,
		replace:  []string{"url"},
		sets:     []string{"clientIdLists"},
		computed: []string{"thumbprintLists"},
		normal: func(in Props) Props {
			if url, ok := in["url"].(string); ok {
				return Props{"url": strings.TrimPrefix(url, "https://")} // as AWS answers it
			}
			return nil
		},
		check: func(in Props) []problem {
			var found []problem
			if url, ok := in["url"].(string); ok && (!strings.HasPrefix(url, "https://") || len(url) <= len("https://")) {
				found = append(found, problem{"url", refuse("ValidationError",
					"Invalid Open ID Connect Provider URL: %s: it must begin with https://", url)})
			}
			for _, t := range strs(in, "thumbprintLists") {
				if !thumbprint.MatchString(t) {
					found = append(found, problem{"thumbprintLists", refuse("ValidationError",
						"expected length of thumbprintLists to be 40 hexadecimal digits, got %s", t)})
				}
			}
			return found
		},
		create: func(c *call) (string, Props, error) {
			url := strings.TrimPrefix(str(c.in, "url"), "https://")
			arn := c.arn("iam", "oidc-provider/"+url)
			if c.find(tOidc, arn) != nil {
				return "", nil, refuse("EntityAlreadyExists", "Provider with url https://%s already exists.", url)
			}
			if len(c.all(tOidc)) >= 100 {
				return "", nil, refuse("LimitExceeded", "Cannot exceed quota for OpenIdConnectProvidersPerAccount: 100")
			}
			out := Props{"arn": arn, "url": url}
			if len(list(c.in, "thumbprintLists")) == 0 {
				out["thumbprintLists"] = []any{c.hash("thumbprint", 40)} // AWS reads it from the server
			}
			return arn, out, nil
		},
		// AWS answers with the URL without its scheme.
		update: func(c *call) (Props, error) {
			return Props{"url": strings.TrimPrefix(str(c.in, "url"), "https://")}, nil
		},
	}
}
