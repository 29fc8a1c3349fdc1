#!/usr/bin/env bash
# HTTPS on a network of your own: a certificate for Fanfare, and the authority that screens trust it by.
#
#   make-venue-ca.sh FOLDER NAME-OR-ADDRESS...
#   make-venue-ca.sh tls fanfare.venue.lan 192.168.10.5
#
# FOLDER then holds server.crt and server.key, for TLS_CERT and TLS_KEY, and venue-ca.crt, for install.sh --ca. The
# authority signs this one certificate, and its key is gone afterwards: nobody can sign another with it. So name every
# name and address that the server has; a new one needs a new folder, and the screens the new venue-ca.crt.
#
# Needs bash and openssl. Overwrites nothing.
set -euo pipefail

DAYS=397

fail() {
  printf 'make-venue-ca: %s\n' "$*" >&2
  exit 1
}

(($# >= 2)) || fail "usage: make-venue-ca.sh FOLDER NAME-OR-ADDRESS..."
command -v openssl >/dev/null || fail "there is no openssl"
folder=$1
shift

names=
for name; do
  case $name in
    *[!A-Za-z0-9.:-]* | -* | .* | '') fail "$name is neither a host name nor an address; no scheme, port or path" ;;
    *:*) names+=${names:+,}IP:$name ;;
    *[!0-9.]*) names+=${names:+,}DNS:$name ;;
    *) names+=${names:+,}IP:$name ;;
  esac
done

for file in server.crt server.key venue-ca.crt; do
  [[ ! -e $folder/$file ]] || fail "$folder/$file is there already, and is not overwritten"
done

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/openssl.cnf" <<END
[req]
distinguished_name = name
prompt = no
[name]
O = Fanfare
CN = ${1:0:60}
[ca]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = $names
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
END

quietly() { "$@" 2>"$work/said" || { cat "$work/said" >&2; fail "openssl could not do it"; }; }
new_key() { quietly openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }
number() { echo "0x$(openssl rand -hex 16)"; }

new_key "$work/ca.key"
new_key "$work/server.key"
quietly openssl req -x509 -new -key "$work/ca.key" -config "$work/openssl.cnf" -extensions ca -sha256 \
  -days $DAYS -set_serial "$(number)" -subj "/O=Fanfare/CN=Venue of ${1:0:50}" -out "$work/venue-ca.crt"
quietly openssl req -new -key "$work/server.key" -config "$work/openssl.cnf" -out "$work/server.csr"
quietly openssl x509 -req -in "$work/server.csr" -CA "$work/venue-ca.crt" -CAkey "$work/ca.key" -sha256 \
  -days $DAYS -set_serial "$(number)" -extfile "$work/openssl.cnf" -extensions server -out "$work/server.crt"
quietly openssl verify -CAfile "$work/venue-ca.crt" "$work/server.crt" >/dev/null

chmod 644 "$work/server.crt" "$work/venue-ca.crt"
mkdir -p "$folder"
mv "$work/server.key" "$work/server.crt" "$work/venue-ca.crt" "$folder/"

cat <<END
Made for $*, for $DAYS days:
  $folder/server.crt     TLS_CERT
  $folder/server.key     TLS_KEY: keep it secret
  $folder/venue-ca.crt   for the screens: install.sh --ca venue-ca.crt
END
