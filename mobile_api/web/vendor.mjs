// Copies the browser libraries from node_modules into static/vendor, where the pages load them without a build.
//
// Bare imports become relative ones, so that no import map (and no inline script) is needed. Beercss loses its icon
// fonts: our icons are inline SVG, and its fallback address lies outside.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";

const FROM = new URL("node_modules/", import.meta.url);
const TO = new URL("static/vendor/", import.meta.url);

/** Import specifier → [file in node_modules, file in static/vendor]. */
const MODULES = {
  preact: ["preact/dist/preact.mjs", "preact.js"],
  "preact/hooks": ["preact/hooks/dist/hooks.mjs", "preact-hooks.js"],
  "@preact/signals-core": ["@preact/signals-core/dist/signals-core.mjs", "signals-core.js"],
  "@preact/signals": ["@preact/signals/dist/signals.mjs", "signals.js"],
  htm: ["htm/dist/htm.mjs", "htm.js"],
};

function withRelativeImports(source) {
  const relative = source.replace(/(from|import)\s*"([^".][^"]*)"/g, (_, word, name) => {
    if (!(name in MODULES)) throw new Error(`no vendored module for "${name}"`);
    return `${word}"./${MODULES[name][1]}"`;
  });
  return withoutSourceMap(relative);
}

function withoutSourceMap(source) {
  return source.replace(/\/[/*]# sourceMappingURL=.*/g, "");
}

function withoutFonts(css) {
  return css.replace(/@font-face\s*\{[^}]*\}/g, "");
}

await rm(TO, { recursive: true, force: true });
await mkdir(TO, { recursive: true });
for (const [from, to] of Object.values(MODULES)) {
  await writeFile(new URL(to, TO), withRelativeImports(await readFile(new URL(from, FROM), "utf8")));
}
// The API's reference in development (/docs).
const swagger = new URL("node_modules/swagger-ui-dist/", import.meta.url);
for (const name of ["swagger-ui-bundle.js", "swagger-ui.css"]) {
  await writeFile(new URL(name, TO), withoutSourceMap(await readFile(new URL(name, swagger), "utf8")));
}
const css = await readFile(new URL("beercss/dist/cdn/beer.min.css", FROM), "utf8");
await writeFile(new URL("beer.css", TO), withoutFonts(css));
