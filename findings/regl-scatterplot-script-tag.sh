#!/bin/sh
# regl-scatterplot 1.16.0 has a build for a script tag (UMD), which its own declared peer dependency cannot satisfy.
#
# The build reads the global `createPubSub`. Its package.json asks for pub-sub-es ~3.0.0, and pub-sub-es 3.0.0 publishes an ES
# module only: no file of it sets a global, so a page that loads the versions npm installs stops at "createPubSub is undefined".
# pub-sub-es 2.1.2 was the last with a UMD build; with it the page works (seen in Chromium), and npm calls that an invalid peer.
# Who makes an offline page (modules do not load from file://) must take the older version.
# Seen: peer ~3.0.0; files of 3.0.0 that are no ES module: none; of 2.1.2: pub-sub.umd.js pub-sub.umd.min.js
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent regl-scatterplot@1.16.0 pub-sub-es@3.0.0 pub-sub-es@2.1.2 >/dev/null
for package in regl-scatterplot-1.16.0 pub-sub-es-3.0.0 pub-sub-es-2.1.2; do
    mkdir "$package" && tar xzf "$package.tgz" -C "$package" --strip-components=1
done
scripts() {  # the files of a package's dist/ that are no ES modules
    grep -LE '(^|[;}])export( default|\{| \{)' "$1"/dist/*.js | xargs -r -n1 basename | sort | tr '\n' ' '
}
peer=$(node -p "require('./regl-scatterplot-1.16.0/package.json').peerDependencies['pub-sub-es']")
grep -q 'createPubSub' regl-scatterplot-1.16.0/dist/regl-scatterplot.min.js
new=$(scripts pub-sub-es-3.0.0) old=$(scripts pub-sub-es-2.1.2)
echo "peer $peer; files of 3.0.0 that are no ES module: ${new:-none}; of 2.1.2: $old"
[ "$peer" = "~3.0.0" ] && [ -z "$new" ] && [ "$old" = "pub-sub.umd.js pub-sub.umd.min.js " ]
