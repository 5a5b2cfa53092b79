package live

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/stretchr/testify/require"
)

// The machine's own settings stay out of the tests.
func TestMain(m *testing.M) {
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "AWS_") {
			_ = os.Unsetenv(name)
		}
	}
	for name, value := range map[string]string{
		"AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
	} {
		_ = os.Setenv(name, value)
	}
	os.Exit(m.Run())
}

// cloud is an endpoint of AWS's API that answers with what was recorded, in the protocol of each service. The account is that
// in the access key, and the Region the one that the request is signed for.
type cloud struct {
	url      string
	recorded map[string]map[string]string // by account and Region

	// fault answers in the stead of what was recorded; nil leaves it at that.
	fault func(request) *fault

	mu      sync.Mutex
	made    map[string]int
	running int
	most    int // at the same time
}

// request is a call as the endpoint understands it.
type request struct {
	account, region, operation, of, token string
	form                                  url.Values
	count                                 int // of calls of that kind
}

// fault is an error, or another answer where there is no code.
type fault struct {
	status        int
	code, message string
	body          string
}

func newCloud(t *testing.T) *cloud {
	t.Helper()
	c := &cloud{recorded: map[string]map[string]string{}, made: map[string]int{}}
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		answers := map[string]string{}
		parts := regexp.MustCompile(`(?m)^-- (.+) --\n`).Split(string(text), -1)
		for i, name := range regexp.MustCompile(`(?m)^-- (.+) --\n`).FindAllStringSubmatch(string(text), -1) {
			answers[name[1]] = parts[i+1]
		}
		c.recorded[strings.TrimSuffix(filepath.Base(file), ".txt")] = answers
	}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

// parents are the parameters that say what a call is about.
var parents = []string{"PrefixListId", "TransitGatewayRouteTableId", "LoadBalancerArn", "ListenerArn", "TargetGroupArn", "FirewallArn"}

var signed = regexp.MustCompile(`Credential=[A-Z]+(\d{12})/\d+/([a-z0-9-]+)/`)

func (c *cloud) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	scope := signed.FindStringSubmatch(r.Header.Get("Authorization"))
	if scope == nil {
		http.Error(w, "not signed", http.StatusBadRequest)
		return
	}
	asked := request{account: scope[1], region: scope[2]}
	target := r.Header.Get("X-Amz-Target")
	inJSON := target != "" || r.Method == http.MethodGet
	if r.Method == http.MethodGet { // EKS
		asked.form = r.URL.Query()
		asked.operation, asked.of = ofPath(strings.Split(strings.Trim(r.URL.Path, "/"), "/"))
	} else if target != "" {
		_, asked.operation, _ = strings.Cut(target, ".")
		fields := map[string]any{}
		_ = json.Unmarshal(body, &fields)
		asked.form = url.Values{}
		for name, value := range fields {
			asked.form.Set(name, fmt.Sprint(value))
		}
	} else {
		asked.form, _ = url.ParseQuery(string(body))
		asked.operation = asked.form.Get("Action")
	}
	for _, parent := range parents {
		asked.of += asked.form.Get(parent)
	}
	asked.token = asked.form.Get("NextToken") + asked.form.Get("Marker") + asked.form.Get("nextToken")
	name := strings.Join(strings.Fields(strings.Join([]string{asked.operation, asked.of, asked.routeType(), asked.token}, " ")), " ")
	defer c.begin(&asked, name)()
	if c.fault != nil {
		if fault := c.fault(asked); fault != nil {
			fault.write(w, inJSON)
			return
		}
	}
	answer, there := c.recorded[asked.account+"."+asked.region][name]
	switch {
	case asked.operation == "GetCallerIdentity":
		answer = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Account>" +
			asked.account + "</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
	case asked.operation == "AssumeRole":
		answer = assumed(asked.form.Get("RoleArn"))
	case !there:
		(&fault{status: http.StatusBadRequest, code: "InvalidAction", message: name}).write(w, inJSON)
		return
	}
	_, _ = io.WriteString(w, answer)
}

// ofPath is what a call of EKS asks, and of what: /clusters/{name}/node-groups/{name}, as far as it goes.
func ofPath(steps []string) (operation, of string) {
	switch len(steps) {
	case 1:
		return "ListClusters", ""
	case 3:
		return "ListNodegroups", steps[1]
	default:
		return "DescribeNodegroup", steps[1] + "/" + steps[3]
	}
}

// routeType is the type of route that is searched for.
func (r *request) routeType() string {
	if r.form.Get("Filter.1.Name") == "type" {
		return r.form.Get("Filter.1.Value.1")
	}
	return ""
}

func (c *cloud) begin(asked *request, name string) (end func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.made[name]++
	asked.count = c.made[name]
	c.running++
	c.most = max(c.most, c.running)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.running--
	}
}

func (c *cloud) count(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.made[name]
}

func assumed(role string) string {
	account := strings.Split(role, ":")[4]
	return "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials><AccessKeyId>ASIA" +
		account + "</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>" +
		"<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
}

func (f *fault) write(w http.ResponseWriter, inJSON bool) {
	if f.code == "" {
		if f.status != 0 {
			w.WriteHeader(f.status)
		}
		_, _ = io.WriteString(w, f.body)
		return
	}
	w.WriteHeader(f.status)
	if inJSON {
		_ = json.NewEncoder(w).Encode(map[string]string{"__type": f.code, "message": f.message})
		return
	}
	// EC2's errors, with what those of the other services call the same.
	fmt.Fprintf(w, "<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors>"+
		"<Error><Code>%[1]s</Code><Message>%[2]s</Message></Error></Response>", f.code, f.message)
}

// options are those of a user with a profile for each account.
func (c *cloud) options(t *testing.T, profiles ...string) Options {
	t.Helper()
	dir := t.TempDir()
	credentials := ""
	for profile, account := range map[string]string{"111111111111": "111111111111", "222222222222": "222222222222", "west": "111111111111"} {
		credentials += "[" + profile + "]\naws_access_key_id = AKIA" + account + "\naws_secret_access_key = s\n"
	}
	shared, settings := filepath.Join(dir, "credentials"), filepath.Join(dir, "config")
	require.NoError(t, os.WriteFile(shared, []byte(credentials), 0o600))
	require.NoError(t, os.WriteFile(settings, []byte("[profile 111111111111]\nregion = us-east-1\n[profile 222222222222]\n[profile west]\nregion = eu-west-1\n"+
		"[profile guarded]\nrole_arn = arn:aws:iam::222222222222:role/reader\nsource_profile = 111111111111\nmfa_serial = arn:aws:iam::111111111111:mfa/me\n"), 0o600))
	return Options{
		Profiles: profiles, Regions: []string{"us-east-1"},
		Load: []func(*config.LoadOptions) error{
			config.WithBaseEndpoint(c.url),
			config.WithSharedConfigFiles([]string{settings}), config.WithSharedCredentialsFiles([]string{shared}),
		},
	}
}

// only answers the calls of an operation with an error.
func only(operation string, status int, code string) func(request) *fault {
	return func(asked request) *fault {
		if asked.operation != operation {
			return nil
		}
		return &fault{status: status, code: code, message: "as the test wants it"}
	}
}
