package server

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Position is a place in the log.
type Position int64

// Now is the end of the log.
func (s *Server) Now() Position {
	info, err := s.log.Stat()
	if err != nil {
		return 0
	}
	return Position(info.Size())
}

// Complaints lists what the emulator could not serve since a position, each once. That nobody can know is a complaint as well.
func (s *Server) Complaints(since Position) []string {
	var complaints []string
	lines, err := s.lines(since)
	if err != nil {
		complaints = append(complaints, fmt.Sprintf("its log cannot be read: %v", err))
	}
	for _, line := range lines {
		if text, found := strings.CutPrefix(line, complaint); found && !slices.Contains(complaints, text) {
			complaints = append(complaints, text)
		}
	}
	return complaints
}

// served is a line about a request that was answered as it should be: time, status, service and operation.
var served = regexp.MustCompile(`^[0-9:]+ [23]\d\d `)

// Tail is the end of the log, without the requests that were answered as they should be.
func (s *Server) Tail(count int) string {
	all, err := s.lines(0)
	if err != nil {
		all = append(all, err.Error())
	}
	lines := slices.DeleteFunc(all, served.MatchString)
	return strings.Join(lines[max(0, len(lines)-count):], "\n")
}

func (s *Server) lines(since Position) ([]string, error) {
	// Not by its name: whoever tidies the folder of temporary files up must not blind the judge.
	info, err := s.log.Stat()
	if err != nil {
		return nil, err
	}
	file := io.NewSectionReader(s.log, int64(since), info.Size()-int64(since))
	var lines []string
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
	}
	return lines, scanner.Err()
}
