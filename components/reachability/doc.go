// Package reachability asks AWS itself what flightpath answers: whether packets get from one resource to another. AWS's
// Reachability Analyzer works on what is deployed, so it is a second opinion after the update, from somebody who shares no code
// with this project. It costs money per analysis.
//
// Source: AWS, "What is Reachability Analyzer?" (VPC Reachability Analyzer guide).
package reachability
