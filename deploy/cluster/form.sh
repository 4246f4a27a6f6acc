#!/bin/sh
# Makes a cluster of nodes that know nothing, once: sh form.sh host:port... with a replica for each primary.
#
#   MAINSTAY_NODE_PASSWORD  of the user operator
set -eu
export REDISCLI_AUTH="$MAINSTAY_NODE_PASSWORD"

first=$1
slots=$(redis-cli --no-auth-warning --user operator -h "${first%:*}" -p "${first##*:}" cluster info \
  | tr -d '\r' | sed -n 's/^cluster_slots_assigned://p')
if [ "$slots" = 16384 ]; then
  echo 'the cluster is there'
  exit 0
fi
exec redis-cli --no-auth-warning --user operator --cluster create "$@" --cluster-replicas 1 --cluster-yes
