#!/usr/bin/env python3
"""Writes healthy.jsonl and stuck.jsonl beside itself: what an engine with 48,213 zones on 12
secondaries would send, invented. `headwater --play FILE` and the tests show them.
Standard library only; the output is the same each time.
"""
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
AT = 1763649126952.0  # 2025-11-20 14:32:06.952 UTC
DAY = 86400000.0
TOTAL = 48213

# name, address, NOTIFY round trip, p50, p99, last transfer ms, behind now
SECONDARIES = [
    ("hel1-a", "192.0.2.11", 1.1, 17, 41, 4.8), ("hel1-b", "192.0.2.12", 1.2, 19, 44, 4.9),
    ("fsn1-a", "192.0.2.21", 22.3, 124, 310, 68), ("fsn1-b", "192.0.2.22", 22.6, 126, 322, 67),
    ("nbg1-a", "192.0.2.31", 23.9, 138, 335, 74), ("nbg1-b", "192.0.2.32", 24.0, 139, 340, 75),
    ("ash1-a", "198.51.100.11", 104, 538, 1020, 316), ("ash1-b", "198.51.100.12", 105, 545, 1040, 317),
    ("hil1-a", "198.51.100.21", 164, 846, 1310, 496), ("sin1-a", "203.0.113.11", 179, 918, 1380, 538),
    ("sin1-b", "203.0.113.12", 181, 1470, 1900, 278), ("any-1", "203.0.113.53", 9.1, 349, 640, 27)]
NAMES = [s[0] for s in SECONDARIES]
NBG1B, SIN1B = NAMES.index("nbg1-b"), NAMES.index("sin1-b")

# name, U-label, serial, records, age s, p99 s, source
ZONES = [
    ("113.0.203.in-addr.arpa", "", 2025112018, 256, 0.04, 2.31), ("eu.apps.example", "", 1763649126, 3118, 0.25, 2.30),
    ("studio-vega.example.net", "", 2025112003, 41, 0.74, 1.81), ("mail.example", "", 2025112011, 212, 1.05, 1.83),
    ("apps.example", "", 1763649124, 12481, 1.99, 2.24), ("cafe-mond.example.net", "", 2025112001, 18, 3.6, 2.18),
    ("2.0.192.in-addr.arpa", "", 2025112044, 256, 6.9, 2.15), ("pages.example", "", 1763649118, 9412, 8.2, 1.95),
    ("lindapotek.example.net", "", 2025112002, 27, 10.6, 2.11), ("fjord-rent.example.net", "", 2025112007, 63, 14.1, 2.11),
    ("hosting.example", "", 2025112011, 148, 15.7, 2.10), ("xn--bcker-gra.example.net", "bäcker", 2025112004, 22, 21, 1.87),
    ("orbit-labs.example.net", "", 2025112012, 95, 34, 2.02), ("nordwind.example.net", "", 2025112002, 77, 48, 2.00),
    ("shop-aurora.example.net", "", 2025112006, 139, 52, 2.18), ("tannenhof.example.net", "", 2025112001, 16, 63, 2.33),
    ("bakery-lund.example.net", "", 2025112001, 31, 70, 2.30), ("8.b.d.0.1.0.0.2.ip6.arpa", "", 2025112009, 4096, 86, 2.08),
    ("vinter-foto.example.net", "", 2025112003, 24, 101, 2.02), ("status.example", "", 2025112005, 19, 118, 1.93),
    ("pension-alm.example.net", "", 2025112004, 52, 132, 1.80), ("northlight.example.net", "", 2025112002, 88, 140, 1.80),
    ("legacy-crm.example.org", "", 2025111907, 340, 151, None), ("kiosk24.example.net", "", 2025112003, 29, 200, 2.04),
    ("gruenwerk.example.net", "", 2025112002, 44, 217, 1.96), ("trattoria-sei.example.net", "", 2025112001, 21, 232, 1.99),
    ("havnegade.example.net", "", 2025112002, 35, 251, 1.91), ("moosbach.example.net", "", 2025112001, 14, 266, 2.04)]
