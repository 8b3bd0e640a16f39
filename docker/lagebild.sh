#!/bin/sh
# `lagebild hub` runs a hub alone; everything else is a command of the program (lagebild --help).
set -eu
if [ "${1:-}" = hub ]; then
	shift
	exec node /app/apps/hub/src/main.ts "$@"
fi
exec node /app/apps/lagebild/src/main.ts "$@"
