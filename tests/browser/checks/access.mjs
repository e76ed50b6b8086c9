// What axe finds, and what it cannot see: colours of the reader's own, paper, motion.
import AxeBuilder from '@axe-core/playwright';
import assert from 'node:assert/strict';

/** mdBook's own frame, which is not ours to mend. */
const FRAME = ['#mdbook-sidebar', '#mdbook-menu-bar', '#mdbook-search-wrapper', '#mdbook-help-container', '.nav-wrapper', '.nav-wide-wrapper'];

function samples(book) {
    const has = path => book.exists(path);
    const chapter = has('channels.html') ? 'channels.html' : book.chapters.find(chapter => chapter.path !== '').path;
    return ['index.html', chapter, 'tags.html'].filter(has);
}

async function violations(page) {
    const axe = new AxeBuilder({ page });
    FRAME.forEach(selector => axe.exclude(selector));
    const { violations } = await axe.analyze();
    return violations.map(found => `${found.id}: ${found.nodes.slice(0, 3).map(node => `${node.target.join(' ')} ${(node.any[0] || node.all[0] || node.none[0] || {}).message || ''}`).join('; ')}`);
}

export const access = Object.fromEntries(['light', 'navy'].flatMap(theme => [1440, 360].map(width => [
    `axe finds nothing (${theme}, ${width} px)`,
    async book => {
        const found = [];
        for (const path of samples(book)) {
            const page = await book.open(path, { theme, width });
            found.push(...(await violations(page)).map(line => `${path}: ${line}`));
            await book.closePages();
        }
        assert.deepEqual(found, []);
    },
])));

Object.assign(access, {
    async 'axe finds nothing with a definition card open'(book) {
        const page = await book.open(samples(book)[1]);
        await page.locator('main .codex-symbol').first().hover();
        await page.locator('.codex-definition').waitFor();
        assert.deepEqual(await violations(page), []);
    },

    async 'forced colours keep the lines'(book) {
        const page = await book.open('index.html');
        await page.emulateMedia({ forcedColors: 'active' });
        const width = await page.locator('.codex-card').first().evaluate(card => getComputedStyle(card).borderTopWidth);
        assert.equal(width, '1px');
    },

    async 'on paper there is no filter and no Read'(book) {
        const page = await book.open('index.html', { theme: 'navy' });
        await page.emulateMedia({ media: 'print' });
        assert.equal(await page.locator('.codex-filter:visible, .codex-card__read:visible').count(), 0);
        assert.equal(await page.locator('.codex-card:visible').count(), book.chapters.length);
        const background = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
        assert.equal(background, 'rgb(255, 255, 255)');
    },
});