EMBEDDED = {"legacy-crm.example.org"}
FILES = {"mail.example", "hosting.example", "status.example"}

# secondaries each change in flight has not reached, with the step of each
FLIGHT = {"mail.example": {SIN1B: 3}, "studio-vega.example.net": {9: 5, SIN1B: 3},
          "eu.apps.example": {6: 3, 7: 3, 8: 3, 9: 3, SIN1B: 2},
          "113.0.203.in-addr.arpa": dict(zip(range(2, 12), (3, 3, 3, 3, 1, 1, 1, 1, 1, 2)))}
# versions behind on nbg1-b, age s
STUCK = {"apps.example": (46, 252), "nordwind.example.net": (2, 238), "bakery-lund.example.net": (1, 221), "kiosk24.example.net": (1, 200)}
LATE = {"pages.example": (2, 18.4), "orbit-labs.example.net": (1, 12.0), "pension-alm.example.net": (1, 7.1)}
ERROR = "refused: NOTAUTH, BADKEY (hw-2025q3)"


def pair(zone, i, stuck):
    name, serial = zone[0], zone[2]
    row = {"secondary": NAMES[i], "state": "ok", "serial": serial, "behind": 0, "step": 6, "ageMs": None, "error": ""}
    if name == "legacy-crm.example.org":
        row.update(state="paused")
    elif i in FLIGHT.get(name, {}):
        row.update(state="moving", serial=serial - 1, behind=1, step=FLIGHT[name][i], ageMs=zone[4] * 1000)
    elif stuck and i == NBG1B and name in STUCK:
        behind, age = STUCK[name]
        row.update(state="fail", serial=serial - behind, behind=behind, step=4, ageMs=age * 1000, error=ERROR)
    elif stuck and i == SIN1B and name in LATE:
        behind, age = LATE[name]
        row.update(state="lag", serial=serial - behind, behind=behind, step=3, ageMs=age * 1000, nextRetryAt=AT + 4000)
    return row


def worst(states):
    return min(states, key=["fail", "lag", "unknown", "moving", "paused", "ok"].index)


def zone_row(zone, stuck):
    name, unicode, serial, records, age, p99 = zone
    pairs = [pair(zone, i, stuck) for i in range(len(NAMES))]
    counted = [p for p in pairs if p["state"] != "paused"]
    state = worst([p["state"] for p in pairs])
    slowest = "sin1-b %.2f s" % (1.42 + (serial * 7 % 13) / 100)
    if name in EMBEDDED:
        slowest = "paused by m.lindqvist"
    elif state == "moving":
        slowest = "sin1-b pending"
    elif state == "fail":
        slowest = "nbg1-b stuck %dm %02ds" % divmod(STUCK[name][1], 60)
    elif state == "lag":
        slowest = "sin1-b late %.1f s" % LATE[name][1]
    source = "Embedded" if name in EMBEDDED else "Zone files"
    return {"name": name, "unicode": unicode, "serial": serial, "records": records, "changedAt": AT - age * 1000,
            "state": state, "live": sum(p["state"] == "ok" for p in counted), "of": len(counted),
            "paused": len(pairs) - len(counted), "slowest": slowest, "slowestMs": 1470.0 if state == "ok" else None,
            "p99Ms": p99 * 1000 if p99 else None, "source": source,
            "sourceName": name + ".zone" if source == "Zone files" else "", "problem": "", "problemSince": None,
            "retiresAt": None, "pairs": pairs}


def rtts(base, i, jagged):
    return [round(base * (1 + ((k * 37 + i * 11) % 17 - 8) / (14.0 if jagged and k > 20 else 160.0)), 2) for k in range(30)]


