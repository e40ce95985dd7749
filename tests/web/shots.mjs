// Pictures of the page in every state, for people to look at: shots.mjs FOLDER
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openBrowser, openPage } from "./browser.mjs";
import { FeedPlayer } from "./feedplayer.mjs";
import { apiAnswers, healthyPicture, stuckPicture } from "./fixture.mjs";

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
const views = [
    ["overview", "/"],
    ["zones", "/zones"],
    ["zone", "/zones/apps.example"],
    ["records", "/zones/apps.example/records"],
    ["versions", "/zones/apps.example/versions"],
    ["secondaries", "/secondaries"],
];
for (const [name, make] of [
    ["stuck", stuckPicture],
    ["healthy", healthyPicture],
]) {
    const player = new FeedPlayer(process.env.HEADWATER_WEB_DIST);
    const url = await player.start();
    for (const scheme of ["dark", "light"]) {
        for (const [width, height] of [
            [1440, 900],
            [900, 800],
            [390, 844],
        ]) {
            if (width !== 1440 && scheme === "light" && name === "healthy") continue;
            const { page, faults } = await openPage(browser, { width, height, scheme });
            for (const [view, path] of views) {
                player.picture = make(player.now());
                player.api = apiAnswers(player.picture, player.now());
                await page.goto(url + path);
                await page.waitForSelector(".page > :not(.skeleton)");
                await page.evaluate(() => document.fonts.ready);
                await page.waitForTimeout(300);
                await page.screenshot({
                    path: join(folder, `${name}-${view}-${scheme}-${width}.png`),
                });
            }
            if (faults.length) console.log(name, scheme, width, faults);
            await page.close();
        }
    }
    await player.stop();
}
await browser.close();
