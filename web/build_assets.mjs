// Builds the pages' style and scripts into static/dist: `npm run build`, which `make` runs when a source has changed.
//
// Every file directly in assets/scss and assets/js, but for partials (`_name.scss`), becomes one file of the same name:
// assets/scss/board.scss -> static/dist/board.css. What a page does not have yet is simply not there.
// manifest.json, written last, names each file's address with a hash of its content, so that caches are always right.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const dist = join(here, "static", `dist.new.${process.pid}`); // takes the place of `served` when all of it is there
const served = join(here, "static", "dist");
const address = "/static/dist/";

// Taken as they are: MapLibre starts its worker from a file of its own, which a strict content security policy asks for.
const COPIED = { "maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs" };
// What a browser runs as a classic script: before the page is drawn, and where modules are not supported everywhere.
const CLASSIC = new Set(["enabled.js", "sw.js"]);
// Built after the others, as it carries their addresses in the constant ASSETS ({"phone.js": "/static/dist/phone.js?v=…"}).
const LAST = "sw.js";

const entries = (folder, ending) => {
  const path = join(here, "assets", folder);
  if (!existsSync(path)) return [];
  return readdirSync(path).filter((name) => name.endsWith(ending) && !name.startsWith("_")).sort();
};

function buildStyle(name) {
  const made = sass.compile(join(here, "assets", "scss", name), {
    loadPaths: [modules],
    style: "compressed",
    quietDeps: true,
  });
  writeFileSync(join(dist, name.replace(/\.scss$/, ".css")), made.css);
}

async function buildScript(name, assets) {
  const made = await esbuild.build({
    absWorkingDir: here,
    entryPoints: [join("assets", "js", name)],
    outfile: join(dist, name),
    bundle: true,
    minify: true,
    format: CLASSIC.has(name) ? "iife" : "esm",
    target: ["es2022"],
    legalComments: "eof",
    define: name === LAST ? { ASSETS: JSON.stringify(assets) } : {},
    metafile: true,
    logLevel: "warning",
  });
  return Object.keys(made.metafile.inputs);
}

// The packages whose code or style is in what we serve have licences that ask for their notice beside it.
function licences(inputs) {
  const names = new Set(["govuk-frontend", "maplibre-gl"]);
  for (const input of inputs) {
    const inside = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (inside) names.add(inside[1]);
  }
  return [...names].sort().map((name) => {
    const folder = join(modules, name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const files = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
    const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
    return [`${name} ${version} (${license})`, ...texts].join("\n\n");
  }).join("\n\n----------------------------------------\n\n");
}

function addresses() {
  const found = {};
  for (const name of readdirSync(dist).sort()) {
    const hash = createHash("sha256").update(readFileSync(join(dist, name))).digest("hex").slice(0, 16);
    found[name] = `${address}${name}?v=${hash}`;
  }
  return found;
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

for (const name of entries("scss", ".scss")) buildStyle(name);
for (const [name, source] of Object.entries(COPIED)) copyFileSync(join(modules, source), join(dist, name));

const inputs = [];
const scripts = entries("js", ".js");
for (const name of scripts.filter((one) => one !== LAST)) inputs.push(...await buildScript(name, {}));
if (scripts.includes(LAST)) inputs.push(...await buildScript(LAST, addresses()));

writeFileSync(join(dist, "licences.txt"), licences(inputs) + "\n");
const manifest = addresses();
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");
rmSync(served, { recursive: true, force: true });
renameSync(dist, served);
console.log(`Built ${Object.keys(manifest).length} files into web/static/dist`);
