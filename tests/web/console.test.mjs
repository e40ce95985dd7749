// The page against a played engine: what a person would see when zones change, when the engine
// falls silent, on a phone, in both themes.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openBrowser, openPage } from "./browser.mjs";
import { FeedPlayer } from "./feedplayer.mjs";
import { apiAnswers, healthyPicture, stuckPicture } from "./fixture.mjs";

const dist = process.env.HEADWATER_WEB_DIST;
const pictures = process.env.HEADWATER_PICTURES;
if (pictures) mkdirSync(pictures, { recursive: true });

let browser;
before(async () => {
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
});

/** Runs `use` with a player and a page on `path`; nothing may go wrong in the page meanwhile. */
function scene(name, { path = "/", make = healthyPicture, size = {} }, use) {
    test(name, { timeout: 150_000 }, async () => {
        const player = new FeedPlayer(dist);
        const url = await player.start();
        player.picture = make(player.now());
        player.api = apiAnswers(player.picture, player.now());
        const { page, faults } = await openPage(browser, size);
        try {
            await page.goto(url + path);
            await page.waitForSelector(".live");
            await page.waitForSelector(".page > :not(.skeleton):not(.verdict-unknown)");
            await use({ page, player, url });
            assert.deepEqual(faults, []);
        } finally {
            if (pictures) {
                await page.screenshot({ path: join(pictures, `${name}.png`) }).catch(() => {});
            }
            await page.close();
            await player.stop();
        }
    });
}

const text = (page, selector) => page.locator(selector).first().innerText();

/** The row of a zone as it is after a publication; `state` of knot and nsd. */
function published(picture, serial, states) {
    const zone = picture.zones.find((one) => one.name === "apps.example");
    const pairs = zone.pairs.map((pair, at) => ({
        ...pair,
        state: states[at],
        behind: 1,
        step: 3,
    }));
    const live = states.filter((state) => state === "ok").length;
    return {
        ...zone,
        serial,
        changedAt: Date.now(),
        pairs,
        live,
        state: live === 2 ? "ok" : "moving",
    };
}

scene("aChangeTravelsAndTheZoneIsShownLive", { path: "/zones" }, async ({ page, player }) => {
    const row = page.locator("[data-zone='apps.example']");
    await row.waitFor();
    assert.match(await row.innerText(), /2025112018[\s\S]*2 \/ 2/);
    player.change({ zones: [published(player.picture, 2025112019, ["ok", "moving"])] });
    await page.waitForSelector("[data-zone='apps.example'] .shape-moving", { timeout: 5000 });
    assert.match(await row.innerText(), /2025112019[\s\S]*1 \/ 2/);
    player.change({ zones: [published(player.picture, 2025112019, ["ok", "ok"])] });
    await page.waitForSelector("[data-zone='apps.example'] .z-state .shape-ok", { timeout: 5000 });
    assert.match(await row.innerText(), /2 \/ 2/);
});

scene("aZoneThatIsGoneLeavesTheList", { path: "/zones" }, async ({ page, player }) => {
    await page.waitForSelector("[data-zone='mail.example']");
    player.change({ zonesGone: ["mail.example"], zonesTotal: 2 });
    await page.waitForSelector("[data-zone='mail.example']", { state: "detached", timeout: 8000 });
});

scene("aGapMakesThePageAskForAPicture", {}, async ({ page, player }) => {
    player.picture = {
        ...player.picture,
        verdict: { ...player.picture.verdict, headline: "After the gap" },
    };
    player.change({ flow: player.picture.flow }, { skip: 3 });
    await page.getByText("After the gap").waitFor({ timeout: 8000 });
    assert.equal(player.asked, 1);
});

scene("theVerdictIsReadWithoutAClick", { make: stuckPicture }, async ({ page }) => {
    assert.equal(await text(page, ".headline"), "37 zones are not live on nbg1-b");
    assert.match(await text(page, ".verdict-detail"), /Install hw-2025q4 on nbg1-b/);
    assert.equal(await page.title(), "✕ 37 · Headwater");
    const verdict = await page.locator(".verdict").boundingBox();
    assert.ok(verdict.y + verdict.height < 200);
    assert.equal(await page.locator(".matrix .tile-fail").count(), 4); // three zones and the legend
    await page.getByRole("link", { name: "Open nbg1-b" }).click();
    await page.waitForURL("**/secondaries/nbg1-b");
    assert.match(await text(page, ".s-row.selected"), /nbg1-b[\s\S]*37 zones/);
});

scene(
    "anEngineThatStopsIsSaidWithinTenSeconds",
    { make: stuckPicture },
    async ({ page, player }) => {
        const fresh = await colorOf(page, ".tile-fail");
        await player.stop();
        const stopped = Date.now();
        await page.locator(".live-lost", { hasText: "Reconnecting" }).waitFor({ timeout: 10_000 });
        await page.getByText("Console disconnected for").waitFor({ timeout: 10_000 });
        assert.ok(Date.now() - stopped < 10_000);
        assert.notEqual(await colorOf(page, ".tile-fail"), fresh, "a stale tile is not red");
        assert.equal(await page.title(), "Headwater");
        assert.match(await text(page, ".tile .figure"), /48,213/, "the last value stays readable");
        const port = player.port;
        await player.start(port);
        await page.getByText("37 zones are not live").waitFor({ timeout: 20_000 });
        assert.equal(await colorOf(page, ".tile-fail"), fresh);
    },
);

scene("anEngineThatFallsSilentIsSlowAndThenLost", {}, async ({ page, player }) => {
    player.beating = false;
    await page.locator(".live-slow", { hasText: "Slow" }).waitFor({ timeout: 6_000 });
    await page.locator(".live-lost", { hasText: "Reconnecting" }).waitFor({ timeout: 12_000 });
    await page.waitForSelector(".app.stale");
});

