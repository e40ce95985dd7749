// Pictures for the player, in the form the engine sends them: the stuck afternoon of the design's
// mocks (12 secondaries, one without the right key) and a healthy day with two secondaries.
const names = [
    "hel1-a",
    "hel1-b",
    "fsn1-a",
    "fsn1-b",
    "nbg1-a",
    "nbg1-b",
    "ash1-a",
    "ash1-b",
    "hil1-a",
    "sin1-a",
    "sin1-b",
    "any-1",
];
const addresses = [
    "192.0.2.11",
    "192.0.2.12",
    "192.0.2.21",
    "192.0.2.22",
    "192.0.2.31",
    "192.0.2.32",
    "198.51.100.11",
    "198.51.100.12",
    "198.51.100.21",
    "203.0.113.11",
    "203.0.113.12",
    "203.0.113.53",
];
const p50 = [17, 19, 124, 126, 138, 139, 538, 545, 846, 918, 1470, 349];
const p99 = [41, 44, 310, 322, 335, 252_000, 1020, 1040, 1310, 1380, 19_200, 640];
const rtt = [1.1, 1.2, 22.3, 22.6, 23.9, 24, 104, 105, 164, 179, 181, 9.1];
const badKey = "BADKEY: it signs with hw-2025q3, which is retired here";

const pair = (
    secondary,
    state = "ok",
    { serial = null, behind = 0, step = 6, ageMs = null, error = "" } = {},
) => ({ secondary, state, serial, behind, step, ageMs, error, nextRetryAt: null });

const worstFirst = ["fail", "lag", "unknown", "moving", "paused", "ok"];
const worst = (pairs) =>
    worstFirst.find((state) => pairs.some((one) => one.state === state)) ?? "ok";

/** `trouble`: secondary → pair. */
function zone(name, serial, records, ageMs, now, trouble = {}, more = {}) {
    const pairs = (more.secondaries ?? names).map(
        (secondary) => trouble[secondary] ?? pair(secondary, "ok", { serial }),
    );
    const counted = pairs.filter((one) => one.state !== "paused");
    const live = counted.filter((one) => one.state === "ok").length;
    return {
        name,
        unicode: "",
        serial,
        records,
        changedAt: now - ageMs,
        state: worst(pairs),
        live,
        of: counted.length,
        paused: pairs.length - counted.length,
        slowest: "sin1-b 1.47 s",
        slowestMs: 1470,
        p99Ms: 2100,
        source: "Zone files",
        sourceName: `${name}.zone`,
        problem: "",
        problemSince: null,
        retiresAt: null,
        pairs,
        ...more,
        secondaries: undefined,
    };
}

const stuck = (behind, ageMs) => ({
    "nbg1-b": pair("nbg1-b", "fail", { serial: 1763648870, behind, step: 4, ageMs, error: badKey }),
});
const late = (behind, ageMs) => ({ "sin1-b": pair("sin1-b", "lag", { behind, step: 3, ageMs }) });
const moving = (steps) =>
    Object.fromEntries(
        Object.entries(steps).map(([secondary, step]) => [
            secondary,
            pair(secondary, "moving", { step, behind: 1, ageMs: 400 }),
        ]),
    );

