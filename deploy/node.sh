#!/bin/sh
# Starts a node of a compose file: sh node.sh replicated|sentinel|cluster [option]...
#
# The settings stand beside this file, in redis.conf or sentinel.conf. Who may log in is written here, from the
# environment, into the file that the node starts from and that only its own user can read: no password stands in an
# argument or in the checkout. Options go to the server as they are.
#
#   MAINSTAY_STORE_PASSWORD  of app, the user that Mainstay logs in as
#   MAINSTAY_NODE_PASSWORD   of nodes at each other
#   NODE_NAME                where others reach the node: its host name, in a cluster its address
#   NODE_PRIMARY             "host port" of the primary that a node without data follows; none for that one itself
#   NODE_DATA                what the node keeps; /data unless told
set -eu
umask 077

here=$(dirname "$0")
data=${NODE_DATA:-/data}

fail() {
  printf 'node.sh: %s\n' "$*" >&2
  exit 2
}

# Passwords stand in files and URLs, where other characters would need escapes.
plain() {
  case $2 in
    '' | *[!A-Za-z0-9_-]*) fail "$1 has to be of letters, digits, _ and -; openssl rand -hex 32 makes one" ;;
  esac
}

hash() { printf %s "$1" | sha256sum | cut -d ' ' -f 1; }

# Nobody can be the default user; a log is read back as it, and what it may not do is passed over in silence.
default_user() { echo 'user default off resetpass resetchannels ~* +@all'; }

# Mainstay may do to its own keys whatever is no administration, and look at who is what.
app_user() {
  echo "user app on #$(hash "$MAINSTAY_STORE_PASSWORD") resetchannels ~ms:* &ms:* +@all -@admin -@dangerous" \
    '+info +role -cluster +cluster|nodes +cluster|info'
}

replica_user() {
  echo 'masteruser replica'
  echo "masterauth $MAINSTAY_NODE_PASSWORD"
  echo "user replica on #$1 resetchannels -@all +psync +replconf +ping"
}

# What sentinels do to data nodes, by the documentation of Sentinel.
monitor_user() {
  echo "user sentinel on #$1 resetchannels &* -@all +multi +slaveof +ping +exec +subscribe +config|rewrite +role" \
    '+publish +info +client|setname +client|kill +script|kill'
}

# Sentinels at each other, and Mainstay, which only asks who is primary.
sentinel_users() {
  secret=$(hash "$MAINSTAY_NODE_PASSWORD")
  echo "dir $data"
  echo "sentinel announce-ip $NODE_NAME"
  echo 'sentinel auth-user main sentinel'
  echo "sentinel auth-pass main $MAINSTAY_NODE_PASSWORD"
  echo 'sentinel sentinel-user peer'
  echo "sentinel sentinel-pass $MAINSTAY_NODE_PASSWORD"
  echo 'user default off resetpass resetchannels -@all'
  echo "user peer on #$secret resetchannels &* -@all +ping +info +publish +client|setname" \
    '+sentinel|is-master-down-by-addr'
  echo "user operator on #$secret resetchannels -@all +ping +info +role +sentinel"
  echo "user app on #$(hash "$MAINSTAY_STORE_PASSWORD") resetchannels -@all +@connection -@admin -@dangerous +ping" \
    '+sentinel|get-master-addr-by-name +sentinel|master +sentinel|replicas'
}

# A sentinel has a node write down whom it follows now; a primary follows nobody. Only a node without data begins as
# it is told from outside.
replicated() {
  file=$data/redis.conf
  follows=${NODE_PRIMARY:+replicaof $NODE_PRIMARY}
  if [ -f "$file" ]; then
    follows=$(grep '^replicaof ' "$file" || :)
  fi
  secret=$(hash "$MAINSTAY_NODE_PASSWORD")
  {
    cat "$here/redis.conf"
    printf '%s\n' "dir $data" "replica-announce-ip $NODE_NAME" "$follows"
    default_user
    app_user
    replica_user "$secret"
    monitor_user "$secret"
    echo "user operator on #$secret resetchannels -@all +ping +info +role +slowlog"
  } > "$file.new"
  mv "$file.new" "$file"
  exec redis-server "$file" "$@"
}

# A sentinel keeps what it knows in its own file. Passwords are written anew at each start, settings only at the first.
sentinel() {
  file=$data/sentinel.conf
  known=$here/sentinel.conf
  [ ! -f "$file" ] || known=$file
  {
    grep -Ev '^(dir|user|sentinel (announce-ip|auth-user|auth-pass|sentinel-user|sentinel-pass)) ' "$known"
    sentinel_users
  } > "$file.new"
  mv "$file.new" "$file"
  exec redis-server "$file" --sentinel "$@"
}

# A node of a cluster keeps whom it follows in nodes.conf.
cluster() {
  file=$data/redis.conf
  secret=$(hash "$MAINSTAY_NODE_PASSWORD")
  {
    cat "$here/redis.conf"
    printf '%s\n' "dir $data" "cluster-announce-ip $NODE_NAME"
    default_user
    app_user
    replica_user "$secret"
    echo "user operator on #$secret resetchannels -@all +ping +info +role +slowlog +cluster"
  } > "$file.new"
  mv "$file.new" "$file"
  exec redis-server "$file" "$@"
}

plain MAINSTAY_STORE_PASSWORD "${MAINSTAY_STORE_PASSWORD:-}"
plain MAINSTAY_NODE_PASSWORD "${MAINSTAY_NODE_PASSWORD:-}"
[ -n "${NODE_NAME:-}" ] || fail 'NODE_NAME is missing'
[ $# -gt 0 ] || fail 'say what it is: replicated, sentinel or cluster'
kind=$1
shift
case $kind in
  replicated | sentinel | cluster) "$kind" "$@" ;;
  *) fail "$kind is none of replicated, sentinel, cluster" ;;
esac
