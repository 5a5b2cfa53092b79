// Package observe reads objects out of a snapshot of AWS's answers. IDs become the names that people use, and details that
// say the same are made the same (a list whose order means nothing is sorted, an attribute with its default value is left
// out), so that what remains can be compared word by word.
//
// It reads everything that a snapshot holds, whether somebody planned it or not.
package observe
