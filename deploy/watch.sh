#!/bin/sh
# Asks /healthz, and restarts the web workers where one says that it hangs ("web"), or where nobody answers three times in
# a row. Each question meets one of the workers, so that one that hangs is found within a few minutes.
# A database or a job worker that is away is no reason: restarting the web mends neither.
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
