// Package iamtest decides requests by IAM policies as AWS documents it, for tests: what a document is there for must be
// allowed, and every way around it must be denied. The local cloud asks it whether a controller may do what a binding needs.
//
// It knows identity policies, permissions boundaries, service control policies and trust policies; Allow and Deny; Action,
// NotAction, Resource, NotResource, Principal; policy variables; and the condition operators on strings, ARNs, Bool and
// Null, with IfExists and the set operators. Everything else in a document is an error, so that no test passes because of
// something that was not understood. So is a question that AWS gives no definite answer to, such as a key with several
// values under an operator for one.
//
// Documents are read from JSON, as AWS gets them, and never from the types that produced them.
//
// Source documents: IAM user guide (policy evaluation logic, JSON policy elements, condition operators, set operators,
// policy variables), AWS Organizations user guide (SCP evaluation).
package iamtest
