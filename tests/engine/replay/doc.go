// Package replay asks flightpath about every state that a cloud was in on the way from one estate to the next: while the first one
// is made, with each update, and while the last one is destroyed. None may be open beyond what the estates on either side offer,
// and in none may a packet get past the firewalls that both of them declare.
package replay
