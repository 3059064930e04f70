#===-- script.py - What an engine did with a module, as a .wast script -------===#
#
# The observers (observe.mjs under V8, observe.py under Wasmtime) are given a plan of calls, and say
# for each module one of
#
#   {"state": "run", "calls": [{"outcome", "after": [outcome..]}..], "observed": [outcome..]}
#   {"state": "trapped", "message"}       while it was instantiated
#   {"state": "refused", "message"}
#   {"state": "left out", "reason"}
#
# where an outcome is {"results": [text..]}, {"trap": message} or {"exception": true}, in the words of the
# specification's scripts. script() makes assertions of that.
#
#===------------------------------------------------------------------------===#
import json


def binary(data):
    text = "".join(chr(byte) if 0x20 <= byte < 0x7f and byte not in b'"\\' else f"\\{byte:02x}" for byte in data)
    return f'(module binary "{text}")'


def argument(kind, text):
    if kind == "funcref":
        return "(ref.null func)"
    if kind == "externref":
        return "(ref.null extern)" if text == "null" else f"(ref.extern {text})"
    return f"({kind}.const {text})"


def asserted(action, outcome):
    if "trap" in outcome:
        return f'(assert_trap {action} "{outcome["trap"]}")'
    if "exception" in outcome:
        return f"(assert_exception {action})"
    return f"(assert_return {action} {' '.join(outcome['results'])})"


def script(plan, state):
    if "text" in plan:
        module = plan["text"]
    else:
        with open(plan["module"], "rb") as file:
            module = binary(file.read())
    if state["state"] == "refused":
        return f"(assert_invalid {module} {json.dumps(state['message'])})\n"
    if state["state"] == "trapped":
        return f'(assert_trap {module} "{state["message"]}")\n'
    lines = [module]

    def observe(observers, outcomes):
        for observer, outcome in zip(observers, outcomes):
            lines.append(asserted(f'({observer["kind"]} "{observer["name"]}")', outcome))

    for call, done in zip(plan["calls"], state["calls"]):
        arguments = "".join(" " + argument(*pair) for pair in zip(call["parameters"], call["values"]))
        if plan["prepare"]:
            lines.append(f'(invoke "{plan["prepare"]}")')
        lines.append(asserted(f'(invoke "{call["name"]}"{arguments})', done["outcome"]))
        observe(plan["after"], done["after"])
    observe(plan["observers"], state["observed"])
    return "\n".join(lines) + "\n"
