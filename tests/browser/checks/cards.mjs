// The grid of the first page: its cards, their links, the filter.
import assert from 'node:assert/strict';

const visible = page => page.locator('.codex-card:visible').count();

export const cards = {
    async 'the grid has a card for every numbered chapter, in order'(book) {
        const page = await book.open('index.html');
        const titles = await page.locator('.codex-card__title').allTextContents();
        const numbers = await page.locator('.codex-card__number').allTextContents();
        assert.deepEqual(titles.map(title => title.trim()), book.chapters.map(chapter => chapter.title));
        const top = numbers.filter(number => !number.includes('.'));
        assert.deepEqual(top, top.map((_, at) => String(at + 1).padStart(2, '0')));
        assert.ok(numbers.length > 0, 'no cards');
    },

    async 'every Read link leads to its chapter and says so'(book) {
        const page = await book.open('index.html');
        const links = await page.locator('.codex-card:not(.codex-card--planned)').evaluateAll(cards => cards.map(card => ({
            title: card.querySelector('.codex-card__link').textContent,
            link: card.querySelector('.codex-card__link').getAttribute('href'),
            read: card.querySelector('.codex-card__read').getAttribute('href'),
            name: card.querySelector('.codex-card__read').textContent,
        })));
        const written = book.chapters.filter(chapter => chapter.path !== '');
        assert.deepEqual(links.map(link => link.read), written.map(chapter => chapter.path));
        for (const { title, link, read, name } of links) {
            assert.equal(link, read);
            assert.ok(name.includes(title), `${name} does not say ${title}`);
            await book.visit(page, read);
            assert.ok((await page.locator('main').count()) === 1 && (await page.title()).includes(title), read);
        }
    },

    async 'every chip leads to its tag'(book) {
        const page = await book.open('index.html');
        const chips = await page.locator('.codex-card a.codex-chip, .codex-filter a.codex-chip[data-codex-tag]:not([data-codex-tag=""])')
            .evaluateAll(chips => chips.map(chip => ({ href: chip.getAttribute('href'), label: chip.firstChild.textContent.trim() })));
        assert.ok(chips.length > 0, 'no chips');
        const targets = new Map(chips.map(({ href, label }) => [href, label]));
        for (const [href, label] of targets) {
            const [path, id] = href.split('#');
            assert.ok(book.exists(path), `${href} leads to no page`);
            if (!page.url().includes(`/${path}`)) await book.visit(page, path);
            const entry = page.locator(`[id="${decodeURIComponent(id)}"]`);
            assert.equal(await entry.count(), 1, `${href} leads to no entry`);
            assert.ok((await entry.textContent()).includes(label), `${href} is not about ${label}`);
        }
    },

    async 'a chip filters in place, and the back button undoes it'(book) {
        const page = await book.open('index.html');
        const total = await visible(page);
        const chips = page.locator('.codex-filter [data-codex-tag]:not([data-codex-tag=""])');
        const [first, second] = [chips.nth(0), chips.nth(1)];
        const count = async chip => Number(await chip.locator('.codex-chip__count').textContent());
        await first.click();
        assert.match(page.url(), /index\.html#tag=./);
        assert.equal(await visible(page), await count(first));
        assert.equal(await first.getAttribute('aria-current'), 'true');
        assert.equal(await page.locator('.codex-filter [aria-current]').count(), 1);
        const said = await page.locator('[role=status]').textContent();
        assert.ok(said.includes(String(await count(first))) && said.includes(String(total)), said);
        await second.click();
        assert.equal(await visible(page), await count(second));
        await page.goBack();
        assert.equal(await visible(page), await count(first));
        await page.goBack();
        assert.equal(await visible(page), total);
        await page.goForward();
        await page.reload();
        assert.equal(await visible(page), await count(first), 'the choice is lost on a reload');
        await page.locator('.codex-filter [data-codex-tag=""]').click();
        assert.equal(await visible(page), total);
        assert.ok(!page.url().includes('#'), page.url());
        assert.deepEqual(page.noise, []);
    },

    async 'the keyboard goes through the grid in reading order'(book) {
        const page = await book.open('index.html');
        const expected = await page.locator('.codex-cards').evaluate(grid =>
            [...grid.querySelectorAll('.codex-filter a, .codex-card__link, .codex-card .codex-chip')]
                .map(link => link.textContent.trim()));
        await page.locator('.codex-filter a').first().focus();
        const met = [];
        for (let at = 0; at < expected.length; at += 1) {
            met.push(await page.evaluate(() => document.activeElement.textContent.trim()));
            const outline = await page.evaluate(() => {
                const link = document.activeElement;
                const shown = element => getComputedStyle(element).outlineStyle !== 'none';
                return shown(link) || shown(link.closest('.codex-card') || link);
            });
            assert.ok(outline, `${met.at(-1)} shows no focus`);
            await page.keyboard.press('Tab');
        }
        assert.deepEqual(met, expected);
    },
};
