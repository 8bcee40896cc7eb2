#!/bin/sh
# Makes the clips of this folder anew. Needs Debian's espeak-ng, flite and sox:  apt-get install espeak-ng flite sox
set -eu
cd "$(dirname "$0")/../../.."
npx -c 'node --conditions=source packages/engine/src/bench/amd/make-clips.ts'
