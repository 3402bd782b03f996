#!/bin/sh
# Makes the secrets of compose.yaml, each in a file of its own, where there are none yet. Keep them: the databases know
# their passwords from their first start on.
set -eu
cd "$(dirname "$0")"
# Nobody else gets into the folder; within it, each container reads its files as a user of its own.
mkdir -p -m 700 secrets
make() { [ -e "secrets/$1" ] || printf '%s\n' "$2" > "secrets/$1"; }
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
for name in admin-token redis-password postgres-password grafana-password; do make "$name" "$(random)"; done
make store-url "redis://:$(cat secrets/redis-password)@redis:6379/0"
make history-url "postgres://stepstream:$(cat secrets/postgres-password)@postgres:5432/stepstream"
chmod 644 secrets/*
