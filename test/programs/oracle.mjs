//===-- oracle.mjs - Runs a WASI command under Node -------------------------===//
//
//   node oracle.mjs JSON
//
// What JSON (module, args, env, preopens) says is run by node:wasi, whose output
// and exit code are what a program made by Sinter must give. A trap ends with
// status 134 and a last line "trap: KIND" in the specification's words, which the runner
// takes out again.
//
//===------------------------------------------------------------------------===//
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { WASI } from 'node:wasi';

// V8's words for each trap.
const kinds = [
  [/^unreachable/, 'unreachable'],
  [/memory access out of bounds/, 'out of bounds memory access'],
  [/table index is out of bounds|table access out of bounds/, 'undefined element'],
  [/null function or function signature mismatch/, 'indirect call type mismatch'],
  [/divide by zero|remainder by zero/, 'integer divide by zero'],
  [/divide result unrepresentable/, 'integer overflow'],
  [/float unrepresentable in integer range/, 'integer overflow'],
  [/Maximum call stack size exceeded/, 'call stack exhausted'],
  [/^abort:/, 'abort'],
];

const { module, args, env, preopens } = JSON.parse(process.argv[2]);
const wasi = new WASI({ version: 'preview1', args, env, preopens, returnOnExit: true });
const imports = {
  ...wasi.getImportObject(),
  env: { abort() { throw new Error('abort: called'); }, seed: () => 1, trace() {} },
};
let status;
try {
  const compiled = new WebAssembly.Module(readFileSync(module));
  status = wasi.start(new WebAssembly.Instance(compiled, imports));
} catch (error) {
  const kind = kinds.find(([pattern]) => pattern.test(error.message));
  process.stderr.write(`\ntrap: ${kind ? kind[1] : error.stack}\n`);
  status = 134;
}
process.exit(status);
