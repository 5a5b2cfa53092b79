package snapshot

import (
	"path"
	"regexp"
	"strings"
)

// place is the account and Region that a folder holds.
type place struct {
	// folder is the path down to the last part that names an account or a Region; empty for the snapshot itself.
	folder          string
	account, region string

	// files holds how many there are of each known key, and last how many of them end the list (have no token for a next
	// page).
	files, last map[string]int

	// objects is how many objects the files list under a key.
	objects map[string]int

	// untold is why keys are missing, where a capture says so.
	untold map[string]string
}

var (
	accountFolder = regexp.MustCompile(`^[0-9]{12}$`)
	regionFolder  = regexp.MustCompile(`^[a-z]{2,3}(-[a-z]+)+-[0-9]{1,2}$`)
)

// placeOf tells where the objects of a file lie, from its slash-separated path below the snapshot.
func placeOf(file string) place {
	p := place{files: map[string]int{}, last: map[string]int{}, objects: map[string]int{}}
	parts := strings.Split(path.Dir(file), "/")
	for i, part := range parts {
		switch {
		case accountFolder.MatchString(part):
			p.account = part
		case regionFolder.MatchString(part):
			p.region = part
		default:
			continue
		}
		p.folder = path.Join(parts[:i+1]...)
	}
	return p
}

// String is the place as warnings call it.
func (p *place) String() string {
	if p.folder == "" {
		return "the snapshot"
	}
	return p.folder
}
