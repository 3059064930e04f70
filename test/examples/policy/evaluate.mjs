// What Node's SDK of the Open Policy Agent says: SDK POLICY.wasm DATA.json ENTRYPOINT < INPUTS, a
// line for each, as policy-host prints them.
import {createRequire} from "node:module";
import {readFileSync} from "node:fs";

const [sdk, file, data, entrypoint] = process.argv.slice(2);
const {loadPolicy} = createRequire(sdk + "/")("@open-policy-agent/opa-wasm");
const policy = await loadPolicy(readFileSync(file), {initial: 2});
policy.setData(JSON.parse(readFileSync(data, "utf8")));
for (const line of readFileSync(0, "utf8").trimEnd().split("\n")) {
  try {
    // As bytes: what is not JSON is the policy's to refuse.
    const input = new TextEncoder().encode(line);
    console.log(JSON.stringify(policy.evaluate(input.buffer, entrypoint)));
  } catch (error) {
    console.log("error: " + (error.message ?? error));
  }
}
