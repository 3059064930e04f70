//===-- yosys-share.mjs - Unpacks the files that npm's Yosys carries --------===//
//
//   node yosys-share.mjs PACKAGE FOLDER
//
// The package keeps its technology files as a tree of strings in a JavaScript
// module (and the large ones as files beside it); here it becomes a folder again.
//
//===------------------------------------------------------------------------===//
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [, , packageFolder, target] = argv;
const resources = await import(pathToFileURL(join(packageFolder, 'gen', 'resources-yosys.js')));

function unpack(tree, folder) {
  mkdirSync(folder, { recursive: true });
  for (const [name, entry] of Object.entries(tree)) {
    const path = join(folder, name);
    if (entry instanceof URL) copyFileSync(fileURLToPath(entry), path);
    else if (typeof entry === 'string' || entry instanceof Uint8Array) writeFileSync(path, entry);
    else unpack(entry, path);
  }
}
unpack(resources.filesystem.share, target);
