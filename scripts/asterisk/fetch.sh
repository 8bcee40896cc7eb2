#!/usr/bin/env bash
# fetch.sh FOLDER: unpacks Debian's own Asterisk 22 with its own libc into FOLDER; no installation, no root, nothing when it is there.
# Debian 12 has no Asterisk, so the packages come from a newer suite of the mirror that apt on this machine uses already.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: fetch.sh FOLDER" >&2; exit 2; }
DEST=$(realpath -m "$1")
[ -x "$DEST/asterisk" ] && { sed -n 2p "$DEST/asterisk"; exit 0; }
no() { echo "Asterisk cannot be fetched: $1" >&2; exit 1; }
command -v apt-get > /dev/null && command -v dpkg-deb > /dev/null || no "this is no Debian; install Asterisk 20 or newer and start again"
[ "$(dpkg --print-architecture)" = amd64 ] || no "the lab unpacks amd64 only; install Asterisk 20 or newer and start again"
KEY=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$KEY" ] || no "$KEY is missing (package debian-archive-keyring)"
URI=$(awk '/^URIs:/{print $2; exit}' /etc/apt/sources.list.d/debian.sources 2> /dev/null || true)
[ -n "$URI" ] || URI=$(awk '$1 == "deb" && $2 ~ /debian/ {print $2; exit}' /etc/apt/sources.list 2> /dev/null || true)
[ -n "$URI" ] || no "apt's sources name no Debian mirror"
CACHE="$DEST.debs"
mkdir -p "$CACHE/archives/partial" "$DEST"
FOUND=
for SUITE in ${OUTDIAL_DEBIAN_SUITES:-forky sid}; do
  AT="$CACHE/$SUITE"
  mkdir -p "$AT/lists/partial"
  : > "$AT/status"
  echo "deb [signed-by=$KEY] $URI $SUITE main" > "$AT/sources.list"
  OPTIONS=(-o Dir::Etc::sourcelist="$AT/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null
    -o Dir::State::Lists="$AT/lists" -o Dir::State::status="$AT/status" -o Dir::Cache="$CACHE" -o Dir::Cache::archives="$CACHE/archives"
    -o Acquire::Languages=none -o APT::Sandbox::User=root -o Acquire::Retries=3 -o DPkg::Post-Invoke= -o APT::Update::Post-Invoke=)
  apt-get "${OPTIONS[@]}" -qq update || continue
  apt-get "${OPTIONS[@]}" -qq -y --no-install-recommends -d install asterisk && FOUND=$SUITE && break
done
[ -n "$FOUND" ] || no "the mirror of this machine did not give its packages (is there a network?)"
SKIP='gnupg|gpg|dirmngr|pinentry|perl|passwd|login|debconf|adduser|pci\.ids|libpam|libsemanage'
for DEB in "$CACHE"/archives/*.deb; do
  [[ $(basename "$DEB") =~ ^($SKIP) ]] && continue
  dpkg-deb --fsys-tarfile "$DEB" | tar -x -C "$DEST" --exclude=./usr/share/{doc,man,locale,lintian,zoneinfo} -f -
done
ln -sfn en_US_f_Allison "$DEST/usr/share/asterisk/sounds/en"
LIB="$DEST/usr/lib/x86_64-linux-gnu"
cat > "$DEST/asterisk.tmp" << X
#!/bin/sh
# $("$LIB/ld-linux-x86-64.so.2" --library-path "$LIB" "$DEST/usr/sbin/asterisk" -V)
HERE=\$(dirname "\$(readlink -f "\$0")")
LIB=\$HERE/usr/lib/x86_64-linux-gnu
exec "\$LIB/ld-linux-x86-64.so.2" --library-path "\$LIB" "\$HERE/usr/sbin/asterisk" "\$@"
X
chmod +x "$DEST/asterisk.tmp"
mv "$DEST/asterisk.tmp" "$DEST/asterisk" # the last step: its presence means that all is there
rm -rf "$CACHE"
sed -n 2p "$DEST/asterisk"