def secondary_row(i, stuck):
    name, address, rtt, p50, p99, transfer = SECONDARIES[i]
    flying = sum(i in steps for steps in FLIGHT.values())
    row = {"name": name, "site": name.rsplit("-", 1)[0], "address": address + ":53", "state": "moving" if flying else "ok",
           "zones": TOTAL, "zonesLive": TOTAL - flying, "zonesBehind": flying, "versionsBehind": flying,
           "notify": {"state": "acked", "text": "acked in %.1f ms" % rtt, "rttMs": rtt, "attempt": 1, "nextRetryAt": None, "rcode": "NOERROR"},
           "rttsMs": rtts(rtt, i, stuck and i == SIN1B), "p50Ms": p50, "p99Ms": p99, "samples": 3739, "budgetMs": 5000,
           "lastTransfer": {"kind": "IXFR", "octets": 612, "ms": transfer, "at": AT - 900, "from": 1763649121, "to": 1763649124},
           "key": "prov-any" if name == "any-1" else "hw-2025q4", "error": "", "causeCode": "",
           "probe": {"serial": 1763649124, "rttMs": rtt, "at": AT - 700}}
    if name == "any-1":
        row["lastTransfer"].update(kind="AXFR", octets=711000)
    if stuck and i == NBG1B:
        row.update(state="fail", zonesLive=TOTAL - 38, zonesBehind=37, versionsBehind=46, p99Ms=252000, key="hw-2025q3",
                   error=ERROR, causeCode="badkey")
        row["notify"]["text"] = "acked, try 1"
        row["lastTransfer"].update(octets=0)
        row["probe"]["serial"] = 1763648870
    elif stuck and i == SIN1B:
        row.update(state="lag", zonesLive=TOTAL - 7, zonesBehind=3, versionsBehind=2, p99Ms=19200, causeCode="no-ask")
        row["notify"].update(state="unanswered", text="try 2 of 6 in 4 s", attempt=2, nextRetryAt=AT + 4000)
    return row


# commit offsets in ms for apps.example: sent, acked, asked, transferred, live
WAY = {"hel1-a": (2.1, 6.9, 9.8, 14.7, 17.2), "hel1-b": (2.1, 7.1, 10.7, 15.6, 19.0),
       "fsn1-a": (2.1, 25, 33, 101, 127), "fsn1-b": (2.1, 25.3, 31.5, 99, 124), "nbg1-a": (2.1, 26.6, 38.3, 113, 140),
       "nbg1-b": (2.9, 26.9, 41.0, None, None), "ash1-a": (2.1, 106, 120, 440, 541), "ash1-b": (2.1, 107, 124, 445, 549),
       "hil1-a": (2.1, 166, 187, 685, 848), "sin1-a": (2.1, 182, 204, 744, 921), "sin1-b": (2.1, 183, 1012, 1290, 1470),
       "any-1": (2.1, 10, 311, 338, 347)}


def step_row(i, zone, stuck, published):
    name = NAMES[i]
    state = pair(zone, i, stuck)["state"]
    sent, acked, asked, transferred, live = WAY[name]
    row = {"secondary": name, "state": "ok", "publishedMs": published, "sentMs": sent, "ackedMs": acked, "askedMs": asked,
           "transferredMs": transferred or 113.4, "liveMs": live or 139.2, "attempt": 1, "rcode": "NOERROR", "kind": "IXFR",
           "octets": 612, "messages": 1, "transferMs": 4.8, "key": "hw-2025q4", "error": "", "skipped": []}
    if name == "any-1":
        row.update(kind="AXFR", octets=711000, transferMs=27, key="prov-any", skipped=["sent", "acked"], sentMs=None, ackedMs=None)
    if stuck and name == "nbg1-b" and zone[0] in STUCK:
        row.update(state="fail", transferredMs=None, liveMs=None, kind="IXFR", octets=0, messages=0, transferMs=None,
                   key="hw-2025q3", error=ERROR)
    elif state in ("moving", "lag"):
        reached = pair(zone, i, stuck)["step"]
        keys = ["publishedMs", "sentMs", "ackedMs", "askedMs", "transferredMs", "liveMs"]
        row.update({key: None for k, key in enumerate(keys, 1) if k > reached}, state=state, key="")
    return row


