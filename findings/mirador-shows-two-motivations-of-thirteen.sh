#!/bin/sh
# Mirador 4.0.0 (npm) shows annotations of a IIIF manifest whose motivation is commenting or tagging, and no others, silently.
#
# The Web Annotation Data Model has thirteen motivations, and Presentation 3 allows any of them for annotations on a canvas. What a
# classifier or a cataloguer says of a picture is "classifying", "identifying" or "describing" by their definitions. With such
# a manifest, which is valid, Mirador's panel says "Showing 0 annotations". The list is a setting, annotations.filteredMotivations, that
# the viewer's operator can extend; who publishes a manifest cannot. A second motivation makes it visible: ["classifying", "tagging"].
#
# Seen in Chromium: classifying 0, identifying 0, describing 0, tagging 1, ["classifying", "tagging"] 1.
# It needs the program `chromium` (or CHROMIUM=name), npm and python3.
set -eu
folder=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server"; fi; rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent mirador@4.0.0 >/dev/null
tar xzf mirador-4.0.0.tgz package/dist/mirador.min.js
cat >serve.py <<'PYTHON'
import base64
import http.server
import json

PORT_FILE, KINDS = "port", ["classifying", "identifying", "describing", "tagging", ["classifying", "tagging"]]
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAAAAAAALAAAAAABAAEAAAIBRAA7")


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def manifest(base, motivation):
    canvas = f"{base}/canvas"
    picture = {"id": f"{base}/picture.gif", "type": "Image", "format": "image/gif", "width": 100, "height": 100}
    painting = {"id": f"{base}/a/1", "type": "Annotation", "motivation": "painting", "body": picture, "target": canvas}
    text = {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": "Ship"}
    topic = {"id": f"{base}/a/2", "type": "Annotation", "motivation": motivation, "body": [text], "target": canvas}
    page = {"id": f"{base}/p/1", "type": "AnnotationPage", "items": [painting]}
    topics = {"id": f"{base}/p/2", "type": "AnnotationPage", "items": [topic]}
    return {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": f"{base}/manifest",
        "type": "Manifest",
        "label": {"en": ["One painting"]},
        "items": [
            {"id": canvas, "type": "Canvas", "width": 100, "height": 100, "items": [page], "annotations": [topics]}
        ],
    }


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
base = f"http://127.0.0.1:{server.server_port}"
open("picture.gif", "wb").write(PIXEL)
for number, kind in enumerate(KINDS):
    json.dump(manifest(base, kind), open(f"manifest{number}.json", "w"))
    open(f"{number}.html", "w").write(
        '<!doctype html><meta charset="utf-8"><div id="viewer" style="position:absolute;inset:0"></div>'
        '<script src="package/dist/mirador.min.js"></script><script>Mirador.viewer({id: "viewer", '
        'window: {sideBarOpenByDefault: true, defaultSideBarPanel: "annotations"}, '
        f'windows: [{{manifestId: "{base}/manifest{number}.json"}}]}})</script>'
    )
open(PORT_FILE, "w").write(base)
server.serve_forever()
PYTHON
python3 serve.py &
server=$!
until [ -s port ]; do sleep 0.2; done
seen=
for number in 0 1 2 3 4; do
    "${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" --timeout=20000 \
        --virtual-time-budget=20000 --dump-dom "$(cat port)/$number.html" >page.html 2>/dev/null
    count=$(grep -oE 'Showing [0-9]+ annotation' page.html | head -1 | tr -dc 0-9)
    seen="$seen $count"
    echo "$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["items"][0]["annotations"][0]["items"][0]["motivation"])' \
        "manifest$number.json"): ${count:-no panel} shown"
done
test "$seen" = " 0 0 0 1 1"