export function stuckZones(now) {
    const hurt = { slowest: "nbg1-b stuck 4m 12s", slowestMs: 252_000 };
    return [
        zone("apps.example", 1763649124, 12_481, 2_000, now, stuck(46, 252_000), hurt),
        zone("nordwind.example.net", 2025112002, 77, 48_000, now, stuck(2, 238_000), {
            ...hurt,
            slowest: "nbg1-b stuck 3m 58s",
        }),
        zone("bakery-lund.example.net", 2025112001, 31, 70_000, now, stuck(1, 221_000), {
            ...hurt,
            slowest: "nbg1-b stuck 3m 41s",
        }),
        zone("pages.example", 1763649118, 9_412, 8_200, now, late(2, 18_400), {
            slowest: "sin1-b late 18.4 s",
        }),
        zone("orbit-labs.example.net", 2025112012, 95, 34_000, now, late(1, 12_000), {
            slowest: "sin1-b late 12.0 s",
        }),
        zone(
            "113.0.203.in-addr.arpa",
            2025112018,
            256,
            100,
            now,
            moving({
                "fsn1-a": 3,
                "fsn1-b": 3,
                "nbg1-a": 3,
                "nbg1-b": 3,
                "ash1-a": 1,
                "ash1-b": 1,
                "hil1-a": 1,
                "sin1-a": 1,
                "sin1-b": 1,
                "any-1": 2,
            }),
            { slowest: "sin1-b pending" },
        ),
        zone(
            "eu.apps.example",
            1763649126,
            3_118,
            400,
            now,
            moving({ "ash1-a": 3, "ash1-b": 3, "hil1-a": 3, "sin1-a": 3, "sin1-b": 2 }),
            { slowest: "sin1-b pending" },
        ),
        zone("mail.example", 2025112011, 212, 1_100, now, moving({ "sin1-b": 3 }), {
            slowest: "sin1-b pending",
        }),
        zone(
            "xn--bcker-gra.example.net",
            2025112004,
            22,
            21_000,
            now,
            {},
            { unicode: "bäcker.example.net" },
        ),
        ...[
            "cafe-mond.example.net",
            "2.0.192.in-addr.arpa",
            "lindapotek.example.net",
            "fjord-rent.example.net",
            "hosting.example",
            "shop-aurora.example.net",
            "tannenhof.example.net",
            "status.example",
            "vinter-foto.example.net",
            "gruenwerk.example.net",
        ].map((name, at) => zone(name, 2025112001 + at, 16 + at * 11, 3_600 + at * 17_000, now)),
    ];
}

function stepRow(secondary, at, committedAt, liveMs, over = {}) {
    const r = rtt[at] ?? 1;
    return {
        secondary,
        state: "ok",
        publishedMs: 1.9,
        sentMs: 2.9,
        ackedMs: 2.9 + r,
        askedMs: 2.9 + r * 1.4,
        transferredMs: liveMs * 0.82,
        liveMs,
        attempt: 1,
        rcode: "NOERROR",
        kind: "IXFR",
        octets: 612,
        messages: 1,
        transferMs: liveMs * 0.4,
        key: "hw-2025q4",
        error: "",
        skipped: [],
        ...over,
    };
}

function publication(
    name,
    serial,
    previous,
    ageMs,
    now,
    change,
    steps,
    author = "file " + name + ".zone",
) {
    const committedAt = now - ageMs;
    const live = steps.filter((step) => step.liveMs !== null).length;
    const all = live === steps.length;
    return {
        id: `${name}/${serial}`,
        zone: name,
        serial,
        previous,
        committedAt,
        publishedAt: committedAt + 1.9,
        added: change[0],
        removed: change[1],
        records: 100,
        author,
        state: worst(steps),
        live,
        of: steps.length,
        everywhereMs: all ? Math.max(...steps.map((step) => step.liveMs)) : null,
        steps,
    };
}

const open = { transferredMs: null, liveMs: null };
const allLive = (committedAt) =>
    names.map((name, at) =>
        stepRow(
            name,
            at,
            committedAt,
            [17.2, 19, 127, 124, 140, 141, 541, 549, 848, 921, 1470, 347][at],
        ),
    );
const withStuck = (steps) =>
    steps.map((step) =>
        step.secondary === "nbg1-b"
            ? {
                  ...step,
                  ...open,
                  state: "fail",
                  askedMs: 41,
                  error: "refused: NOTAUTH, BADKEY (hw-2025q3)",
                  key: "hw-2025q3",
              }
            : step,
    );
const withMoving = (steps, from) =>
    steps.map((step, at) =>
        at >= from ? { ...step, ...open, askedMs: null, state: "moving" } : step,
    );

