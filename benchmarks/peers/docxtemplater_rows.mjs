// docxtemplater's row loop: rows in memory into a written DOCX.
//
//     node docxtemplater_rows.mjs MODULES TEMPLATE.docx ROWS.json OUT.docx
//
// MODULES is the folder that holds node_modules.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

const [modules, template, rowsFile, out] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");

const rows = JSON.parse(readFileSync(rowsFile, "utf8")).map((row) =>
  Object.fromEntries(row.map((words, index) => [`o${index}`, words])),
);

const started = performance.now();
const document = new Docxtemplater(new PizZip(readFileSync(template)), { paragraphLoop: true });
document.render({ hang: rows });
writeFileSync(out, document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" }));
const seconds = (performance.now() - started) / 1000;

console.log(JSON.stringify({ seconds, peak_mb: process.resourceUsage().maxRSS / 1024 }));
