// What every page owes its reader.
import assert from 'node:assert/strict';

export const everywhere = {
    async 'no page says anything on the console or asks another host'(book) {
        const page = await book.open('index.html');
        const pages = book.exists('print.html') ? [...book.pages, 'print.html'] : book.pages;
        for (const path of pages) {
            await book.visit(page, path);
            assert.deepEqual([page.noise, page.strangers], [[], []], path);
        }
    },

    async 'no page scrolls sideways'(book) {
        for (const width of [320, 360, 768, 1440]) {
            const page = await book.open('index.html', { width });
            for (const path of book.pages) {
                await book.visit(page, path);
                const wide = await page.evaluate(() => {
                    const content = document.querySelector('.content');
                    const over = [...document.querySelectorAll('main *')]
                        .find(element => element.getBoundingClientRect().right > innerWidth + 1
                            && !element.closest('pre, .table-wrapper, .codex-hidden, mjx-container'));
                    return document.documentElement.scrollWidth > innerWidth || content.scrollWidth > content.clientWidth + 1
                        ? `${content.scrollWidth} in ${content.clientWidth}: ${over ? over.outerHTML.slice(0, 200) : ''}` : '';
                });
                assert.equal(wide, '', `${path} at ${width} px`);
            }
            await book.closePages();
        }
    },

    async 'a book from right to left does not scroll sideways'(book) {
        const page = await book.open('index.html', { width: 360 });
        await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
        const [all, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(all <= window, `${all} in ${window}`);
    },

    async 'every link inside the book leads somewhere'(book) {
        const missing = [];
        const page = await book.open('index.html', { script: false });
        const ids = new Map();
        const links = [];
        for (const path of book.pages) {
            await book.visit(page, path);
            ids.set(path, new Set(await page.locator('[id]').evaluateAll(all => all.map(element => element.id))));
            const found = await page.locator('main a[href]').evaluateAll(all => all.map(link => link.href));
            links.push(...found.map(href => [path, href]));
        }
        const base = page.url().slice(0, page.url().indexOf('/', 8) + 1);
        for (const [from, href] of links.filter(([, href]) => href.startsWith(base))) {
            const [path, id] = href.slice(base.length).split('#').map(decodeURIComponent);
            const known = ids.get(path) || (path === '' ? ids.get('index.html') : undefined);
            if (!book.exists(path) || (id && known && !known.has(id))) missing.push(`${from}: ${href}`);
        }
        assert.deepEqual([...new Set(missing)], []);
    },

    async 'no id is given twice on a page'(book) {
        const page = await book.open('index.html', { script: false });
        for (const path of book.pages) {
            await book.visit(page, path);
            const ids = await page.locator('main [id]').evaluateAll(all => all.map(element => element.id));
            assert.deepEqual(ids.filter((id, at) => ids.indexOf(id) !== at), [], path);
        }
    },
};
