package live

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"unicode"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// Problem is a call that gave no answer, as the snapshot keeps it.
type Problem struct {
	// Key is what is missing for it, and Of the ID of what it was asked about; empty where all of the key is missing.
	Key string
	Of  string `json:",omitempty"`

	// Operation is the call, and Action what IAM has to allow for it.
	Operation, Action string

	// Code is AWS's error code, where there was an answer.
	Code string `json:",omitempty"`

	// Reason is for people.
	Reason string
}

// credentialsError is that there are no credentials, or none any more.
type credentialsError struct{ error }

func (e credentialsError) Unwrap() error { return e.error }

// expired are the codes of credentials that were good and are no more. With them every further call would fail.
var expired = map[string]bool{
	"ExpiredToken": true, "ExpiredTokenException": true, "RequestExpired": true, "TokenRefreshRequired": true,
}

// refused are the codes of credentials that AWS does not know, or not in this Region.
var refused = map[string]bool{
	"AuthFailure": true, "InvalidClientTokenId": true, "UnrecognizedClientException": true, "InvalidAccessKeyId": true,
	"SignatureDoesNotMatch": true, "InvalidSignatureException": true, "OptInRequired": true, "MissingAuthenticationToken": true,
}

var denied = map[string]bool{
	"AccessDenied": true, "AccessDeniedException": true, "UnauthorizedOperation": true, "Client.UnauthorizedOperation": true,
	"NotAuthorized": true, "UnauthorizedException": true,
}

var unsupported = map[string]bool{
	"InvalidAction": true, "UnknownOperation": true, "UnknownOperationException": true, "UnsupportedOperation": true,
	"UnsupportedOperationException": true,
}

// fatal says whether an error is one that every further call would meet as well.
func fatal(err error) bool {
	var credentials credentialsError
	return errors.As(err, &credentials) || expired[code(err)] || errors.Is(err, context.Canceled)
}

// code is AWS's error code; empty where there is none.
func code(err error) string {
	var answered smithy.APIError
	if !errors.As(err, &answered) {
		return ""
	}
	if code := answered.ErrorCode(); code != "UnknownError" {
		return code
	}
	return "" // the SDK's word for an answer that is not AWS's
}

// because says for people why a call failed, on one line.
func because(err error) string {
	code := code(err)
	var answered *awshttp.ResponseError
	status := 0
	if errors.As(err, &answered) {
		status = answered.HTTPStatusCode()
	}
	var name *net.DNSError
	switch {
	case denied[code]:
		return "denied (" + code + ")"
	case unsupported[code], strings.HasPrefix(code, "NotImplemented"), code == "" && (status == http.StatusNotFound || status == http.StatusNotImplemented):
		return "not offered here (" + orStatus(code, status) + ")"
	case refused[code]:
		return "the credentials are not valid here, or the Region is not enabled (" + code + ")"
	case gone(code):
		return "it was deleted while the account was read (" + code + ")"
	case errors.As(err, &name) && name.IsNotFound:
		return "not offered here (there is no " + name.Name + ")"
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case code != "":
		return clip(code + ": " + message(err))
	default:
		return clip(innermost(err))
	}
}

func orStatus(code string, status int) string {
	if code != "" {
		return code
	}
	return fmt.Sprintf("HTTP status %d", status)
}

// gone says whether a code is that an object does not exist. Those of EC2 have the ID's name in front.
func gone(code string) bool {
	return strings.HasSuffix(code, "NotFound") || code == "ResourceNotFoundException" || strings.HasSuffix(code, "NotFoundException")
}

func message(err error) string {
	var answered smithy.APIError
	if errors.As(err, &answered) {
		return answered.ErrorMessage()
	}
	return err.Error()
}

// innermost is an error without the SDK's account of how it was met.
func innermost(err error) string {
	var operation *smithy.OperationError
	if errors.As(err, &operation) {
		err = operation.Err
	}
	return err.Error()
}

// clip keeps a message on one line of readable length.
func clip(said string) string {
	said = strings.Join(strings.FieldsFunc(said, func(r rune) bool { return !unicode.IsPrint(r) || unicode.IsSpace(r) }), " ")
	if runes := []rune(said); len(runes) > 300 {
		return string(runes[:300]) + "…"
	}
	return said
}

// operationOf is the operation that failed: a call may need another one than its own.
func operationOf(err error, call *Call) string {
	var failed *smithy.OperationError
	if errors.As(err, &failed) {
		for _, known := range call.also {
			if known == failed.Operation() {
				return known
			}
		}
	}
	return call.Operation
}

// failure is a call that failed for some IDs.
type failure struct {
	ids []string
	err error
}

// problems say what failed of a call that was made a number of times. Where it failed every time, all of the key is missing.
func (c *Call) problems(failures []failure, asked int) []Problem {
	var all []Problem
	for _, failed := range failures {
		operation := operationOf(failed.err, c)
		problem := Problem{Key: c.Key, Operation: operation, Action: c.Service + ":" + operation, Code: code(failed.err)}
		problem.Reason = fmt.Sprintf("%s: %s", operation, because(failed.err))
		if denied[problem.Code] {
			problem.Reason += "; it needs the IAM action " + problem.Action
		}
		switch {
		case len(failures) == asked:
			return append(all, problem)
		case len(failed.ids) > 0:
			problem.Of = failed.ids[0]
			problem.Reason += fmt.Sprintf(" (%d of %d times)", len(failures), asked)
		}
		all = append(all, problem)
	}
	return all
}
