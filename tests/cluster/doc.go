// Package cluster runs the admission policies of components/guardrails on a real kube-apiserver with etcd, and sends it
// what must pass and what must not. run.sh, which is `make test-cluster`, gets both programs; without them the tests are
// skipped. No controller and no node is there: admission is all that is looked at.
//
// TestEngine needs neither: the component that registers the policies is deployed by the real Pulumi engine into the local
// cloud, which keeps Kubernetes objects and evaluates nothing.
//
// testdata/crds.yaml holds definitions of the custom resources that the policies look at, written from their documented
// schema: the fields that matter here, and others as they come.
package cluster
