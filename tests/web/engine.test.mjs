// The page against a real engine: a saved zone file shows on the page, and a stopped engine is
// said to be gone. Skipped where headwaterd was not built.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openBrowser, openPage } from "./browser.mjs";

const program = process.env.HEADWATER_HEADWATERD;
const skip = program ? false : "headwaterd is not in this build";

const zoneText = (address, serial = 1) => `$TTL 300
@ IN SOA ns1.example. hostmaster.example. ${serial} 3600 900 604800 300
@ IN NS ns1.example.
www IN A ${address}
`;

/** A port that was free a moment ago. */
function freePort() {
    return new Promise((done) => {
        const server = createServer().listen(0, "127.0.0.1", () => {
            const { port } = server.address();
            server.close(() => done(port));
        });
    });
}

async function until(what, limit = 30_000) {
    const start = Date.now();
    for (;;) {
        try {
            return await what();
        } catch (error) {
            if (Date.now() - start > limit) throw error;
            await new Promise((done) => setTimeout(done, 100));
        }
    }
}

let browser, folder, engine, url;
before(async () => {
    if (skip) return;
    folder = mkdtempSync(join(tmpdir(), "headwater-engine-"));
    mkdirSync(join(folder, "zones"));
    writeFileSync(join(folder, "zones/apps.example.zone"), zoneText("192.0.2.1"));
    const [dns, console_] = [await freePort(), await freePort()];
    writeFileSync(
        join(folder, "headwater.toml"),
        `[engine]
name = "page test"
state = "${folder}/state"
[dns]
listen = ["127.0.0.1:${dns}"]
[console]
listen = "127.0.0.1:${console_}"
[zones]
directory = "${folder}/zones"
`,
    );
    engine = spawn(program, ["--config", join(folder, "headwater.toml")], {
        stdio: ["ignore", "pipe", "pipe"],
    });
    let log = "";
    engine.stdout.on("data", (octets) => (log += octets));
    engine.stderr.on("data", (octets) => (log += octets));
    url = `http://127.0.0.1:${console_}`;
    await until(async () => {
        if (engine.exitCode !== null) throw new Error(`the engine ended: ${log}`);
        const status = await fetch(`${url}/api/headwater/v1/status`);
        assert.equal(status.status, 200);
    });
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    engine?.kill("SIGKILL");
    if (folder) rmSync(folder, { recursive: true, force: true });
});

test("aSavedZoneFileShowsOnThePage", { skip, timeout: 150_000 }, async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(`${url}/zones`);
    const row = page.locator("[data-zone='apps.example']");
    await row.waitFor({ timeout: 30_000 });
    const serial = await row.locator(".serial").innerText();
    writeFileSync(join(folder, "zones/apps.example.zone"), zoneText("192.0.2.2"));
    await until(async () => assert.notEqual(await row.locator(".serial").innerText(), serial));
    await row.locator(".z-name a").click();
    await page.locator(".diff-line", { hasText: "192.0.2.2" }).waitFor({ timeout: 30_000 });
    await page.keyboard.press("2");
    await page.locator(".record-row", { hasText: "192.0.2.2" }).waitFor();
    await page.keyboard.press("3");
    await page.locator("table.plain tbody tr").nth(1).waitFor();
    assert.deepEqual(faults, []);
    await page.close();
});

test("aBrokenZoneFileIsNamedOnThePage", { skip, timeout: 150_000 }, async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(`${url}/zones/apps.example`);
    await page.waitForSelector(".zone-name");
    writeFileSync(join(folder, "zones/apps.example.zone"), zoneText("192.0.2"));
    await page
        .getByRole("alert")
        .filter({ hasText: /line 4/ })
        .waitFor({ timeout: 30_000 });
    writeFileSync(join(folder, "zones/apps.example.zone"), zoneText("192.0.2.3"));
    await page.getByRole("alert").waitFor({ state: "detached", timeout: 30_000 });
    assert.deepEqual(faults, []);
    await page.close();
});

test("aStoppedEngineIsSaidToBeGone", { skip, timeout: 150_000 }, async () => {
    const { page } = await openPage(browser);
    await page.goto(url);
    await page.waitForSelector(".tiles");
    engine.kill("SIGTERM");
    await page.locator(".live-lost").waitFor({ timeout: 10_000 });
    await page.waitForSelector(".app.stale", { timeout: 10_000 });
    await page.close();
});
