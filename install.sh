#!/bin/sh
# Tries Gatehouse on this machine: sh install.sh --try
set -eu
root=$(dirname -- "$(readlink -f -- "$0")")

usage() {
  cat <<'TEXT'
Gatehouse: the privacy and security gateway of a small office.

  ./install.sh --try     try it here, as yourself: installs into this folder, keeps its data in ./data, and runs
                         in the foreground on this machine only (127.0.0.1). Ctrl-C stops it. To remove it, delete
                         this folder.

Needs Linux (x64 or arm64) and Node 20 or newer with npm. Nothing is installed outside this folder.
Installing it for a whole office, as a service, will come with a later version: see README.md.
TEXT
}

case "${1-}" in
  --try) shift ;;
  -h | --help)
    usage
    exit 0
    ;;
  '')
    printf '%s\n\n' 'install.sh: say what to do; to try it here: ./install.sh --try' >&2
    usage >&2
    exit 2
    ;;
  *)
    printf '%s\n\n' "install.sh: it does not know \"$1\", so nothing was done; to try it here: ./install.sh --try" >&2
    usage >&2
    exit 2
    ;;
esac

cd "$root"
sh scripts/setup
mkdir -p data
chmod 700 data
exec sh scripts/gatehouse start --try "$@"
