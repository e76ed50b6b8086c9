// A book that tries to run script from every place where it may hold words: `tests/hostile`.
import assert from 'node:assert/strict';

const TRAP = () => {
    window.ran = [];
    window.pwn = name => window.ran.push(name);
};

const ran = page => page.evaluate(() => [...window.ran, ...[...document.images].filter(image => image.getAttribute('src') === 'x').map(image => image.outerHTML)]);

export const hostile = {
    async 'nothing that a book says is run'(book) {
        const page = await book.open('index.html', { before: TRAP });
        for (const path of [...book.pages, 'print.html', 'toc.html']) {
            await book.visit(page, path);
            await page.waitForLoadState('load');
            assert.deepEqual(await ran(page), [], path);
            assert.deepEqual(page.strangers, [], path);
        }
    },

    async 'nothing that a definition card shows is run'(book) {
        const page = await book.open('one.html', { before: TRAP });
        const links = page.locator('main .codex-symbol');
        const count = await links.count();
        let shown = '';
        for (let at = 0; at < count; at += 1) {
            await links.nth(at).hover();
            await page.waitForTimeout(200);
            shown += (await page.locator('.codex-definition').allTextContents()).join('');
            await page.keyboard.press('Escape');
            await page.mouse.move(1, 1);
        }
        assert.ok(shown.includes("<img src=x onerror=pwn('signature')>"), shown);
        assert.deepEqual(await ran(page), []);
    },

    async 'nothing that the grid shows is run'(book) {
        const page = await book.open('one.html', { before: TRAP });
        await book.visit(page, 'index.html');
        const chips = page.locator('.codex-filter [data-codex-tag]');
        for (let at = 0; at < await chips.count(); at += 1) await chips.nth(at).click();
        assert.ok((await page.locator('.codex-cards__status').textContent()).includes("pwn('word-shown')"));
        assert.ok((await page.locator('.codex-cards__continue').textContent()).includes("pwn('front-title')"));
        assert.deepEqual(await ran(page), []);
    },

    async 'nothing that a search finds is run'(book) {
        for (const words of ['img', 'pwn', 'script', 'evil', 'three']) {
            const page = await book.open('index.html', { before: TRAP });
            await page.locator('#mdbook-search-toggle').click();
            await page.locator('#mdbook-searchbar').fill(words);
            await page.locator('#mdbook-searchbar').press('Shift');
            const results = page.locator('#mdbook-searchresults li');
            await results.first().waitFor();
            await page.waitForTimeout(200);
            assert.deepEqual(await ran(page), [], words);
            const markup = await page.locator('#mdbook-searchresults li').locator('img, script').count();
            assert.equal(markup, 0, words);
            await book.closePages();
        }
    },
};
