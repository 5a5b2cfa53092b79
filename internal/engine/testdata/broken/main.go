// Command broken is a program for the tests of package engine.
package main

func main() {
	undeclared()
}