export function stuckPublications(now) {
    return [
        publication(
            "113.0.203.in-addr.arpa",
            2025112018,
            2025112017,
            300,
            now,
            [1, 0],
            withMoving(allLive(), 2),
        ),
        publication(
            "eu.apps.example",
            1763649126,
            1763649125,
            500,
            now,
            [6, 2],
            withMoving(allLive(), 7),
        ),
        publication(
            "apps.example",
            1763649124,
            1763649121,
            2_000,
            now,
            [4, 4],
            withStuck(allLive()),
            "deploy-bot",
        ),
        publication("cafe-mond.example.net", 2025112001, null, 3_600, now, [1, 0], allLive()),
        publication(
            "apps.example",
            1763649121,
            1763649115,
            5_400,
            now,
            [2, 0],
            withStuck(allLive()),
            "deploy-bot",
        ),
        publication("2.0.192.in-addr.arpa", 2025112044, 2025112043, 6_900, now, [8, 8], allLive()),
        publication(
            "apps.example",
            1763649115,
            1763649102,
            12_000,
            now,
            [12, 3],
            withStuck(allLive()),
            "deploy-bot",
        ),
        publication(
            "lindapotek.example.net",
            2025112002,
            2025112001,
            10_600,
            now,
            [0, 1],
            allLive(),
        ),
    ];
}

function secondary(at, now) {
    const name = names[at];
    const state = name === "nbg1-b" ? "fail" : name === "sin1-b" ? "lag" : "ok";
    const behind = { fail: [37, 46], lag: [3, 2], ok: [0, 0] }[state];
    return {
        name,
        site: name.split("-")[0],
        address: `${addresses[at]}:53`,
        state,
        zones: 48_213,
        zonesLive: 48_213 - behind[0],
        zonesBehind: behind[0],
        versionsBehind: behind[1],
        notify:
            name === "sin1-b"
                ? {
                      state: "unanswered",
                      text: "try 2",
                      rttMs: null,
                      attempt: 2,
                      nextRetryAt: now + 4000,
                      rcode: "",
                  }
                : {
                      state: "acked",
                      text: `acked in ${rtt[at]} ms`,
                      rttMs: rtt[at],
                      attempt: 1,
                      nextRetryAt: null,
                      rcode: "NOERROR",
                  },
        rttsMs: Array.from({ length: 30 }, (_, i) => rtt[at] * (1 + 0.12 * Math.sin(i * 1.7 + at))),
        p50Ms: p50[at],
        p99Ms: p99[at],
        samples: 4487,
        budgetMs: 5000,
        lastTransfer: {
            kind: name === "any-1" ? "AXFR" : "IXFR",
            octets: name === "any-1" ? 711_000 : 612,
            ms: rtt[at] * 3.1,
            at: now - 2000,
            from: 1763649121,
            to: 1763649124,
        },
        key: name === "nbg1-b" ? "hw-2025q3" : "hw-2025q4",
        error: "",
        causeCode: name === "nbg1-b" ? "badkey" : name === "sin1-b" ? "no-ask" : "",
        probe: { serial: 1763649124, rttMs: rtt[at], at: now - 900 },
    };
}

const flow = (waiting, states = {}, notes = {}) =>
    ["publish", "queue", "notify", "wait", "transfer", "verify", "live"].map((step, at) => ({
        step,
        waiting: waiting[at],
        state: states[step] ?? "ok",
        p50Ms: [1.9, 0.8, 24, 61, 38, 42, null][at],
        note: notes[step] ?? "",
    }));

