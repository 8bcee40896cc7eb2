#!/bin/sh
# Makes the clips of this folder anew. Needs Debian's espeak-ng, flite and sox:  apt-get install espeak-ng flite sox
set -eu
# (and `npm run build` before)
cd "$(dirname "$0")/../../.."
npx -c 'node packages/engine/src/bench/amd/make-clips.ts'
