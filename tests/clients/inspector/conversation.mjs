// A whole conversation by the MCP Inspector's two programs, in both eras of the protocol.
//
// Usage: conversation.mjs PROGRAM FEEDBACK TOOLS
//
// PROGRAM is the server; FEEDBACK a file that it ingests; TOOLS the folder of the Inspector's
// programs. Prints what was checked, and ends with exit code 1 if anything was not as it should be.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [program, feedback, tools] = process.argv.slice(2).map((path) => resolve(path));
const ERRED = 5;
let passed = 0;
let failed = 0;

function check(holds, what, seen = "") {
  if (holds) passed += 1;
  else failed += 1;
  console.log(`  ${holds ? "ok    " : "FAILED"} ${what}${holds ? "" : `: ${seen}`}`);
}

function equal(seen, expected, what) {
  const [one, other] = [JSON.stringify(seen), JSON.stringify(expected)];
  check(one === other, what, `${one}, not ${other}`);
}

function run(command, args, env) {
  const done = spawnSync(command, args, { env, encoding: "utf8", timeout: 60_000 });
  if (done.error) throw done.error;
  return done;
}

/** A directory that was just ingested, and a key to all of it. */
class Folder {
  constructor(era) {
    this.era = era;
    this.path = mkdtempSync(join(tmpdir(), "customers-"));
    this.server = { CUSTOMER_DIRECTORY_DB: join(this.path, "customers.db") };
    // Whatever the Inspector keeps, it keeps in here.
    this.env = {
      PATH: process.env.PATH,
      HOME: this.path,
      MCP_INSPECTOR_SECRET_STORE: "memory",
      ...this.server,
    };
    this.directory("ingest", feedback);
    const scopes = ["--scopes", "read,write,delete"];
    this.key = JSON.parse(this.directory("key", "create", "--json", "curator", ...scopes)).key;
  }

  directory(...args) {
    const done = run(program, args, this.env);
    if (done.status !== 0) throw new Error(`${args[0]}: ${done.stderr}`);
    return done.stdout;
  }

  /** One call by the program that connects, calls and leaves. */
  once(method, args, { key = false } = {}) {
    const server = { ...this.server, ...(key ? { CUSTOMER_DIRECTORY_KEY: this.key } : {}) };
    const env = Object.entries(server).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
    const how = ["--protocol-era", this.era, "--format", "json", "--method", method, ...args];
    const done = run(join(tools, "mcp-inspector"), ["--cli", program, "mcp", ...env, ...how], this.env);
    const lines = done.stdout.trim();
    return { ...done, result: lines ? JSON.parse(lines).result : undefined };
  }

  call(tool, args, options) {
    const given = ["--tool-name", tool, "--tool-args-json", JSON.stringify(args)];
    const done = this.once("tools/call", given, options);
    return { status: done.status, data: done.result?.structuredContent };
  }

  /** Opens the program that holds a connection, on a daemon of its own. */
  open() {
    const exports = run(join(tools, "mcpdo"), ["private"], this.env).stdout;
    for (const [, name, value] of exports.matchAll(/export (\w+)='([^']*)'/g)) this.env[name] = value;
    const server = {
      type: "stdio",
      command: program,
      args: ["mcp"],
      env: { ...this.server, CUSTOMER_DIRECTORY_KEY: this.key },
    };
    const config = join(this.path, "mcp.json");
    writeFileSync(config, JSON.stringify({ mcpServers: { customers: server } }));
    return run(
      join(tools, "mcpdo"),
      ["--config", config, "connect", "customers", "--era", this.era],
      this.env,
    );
  }

  held(...args) {
    const connected = ["--format", "json", "--connection", "customers", ...args];
    const done = run(join(tools, "mcpdo"), connected, this.env);
    if (done.status !== 0) throw new Error(`mcpdo ${args[0]}: ${done.stdout}${done.stderr}`);
    return JSON.parse(done.stdout);
  }