export function stuckPicture(now) {
    const zones = stuckZones(now);
    return {
        engine: {
            name: "production",
            version: "0.1.0",
            startedAt: now - 41 * 86_400_000,
            store: "Embedded",
            stateDirectory: "/var/lib/headwater",
            dns: ["192.0.2.1:53"],
            readOnly: false,
            problems: [],
        },
        verdict: {
            state: "fail",
            rank: 3,
            headline: "37 zones are not live on nbg1-b",
            zone: "apps.example",
            secondary: "nbg1-b",
            detail: "Stuck at transfer since 14:27:55 (4m 12s). BADKEY: it signs with hw-2025q3, which is retired here. Install hw-2025q4 on nbg1-b, then retry.",
            chips: [
                { state: "lag", text: "sin1-b late by 18.4 s, 3 zones" },
                { state: "moving", text: "4 zones in flight, on time" },
            ],
            impact: "48,169 zones are live everywhere.",
        },
        totals: {
            zones: 48_213,
            zonesStuck: 37,
            zonesLate: 3,
            zonesMoving: 4,
            zonesRejected: 0,
            secondaries: 12,
            secondariesInSync: 10,
            pairs: 578_556,
            pairsLive: 578_498,
            p50Ms: 186,
            p99Ms: 2100,
            samples: 44_870,
            budgetMs: 5000,
            liveUpTo: now - 252_000,
            notifyWaiting: 5,
            notifyAcked: 23_103,
            notifyRetried: 2,
            notifyFailed: 0,
            transfersRunning: 9,
            transfersRefused: 37,
            ixfrShare: 0.992,
            queriesPerSecond: 18_400,
            recentLiveMs: Array.from(
                { length: 60 },
                (_, i) => 1200 + 300 * Math.sin(i / 3) + (i === 41 ? 2100 : 0),
            ),
        },
        flow: flow(
            [0, 0, 5, 6, 46, 1, 578_498],
            { wait: "lag", transfer: "fail" },
            { wait: "3 late, sin1-b", transfer: "37 stuck, nbg1-b" },
        ),
        zonesTotal: zones.length,
        zones,
        secondaries: names.map((_, at) => secondary(at, now)),
        publications: stuckPublications(now),
        causes: [
            {
                id: "badkey/nbg1-b",
                state: "fail",
                code: "BADKEY",
                title: "Transfer refused on nbg1-b",
                secondary: "nbg1-b",
                zones: zones.slice(0, 3).map((one) => one.name),
                count: 37,
                since: now - 252_000,
                text: badKey + ".",
                imperative: "Install hw-2025q4 on nbg1-b, then retry.",
            },
            {
                id: "no-ask/sin1-b",
                state: "lag",
                code: "",
                title: "sin1-b asks late",
                secondary: "sin1-b",
                zones: zones.slice(3, 5).map((one) => one.name),
                count: 3,
                since: now - 18_400,
                text: "It acked 18 s ago and has not asked.",
                imperative: "Raise its parallel transfers, or spread NOTIFY.",
            },
        ],
    };
}

/** Two secondaries, a handful of zones, all live: what the demo looks like. */
export function healthyPicture(now) {
    const pairNames = ["knot", "nsd"];
    const zones = [
        ["apps.example", 2025112018, 1004],
        ["mail.example", 2025112003, 12],
        ["2.0.192.in-addr.arpa", 2025112001, 258],
    ].map(([name, serial, records], at) =>
        zone(
            name,
            serial,
            records,
            40_000 * (at + 1),
            now,
            {},
            { secondaries: pairNames, slowest: "nsd 41.6 ms", slowestMs: 41.6, p99Ms: 71 },
        ),
    );
    const stuckOne = stuckPicture(now);
    const steps = () => [
        stepRow("knot", 0, 0, 21.4, {
            ackedMs: 3.3,
            askedMs: 4.2,
            transferredMs: 9.8,
            key: "demo",
        }),
        stepRow("nsd", 1, 0, 41.6, {
            ackedMs: 3.6,
            askedMs: 12.1,
            transferredMs: 20.4,
            key: "demo",
        }),
    ];
    const row = (name, at) => ({
        ...secondary(0, now),
        name,
        site: "local",
        address: `127.0.0.1:530${at + 1}`,
        zones: 3,
        zonesLive: 3,
        p50Ms: [21.4, 41.6][at],
        p99Ms: [38, 71][at],
        samples: 60,
        key: "demo",
        notify: {
            state: "acked",
            text: `acked in 0.${4 + at} ms`,
            rttMs: 0.4 + at / 10,
            attempt: 1,
            nextRetryAt: null,
            rcode: "NOERROR",
        },
        rttsMs: Array.from({ length: 30 }, (_, i) => 0.4 + 0.1 * Math.abs(Math.sin(i))),
    });
    return {
        ...stuckOne,
        engine: {
            ...stuckOne.engine,
            name: "demo",
            dns: ["127.0.0.1:5300"],
            startedAt: now - 600_000,
        },
        verdict: {
            state: "ok",
            rank: 8,
            headline: "Every change is live everywhere",
            detail: "The last one, apps.example, reached both secondaries 40 s ago.",
            chips: [],
            impact: "",
            zone: "",
            secondary: "",
        },
        totals: {
            ...stuckOne.totals,
            zones: 3,
            zonesStuck: 0,
            zonesLate: 0,
            zonesMoving: 0,
            secondaries: 2,
            secondariesInSync: 2,
            pairs: 6,
            pairsLive: 6,
            p50Ms: 31.5,
            p99Ms: 71,
            samples: 60,
            liveUpTo: now - 300,
            notifyWaiting: 0,
            notifyAcked: 118,
            notifyRetried: 0,
            transfersRunning: 0,
            transfersRefused: 0,
            ixfrShare: 0.96,
            queriesPerSecond: 2.4,
            recentLiveMs: Array.from({ length: 60 }, (_, i) => 30 + 8 * Math.sin(i)),
        },
        flow: flow([0, 0, 0, 0, 0, 0, 6]).map((step, at) => ({
            ...step,
            p50Ms: [1.9, 0.3, 0.4, 4.1, 7.2, 12.4, null][at],
        })),
        zonesTotal: 3,
        zones,
        secondaries: pairNames.map(row),
        causes: [],
        publications: [2025112018, 2025112017, 2025112016].map((serial, at) =>
            publication(
                "apps.example",
                serial,
                serial - 1,
                40_000 * (at + 1),
                now,
                [1, 1],
                steps(),
            ),
        ),
    };
}

