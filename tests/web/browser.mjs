// Debian's Chromium with a new, empty profile that talks to nobody but us.
import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { chromium } = createRequire(join(process.env.HEADWATER_TEST_MODULES, "here.js"))(
    "playwright-core",
);

export async function openBrowser() {
    const profile = mkdtempSync(join(tmpdir(), "headwater-web-"));
    const context = await chromium.launchPersistentContext(profile, {
        executablePath: process.env.HEADWATER_CHROMIUM ?? "/usr/bin/chromium",
        headless: true,
        viewport: { width: 1440, height: 900 },
        colorScheme: "dark",
        reducedMotion: "reduce",
        args: [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    });
    // A machine that also compiles is slow to start it.
    context.setDefaultTimeout(45_000);
    context.setDefaultNavigationTimeout(60_000);
    return {
        context,
        async close() {
            await context.close();
            rmSync(profile, { recursive: true, force: true });
        },
    };
}

/** A page whose errors and refused scripts are kept in `faults`. */
export async function openPage(browser, { width = 1440, height = 900, scheme = "dark" } = {}) {
    const page = await browser.context.newPage();
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const faults = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
        const isConnection = /WebSocket connection|ERR_CONNECTION|Failed to load resource/.test(
            message.text(),
        );
        if (message.type() === "error" && !isConnection) faults.push(message.text());
    });
    return { page, faults };
}
