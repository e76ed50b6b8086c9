// Looks at built books in a browser: node run.mjs BUILT_BOOK_DIR [MORE_DIRS…] [--hostile DIR]
//
// The first one is a book about Go with a grid, tags and source links, and is held to everything; the others are
// held to what every page owes its reader, and `tests/hostile` as built to what it must not do. CODEX_CHROMIUM names the browser, CODEX_ONLY picks checks by name.
import { chromium } from 'playwright-core';
import { openBook } from './book.mjs';
import { access } from './checks/access.mjs';
import { cards } from './checks/cards.mjs';
import { definitions } from './checks/definitions.mjs';
import { everywhere } from './checks/everywhere.mjs';
import { hostile } from './checks/hostile.mjs';
import { policy } from './checks/policy.mjs';
import { reading } from './checks/reading.mjs';
import { withoutScript } from './checks/without-script.mjs';

const words = process.argv.slice(2);
const at = words.indexOf('--hostile');
const hostileDir = at < 0 ? undefined : words.splice(at, 2)[1];
const dirs = words;
if (dirs.length === 0) {
    console.error('usage: node run.mjs BUILT_BOOK_DIR [MORE_DIRS…]');
    process.exit(2);
}

const browser = await chromium.launch({
    executablePath: process.env.CODEX_CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
        '--disable-background-networking', '--disable-component-update'],
});

let passed = 0;
const failures = [];
const checks = dirs.map((dir, at) => [dir, at === 0
    ? { ...cards, ...definitions, ...reading, ...withoutScript, ...access, ...policy, ...everywhere }
    : everywhere]);
if (hostileDir) checks.push([hostileDir, hostile]);
for (const [dir, all] of checks) {
    const book = await openBook(dir, browser);
    for (const [name, check] of Object.entries(all)) {
        if (!name.includes(process.env.CODEX_ONLY || '')) continue;
        try {
            await check(book);
            passed += 1;
            console.log(`ok      ${name}`);
        } catch (error) {
            failures.push(name);
            console.log(`FAILED  ${name} (${dir})\n${String(error.message || error).replace(/^/gm, '        ')}`);
        } finally {
            await book.closePages();
        }
    }
    book.close();
}
await browser.close();
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