  close() {
    if (this.env.MCP_INSPECTOR_DAEMON_DIR) run(join(tools, "mcpdo"), ["daemon", "stop"], this.env);
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** The first value with a name, however deep it stands: the programs wrap what servers send. */
function deep(value, name) {
  if (value === null || typeof value !== "object") return undefined;
  if (Object.hasOwn(value, name)) return value[name];
  return Object.values(value)
    .map((inner) => deep(inner, name))
    .find((inner) => inner !== undefined);
}

function reading(folder) {
  for (const key of [false, true]) {
    const listed = folder.once("tools/list", ["--strict"], { key });
    equal(listed.status, 0, "`--strict` has no error");
    equal(listed.stderr.trim(), "", "and no warning");
    equal(listed.result.tools.length, key ? 11 : 5, key ? "all eleven tools" : "five reading tools");
  }
  const found = folder.call("list_customers", { search: "jane lumen" });
  const jane = found.data.customers[0].id;
  check(jane.startsWith("cus_"), "a search by name and company finds somebody");

  const first = folder.call("list_customers", { limit: 2 }).data;
  const second = folder.call("list_customers", { limit: 2, cursor: first.next_cursor }).data;
  const ids = [...first.customers, ...second.customers].map((row) => row.id);
  equal(new Set(ids).size, 4, "the cursor leads to the next page");
  equal(second.total, first.total, "of the same total");

  const profile = folder.call("get_customer", { customer: jane });
  equal(profile.data.customer.id, jane, "a profile by id");
  equal(folder.call("list_customers", { limit: 0 }).status, ERRED, "a value out of bounds is an error");

  const resources = folder.once("resources/list", []).result.resources;
  equal(resources.map((it) => it.uri), ["directory://summary"], "the listed resource");
  const templates = folder.once("resources/templates/list", []).result.resourceTemplates;
  equal(templates.length, 7, "seven templates");
  const read = folder.once("resources/read", ["--uri", `customer://${jane}`]).result;
  check(read.contents[0].text.startsWith("# "), "a customer as Markdown");
  const missing = folder.once("resources/read", ["--uri", "customer://cus_999999"]);
  check(missing.status !== 0, "a resource that is missing is an error");

  equal(folder.once("prompts/list", []).result.prompts.length, 4, "four prompts");
  const prompt = ["--prompt-name", "brief_me", "--prompt-args", `customer=${jane}`];
  const brief = folder.once("prompts/get", prompt).result;
  check(brief.messages[0].content.text.includes(jane), "a prompt with its argument");
  return jane;
}

function changing(folder) {
  const said = { message: "Where is the export?", email: "new@okafor-design.net", id: "cli_1" };
  const recorded = folder.call("record_feedback", said, { key: true });
  equal(recorded.data.outcome, "created", "feedback of somebody new makes a customer");

  // This program shows a person nothing: a plan needs an approval at the terminal.
  const pair = folder.call("find_duplicates", { limit: 1 }, { key: true }).data.pairs[0];
  const merge = { target: pair.one.id, source: pair.other.id };
  const { code } = folder.call("merge_customers", merge, { key: true }).data.plan;
  const planned = { ...merge, plan: code };
  equal(folder.call("merge_customers", planned, { key: true }).status, ERRED, "a plan needs an approval");
  folder.directory("approve", code, "--yes");
  equal(folder.call("merge_customers", planned, { key: true }).status, 0, "after `approve` it is carried out");
  const found = folder.call("get_customer", { customer: merge.source });
  equal(found.data.customer.id, merge.target, "the old id finds whom they became");
}

function held(folder, jane) {
  const opened = folder.open();
  check(opened.status === 0, "a connection that is held", opened.stdout + opened.stderr);
  equal(deep(folder.held("tools/list"), "tools").length, 11, "all eleven tools");
  const complete = ["--complete-ref-type", "ref/resource", "--complete-ref", "customer://{id}"];
  const typed = ["--complete-arg-name", "id", "--complete-arg-value", "jane"];
  const offered = folder.held("prompts/complete", ...complete, ...typed);
  check(deep(offered, "values").includes(jane), "a name completes to an id");

  for (const yes of [false, true]) {
    const { pairs } = deep(folder.held("tools/call", "find_duplicates", "limit:=1"), "structuredContent");
    const [target, source] = [pairs[0].one.id, pairs[0].other.id];
    const asked = folder.held("tools/call", "merge_customers", `target:=${target}`, `source:=${source}`);
    const id = deep(asked, "elicitationId");
    check(id && JSON.stringify(asked).includes(source), "a person is asked before a merge, and told who goes");
    const answer = yes ? ["yes:=true"] : ["--decline"];
    const answered = run(
      join(tools, "mcpdo"),
      ["--format", "json", "--connection", "customers", "elicitation/respond", id, ...answer],
      folder.env,
    );
    const so = yes ? "after a yes it is carried out" : "after a no it is `refused`";
    check(answered.stdout.includes("refused") !== yes, so, answered.stdout);
    const found = folder.call("get_customer", { customer: source });
    equal(found.data.customer.id, yes ? target : source, yes ? "and the two are one" : "and nothing has changed");
  }
}

for (const era of ["legacy", "modern"]) {
  console.log(`era ${era}`);
  const folder = new Folder(era);
  try {
    const jane = reading(folder);
    changing(folder);
    held(folder, jane);
  } catch (error) {
    check(false, `era ${era} to its end`, error.stack);
  } finally {
    folder.close();
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
