#!/bin/sh
# Runs the admission policies on a real kube-apiserver. Nothing is installed: etcd is taken from PATH or unpacked from
# Debian's package, kube-apiserver is compiled from its Go module. Exit status 77 says that nothing was run.
set -eu
cd "$(dirname "$0")"
GO="${GO:-go}"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/ingresshub/cluster"
mkdir -p "$cache"

etcd="${ETCD:-$(command -v etcd || true)}"
if [ -z "$etcd" ]; then
  etcd="$cache/etcd/usr/bin/etcd"
  if [ ! -x "$etcd" ]; then
    echo "fetching Debian's etcd-server"
    download=$(mktemp -d)
    trap 'rm -rf "$download"' EXIT
    if ! (cd "$download" && apt-get download etcd-server >/dev/null 2>&1 && dpkg-deb -x etcd-server_*.deb "$cache/etcd"); then
      echo "skipped: no etcd. It is not on PATH, and Debian's package etcd-server cannot be had here" \
        "(apt-get update, or name a binary: ETCD=/path/to/etcd)." >&2
      exit 77
    fi
  fi
fi

version=$("$GO" -C apiserver list -m -f '{{.Version}}' k8s.io/kubernetes)
apiserver="$cache/kube-apiserver-$version"
if [ ! -x "$apiserver" ]; then
  echo "compiling kube-apiserver $version: five minutes on two cores, the first time"
  # What is written in part must not be taken for whole.
  "$GO" -C apiserver build -o "$apiserver.new" k8s.io/kubernetes/cmd/kube-apiserver
  mv "$apiserver.new" "$apiserver"
fi

INGRESSHUB_ETCD="$etcd" INGRESSHUB_APISERVER="$apiserver" "$GO" -C .. test -count=1 -run TestCluster "$@" ./cluster
