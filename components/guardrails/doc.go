// Package guardrails keeps workloads from being reached around the central ingress. It is plain data: what a cluster's API
// server rejects, what a cluster's role may never do in AWS, and what nobody may do in the accounts of the EKS VPCs.
//
// The layers do not trust each other. The network has no way in but the hub. The organization's policy keeps anybody in a
// cluster's account from building one. The policy on the cluster's role keeps the controllers that run in the cluster from
// doing it for a Kubernetes object. Admission policies reject the object itself, with a message that says why, to the
// person who can change it. docs/guardrails.md says what each of them stops, and what it cannot.
//
// Admission policies are ValidatingAdmissionPolicies: the API server evaluates them itself, so there is no webhook that can
// be down or be deleted with a namespace. An update that changes neither spec nor annotations passes, because controllers
// write status and finalizers on objects that were there before the policy; such an object could otherwise never be
// deleted. Status subresources are checked too, because they can carry annotations in.
//
// The components that register all this are the packages below: admission, organization, clusterrole, publicaccess.
//
// Source documents: Kubernetes (Validating Admission Policy), AWS Load Balancer Controller guide (service and ingress
// annotations, IngressClass, Gateway API, TargetGroupBinding, Global Accelerator), EKS user guide (Auto Mode load
// balancing), Service Authorization Reference (Elastic Load Balancing, EC2), AWS Organizations user guide (SCP syntax).
package guardrails
