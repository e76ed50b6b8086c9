// What the browser remembers of what was read.
import assert from 'node:assert/strict';

const gridTop = page => page.locator('.codex-cards__grid').evaluate(grid => grid.getBoundingClientRect().top);

export const reading = {
    async 'an opened chapter is marked and offered to go on with'(book) {
        const page = await book.open('index.html');
        assert.equal(await page.locator('.codex-cards__resume').count(), 0);
        const before = await gridTop(page);
        const chapters = book.chapters.filter(chapter => chapter.path !== '');
        const { path, title } = chapters[Math.min(2, chapters.length - 1)];
        await book.visit(page, path);
        await book.visit(page, 'index.html');
        assert.ok((await page.locator('.codex-cards__continue').textContent()).includes(title));
        assert.equal(await page.locator('.codex-cards__resume').getAttribute('href').then(href => href.split('/').at(-1)), path.split('/').at(-1));
        assert.equal(await page.locator('.codex-card__was-read').count(), 1);
        assert.equal(await gridTop(page), before, 'the grid moved');
        assert.deepEqual(page.noise, []);
    },

    async 'a chapter read to its end offers the next one'(book) {
        const chapters = book.chapters.filter(chapter => chapter.path !== '');
        if (chapters.length < 2) return;
        const page = await book.open(chapters[0].path);
        await page.locator('.codex-foot').scrollIntoViewIfNeeded();
        await page.locator('.codex-steps').scrollIntoViewIfNeeded();
        await page.waitForFunction(() => Object.values(JSON.parse(localStorage.getItem('codex-read') || '{}')).some(mark => mark.done));
        await book.visit(page, 'index.html');
        assert.ok((await page.locator('.codex-cards__continue').textContent()).includes(chapters[1].title));
    },

    async 'a browser that remembers nothing is no error'(book) {
        const refuse = () => Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });
        const page = await book.open('index.html', { before: refuse });
        await page.locator('.codex-filter [data-codex-tag]').nth(1).click();
        assert.match(page.url(), /#tag=/);
        const { path } = book.chapters.find(chapter => chapter.path !== '');
        await book.visit(page, path);
        const ours = page.noise.filter(line => !/mdbook|localStorage|refused/i.test(line));
        assert.deepEqual(ours, []);
    },

    async 'odd marks in the storage are no error'(book) {
        for (const odd of ['nonsense', 'null', '[]', '7', '{"/index":null}']) {
            const page = await book.open('index.html', { before: `try { localStorage.setItem('codex-read', ${JSON.stringify(odd)}) } catch {}` });
            assert.deepEqual(page.noise, [], odd);
            await book.closePages();
        }
    },
};
