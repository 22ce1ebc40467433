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
const require = createRequire(path.join(task, "index.js"));
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const isJson = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
// What a dependency of the function changes later is not what these lines are written with.
const { stringify } = JSON;
const writeSync = fs.writeSync;

class Fault extends Error {
  constructor(kind, message, trace) {
    super(message);
    this.name = kind;
    if (trace) this.stack = trace;
  }
}

// The Runtime API.

function exchange(method, call, body = "", kind = "") {
  const headers = { "Content-Length": Buffer.byteLength(body) };
  if (kind) headers["Lambda-Runtime-Function-Error-Type"] = kind;
  return new Promise((resolve) => {
    const request = http.request(
      { host, port, agent, method, headers, path: `/2018-06-01/runtime/${call}` },
      (response) => {
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("end", () => resolve([response.headers, Buffer.concat(parts).toString()]));
        response.on("error", leave);
      },
    );
    request.on("error", leave);
    request.end(body);
  });
}

// The server has gone: nobody is there to work for.
function leave() {
  process.exit(0);
}

// The log.

let current = "";

function write(text) {
  writeSync(1, text); // in order with what a crash leaves
}

function event(text) {
  write(`${MARK}L${text.replaceAll("\n", "\r")}\n`);
}

const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const least = isJson ? levels.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? "INFO") : 0;

function log(level, values) {
  if (levels.indexOf(level) < least) return;
  const timestamp = new Date().toISOString();
  event(
    isJson
      ? asJson(timestamp, level, values)
      : `${timestamp}\t${current || "undefined"}\t${level}\t${format(...values)}`,
  );
}

function asJson(timestamp, level, values) {
  const record = { timestamp, level, requestId: current || undefined };
  if (values.length === 1) {
    try {
      return stringify({ ...record, message: values[0] }, (_, value) =>
        value instanceof Error ? { ...seen(value), ...value } : value,
      );
    } catch {
      return stringify({ ...record, message: format(values[0]) });
    }
  }
  const error = values.find((value) => value instanceof Error);
  return stringify({ ...record, message: format(...values), ...(error ? seen(error) : {}) });
}

