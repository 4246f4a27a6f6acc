# Runs "$1" with the arguments from "$3" on and with the configuration from standard input, up to the
# line "$2", as its own, and ends it when that input ends: the parent holds the other end of the
# pipe, and the kernel closes it however the parent dies.
umask 077
exec 3<&0 </dev/null
config= complete=
while IFS= read -r line <&3; do
  if [ "$line" = "$2" ]; then complete=yes; break; fi
  config="$config$line
"
done
[ "$complete" ] || exit 1

# Whether the store is still the parent of the watcher; a number that was given anew is not.
store_lives() {
  if [ -r /proc/self/stat ]; then
    read -r _ _ _ found _ </proc/self/stat
  else
    found=$(ps -o ppid= -p "$(exec sh -c 'echo $PPID')" | tr -d ' ')
  fi
  [ "$found" = $$ ]
}

(
  exec <&3 3<&- >/dev/null 2>&1
  while read -r _; do :; done
  store_lives && kill -TERM $$
  for _ in 1 2 3 4; do
    store_lives || exit 0
    sleep 1
  done
  store_lives && kill -KILL $$
) &
echo "watcher $!"
program=$1
shift 2
exec "$program" "$@" 3<&- <<END_OF_CONFIGURATION
$config
END_OF_CONFIGURATION
