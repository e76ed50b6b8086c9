// A Content-Security-Policy without inline script and inline style: Codex needs neither, mdBook's own frame does.
import assert from 'node:assert/strict';

/** Notes every violation with where it comes from: the element at fault, or the file whose script is. */
const LISTEN = () => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', event => {
        const element = event.target instanceof Element ? event.target : undefined;
        const file = (event.sourceFile || '').replace(/^.*\//, '').replace(/[-.][0-9a-f]{8}/, '');
        window.violations.push({
            directive: event.effectiveDirective,
            blocked: event.blockedURI,
            file: file.split(/[?#]/)[0],
            element: element ? element.tagName.toLowerCase() : '',
            inMain: Boolean(element && element.closest('main')),
            isPageBreak: /^break-before: page;/.test((element && element.getAttribute('style')) || ''),
            ofCodex: Boolean(element && element.closest('[class*="codex-"]')),
        });
    });
};

const open = (book, path) => book.open(path, { policy: true, before: LISTEN });
const found = page => page.evaluate(() => window.violations);
const ofCodex = violation => violation.inMain && !violation.isPageBreak || violation.ofCodex || violation.file.startsWith('codex');

/** What the violations of mdBook's own frame are: its inline scripts, and inline styles on a button and between the
 * pages of the print page. */
const ofFrame = ({ directive, blocked, element, file }) => blocked === 'inline'
    && (directive === 'script-src-elem' && element === 'script'
        || directive === 'style-src-attr' && ['div', 'svg', 'input', ''].includes(element)
        || directive === 'style-src-elem' && ['style', ''].includes(element) && !file.startsWith('codex'));

async function sourceLink(book) {
    for (const { path } of book.chapters.filter(chapter => chapter.path !== '')) {
        const page = await open(book, path);
        const link = page.locator('main > p .codex-symbol').first();
        if (await link.count() > 0) return { page, link };
    }
    throw new Error('no chapter has a source link');
}

export const policy = {
    async 'Codex violates no policy, on any page'(book) {
        const kinds = new Map();
        const page = await open(book, 'index.html');
        for (const path of [...book.pages, 'print.html'].filter(book.exists)) {
            await book.visit(page, path, { policy: true });
            await page.waitForLoadState('load');
            const violations = await found(page);
            assert.deepEqual(violations.filter(ofCodex), [], path);
            assert.deepEqual(violations.filter(violation => !ofFrame(violation)), [], path);
            const inline = await page.locator('script:not([src])').count();
            const scripts = violations.filter(violation => violation.directive === 'script-src-elem').length;
            assert.equal(scripts, inline, `${path}: the violations are not mdBook's inline scripts`);
            assert.equal(await page.locator('main script, main style, main [style]:not([style^="break-before: page;"])').count(), 0, path);
            for (const { directive, element } of violations) {
                const kind = `${directive} ${element}`;
                kinds.set(kind, (kinds.get(kind) || 0) + 1);
            }
        }
        console.log(`        mdBook's own: ${[...kinds].map(([kind, count]) => `${count} × ${kind}`).join(', ')}`);
    },

    async 'the filter works where only own scripts may run'(book) {
        const page = await open(book, 'index.html');
        const visible = () => page.locator('.codex-card:visible').count();
        const total = await visible();
        const chip = page.locator('.codex-filter [data-codex-tag]').nth(1);
        await chip.click();
        const shown = await visible();
        assert.ok(shown > 0 && shown < total, `${shown} of ${total}`);
        assert.match(page.url(), /#tag=/);
        await page.goBack();
        assert.equal(await visible(), total);
        await chip.focus();
        await page.keyboard.press('Enter');
        assert.equal(await visible(), shown, 'the keyboard filters too');
        assert.deepEqual((await found(page)).filter(ofCodex), []);
    },

    async 'definition cards open where only own scripts may run'(book) {
        const { page, link } = await sourceLink(book);
        await link.hover();
        const card = page.locator('.codex-definition');
        await card.waitFor();
        const [at, below] = [await link.boundingBox(), await card.boundingBox()];
        assert.ok(Math.abs(below.y - at.y) < at.height + below.height + 60, 'the card is not at its link');
        await page.keyboard.press('Escape');
        await card.waitFor({ state: 'detached' });
        await page.mouse.move(1, 1);
        await link.focus();
        await page.keyboard.press('Shift+Tab');
        await page.keyboard.press('Tab');
        await card.waitFor();
        assert.deepEqual((await found(page)).filter(ofCodex), []);
    },

    async 'what was read is remembered where only own scripts may run'(book) {
        const { path, title } = book.chapters.find(chapter => chapter.path !== '');
        const page = await open(book, path);
        await book.visit(page, 'index.html', { policy: true });
        const line = await page.locator('.codex-cards__continue').textContent();
        assert.ok(line.includes(title), line);
        assert.equal(await page.locator('.codex-card__was-read').count(), 1);
        assert.deepEqual((await found(page)).filter(ofCodex), []);
    },
};
