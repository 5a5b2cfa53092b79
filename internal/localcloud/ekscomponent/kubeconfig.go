package ekscomponent

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// A kubeconfig lets kubectl in with a token that the aws command line tool fetches. The fields are in the order in
// which the component writes them, because its JSON text is an output.
type kubeconfig struct {
	APIVersion     string              `json:"apiVersion"`
	Clusters       []kubeconfigCluster `json:"clusters"`
	Contexts       []kubeconfigContext `json:"contexts"`
	CurrentContext string              `json:"current-context"`
	Kind           string              `json:"kind"`
	Users          []kubeconfigUser    `json:"users"`
}

type kubeconfigCluster struct {
	Cluster struct {
		Server                   string `json:"server"`
		CertificateAuthorityData string `json:"certificate-authority-data,omitempty"`
	} `json:"cluster"`
	Name string `json:"name"`
}

type kubeconfigContext struct {
	Context struct {
		Cluster string `json:"cluster"`
		User    string `json:"user"`
	} `json:"context"`
	Name string `json:"name"`
}

type kubeconfigUser struct {
	Name string `json:"name"`
	User struct {
		Exec kubeconfigExec `json:"exec"`
	} `json:"user"`
}

type kubeconfigExec struct {
	APIVersion string                  `json:"apiVersion"`
	Command    string                  `json:"command"`
	Args       []string                `json:"args"`
	Env        []kubeconfigEnvironment `json:"env"`
}

type kubeconfigEnvironment struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// newKubeconfig is the kubeconfig of a cluster as JSON text. The one for the component's own kubernetes provider names
// the profile of the credentials; the one that is handed out does not, so that others can use it too.
func newKubeconfig(cluster *child, credentials value, withProfile bool) (value, error) {
	return apply(func(vs []value) (value, error) {
		var config kubeconfig
		config.APIVersion, config.Kind, config.CurrentContext = "v1", "Config", "aws"

		server := kubeconfigCluster{Name: "kubernetes"}
		server.Cluster.Server = plainText(vs[1])
		server.Cluster.CertificateAuthorityData = plainText(vs[2])
		config.Clusters = []kubeconfigCluster{server}

		context := kubeconfigContext{Name: "aws"}
		context.Context.Cluster, context.Context.User = "kubernetes", "aws"
		config.Contexts = []kubeconfigContext{context}

		user := kubeconfigUser{Name: "aws"}
		user.User.Exec = kubeconfigExec{
			APIVersion: "client.authentication.k8s.io/v1beta1", Command: "aws",
			Args: []string{
				"--region", regionOf(plainText(vs[3])), "eks", "get-token",
				"--cluster-name", plainText(vs[0]), "--output", "json",
			},
			Env: []kubeconfigEnvironment{{
				Name: "KUBERNETES_EXEC_INFO", Value: `{"apiVersion": "client.authentication.k8s.io/v1beta1"}`,
			}},
		}
		if role := plainText(at(vs[4], "roleArn")); role != "" {
			user.User.Exec.Args = append(user.User.Exec.Args, "--role", role)
		}
		if profile := plainText(at(vs[4], "profileName")); withProfile && profile != "" {
			user.User.Exec.Args = append(user.User.Exec.Args, "--profile", profile)
		}
		config.Users = []kubeconfigUser{user}
		return jsonText(config)
	}, cluster.output("name"), cluster.output("endpoint"), cluster.output("certificateAuthority", "data"),
		cluster.output("arn"), credentials)
}

// regionOf is the region in an ARN.
func regionOf(arn string) string {
	if parts := strings.Split(arn, ":"); len(parts) > 3 {
		return parts[3]
	}
	return ""
}

// parsed is JSON text as a value.
func parsed(document value) (value, error) {
	return apply(func(vs []value) (value, error) {
		var v any
		if err := json.Unmarshal([]byte(plainText(vs[0])), &v); err != nil {
			return undefined(), fmt.Errorf("reading JSON: %w", err)
		}
		return resource.NewPropertyValue(v), nil
	}, document)
}
