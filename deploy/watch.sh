#!/bin/sh
# Reads /healthz, and restarts the web workers if one reports that it hangs ("web"), or if there is no answer three times
# in a row. Each request reaches one of the workers, so a hanging one is found within a few minutes.
# A missing database or job worker is no reason: restarting the web repairs neither.
set -eu
url=${1:-http://127.0.0.1:8000/healthz}

systemctl is-active --quiet choxa-web || exit 0
for try in 1 2 3; do
    answer=$(curl --silent --max-time 10 "$url" || true)
    case $answer in
        *'"web"'*) break ;;
        *'"status"'*) exit 0 ;;
    esac
    [ "$try" = 3 ] || sleep "${PAUSE:-5}"
done
echo "restarting choxa-web: /healthz answers ${answer:-nothing}"
systemctl restart choxa-web
