// Prints the search worker as one script: node bundle.mjs
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const { outputFiles } = buildSync({
  entryPoints: [fileURLToPath(new URL("../search/worker.mjs", import.meta.url))],
  bundle: true, minify: true, write: false, format: "iife", target: "es2022", charset: "utf8", legalComments: "inline",
});
process.stdout.write(outputFiles[0].contents);
