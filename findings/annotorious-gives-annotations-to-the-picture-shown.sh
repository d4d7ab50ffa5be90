#!/bin/sh
# @annotorious/annotorious 3.8.10 (npm) makes annotations of any picture annotations of the one that it shows.
#
# The W3C adapter is made with the address of the picture on the page: `W3CImageFormat("https://.../1.jpg")`. Expected: of a list of
# Web Annotations, those with another `source` in their target are left out, as they are about another picture; or they come back
# with the source that they had. What happens: all are drawn on the picture, and `getAnnotations()` writes the adapter's address as
# the source of each. Who loads the annotations of a collection (one AnnotationPage, a picture each), corrects one and saves the
# list has said of one picture what was said of all others; ids, creators and dates are kept, so nothing shows it. Give the annotator only
# the annotations whose source is the picture shown.
# Beside that: a target without selector, which the model defines as the whole picture, is left out (with a warning on the console);
# with `{strict: false}` it is kept, is given the shown picture as its source too, and its former address as its "selector". A fragment
# in per cent ("xywh=percent:0,0,50,50"), one of two units of Media Fragments, throws: no annotation of the list is loaded.
#
# Seen in Chromium, shown picture 1.jpg:
#   regions of 1.jpg and 2.jpg: sources 1.jpg 1.jpg
#   whole 1.jpg and whole 2.jpg: none left; not strict: sources 1.jpg 1.jpg
#   a region in pixels, one in per cent: Unsupported MediaFragment unit: percent; none loaded
# It needs the program `chromium` (or CHROMIUM=name) and npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent @annotorious/annotorious@3.8.10 >/dev/null
tar xzf annotorious-annotorious-3.8.10.tgz package/dist/annotorious.js
cat >page.html <<'HTML'
<!doctype html>
<meta charset="utf-8">
<pre id="seen"></pre>
<script src="package/dist/annotorious.js"></script>
<script>
const pictures = "https://museum.example/"
const pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAAAAAAALAAAAAABAAEAAAIBRAA7"
const region = (name, value) => ({
  source: pictures + name,
  selector: { type: "FragmentSelector", conformsTo: "http://www.w3.org/TR/media-frags/", value },
})
const annotation = (target, number) => ({
  "@context": "http://www.w3.org/ns/anno.jsonld",
  id: `https://museum.example/annotations/${number}`,
  type: "Annotation",
  motivation: "tagging",
  body: [{ type: "TextualBody", purpose: "tagging", value: "ship" }],
  target,
})
function load(targets, options) {
  const image = document.body.appendChild(document.createElement("img"))
  image.src = pixel
  const adapter = Annotorious.W3CImageFormat(pictures + "1.jpg", options)
  const annotator = Annotorious.createImageAnnotator(image, { adapter })
  let fault = ""
  try { annotator.setAnnotations(targets.map(annotation)) } catch (error) { fault = error.message + "; " }
  const sources = annotator.getAnnotations().map(one => one.target.source.replace(pictures, ""))
  return fault + (sources.join(" ") || "none")
}
window.onload = () => {
  const pixels = name => region(name, "xywh=pixel:0,0,10,10")
  const whole = [pictures + "1.jpg", pictures + "2.jpg"]
  document.getElementById("seen").textContent = [
    "regions: " + load([pixels("1.jpg"), pixels("2.jpg")]),
    "whole pictures: " + load(whole),
    "whole pictures, not strict: " + load(whole, { strict: false }),
    "pixels and per cent: " + load([pixels("1.jpg"), region("1.jpg", "xywh=percent:0,0,50,50")]),
  ].join("\n") + "\n"
}
</script>
HTML
"${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" --timeout=20000 \
    --virtual-time-budget=10000 --dump-dom "file://$folder/page.html" 2>/dev/null |
    sed -n 's/^.*<pre id="seen">//; /^regions/p; /^whole/p; /^pixels/p' >seen
cat seen
cat >expected <<'TEXT'
regions: 1.jpg 1.jpg
whole pictures: none
whole pictures, not strict: 1.jpg 1.jpg
pixels and per cent: Unsupported MediaFragment unit: percent; none
TEXT
cmp seen expected