def publication(name, serial, age, added, removed, stuck, everywhere):
    zone = next(z for z in ZONES if z[0] == name)
    newest = serial == zone[2]
    steps = [step_row(i, zone, stuck, 1.9) for i in range(len(NAMES))]
    if not newest:
        for row in steps:
            if row["state"] in ("moving", "lag"):
                row.update(step_row(NAMES.index(row["secondary"]), ZONES[5], False, 1.9))
    state = worst([row["state"] for row in steps])
    live = sum(row["state"] == "ok" for row in steps)
    return {"id": "%s/%d" % (name, serial), "zone": name, "serial": serial, "previous": serial - 1, "committedAt": AT - age * 1000,
            "publishedAt": AT - age * 1000 + 1.9, "added": added, "removed": removed, "records": zone[3], "author": "deploy-bot",
            "state": state, "live": live, "of": 12, "everywhereMs": everywhere if live == 12 else None, "steps": steps}


PUBLICATIONS = [
    ("113.0.203.in-addr.arpa", 2025112018, 0.04, 1, 0, 1460), ("eu.apps.example", 1763649126, 0.248, 6, 2, 1460),
    ("studio-vega.example.net", 2025112003, 0.741, 2, 1, 1460), ("mail.example", 2025112011, 1.05, 1, 0, 1460),
    ("apps.example", 1763649124, 1.994, 4, 4, 1470), ("cafe-mond.example.net", 2025112001, 3.575, 1, 0, 1460),
    ("apps.example", 1763649121, 5.312, 2, 0, 1510), ("2.0.192.in-addr.arpa", 2025112044, 6.837, 8, 8, 1520),
    ("pages.example", 1763649118, 8.15, 3, 0, 1470), ("lindapotek.example.net", 2025112002, 10.513, 0, 1, 1440),
    ("apps.example", 1763649115, 11.932, 12, 3, 1510), ("fjord-rent.example.net", 2025112007, 14.1, 1, 0, 1450),
    ("hosting.example", 2025112011, 15.7, 2, 2, 1420), ("apps.example", 1763649102, 24.8, 1, 1, 1470),
    ("apps.example", 1763649077, 49.6, 6, 6, 1480), ("apps.example", 1763649058, 68.1, 2, 2, 1460),
    ("apps.example", 1763648997, 121.4, 3, 1, 1500), ("apps.example", 1763648931, 190.7, 1, 0, 1450),
    ("apps.example", 1763648902, 230.2, 5, 5, 1440)]


def flow(stuck):
    names = ["publish", "queue", "notify", "wait", "transfer", "verify", "live"]
    waiting = [0, 0, 5, 6 if stuck else 3, 46 if stuck else 9, 1, 578498 if stuck else 578538]
    rows = [{"step": s, "waiting": w, "state": "ok", "p50Ms": p, "note": ""}
            for s, w, p in zip(names, waiting, [1.9, 0.8, 24, 61, 38, 42, None])]
    if stuck:
        rows[3].update(state="lag", note="3 late, sin1-b")
        rows[4].update(state="fail", note="37 stuck, nbg1-b")
    return rows


def totals(stuck):
    recent = [186 + ((k * 53) % 23 - 11) * 6 + (900 if k == 41 else 0) for k in range(60)]
    return {"zones": TOTAL, "zonesStuck": 37 if stuck else 0, "zonesLate": 3 if stuck else 0, "zonesMoving": 4, "zonesRejected": 0,
            "secondaries": 12, "secondariesInSync": 10 if stuck else 12, "pairs": 578556, "pairsLive": 578498 if stuck else 578538,
            "p50Ms": 186, "p99Ms": 2100, "samples": 44870, "budgetMs": 5000, "liveUpTo": AT - (251952 if stuck else 1052),
            "notifyWaiting": 5, "notifyAcked": 23103, "notifyRetried": 2, "notifyFailed": 0, "transfersRunning": 9,
            "transfersRefused": 37 if stuck else 0, "ixfrShare": 0.992, "queriesPerSecond": 18400, "recentLiveMs": recent}


