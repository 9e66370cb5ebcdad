// Prints a script and what it imports as one script: node bundle.mjs ENTRY FORMAT [import that stays outside ...]
import { buildSync } from "esbuild";

const [entry, format, ...external] = process.argv.slice(2);
const { outputFiles } = buildSync({
  entryPoints: [entry], format: /** @type {import("esbuild").Format} */ (format), external,
  bundle: true, minify: true, write: false, target: "es2022", charset: "utf8", legalComments: "inline",
});
process.stdout.write(outputFiles[0].contents);
