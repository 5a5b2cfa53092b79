// Package cluster runs the admission policies of components/guardrails on a real kube-apiserver with etcd, and sends it
// what must pass and what must not. run.sh, which is `make test-cluster`, gets both programs; without them the tests are
// skipped. No controller and no node is there: admission is all that is looked at.
//
// testdata/crds.yaml holds definitions of the custom resources that the policies look at, written from their documented
// schema: the fields that matter here, and others as they come.
package cluster
