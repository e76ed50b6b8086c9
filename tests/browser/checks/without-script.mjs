// A book on a disk, in a browser without script.
import assert from 'node:assert/strict';

export const withoutScript = {
    async 'from a disk and without script, the book is whole'(book) {
        const page = await book.open('index.html', { script: false, file: true });
        assert.equal(await page.locator('.codex-card:visible').count(), book.chapters.length);
        const { path, title } = book.chapters.find(chapter => chapter.path !== '');
        await page.locator('.codex-card__read').first().click();
        assert.ok(page.url().endsWith(`/${path}`), page.url());
        assert.ok((await page.locator('main h1').first().textContent()).includes(title));
        await page.locator('.codex-step--next').click();
        assert.ok(!page.url().endsWith(`/${path}`), 'the foot leads nowhere');
        await book.visit(page, 'index.html', { file: true });
        const chip = page.locator('.codex-filter [data-codex-tag]').nth(1);
        const href = await chip.getAttribute('href');
        await chip.click();
        assert.ok(page.url().endsWith(href), `${page.url()} is not ${href}`);
        assert.deepEqual(page.strangers, []);
    },

    async 'without script the look follows the reader'(book) {
        const page = await book.open('index.html', { script: false, file: true });
        const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
        await page.emulateMedia({ colorScheme: 'light' });
        const light = await background();
        await page.emulateMedia({ colorScheme: 'dark' });
        assert.notEqual(await background(), light);
    },
};
