// A built book: served from this machine alone, its pages opened with every request and console line noted.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, normalize, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const TYPES = {
    '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json',
    '.png': 'image/png', '.svg': 'image/svg+xml', '.woff2': 'font/woff2',
};

/** No inline script and no inline style, nothing from elsewhere. */
const POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    + "object-src 'none'; base-uri 'none'; form-action 'none'";

export async function openBook(dir, browser) {
    const root = resolve(dir);
    assert.ok(existsSync(join(root, 'index.html')), `${dir} is not a built book`);
    const plain = await serve(root, {});
    const guarded = await serve(root, { 'Content-Security-Policy': POLICY });
    const contexts = [];

    /** Opens a page: `{ theme, width, height, script, policy, file, before }`. */
    async function open(path, options = {}) {
        const context = await browser.newContext({
            viewport: { width: options.width || 1440, height: options.height || 1000 },
            javaScriptEnabled: options.script !== false,
            reducedMotion: 'reduce',
        });
        context.setDefaultTimeout(10_000);
        contexts.push(context);
        const theme = options.theme || 'light';
        await context.addInitScript(name => {
            try { localStorage.setItem('mdbook-theme', name); } catch { /* refused */ }
        }, theme);
        if (options.before) await context.addInitScript(options.before);
        return visit(await context.newPage(), path, options);
    }

    /** Goes on to another page with the same storage. */
    async function visit(page, path, options = {}) {
        const base = options.file ? pathToFileURL(root).href : (options.policy ? guarded : plain).url;
        if (!page.noise) {
            page.noise = [];
            page.strangers = [];
            page.on('console', message => page.noise.push(`${message.type()}: ${message.text()}`));
            page.on('pageerror', error => page.noise.push(`error: ${error.message}`));
            page.on('request', request => {
                const url = request.url();
                if (!/^(data|blob|about):/.test(url) && !url.startsWith(base)) page.strangers.push(url);
            });
        }
        await page.goto(`${base}/${path}`);
        return page;
    }

    return {
        root,
        open,
        visit,
        exists: path => existsSync(join(root, decodeURIComponent(path))),
        chapters: chapters(root),
        pages: pages(root),
        closePages: () => Promise.all(contexts.splice(0).map(context => context.close())),
        close: () => [plain, guarded].forEach(server => server.close()),
    };
}

/** The numbered chapters in reading order: from SUMMARY.md beside the output, else from the built contents. */
function chapters(root) {
    const summary = join(dirname(root), 'src', 'SUMMARY.md');
    if (existsSync(summary)) {
        const item = /^\s*[-*]\s+\[(.+?)\]\(<?([^)>]*)>?\)/gm;
        return [...readFileSync(summary, 'utf8').matchAll(item)]
            .map(([, title, path]) => ({ title: title.replace(/[`*\\]/g, ''), path: html(path) }));
    }
    const entry = /<a href="([^"]+)"[^>]*><strong[^>]*>[\d.]+<\/strong> ([^<]*)<\/a>/g;
    return [...contents(root).matchAll(entry)].map(([, path, title]) => ({ title: words(title), path }));
}

/** The words that a piece of HTML without tags spells. */
function words(text) {
    const names = { lt: '<', gt: '>', quot: '"', amp: '&' };
    return text.replace(/&(lt|gt|quot|amp);/g, (_, name) => names[name]);
}

/** Every page of the sidebar. */
function pages(root) {
    return [...new Set([...contents(root).matchAll(/<a href="([^"#]+)"/g)].map(([, path]) => path))];
}

function contents(root) {
    return readFileSync(join(root, 'toc.html'), 'utf8');
}

function html(path) {
    return path.replace(/^\.\//, '').replace(/README\.md$/, 'index.md').replace(/\.md$/, '.html');
}

async function serve(root, headers) {
    const server = createServer((request, response) => {
        const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
        let file = normalize(join(root, path));
        if (file.startsWith(root) && existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
        if (!file.startsWith(root) || !existsSync(file)) {
            response.writeHead(404).end();
            return;
        }
        response.writeHead(200, { 'Content-Type': TYPES[extname(file)] || 'application/octet-stream', ...headers });
        response.end(readFileSync(file));
    });
    await new Promise(done => server.listen(0, '127.0.0.1', done));
    return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
