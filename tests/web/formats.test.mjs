// Each case of tests/formats.json, through the page's own formatter.
// Arguments by environment: HEADWATER_WEB_MODULES (node_modules with esbuild), HEADWATER_SOURCE (the checkout).
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const source = process.env.HEADWATER_SOURCE;
const esbuild = createRequire(join(process.env.HEADWATER_WEB_MODULES, "here.js"))("esbuild");
const bundle = esbuild.buildSync({
    entryPoints: [join(source, "resources/web/src/format.ts")],
    bundle: true,
    format: "esm",
    write: false,
});
const code = Buffer.from(bundle.outputFiles[0].contents).toString("base64");
const format = await import(`data:text/javascript;base64,${code}`);

const written = {
    age: (input) => format.age(input.at, input.now),
    dateTime: (input) => format.dateTime(input.at, input.now),
    outOf: (input) => format.outOf(input.part, input.whole),
    change: (input) => format.change(input.added, input.removed),
};

const cases = JSON.parse(readFileSync(join(source, "tests/formats.json"), "utf8"));
for (const { format: name, in: input, out } of cases) {
    test(`${name} ${JSON.stringify(input)} is written "${out}"`, () => {
        const write = written[name] ?? format[name];
        assert.ok(write, `there is no format ${name}`);
        assert.equal(write(input), out);
    });
}

test("aSerialKeepsItsLastFourDigitsBright", () => {
    assert.deepEqual(format.serialParts(1763649124), ["176364", "9124"]);
    assert.deepEqual(format.serialParts(7), ["", "7"]);
});
