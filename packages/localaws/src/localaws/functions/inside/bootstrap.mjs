// The Node.js runtime of a function: asks the Runtime API for events and calls the handler with them.
//
// What it writes beside the function's own output is as in bootstrap.py: a record separator, then L
// and one log event with carriage returns for line ends, or E, a request id and KiB of memory.

import http from "node:http";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { format } from "node:util";

const MARK = "\x1e";
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const task = path.join(root, "var/task");
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

class Fault extends Error {
  constructor(kind, message) {
    super(message);
    this.name = kind;
  }
}

function exchange(method, call, body = "", kind = "") {
  const headers = { "Content-Length": Buffer.byteLength(body) };
  if (kind) headers["Lambda-Runtime-Function-Error-Type"] = kind;
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host, port, agent, method, headers, path: `/2018-06-01/runtime/${call}` },
      (response) => {
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("end", () => resolve([response.headers, Buffer.concat(parts).toString()]));
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

function write(text) {
  fs.writeSync(1, text); // in order with what a crash leaves
}

let current = "";

function log(level, values) {
  const text = `${new Date().toISOString()}\t${current || "undefined"}\t${level}\t${format(...values)}`;
  write(`${MARK}L${text.replaceAll("\n", "\r")}\n`);
}

for (const [name, level] of [
  ["log", "INFO"],
  ["info", "INFO"],
  ["debug", "DEBUG"],
  ["trace", "TRACE"],
  ["warn", "WARN"],
  ["error", "ERROR"],
]) {
  console[name] = (...values) => log(level, values);
}

function described(error) {
  if (error instanceof Error || (error && error.message !== undefined && error.stack)) {
    return {
      errorType: error.name,
      errorMessage: error.message,
      trace: (error.stack || "").split("\n"),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

async function findHandler(name) {
  const base = path.basename(name);
  const dot = base.indexOf(".");
  if (dot <= 0) throw new Fault("Runtime.MalformedHandlerName", "Bad handler");
  const folder = name.slice(0, name.length - base.length);
  const file = path.join(task, folder, base.slice(0, dot));
  const exported = base.slice(dot + 1);
  let module;
  try {
    module = await load(file, folder + base.slice(0, dot));
  } catch (error) {
    if (error instanceof Fault) throw error;
    if (error.code === "MODULE_NOT_FOUND" || error.code === "ERR_MODULE_NOT_FOUND") {
      throw new Fault("Runtime.ImportModuleError", `Error: ${error.message}`);
    }
    if (error instanceof SyntaxError) {
      throw new Fault("Runtime.UserCodeSyntaxError", `SyntaxError: ${error.message}`);
    }
    throw error;
  }
  const found = exported.split(".").reduce((value, key) => value?.[key], module);
  if (found === undefined) {
    throw new Fault("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  if (typeof found !== "function") {
    throw new Fault("Runtime.HandlerNotFound", `${name} is not a function`);
  }
  return found;
}

async function load(file, name) {
  for (const ending of ["", ".js", ".mjs", ".cjs"]) {
    const whole = file + ending;
    if (fs.existsSync(whole) && fs.statSync(whole).isFile()) {
      if (ending === ".cjs") return createRequire(import.meta.url)(whole);
      const loaded = await import(pathToFileURL(whole));
      return loaded.default && typeof loaded.default === "object"
        ? { ...loaded.default, ...loaded }
        : loaded;
    }
  }
  throw new Fault(
    "Runtime.ImportModuleError",
    `Error: Cannot find module '${name}'\nRequire stack:\n- /var/runtime/index.mjs`,
  );
}

function context(headers) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  const given = headers["lambda-runtime-client-context"];
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: given ? JSON.parse(given) : undefined,
    identity: undefined,
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
  };
}

// The result of a handler, whichever way it gives one: a promise, or the callback that it is handed.
function result(handler, event, given) {
  return new Promise((resolve, reject) => {
    const callback = (error, value) => (error ? reject(error) : resolve(value));
    given.done = callback;
    given.succeed = (value) => resolve(value);
    given.fail = (error) => reject(error);
    const returned = handler(event, given, callback);
    if (returned && typeof returned.then === "function") returned.then(resolve, reject);
    // A handler that returns nothing and takes the callback or the context will use one of them.
    else if (returned !== undefined || handler.length < 2) resolve(returned);
  });
}

function finish(request) {
  write(`${MARK}E ${request} ${process.resourceUsage().maxRSS}\n`);
}

async function failed(error, call, title) {
  const payload = described(error);
  log("ERROR", [`${title} `, JSON.stringify({ ...payload, trace: undefined, stack: payload.trace })]);
  finish(current || "init");
  await exchange("POST", call, JSON.stringify(payload), payload.errorType);
}

// What nobody catches ends the process, after the invocation has been told.
for (const [event, kind] of [
  ["uncaughtException", "Runtime.UncaughtException"],
  ["unhandledRejection", "Runtime.UnhandledPromiseRejection"],
]) {
  process.on(event, async (error) => {
    const reason = new Fault(kind, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    const call = current ? `invocation/${current}/error` : "init/error";
    await failed(reason, call, event === "uncaughtException" ? "Uncaught Exception" : "Unhandled Promise Rejection");
    process.exit(129);
  });
}

let handler;
try {
  handler = await findHandler(process.env._HANDLER);
} catch (error) {
  await failed(error, "init/error", "Uncaught Exception");
  process.exit(1);
}

for (;;) {
  const [headers, body] = await exchange("GET", "invocation/next");
  current = headers["lambda-runtime-aws-request-id"];
  process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"] ?? "";
  try {
    const value = await result(handler, JSON.parse(body), context(headers));
    const text = JSON.stringify(value === undefined ? null : value) ?? "null";
    finish(current);
    await exchange("POST", `invocation/${current}/response`, text);
  } catch (error) {
    await failed(error, `invocation/${current}/error`, "Invoke Error");
  }
}
