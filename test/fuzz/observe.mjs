//===-- observe.mjs - Runs generated modules under V8, as scripts -----------===//
//
//   node observe.mjs PLAN.json
//
// For each module of the plan that differential.py makes, what V8 does becomes a .wast
// script that asserts it: results, traps by their kind, exceptions, and after each
// call the log; in the end memory and globals. sinter-wast then says what Sinter does otherwise.
//
// Where a call that ends in a trap changes nothing that later ones can see (static form,
// whose traps end a process of their own), the instance is made anew, and the calls before are made again.
//
//===------------------------------------------------------------------------===//
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

// V8's words, and those of the specification's scripts. The empty text stands for what V8
// does not tell apart: an element that is null and one of another type.
const traps = [
  [/^unreachable/, 'unreachable'],
  [/memory access out of bounds|data segment out of bounds/, 'out of bounds memory access'],
  [/table index is out of bounds/, 'undefined element'],
  [/null function or function signature mismatch/, ''],
  [/divide by zero|remainder by zero/, 'integer divide by zero'],
  [/divide result unrepresentable/, 'integer overflow'],
  [/float unrepresentable in integer range/, 'in'], // invalid conversion, integer overflow
  [/operation does not support unaligned accesses/, 'unaligned atomic'],
];

class LeftOut extends Error {}

const trapText = ({ message }) => (traps.find(([pattern]) => pattern.test(message)) ?? [, message])[1];

const argumentOf = (type, text) =>
  type === 'i32' ? Number(text) | 0
  : type === 'i64' ? BigInt.asIntN(64, BigInt(text))
  : type === 'externref' && text !== 'null' ? Number(text) : null;
const written = (type, text) =>
  type === 'funcref' ? '(ref.null func)'
  : type !== 'externref' ? `(${type}.const ${text})`
  : text === 'null' ? '(ref.null extern)' : `(ref.extern ${text})`;
const resultOf = (type, value) =>
  type === 'i32' || type === 'i64' ? `(${type}.const ${value})`
  : value === null ? '(ref.null)' : typeof value === 'number' ? `(ref.extern ${value})` : '(ref.func)';

/** What a call does: its results as text, or how it ended. */
function outcome(code, types) {
  let value;
  try {
    value = code();
  } catch (error) {
    if (error instanceof WebAssembly.Exception) return { ending: 'assert_exception' };
    if (error instanceof RangeError) throw new LeftOut('the stack is exhausted');
    return { ending: 'assert_trap', message: trapText(error) };
  }
  const values = types.length === 0 ? [] : types.length === 1 ? [value] : [...value];
  return { results: values.map((one, index) => resultOf(types[index], one)).join(' ') };
}

function binary(bytes) {
  let text = '';
  for (const byte of bytes)
    text += byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c
      ? String.fromCharCode(byte) : '\\' + byte.toString(16).padStart(2, '0');
  return `(module binary "${text}")`;
}

function observe(plan, keepsTrapped) {
  const bytes = readFileSync(plan.module);
  const module = binary(bytes);
  let compiled, instance;
  try {
    compiled = new WebAssembly.Module(bytes);
  } catch (error) {
    return { state: 'refused', script: `(assert_invalid ${module} ${JSON.stringify(error.message)})\n` };
  }
  try {
    instance = new WebAssembly.Instance(compiled);
  } catch (error) {
    return { state: 'run', script: `(assert_trap ${module} "${trapText(error)}")\n` };
  }
  const lines = [module];
  const before = []; // the calls that have taken effect
  let calls = 0;
  const invoke = (name, types, values) => () => {
    instance.exports.hangLimitInitializer();
    return instance.exports[name](...types.map((type, index) => argumentOf(type, values[index])));
  };
  for (const { name, parameters, results, values } of plan.calls) {
    const call = invoke(name, parameters, values);
    const { ending, message, results: wanted } = outcome(call, results);
    const text = [`(invoke "${name}"`, ...parameters.map((type, index) => written(type, values[index]))].join(' ') + ')';
    lines.push('(invoke "hangLimitInitializer")');
    ++calls;
    if (ending) {
      lines.push(ending === 'assert_trap' ? `(assert_trap ${text} "${message}")` : `(assert_exception ${text})`);
      if (!keepsTrapped) {
        instance = new WebAssembly.Instance(compiled);
        for (const again of before) again();
        instance.exports.hangLimitInitializer();
      }
    } else {
      lines.push(`(assert_return ${text} ${wanted})`);
      before.push(call);
    }
    lines.push(`(assert_return (get "log") (i64.const ${instance.exports.log.value}))`);
  }
  for (const { name, kind, results } of plan.observers) {
    const value = instance.exports[name];
    const { results: wanted } = outcome(() => (kind === 'get' ? value.value : value()), results);
    lines.push(`(assert_return (${kind} "${name}") ${wanted})`);
  }
  return { state: 'run', calls, script: lines.join('\n') + '\n' };
}

const { modules, keepsTrapped } = JSON.parse(readFileSync(process.argv[2]));
const states = modules.map((plan) => {
  try {
    const { state, calls, script } = observe(plan, keepsTrapped);
    writeFileSync(plan.script, script);
    return { state, calls };
  } catch (error) {
    if (!(error instanceof LeftOut)) throw error;
    return { state: 'left out', reason: error.message };
  }
});
process.stdout.write(JSON.stringify(states));
