//===-- observe.mjs - Runs generated modules under V8 -----------------------===//
//
//   node observe.mjs PLAN.json
//
// For each module of the plan that differential.py makes, says what V8 does (script.py has the form):
// results, traps by their kind, exceptions, and after each call and in the end what the module
// has to show for it.
//
// Where a call that ends in a trap changes nothing that later ones can see (static form,
// whose traps end a process of their own), the instance is made anew, and the calls before are made again.
//
//===------------------------------------------------------------------------===//
import { readFileSync } from 'node:fs';
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
const resultOf = (type, value) =>
  type === 'i32' || type === 'i64' ? `(${type}.const ${value})`
  : value === null ? '(ref.null)' : typeof value === 'number' ? `(ref.extern ${value})` : '(ref.func)';

/** What a call does: its results as text, or how it ended. */
function outcomeOf(code, types) {
  let value;
  try {
    value = code();
  } catch (error) {
    if (error instanceof WebAssembly.Exception) return { exception: true };
    if (error instanceof RangeError) throw new LeftOut('the stack is exhausted');
    return { trap: trapText(error) };
  }
  const values = types.length === 0 ? [] : types.length === 1 ? [value] : [...value];
  return { results: values.map((one, index) => resultOf(types[index], one)) };
}

function observe(plan, keepsTrapped) {
  let compiled, instance;
  try {
    compiled = new WebAssembly.Module(readFileSync(plan.module));
  } catch (error) {
    return { state: 'refused', message: error.message };
  }
  try {
    instance = new WebAssembly.Instance(compiled);
  } catch (error) {
    return { state: 'trapped', message: trapText(error) };
  }
  const before = []; // the calls that have taken effect
  const prepare = () => plan.prepare && instance.exports[plan.prepare]();
  const look = ({ name, kind, results }) => {
    const value = instance.exports[name];
    return outcomeOf(() => (kind === 'get' ? value.value : value()), results);
  };
  const calls = plan.calls.map(({ name, parameters, results, values }) => {
    const call = () => {
      prepare();
      return instance.exports[name](...parameters.map((type, index) => argumentOf(type, values[index])));
    };
    const outcome = outcomeOf(call, results);
    if (outcome.results) {
      before.push(call);
    } else if (!keepsTrapped) {
      instance = new WebAssembly.Instance(compiled);
      for (const again of before) again();
      prepare();
    }
    return { outcome, after: plan.after.map(look) };
  });
  return { state: 'run', calls, observed: plan.observers.map(look) };
}

const { modules, keepsTrapped } = JSON.parse(readFileSync(process.argv[2]));
const states = modules.map((plan) => {
  try {
    return observe(plan, keepsTrapped);
  } catch (error) {
    if (!(error instanceof LeftOut)) throw error;
    return { state: 'left out', reason: error.message };
  }
});
process.stdout.write(JSON.stringify(states));