/** Answers of the HTTP interface about apps.example. */
export function apiAnswers(picture, now) {
    const row = picture.zones.find((one) => one.name === "apps.example");
    const publications = picture.publications.filter((one) => one.zone === row.name);
    const soa = (serial) =>
        `apps.example. 3600 IN SOA ns1.example. hostmaster.example. ${serial} 3600 900 604800 300`;
    return {
        "/zones/apps.example": {
            ...row,
            soa: {
                primary: "ns1.example.",
                mailbox: "hostmaster.example.",
                serial: row.serial,
                refresh: 3600,
                retry: 900,
                expire: 604_800,
                minimum: 300,
                ttl: 3600,
            },
            publications,
        },
        "/zones/apps.example/records": {
            zone: row.name,
            serial: row.serial,
            rrsets: [
                {
                    name: "apps.example.",
                    type: "SOA",
                    ttl: 3600,
                    records: [`ns1.example. hostmaster.example. ${row.serial} 3600 900 604800 300`],
                },
                {
                    name: "apps.example.",
                    type: "NS",
                    ttl: 3600,
                    records: ["ns1.example.", "ns2.example."],
                },
                ...Array.from({ length: 60 }, (_, i) => ({
                    name: `web-${i}.apps.example.`,
                    type: "A",
                    ttl: 60,
                    records: [`192.0.2.${i}`],
                })),
                {
                    name: "_dmarc.apps.example.",
                    type: "TXT",
                    ttl: 3600,
                    records: ['"v=DMARC1; p=reject"'],
                },
            ],
        },
        "/zones/apps.example/versions": {
            zone: row.name,
            versions: publications.map((one) => ({
                serial: one.serial,
                publishedAt: one.publishedAt,
                committedAt: one.committedAt,
                author: one.author,
                added: one.added,
                removed: one.removed,
                records: row.records,
                digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                differenceOctets: 612,
            })),
        },
        ...Object.fromEntries(
            publications.map((one) => [
                `/zones/apps.example/versions/${one.serial}`,
                {
                    from: one.previous,
                    to: one.serial,
                    removed: [
                        soa(one.previous),
                        "web-7f3a.apps.example. 60 IN A 192.0.2.140",
                        "web-7f3a.apps.example. 60 IN AAAA 2001:db8:40::8c",
                        '_acme-challenge.apps.example. 120 IN TXT "k8JvQe0"',
                        "old-api.apps.example. 300 IN CNAME web-1c22",
                    ],
                    added: [
                        soa(one.serial),
                        "web-7f3a.apps.example. 60 IN A 192.0.2.152",
                        "web-7f3a.apps.example. 60 IN AAAA 2001:db8:40::98",
                        '_acme-challenge.apps.example. 120 IN TXT "Zr2d9fA"',
                        "api.apps.example. 300 IN CNAME web-7f3a",
                    ],
                },
            ]),
        ),
    };
}