scene("markupInDataIsShownAsText", { path: "/zones" }, async ({ page, player }) => {
    const evil = '<script>document.title="owned"</script><img src=x onerror="document.title=1">';
    const zone = { ...player.picture.zones[0], problem: evil, sourceName: evil, unicode: evil };
    const cause = {
        id: "x",
        state: "fail",
        code: evil,
        title: evil,
        secondary: "knot",
        zones: [zone.name],
        count: 1,
        since: Date.now(),
        text: evil,
        imperative: evil,
    };
    player.change({
        zones: [zone],
        causes: [cause],
        verdict: {
            ...player.picture.verdict,
            headline: evil,
            detail: evil,
            rank: 3,
            state: "fail",
        },
    });
    await page.getByText("<script>").first().waitFor();
    for (const path of ["/", "/zones/apps.example", "/secondaries"]) {
        await page.evaluate((to) => {
            history.pushState(null, "", to);
            dispatchEvent(new PopStateEvent("popstate"));
        }, path);
        await page.getByText("<script>").first().waitFor();
        assert.equal(await page.locator("main script, main img").count(), 0);
    }
    assert.notEqual(await page.title(), "owned");
});

scene(
    "aPauseHoldsEverythingAndResumeAppliesItAtOnce",
    { path: "/zones" },
    async ({ page, player }) => {
        await page.waitForSelector("[data-zone='apps.example']");
        await page.keyboard.press("Space");
        await page.locator(".live-paused").waitFor();
        player.change({ zones: [published(player.picture, 2025112020, ["ok", "ok"])] });
        player.change({ zonesTotal: 3 });
        await page.getByText("2 waiting").waitFor({ timeout: 8000 });
        assert.doesNotMatch(await text(page, "[data-zone='apps.example']"), /2025112020/);
        await page.keyboard.press("Space");
        await page
            .locator("[data-zone='apps.example']", { hasText: "2025112020" })
            .waitFor({ timeout: 5000 });
    },
);

scene(
    "theWayOfAVersionIsDrawnStepByStep",
    { path: "/zones/apps.example", make: stuckPicture },
    async ({ page }) => {
        await page.locator(".wf-fail", { hasText: "BADKEY" }).waitFor();
        assert.equal(await page.locator("button.wf-row").count(), 12);
        assert.equal(await page.locator(".wf-dot").count(), 11);
        assert.match(await text(page, ".milestones"), /Committed[\s\S]*NOTIFY acked[\s\S]*Live/);
        assert.match(await text(page, ".what-to-do"), /Install hw-2025q4 on nbg1-b/);
        await page.locator(".diff-line", { hasText: "192.0.2.152" }).waitFor();
        await page.locator("button.wf-row", { hasText: "sin1-b" }).click();
        assert.match(await text(page, ".pair .chip"), /live after 1\.47 s/);
        await page.keyboard.press(".");
        await page.waitForURL("**/propagation/1763649121");
        await page.keyboard.press("2");
        await page
            .locator(".record-row", { hasText: "_dmarc" })
            .or(page.locator(".record-row", { hasText: "web-0" }))
            .first()
            .waitFor();
        await page.keyboard.press("3");
        await page.getByText("3 versions are kept.").waitFor();
    },
);

scene(
    "aRefusedZoneFileIsNamedOnItsPage",
    { path: "/zones/apps.example" },
    async ({ page, player }) => {
        const problem = 'apps.example.zone: line 14: A record needs an IPv4 address, got "1.2.3"';
        player.change({ zones: [{ ...player.picture.zones[0], problem }] });
        await page.getByRole("alert").filter({ hasText: "line 14" }).waitFor();
        assert.match(await text(page, ".banner"), /last good version stays live/);
    },
);

scene("theKeyboardIsEnough", { make: stuckPicture }, async ({ page }) => {
    await page.keyboard.press("g");
    await page.keyboard.press("z");
    await page.waitForURL("**/zones");
    await page.keyboard.press("/");
    await page.keyboard.type("state:stuck");
    await page.waitForURL(/q=state/);
    assert.equal(await page.locator("[data-zone]").count(), 3);
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/zones\/.+/);
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    await page.waitForURL("**/secondaries");
    await page.keyboard.press("Shift+?");
    await page.getByRole("dialog", { name: "Keys of this page" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("nordwind");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/zones/nordwind.example.net");
});

for (const scheme of ["dark", "light"]) {
    scene(
        `aPhoneShowsTheAnswerWithoutScrollingSideways-${scheme}`,
        { make: stuckPicture, size: { width: 390, height: 844, scheme } },
        async ({ page, url }) => {
            assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), scheme);
            for (const path of ["/", "/zones", "/zones/apps.example", "/secondaries"]) {
                await page.goto(url + path);
                await page.waitForSelector(".page > :not(.skeleton)");
                const wide = await page.evaluate(
                    () => document.querySelector(".page").scrollWidth - innerWidth,
                );
                assert.ok(wide <= 0, `${path} is ${wide} px too wide`);
            }
            await page.goto(url);
            const box = await page.locator(".verdict-actions").boundingBox();
            assert.ok(box.y + box.height < 400, "the remedy is in sight");
            assert.ok(await page.locator(".tabbar").isVisible());
        },
    );
}

scene(
    "theThemeFollowsTheSystemUntilChosen",
    { make: stuckPicture, size: { scheme: "light" } },
    async ({ page }) => {
        assert.equal(await colorOf(page, "body"), "rgb(242, 245, 246)");
        await page.keyboard.press("t");
        await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
        assert.equal(await colorOf(page, "body"), "rgb(10, 17, 20)");
    },
);

function colorOf(page, selector) {
    return page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundColor);
}
