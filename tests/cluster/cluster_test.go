package cluster

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/components/guardrails"
)

const (
	paymentsGroup = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/payments/0123456789abcdef"
	ordersGroup   = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/orders/0123456789abcdef"
)

// settings are those of closed.yaml.
func settings() guardrails.Admission {
	return guardrails.Admission{
		TargetGroups:   map[string][]string{"payments": {paymentsGroup}, "orders": {ordersGroup}},
		IngressClasses: []string{"old-alb"},
		GatewayClasses: []string{"old-gateway"},
		AssumableRoles: []string{"arn:aws:iam::111111111111:role/targets"},
	}
}

// TestCluster is one story, because a server takes long to start: policies in a cluster without the custom resources,
// then everything that they are there for, then other settings, then what was there before them.
func TestCluster(t *testing.T) {
	s := start(t)
	for _, namespace := range []string{"payments", "orders"} {
		require.Empty(t, s.create(t, developer, parse(t, "{apiVersion: v1, kind: Namespace, metadata: {name: "+namespace+"}}"), ""))
	}

	uninstall := s.install(t, settings())
	t.Run("without the custom resources", func(t *testing.T) {
		s.try(t, row{Kind: "Service"}, 0)
		s.try(t, row{Kind: "ConfigMap"}, 0)
		s.try(t, row{Kind: "Service", Spec: map[string]any{"type": "LoadBalancer"}, Denied: "services"}, 0)
		s.try(t, row{Kind: "IngressClass", Spec: map[string]any{"controller": "ingress.k8s.aws/alb"}, Denied: "ingress-classes"}, 0)
	})
	s.define(t)
	t.Run("closed", func(t *testing.T) { s.tryAll(t, "closed", 70) })
	t.Run("default class", s.defaultClass)
	t.Run("server-side apply", s.apply)
	uninstall()

	inner := settings()
	inner.InternalNlbs = "test"
	uninstall = s.install(t, inner)
	t.Run("internal NLBs", func(t *testing.T) { s.tryAll(t, "internal-nlbs", 12) })
	uninstall()

	some := settings()
	some.Off = map[guardrails.Guardrail]string{guardrails.IngressClasses: "test", guardrails.Gateways: "test"}
	uninstall = s.install(t, some)
	t.Run("some switched off", func(t *testing.T) { s.tryAll(t, "off", 4) })
	uninstall()

	t.Run("what was there before", s.before)
}

func (s *server) tryAll(t *testing.T, name string, least int) {
	rows := table(t, name)
	require.GreaterOrEqual(t, len(rows), least, "rows are missing")
	for i, r := range rows {
		t.Run(r.Name, func(t *testing.T) { s.try(t, r, i) })
	}
}

// violations are objects of which each is rejected by one guardrail only, by guardrail.
func violations(t *testing.T) map[string]object {
	t.Helper()
	all := map[string]object{}
	for _, r := range table(t, "closed") {
		if r.Denied != "" && r.Patch == nil && r.As == "" && all[r.Denied] == nil {
			all[r.Denied] = r.object(1000)
		}
	}
	return all
}

// install puts policies into the cluster and waits until each is in force, where its resource exists. The API server
// learns of a policy a moment after it has stored it. What is returned takes them out again.
func (s *server) install(t *testing.T, admission guardrails.Admission) (uninstall func()) {
	t.Helper()
	require.Empty(t, admission.Validate())
	var installed []object
	bad, waiting := violations(t), map[string]object{}
	for _, policy := range admission.Policies() {
		for _, manifest := range policy.Manifests() {
			encoded, err := json.Marshal(manifest)
			require.NoError(t, err)
			var o object
			require.NoError(t, json.Unmarshal(encoded, &o))
			require.Empty(t, s.create(t, developer, o, ""), "the API server refuses a policy")
			installed = append(installed, o)
		}
		require.Contains(t, bad, string(policy.Guardrail), "no row is rejected by this guardrail")
		waiting[string(policy.Guardrail)] = bad[string(policy.Guardrail)]
	}
	s.until(t, waiting, true)
	return func() {
		for _, o := range installed {
			s.remove(t, o)
		}
		s.until(t, waiting, false)
	}
}

