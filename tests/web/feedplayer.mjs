// Plays the engine to the page: the built files, a feed over WebSocket, answers of the HTTP
// interface. Only what the page needs of RFC 6455: short text frames both ways.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const types = {
    html: "text/html; charset=utf-8",
    js: "text/javascript",
    css: "text/css",
    otf: "font/otf",
    ttf: "font/ttf",
};
const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; " +
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function textFrame(text) {
    const body = Buffer.from(text, "utf8");
    const head =
        body.length < 126
            ? Buffer.from([0x81, body.length])
            : body.length < 65536
              ? Buffer.from([0x81, 126, body.length >> 8, body.length & 255])
              : Buffer.concat([
                    Buffer.from([0x81, 127]),
                    Buffer.from(BigInt(body.length).toString(16).padStart(16, "0"), "hex"),
                ]);
    return Buffer.concat([head, body]);
}

/** Texts of whole masked frames at the start of `octets`; all of ours are short. */
function clientTexts(octets) {
    const texts = [];
    let at = 0;
    while (octets.length - at >= 6) {
        const size = octets[at + 1] & 127;
        if (size > 125 || octets.length - at < 6 + size) break;
        const mask = octets.subarray(at + 2, at + 6);
        const body = Buffer.from(
            octets.subarray(at + 6, at + 6 + size).map((octet, i) => octet ^ mask[i % 4]),
        );
        texts.push({ code: octets[at] & 15, text: body.toString("utf8") });
        at += 6 + size;
    }
    return texts;
}

export class FeedPlayer {
    #sockets = new Set();
    #viewers = new Map(); // socket → seq
    #server;
    #beat;
    #policy;
    picture = {};
    api = {}; // path → object, or a function of it
    asked = 0; // pictures asked for by viewers
    run = "run-1";
    clock = 0; // ms the engine's clock is ahead; 0: real time
    beating = true;

    constructor(dist, { withPolicy = true } = {}) {
        this.dist = dist;
        this.#policy = withPolicy;
    }

    async start(port = 0) {
        this.#server = createServer((request, response) => this.#answer(request, response));
        this.#server.on("connection", (socket) => {
            this.#sockets.add(socket);
            socket.on("close", () => this.#sockets.delete(socket));
            socket.on("error", () => {});
        });
        this.#server.on("upgrade", (request, socket) => this.#upgrade(request, socket));
        await new Promise((done) => this.#server.listen(port, "127.0.0.1", done));
        this.port = this.#server.address().port;
        this.#beat = setInterval(() => this.beating && this.#send("heartbeat", {}), 1000);
        return `http://127.0.0.1:${this.port}`;
    }

    async stop() {
        clearInterval(this.#beat);
        for (const socket of this.#sockets) socket.destroy();
        this.#viewers.clear();
        await new Promise((done) => this.#server.close(done));
    }

    /** To all viewers; `skip` numbers are left out, to make a gap. */
    change(body, { skip = 0 } = {}) {
        this.#send("change", body, 1 + skip);
    }

    now() {
        return Date.now() + this.clock;
    }

    get viewers() {
        return this.#viewers.size;
    }

    #send(type, body, step = type === "heartbeat" ? 0 : 1, only = null) {
        for (const [socket, seq] of this.#viewers) {
            if (only && socket !== only) continue;
            this.#viewers.set(socket, seq + step);
            socket.write(
                textFrame(
                    JSON.stringify({
                        type,
                        run: this.run,
                        seq: seq + step,
                        at: this.now(),
                        ...body,
                    }),
                ),
            );
        }
    }

    #upgrade(request, socket) {
        const accept = createHash("sha1")
            .update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
            .digest("base64");
        socket.write(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
                `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
        );
        this.#viewers.set(socket, 0);
        socket.on("close", () => this.#viewers.delete(socket));
        socket.on("error", () => this.#viewers.delete(socket));
        socket.on("data", (octets) => {
            for (const { code, text } of clientTexts(octets)) {
                if (code === 8) socket.end();
                else if (code === 1 && JSON.parse(text).type === "picture") {
                    this.asked += 1;
                    this.#send("picture", this.picture, 1, socket);
                }
            }
        });
        this.#send("picture", this.picture, 1, socket);
    }

    #answer(request, response) {
        const { pathname, search } = new URL(request.url, "http://player");
        if (pathname.startsWith("/api/headwater/v1")) {
            const held = this.api[decodeURIComponent(pathname.slice(17))];
            const found = typeof held === "function" ? held(new URLSearchParams(search)) : held;
            response.writeHead(found ? 200 : 404, { "Content-Type": "application/json" });
            response.end(JSON.stringify(found ?? { error: "There is nothing at this path." }));
            return;
        }
        const file = pathname.startsWith("/assets/") ? pathname.slice(8) : "index.html";
        const headers = {
            "Content-Type": types[file.split(".").pop()] ?? "application/octet-stream",
        };
        if (this.#policy) headers["Content-Security-Policy"] = policy;
        try {
            const octets = readFileSync(join(this.dist, file.replace(/[^\w.-]/g, "")));
            response.writeHead(200, headers);
            response.end(octets);
        } catch {
            response.writeHead(404);
            response.end();
        }
    }
}
