// Asks the AsyncAPI parser about asyncapi.json, and ajv about the schemas of
// jetstream.schema.json, with every recorded reply and event.
import { Parser } from "@asyncapi/parser";
import Ajv from "ajv";
import formats from "ajv-formats";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [described, recorded] = process.argv.slice(2);
const read = (name) => readFileSync(join(described, name), "utf8");
let wrong = 0;
const fault = (text) => {
  wrong += 1;
  console.error(text);
};

const { document, diagnostics } = await new Parser().parse(read("asyncapi.json"));
// 0 is an error, 1 a warning; 2 and 3 are hints, such as that 3.1 is there.
for (const { severity, message, path } of diagnostics.filter(({ severity }) => severity < 2)) {
  fault(`asyncapi.json ${path.join("/")}: ${message}`);
}
const operations = document?.operations().length ?? 0;
const messages = document?.allMessages().length ?? 0;
console.log(`asyncapi.json: ${operations} operations, ${messages} messages`);
if (operations < 60) {
  fault("asyncapi.json: operations are missing");
}

const bundle = JSON.parse(read("jetstream.schema.json"));
const ajv = formats(new Ajv({ strict: false, allErrors: true }));
ajv.addSchema(bundle, "bundle");
const validators = new Map();
for (const name of Object.keys(bundle.definitions)) {
  validators.set(name, ajv.getSchema(`bundle#/definitions/${name}`));
}
let documents = 0;
for (const file of readdirSync(recorded).filter((name) => name.endsWith(".jsonl"))) {
  for (const line of readFileSync(join(recorded, file), "utf8").split("\n").filter(Boolean)) {
    const recording = JSON.parse(line);
    let said;
    try {
      said = JSON.parse(recording.payload ?? recording.response);
    } catch {
      continue;
    }
    const validate = validators.get(said?.type);
    if (!validate) {
      continue;
    }
    documents += 1;
    if (!validate(said)) {
      const [first] = validate.errors.slice(-1);
      fault(`${file} ${recording.operation ?? said.type} ${recording.case}: ${first.instancePath} ${first.message}`);
    }
  }
}
console.log(`jetstream.schema.json: ${validators.size} schemas, ${documents} recorded documents, ${wrong} wrong`);
if (documents < 1000) {
  fault("there are too few recorded documents to say anything");
}
process.exit(wrong > 0 ? 1 : 0);
