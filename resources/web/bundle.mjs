// Bundles the page: app.js, app.css, index.html and the fonts, with names that do not change and
// the same octets each time. Run by CMake:
//   bundle.mjs --modules DIR --out DIR --python PROGRAM [--font NAME=PATH]...
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
    options: {
        modules: { type: "string" },
        out: { type: "string" },
        python: { type: "string" },
        font: { type: "string", multiple: true, default: [] },
    },
});
const here = dirname(fileURLToPath(import.meta.url));
const design = join(here, "..", "design");
const esbuild = createRequire(join(values.modules, "here.js"))("esbuild");

const families = { inter: "Inter", "jetbrains-mono": "JetBrains Mono" };
const fonts = values.font.map((font) => font.split("="));
const fontFaces = fonts.map(([name]) => {
    const [, file, weight, ending] = name.match(/^(.*)-(\d+)\.(otf|ttf)$/);
    const format = ending === "otf" ? "opentype" : "truetype";
    return (
        `@font-face{font-family:"${families[file]}";font-weight:${weight};font-display:swap;` +
        `src:url("/assets/${name}") format("${format}")}`
    );
});
const tokens = execFileSync(values.python, [join(design, "tokens.py"), "css"], {
    encoding: "utf8",
});

// The stylesheet begins with what is generated: `@import "generated:tokens"`.
const generated = {
    name: "generated",
    setup(build) {
        build.onResolve({ filter: /^generated:/ }, ({ path }) => ({
            path,
            namespace: "generated",
        }));
        build.onLoad({ filter: /.*/, namespace: "generated" }, () => ({
            contents: [...fontFaces, tokens].join("\n"),
            loader: "css",
        }));
    },
};

rmSync(values.out, { recursive: true, force: true });
mkdirSync(values.out, { recursive: true });
await esbuild.build({
    entryPoints: { app: join(here, "src", "main.tsx") },
    outdir: values.out,
    bundle: true,
    format: "esm",
    target: ["es2022", "chrome109", "firefox115", "safari16"],
    minify: true,
    legalComments: "none",
    charset: "utf8",
    jsx: "automatic",
    jsxImportSource: "preact",
    nodePaths: [values.modules],
    external: ["/assets/*"],
    plugins: [generated],
    logLevel: "warning",
});
copyFileSync(join(here, "src", "index.html"), join(values.out, "index.html"));
for (const [name, path] of fonts) {
    writeFileSync(join(values.out, name), readFileSync(path));
}