function seen(error) {
  return {
    errorType: error.constructor?.name ?? "UnknownError",
    errorMessage: error.message,
    stackTrace: typeof error.stack === "string" ? error.stack.split("\n") : [],
  };
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
console.fatal = (...values) => log("FATAL", values);

// The handler.

async function findHandler(name) {
  if (name.includes("..")) {
    throw new Fault(
      "Runtime.MalformedHandlerName",
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const base = path.basename(name);
  const dot = base.indexOf(".");
  if (dot <= 0) throw new Fault("Runtime.MalformedHandlerName", "Bad handler");
  const folder = name.slice(0, name.length - base.length);
  const exported = base.slice(dot + 1);
  let module;
  try {
    module = await load(folder, base.slice(0, dot));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new Fault("Runtime.UserCodeSyntaxError", `SyntaxError: ${error.message}`, error.stack);
    }
    if (error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND") {
      throw new Fault("Runtime.ImportModuleError", `Error: ${error.message}`, error.stack);
    }
    throw error;
  }
  const within = (value) => exported.split(".").reduce((found, key) => found?.[key], value);
  const found = within(module) ?? within(module?.default);
  if (!found) {
    throw new Fault("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  if (typeof found !== "function") {
    throw new Fault("Runtime.HandlerNotFound", `${name} is not a function`);
  }
  if (found.length >= 3 && Number(/^AWS_Lambda_nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV)?.[1]) >= 24) {
    throw new Fault(
      "Runtime.CallbackHandlerDeprecated",
      "AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. " +
        "You need to modify this function to use a supported handler signature to use Node.js 24 or later.",
    );
  }
  return found;
}

async function load(folder, name) {
  const file = path.join(task, folder, name);
  for (const ending of ["", ".js", ".mjs", ".cjs"]) {
    const whole = file + ending;
    if (!fs.existsSync(whole) || !fs.statSync(whole).isFile()) continue;
    // A file without an ending can only be CommonJS, and that is quicker than to import it.
    if (ending === ".mjs" || (ending === ".js" && isModule(whole))) {
      return await import(pathToFileURL(whole));
    }
    return require(whole);
  }
  // A package: beside the code, in a layer, or the runtime's own.
  return require(require.resolve(name, { paths: [task, path.dirname(file)] }));
}

// Whether the nearest package.json says that a .js file is an ECMAScript module.
function isModule(file) {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const said = path.join(folder, "package.json");
    if (fs.existsSync(said)) {
      try {
        return JSON.parse(fs.readFileSync(said, "utf8")).type === "module";
      } catch {
        return false;
      }
    }
    if (folder === path.dirname(folder)) return false;
  }
}

function context(headers) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  const json = (text) => (text ? JSON.parse(text) : undefined);
  return {
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: json(headers["lambda-runtime-client-context"]),
    identity: json(headers["lambda-runtime-cognito-identity"]),
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

// What nothing is left to do for ends: Node.js asks before it exits.
let whenEmpty = null;
process.on("beforeExit", () => {
  const next = whenEmpty;
  whenEmpty = null;
  next?.();
});

// The result of a handler, whichever way it gives one: a promise, the callback that it is handed, or
// the context's older methods. A callback's value waits until nothing else is left to do.
function result(handler, event, given) {
  return new Promise((resolve, reject) => {
    let waits = true;
    const done = (error, value) => {
      whenEmpty = null;
      if (error !== undefined && error !== null) reject(error);
      else resolve(value);
    };
    const callback = (error, value) => {
      if (!waits || (error !== undefined && error !== null)) done(error, value);
      else whenEmpty = () => resolve(value);
    };
    Object.defineProperty(given, "callbackWaitsForEmptyEventLoop", {
      get: () => waits,
      set: (value) => (waits = value),
      enumerable: true,
    });
    given.done = done;
    given.succeed = (value) => done(null, value);
    given.fail = (error) => done(error ?? "handled");
    whenEmpty = () => resolve(null);
    const returned = handler(event, given, callback);
    if (returned && typeof returned.then === "function") {
      whenEmpty = () =>
        reject(
          new Fault(
            "Runtime.NodeJsExit",
            "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly " +
              "caused by a Promise that was never settled.",
          ),
        );
      returned.then((value) => done(null, value), reject);
    }
  }).finally(() => (whenEmpty = null));
}

globalThis.awslambda = {
  streamifyResponse: () => {
    throw new Fault(
      "Function.ResponseStreamingNotSupported",
      "This embedded AWS does not stream responses of functions: return the response whole.",
    );
  },
};

// How an invocation ends.

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

function written(value) {
  if (value === undefined) return "null";
  try {
    return stringify(value) ?? "null";
  } catch (error) {
    throw new Fault("Runtime.MarshalError", `Unable to stringify response body: ${error.message}`);
  }
}

function finish(request) {
  write(`${MARK}E ${request} ${process.resourceUsage().maxRSS}\n`);
}

async function failed(error, call, title) {
  const { trace, ...payload } = described(error);
  const told = { ...payload, stack: trace };
  if (isJson) log("ERROR", [told]);
  else log("ERROR", [`${title} `, stringify(told)]);
  finish(current || "init");
  await exchange("POST", call, stringify({ ...payload, trace }), payload.errorType);
}

// What nobody catches ends the process, after the invocation has been told.
for (const [name, kind, title] of [
  ["uncaughtException", "", "Uncaught Exception"],
  ["unhandledRejection", "Runtime.UnhandledPromiseRejection", "Unhandled Promise Rejection"],
]) {
  process.on(name, async (error) => {
    const told = kind ? new Fault(kind, error instanceof Error ? `${error.name}: ${error.message}` : String(error)) : error;
    await failed(told, current ? `invocation/${current}/error` : "init/error", title);
    process.exit(name === "uncaughtException" ? 129 : 128);
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
  if (body.includes("/_localaws/custom-resource-responses/")) {
    require(fileURLToPath(new URL("response_urls.cjs", import.meta.url))).speakPlainly(body);
  }
  try {
    const text = written(await result(handler, JSON.parse(body), context(headers)));
    finish(current);
    await exchange("POST", `invocation/${current}/response`, text);
  } catch (error) {
    await failed(error, `invocation/${current}/error`, "Invoke Error");
  }
}