// until waits until objects are rejected, or no longer; those that the cluster does not know yet are left out.
func (s *server) until(t *testing.T, objects map[string]object, rejected bool) {
	t.Helper()
	for guardrail, o := range objects {
		require.Eventually(t, func() bool {
			code, message, err := s.send(developer, "POST", o.collection()+"?dryRun=All", "", o)
			require.NoError(t, err)
			return code == 404 || strings.Contains(message, "guardrail "+guardrail) == rejected
		}, 30*time.Second, 100*time.Millisecond, "%s: rejected should become %v", guardrail, rejected)
	}
}

// define installs the custom resources, and waits until the server serves them and the policies see them.
func (s *server) define(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile("testdata/crds.yaml")
	require.NoError(t, err)
	documents := strings.Split(string(text), "\n---\n")[1:]
	require.Len(t, documents, 8)
	for _, document := range documents {
		require.Empty(t, s.create(t, developer, parse(t, document), ""))
	}
	for guardrail, o := range violations(t) {
		require.Eventually(t, func() bool {
			_, message, err := s.send(developer, "POST", o.collection()+"?dryRun=All", "", o)
			require.NoError(t, err)
			return strings.Contains(message, "guardrail "+guardrail)
		}, 60*time.Second, 200*time.Millisecond, "%s is not in force", guardrail)
	}
}

// defaultClass: an Ingress without a class is let in where the cluster has a default class, because it gets that.
func (s *server) defaultClass(t *testing.T) {
	class := parse(t, `{apiVersion: networking.k8s.io/v1, kind: IngressClass, spec: {controller: k8s.io/ingress-nginx},
		metadata: {name: nginx, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}}`)
	require.Empty(t, s.create(t, developer, class, ""))
	defer s.remove(t, class)
	ingress := row{Kind: "Ingress"}.object(2000)
	require.Eventually(t, func() bool { return s.create(t, developer, ingress, "") == "" }, time.Minute, 100*time.Millisecond)
	s.remove(t, ingress)
}

// apply: what is applied on the server is created by a patch.
func (s *server) apply(t *testing.T) {
	for kind, want := range map[string]string{"ClusterIP": "", "LoadBalancer": "type LoadBalancer"} {
		service := row{Kind: "Service", Spec: map[string]any{"type": kind}}.object(2500)
		path := service.path() + "?fieldManager=test&force=true"
		code, message, err := s.send(developer, "PATCH", path, "application/apply-patch+yaml", service)
		require.NoError(t, err)
		refused := refusal(t, code, message)
		require.Contains(t, refused, want)
		require.Equal(t, want == "", refused == "")
		if want == "" {
			s.remove(t, service)
		}
	}
}

// before: what was there before the policies keeps working and can be deleted, but is not changed.
func (s *server) before(t *testing.T) {
	old := row{Kind: "Service", Spec: map[string]any{"type": "LoadBalancer"}}.object(3000)
	old["metadata"].(map[string]any)["finalizers"] = []string{"service.kubernetes.io/load-balancer-cleanup"}
	require.Empty(t, s.create(t, developer, old, ""))
	uninstall := s.install(t, settings())
	defer uninstall()

	ingress := object{"status": object{"loadBalancer": object{"ingress": []object{{"hostname": "x.elb.amazonaws.com"}}}}}
	require.Empty(t, s.patch(t, developer, old, "/status", ingress), "its status is written")
	require.Empty(t, s.patch(t, developer, old, "", object{"metadata": object{"labels": object{"a": "b"}}}), "it gets a label")
	require.Contains(t, s.patch(t, developer, old, "", object{"spec": object{"externalTrafficPolicy": "Local"}}), "type LoadBalancer")
	require.Contains(t, s.patch(t, developer, old, "", object{"metadata": object{"annotations": object{"a": "b"}}}), "type LoadBalancer")

	s.remove(t, old)
	require.Contains(t, s.patch(t, developer, old, "", object{"spec": object{"externalTrafficPolicy": "Local"}}), "type LoadBalancer",
		"that it is being deleted is no way to change it")
	require.Empty(t, s.patch(t, developer, old, "", object{"metadata": object{"finalizers": nil}}), "its finalizer is removed")
	code, _, err := s.send(developer, "GET", old.path(), "", nil)
	require.NoError(t, err)
	require.Equal(t, 404, code, "it is gone")
}
