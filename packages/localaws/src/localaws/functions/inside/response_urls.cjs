// Custom resources respond to CloudFormation at an address of S3, and so most of their modules ask it by
// https and at its usual port, whatever the address says. The embedded AWS speaks http: what is asked of
// its address, and only that, is asked in its way.

const http = require("node:http");
const https = require("node:https");
const { syncBuiltinESMExports } = require("node:module");
const { urlToHttpOptions } = require("node:url");

const PAGE = "/_localaws/custom-resource-responses/";
const ADDRESS = /https?:\/\/[^/"\\]+(?=\/_localaws\/custom-resource-responses\/)/;
const secure = https.request;
let ours;

// The options of https.request(url, options, callback), of which the first or the second may lack.
function optionsOf(given) {
  const named = [];
  if (typeof given[0] === "string" || given[0] instanceof URL) {
    named.push(urlToHttpOptions(new URL(given[0])));
  }
  return Object.assign({}, ...named, ...given.filter((each) => isOptions(each)));
}

function isOptions(value) {
  return typeof value === "object" && value !== null && !(value instanceof URL);
}

function isOurs({ hostname, host, port, path }) {
  const name = hostname ?? host?.split(":")[0];
  const usual = port === undefined || port === null || ["443", "", ours.port].includes(String(port));
  return name === ours.hostname && usual && String(path).startsWith(PAGE);
}

function request(...given) {
  const options = optionsOf(given);
  if (!isOurs(options)) return secure.apply(https, given);
  const plain = { ...options, protocol: "http:", hostname: ours.hostname, port: ours.port };
  delete plain.agent;
  delete plain.host;
  delete plain.defaultPort;
  const callback = given.find((each) => typeof each === "function");
  return http.request(plain, callback);
}

// Called with each event that has an address.
exports.speakPlainly = (event) => {
  const found = ADDRESS.exec(event);
  if (found === null) return;
  ours = new URL(found[0]);
  if (https.request === request) return;
  https.request = request;
  https.get = (...given) => {
    const asked = https.request(...given);
    asked.end();
    return asked;
  };
  syncBuiltinESMExports();
};
