"""A whole conversation by the official Python SDK, in each of its modes.

Usage: conversation.py PROGRAM FEEDBACK

PROGRAM is the server; FEEDBACK a file that it ingests. Prints what was checked, and ends with
exit code 1 if anything was not as it should be.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import traceback

from mcp import Client, MCPError, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import ElicitResult, PromptReference, ResourceTemplateReference

MODES = {"auto": "2026-07-28", "legacy": "2025-11-25", "2026-07-28": "2026-07-28"}
READING = [
    "list_customers",
    "get_customer",
    "list_feedback",
    "summarize_customers",
    "find_duplicates",
]
CHANGING = [
    "record_feedback",
    "create_customer",
    "update_customer",
    "mark_different",
    "merge_customers",
    "delete_customer",
]


class Checks:
    """What was checked, and how often it was not so."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def that(self, holds, what):
        self.passed += bool(holds)
        self.failed += not holds
        print(f"  {'ok    ' if holds else 'FAILED'} {what}")

    def equal(self, seen, expected, what):
        self.that(seen == expected, what if seen == expected else f"{what}: {seen!r}, not {expected!r}")


class Folder:
    """A directory that was just ingested, with keys to it."""

    def __init__(self, program, feedback, path):
        self.program = program
        self.environment = {
            "PATH": os.environ.get("PATH", ""),
            "CUSTOMER_DIRECTORY_DB": os.path.join(path, "customers.db"),
        }
        self.run("ingest", feedback)

    def run(self, *arguments):
        done = subprocess.run(
            [self.program, *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def key(self, name, scopes):
        made = self.run("key", "create", "--json", name, "--scopes", scopes)
        return json.loads(made)["key"]

    def server(self, key=None):
        environment = dict(self.environment)
        if key:
            environment["CUSTOMER_DIRECTORY_KEY"] = key
        return stdio_client(
            StdioServerParameters(command=self.program, args=["mcp"], env=environment)
        )


class Person:
    """Answers what the server asks, and remembers the question."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    async def __call__(self, _context, parameters):
        self.asked.append(parameters.message)
        if self.answer is None:
            return ElicitResult(action="decline")
        return ElicitResult(action="accept", content={"yes": self.answer})


async def data(client, tool, arguments=None):
    result = await client.call_tool(tool, arguments or {})
    if result.is_error:
        raise AssertionError(f"{tool} refused: {result.content}")
    return result.structured_content


async def refusal(client, tool, arguments):
    result = await client.call_tool(tool, arguments)
    return result.structured_content["code"] if result.is_error else None


async def read_only(checks, folder, mode):
    """What an assistant without a key sees."""
    async with Client(folder.server(), mode=mode) as client:
        checks.equal(client.protocol_version, MODES[mode], "the revision that is spoken")
        # A client that is told the revision asks nothing before its first request.
        if mode != "2026-07-28":
            checks.equal(client.server_info.name, "customer-directory", "who answers")
            checks.that("find_duplicates" in client.instructions, "instructions name the tools")

        tools = (await client.list_tools()).tools
        checks.equal([tool.name for tool in tools], READING, "the reading tools, in their order")
        checks.that(all(tool.title and tool.icons for tool in tools), "each with title and icon")
        checks.that(all(tool.annotations.read_only_hint for tool in tools), "each read-only")

        found = await data(client, "list_customers", {"search": "jane lumen"})
        checks.that(found["total"] >= 1, "a search by name and company finds somebody")
        jane = found["customers"][0]["id"]

        seen, cursor, total = [], None, None
        while True:
            more = {"cursor": cursor} if cursor else {}
            page = await data(client, "list_customers", {"limit": 40, **more})
            seen += [row["id"] for row in page["customers"]]
            total = page["total"]
            cursor = page.get("next_cursor")
            if cursor is None:
                break
        checks.equal((len(seen), len(set(seen))), (total, total), f"pages by cursor show all {total} once")

        profile = await data(client, "get_customer", {"customer": jane})
        checks.equal(profile["customer"]["id"], jane, "a profile by id")
        checks.equal(
            await refusal(client, "get_customer", {"customer": "nobody@nowhere.net"}),
            "not_found",
            "nobody is `not_found`",
        )
        checks.equal(
            await refusal(client, "list_customers", {"limit": 0}),
            "invalid_value",
            "a value out of bounds is `invalid_value`",
        )
        await attached(checks, client, jane)


async def attached(checks, client, jane):
    """Resources, prompts and completion."""
    resources = (await client.list_resources()).resources
    checks.equal([str(it.uri) for it in resources], ["directory://summary"], "the listed resource")
    templates = (await client.list_resource_templates()).resource_templates
    checks.equal(len(templates), 7, "seven templates")
    summary = (await client.read_resource("directory://summary")).contents[0]
    checks.that("customers" in summary.text, "the summary can be read")
    contents = (await client.read_resource(f"customer://{jane}")).contents[0]
    checks.that(contents.text.startswith("# "), "a customer as Markdown")
    try:
        await client.read_resource("customer://cus_999999")
        checks.that(False, "a resource that is missing is an error")
    except MCPError as error:
        code = -32002 if client.protocol_version < "2026" else -32602
        checks.equal(error.code, code, "a resource that is missing has the code of its era")

    prompts = (await client.list_prompts()).prompts
    checks.equal(len(prompts), 4, "four prompts")
    brief = await client.get_prompt("brief_me", {"customer": jane})
    checks.that(jane in brief.messages[0].content.text, "a prompt with its argument")

    by_name = await client.complete(
        ResourceTemplateReference(type="ref/resource", uri="customer://{id}"),
        {"name": "id", "value": "jane"},
    )
    checks.that(jane in by_name.completion.values, "a name completes to an id")
    tags = await client.complete(
        PromptReference(type="ref/prompt", name="whats_new"), {"name": "tag", "value": "v"}
    )
    checks.that("vip" in tags.completion.values, "a prompt's argument completes")


async def changing(checks, folder, mode):
    """What an assistant with a key of every scope does."""
    key = folder.key("curator", "read,write,delete")
    person = Person(True)
    async with Client(folder.server(key), mode=mode, elicitation_callback=person) as client:
        tools = (await client.list_tools()).tools
        checks.equal([tool.name for tool in tools], READING + CHANGING, "all eleven tools")
        said = {"message": "Where is the export?", "email": "new@okafor-design.net", "id": "sdk_1"}
        recorded = await data(client, "record_feedback", said)
        checks.equal(recorded["outcome"], "created", "feedback of somebody new makes a customer")
        again = await data(client, "record_feedback", said)
        checks.equal(again["customer"], recorded["customer"], "and makes nobody twice")

        pair = (await data(client, "find_duplicates"))["pairs"][0]
        merge = {"target": pair["one"]["id"], "source": pair["other"]["id"]}
        merged = await data(client, "merge_customers", merge)
        checks.equal(len(person.asked), 1, "a person is asked once before a merge")
        checks.that(merge["source"] in person.asked[0], "and told who goes")
        checks.that("plan" not in merged, "after a yes it is carried out")
        found = await data(client, "get_customer", {"customer": merge["source"]})
        checks.equal(found["resolved_from"], merge["source"], "the old id finds whom they became")

    person = Person(None)
    async with Client(folder.server(key), mode=mode, elicitation_callback=person) as client:
        pair = (await data(client, "find_duplicates"))["pairs"][0]
        merge = {"target": pair["one"]["id"], "source": pair["other"]["id"]}
        code = await refusal(client, "merge_customers", merge)
        checks.equal(code, "refused", "after a no it is `refused`")
        kept = await data(client, "get_customer", {"customer": merge["source"]})
        checks.equal(kept["customer"]["id"], merge["source"], "and nothing has changed")

    async with Client(folder.server(key), mode=mode) as client:
        planned = await data(client, "merge_customers", merge)
        code = planned["plan"]["code"]
        repeated = {**merge, "plan": code}
        checks.equal(
            await refusal(client, "merge_customers", repeated),
            "plan_required",
            "who cannot be asked needs an approval",
        )
        folder.run("approve", code, "--yes")
        merged = await data(client, "merge_customers", repeated)
        checks.that("plan" not in merged, "after `approve` it is carried out")


async def conversation(checks, program, feedback, mode):
    print(f"mode {mode}")
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(program, feedback, path)
        await read_only(checks, folder, mode)
        await changing(checks, folder, mode)


def main():
    program, feedback = (os.path.abspath(path) for path in sys.argv[1:3])
    checks = Checks()
    for mode in MODES:
        try:
            asyncio.run(asyncio.wait_for(conversation(checks, program, feedback, mode), 120))
        except Exception:
            traceback.print_exc()
            checks.that(False, f"mode {mode} to its end")
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(0 if checks.failed == 0 and checks.passed > 0 else 1)


if __name__ == "__main__":
    main()