def causes(stuck):
    if not stuck:
        return []
    return [{"id": "badkey/nbg1-b", "state": "fail", "code": "badkey", "title": "Transfer refused on nbg1-b", "secondary": "nbg1-b",
             "zones": list(STUCK), "count": 37, "since": AT - 251952,
             "text": "Transfers of 37 zones refused since 14:27:55. BADKEY: it signs with hw-2025q3, which is retired here.",
             "imperative": "Install hw-2025q4 on nbg1-b, then retry."},
            {"id": "no-ask/sin1-b", "state": "lag", "code": "no-ask", "title": "sin1-b asks late", "secondary": "sin1-b",
             "zones": list(LATE), "count": 3, "since": AT - 18400,
             "text": "It acked 18 s ago and has not asked since 14:31:48. Its refresh queue holds 212 zones.",
             "imperative": "Raise its parallel transfers, or spread NOTIFY."}]


def verdict(stuck):
    if stuck:
        return {"state": "fail", "rank": 3, "headline": "37 zones are not live on nbg1-b",
                "detail": "Stuck at transfer since 14:27:55 (4m 12s). BADKEY: it signs with hw-2025q3, which is retired here. "
                          "Install hw-2025q4 on nbg1-b, then retry.",
                "chips": [{"state": "lag", "text": "sin1-b late by 18.4 s, 3 zones"}, {"state": "moving", "text": "4 zones in flight, on time"}],
                "impact": "48,169 zones are live everywhere.", "zone": "apps.example", "secondary": "nbg1-b"}
    return {"state": "moving", "rank": 7, "headline": "Every change older than 1.1 s is live everywhere",
            "detail": "The last one, apps.example, reached all 12 secondaries 0.7 s ago. 4 zones are in flight, on time.",
            "chips": [], "impact": "", "zone": "apps.example", "secondary": ""}


def picture(stuck):
    return {"afterMs": 0, "type": "picture", "run": "stuck" if stuck else "healthy", "seq": 1, "at": AT,
            "engine": {"name": "production", "version": "0.1.0", "startedAt": AT - 41.2 * DAY, "store": "Embedded",
                       "stateDirectory": "/var/lib/headwater", "dns": ["192.0.2.1:53"], "readOnly": False, "problems": []},
            "verdict": verdict(stuck), "totals": totals(stuck), "flow": flow(stuck), "zonesTotal": TOTAL,
            "zones": [zone_row(z, stuck) for z in ZONES], "secondaries": [secondary_row(i, stuck) for i in range(len(NAMES))],
            "publications": [publication(n, s, age, a, r, stuck, e) for n, s, age, a, r, e in PUBLICATIONS],
            "causes": causes(stuck)}


def later(stuck):
    """Ten seconds on, mail.example is live everywhere: one change, so that a player sees one arrive."""
    at = AT + 10000
    zone = zone_row(ZONES[3], stuck)
    zone.update(state="ok", live=12, slowest="sin1-b 1.44 s", slowestMs=1440.0)
    zone["pairs"][SIN1B].update(state="ok", behind=0, step=6, ageMs=None, serial=zone["serial"])
    row = publication("mail.example", 2025112011, 1.05, 1, 0, stuck, 1440)
    row["steps"][SIN1B] = step_row(SIN1B, ZONES[5], False, 1.9)
    row.update(state="ok", live=12, everywhereMs=1440.0)
    numbers = totals(stuck)
    numbers.update(zonesMoving=3)
    return {"afterMs": 10000, "type": "change", "run": "stuck" if stuck else "healthy", "seq": 2, "at": at,
            "zones": [zone], "publications": [row], "totals": numbers}


for kind in ("healthy", "stuck"):
    with open(os.path.join(HERE, kind + ".jsonl"), "w", encoding="utf-8") as out:
        for message in (picture(kind == "stuck"), later(kind == "stuck")):
            out.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n")
