// Package live reads live accounts: it asks AWS's API what there is, with describe calls only, writes the answers into a
// snapshot folder as the AWS CLI prints them, and reads that folder. What a live account says is therefore what its
// snapshot says, today and when it is read again.
//
//	captured/111111111111/us-east-1/Vpcs.json                     {"Vpcs": [...]}
//	captured/111111111111/us-east-1/LoadBalancerListeners.json    {"LoadBalancerListeners": [{"LoadBalancerArn": ..., "Listeners": [...]}]}
//	captured/111111111111/us-east-1/CaptureProblems.json          {"CaptureProblems": [...]}, where a call failed
//
// The calls stand in one table ([Calls]): exactly those whose keys the snapshot reader understands, with the IAM action that
// each needs, from which the policy in docs/flightpath-live-policy.json is made. They run side by side, up to a limit, page
// by page, with the SDK's adaptive retry.
//
// A call that is denied, that a Region does not offer or that keeps failing costs its own file and no more. The folder says
// which call it was and which IAM action it needs (CaptureProblems), and what depends on it is unproven. Credentials that are
// missing, wrong or expired fail everything, with one error. The folder appears in one step when all has been read and read
// back: a run that was cut off leaves nothing that could be taken for a snapshot.
//
// Accounts change while they are read. Where two answers contradict each other the whole is read again, once.
//
// The SDK's structs hold what the AWS CLI prints, with these differences: the list Firewalls holds what DescribeFirewall answers
// of each, what is asked per object is a list that carries the object's ID, and fields that were added to AWS's API after the
// SDK's version are missing.
//
// The package stays out of the command ingresshub: the SDK's packages take about 120 seconds of a processor to compile (EC2
// alone 90, measured with an empty build cache), and none of its other commands needs them. The program ingresshub-capture runs
// it, which `ingresshub flightpath --live` finds or builds.
package live
