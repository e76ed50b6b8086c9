// The definition card of a source link.
import assert from 'node:assert/strict';

const CARD = '.codex-definition';

/** A page with source links, and the first of them in its text. */
async function chapter(book, options) {
    for (const { path } of book.chapters.filter(chapter => chapter.path !== '')) {
        const page = await book.open(path, options);
        const links = page.locator('main > p .codex-symbol');
        if (await links.count() > 0) return { page, link: links.first() };
    }
    throw new Error('no chapter has a source link');
}

async function says(page, link) {
    const card = await page.locator(CARD).textContent();
    const ref = await link.getAttribute('data-codex-ref');
    const place = await page.locator(`.codex-source:has([data-codex-ref="${ref}"])`).first().getAttribute('data-codex-place');
    assert.ok(place && card.includes(place), `${card} does not say ${place}`);
    assert.equal(await link.getAttribute('aria-describedby'), await page.locator(CARD).getAttribute('id'));
    assert.equal(await link.getAttribute('title'), null, 'two tips at once');
}

export const definitions = {
    async 'a source link says where it leads without script'(book) {
        const { link } = await chapter(book, { script: false, file: true });
        assert.match(await link.getAttribute('title'), / · /);
        assert.match(await link.getAttribute('href'), /^https?:\/\//);
    },

    async 'hover opens the card, the pointer may move into it, leaving closes it'(book) {
        for (const file of [false, true]) {
            const { page, link } = await chapter(book, { file });
            await link.hover();
            await page.locator(CARD).waitFor();
            await says(page, link);
            const box = await page.locator(CARD).boundingBox();
            await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
            await page.waitForTimeout(500);
            assert.equal(await page.locator(CARD).count(), 1, 'it closed below the pointer');
            await page.mouse.move(1, 1);
            await page.locator(CARD).waitFor({ state: 'detached' });
            assert.match(await link.getAttribute('title'), / · /);
            assert.deepEqual([page.noise, page.strangers], [[], []]);
        }
    },

    async 'focus opens the card, Escape closes it, the next link has its own'(book) {
        const { page, link } = await chapter(book);
        await page.locator('main a').first().focus();
        for (let at = 0; at < 60 && !await link.evaluate(link => link === document.activeElement); at += 1) {
            await page.keyboard.press('Tab');
        }
        await says(page, link);
        await page.keyboard.press('Escape');
        assert.equal(await page.locator(CARD).count(), 0);
        await page.keyboard.press('Tab');
        assert.ok(await page.locator(CARD).count() <= 1);
    },

    async 'the card stays on the screen'(book) {
        for (const width of [320, 1440]) {
            const { page } = await chapter(book, { width });
            const links = page.locator('main .codex-symbol');
            const listed = await page.locator('.codex-source [data-codex-ref]').evaluateAll(all => all.map(link => link.dataset.codexRef));
            for (let at = 0; at < Math.min(await links.count(), 12); at += 1) {
                if (!listed.includes(await links.nth(at).getAttribute('data-codex-ref'))) continue;
                await links.nth(at).hover();
                await page.locator(CARD).waitFor();
                const box = await page.locator(CARD).boundingBox();
                assert.ok(box.x >= 0 && box.x + box.width <= width, `${box.x} + ${box.width} on ${width}`);
                await page.keyboard.press('Escape');
                await page.mouse.move(1, 1);
                await page.locator(CARD).waitFor({ state: 'detached' });
            }
        }
    },
};
