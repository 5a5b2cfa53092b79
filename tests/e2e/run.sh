#!/bin/sh
# Builds and executes the end-to-end runs; the arguments name scenarios. Their exit status is passed on, which `go run` does
# not do: 77 says that nothing was run, because something is missing on this machine.
set -eu
cd "$(dirname "$0")"
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
echo "compiling the end-to-end runs: seconds, the first time minutes, as the AWS SDK for Go is large"
export GO="${GO:-go}"
"$GO" build -o "$built/e2e" ./cmd/e2e
"$built/e2e" "$@"
