// Package expect says what AWS's API must show once a plan is deployed: every object, with every field that the plan or a
// component's documentation fixes. It derives that from the plan alone (plan.Build and its kin) and from what the components
// say of themselves, never from Pulumi's state, a preview or what was deployed.
//
// Where a component states a constant, such as the trust of a role or the body of a 404, it is written down here a second
// time on purpose: a judge that took it from the component would agree with any mistake in it.
package expect
