/* mdbook-codex 0.1.0 sha256:56600589555bfb09 */
// @ts-check
// What the pages do beyond reading: filter a grid, remember what was read, show a declaration early.
// Everything here works without it; a part that is not on the page costs nothing.
(function codex() {
    'use strict';

    const STORE = 'codex-read';

    /** An element with a class and words. @param {string} tag @param {string} name @param {string} [text] */
    function make(tag, name, text) {
        const element = document.createElement(tag);
        element.className = name;
        element.textContent = text || '';
        return element;
    }

    /** A page as the browser's storage knows it. @param {string} href */
    function pageKey(href) {
        return new URL(href, location.href).pathname.replace(/(?:index)?(?:\.html)?$/, '');
    }

    /** When each page was opened, and whether its end was seen; the storage may be refused.
     * @returns {Record<string, {at: number, done?: boolean}>} */
    function readMarks() {
        try {
            const marks = JSON.parse(localStorage.getItem(STORE) || '{}');
            return marks && typeof marks === 'object' ? marks : {};
        } catch {
            return {};
        }
    }

    /** @param {boolean} done */
    function markRead(done) {
        const marks = readMarks();
        const key = pageKey(location.href);
        marks[key] = { at: Date.now(), done: done || Boolean(marks[key] && marks[key].done) };
        try {
            localStorage.setItem(STORE, JSON.stringify(marks));
        } catch {
            // Nothing is remembered, nothing is lost.
        }
    }

    /** A page is opened when it is shown, and done when its foot is. @param {Element} foot */
    function rememberPage(foot) {
        markRead(false);
        new IntersectionObserver((entries, observer) => {
            if (entries.some(entry => entry.isIntersecting)) {
                markRead(true);
                observer.disconnect();
            }
        }).observe(foot);
    }

    /** Marks what was read, and offers the chapter to go on with. @param {HTMLElement} grid */
    function showReading(grid) {
        const marks = readMarks();
        /** @type {HTMLAnchorElement[]} */
        const links = Array.from(grid.querySelectorAll('.codex-card__link'));
        const opened = links.filter(link => marks[pageKey(link.href)]);
        opened.forEach(link => {
            const number = link.closest('.codex-card')?.querySelector('.codex-card__number');
            number?.append(make('span', 'codex-card__was-read', `✓ ${grid.dataset.codexWasRead}`));
        });
        const at = (/** @type {HTMLAnchorElement} */ link) => marks[pageKey(link.href)].at;
        const last = opened.sort((a, b) => at(b) - at(a))[0];
        const next = last && marks[pageKey(last.href)].done ? links[links.indexOf(last) + 1] : last;
        const line = grid.querySelector('.codex-cards__continue');
        if (next && line) {
            const number = next.closest('.codex-card')?.querySelector('.codex-card__number')?.firstChild;
            const link = /** @type {HTMLAnchorElement} */ (make('a', 'codex-cards__resume'));
            link.href = next.href;
            link.textContent = `${(number && number.textContent) || ''} ${next.textContent}`.trim();
            line.replaceChildren(`${grid.dataset.codexContinue}: `, link);
        }
    }

    /** Filters in place what the chips without script lead to. @param {HTMLElement} grid */
    function filterCards(grid) {
        const chips = Array.from(grid.querySelectorAll('.codex-filter [data-codex-tag]'));
        const cards = Array.from(grid.querySelectorAll('.codex-card'));
        const status = grid.querySelector('.codex-cards__status');
        const slugOf = (/** @type {Element} */ chip) => chip.getAttribute('data-codex-tag') || '';
        const chosen = () => {
            const slug = /^#tag=(.*)$/.exec(location.hash)?.[1] || '';
            return chips.find(chip => slugOf(chip) === slug || encodeURIComponent(slugOf(chip)) === slug);
        };
        function show() {
            const chip = chosen() || chips[0];
            const slug = slugOf(chip);
            const has = (/** @type {Element} */ card) =>
                Array.from(card.querySelectorAll('[data-codex-tag]')).some(tag => slugOf(tag) === slug);
            cards.forEach(card => card.toggleAttribute('hidden', slug !== '' && !has(card)));
            chips.forEach(other => other.removeAttribute('aria-current'));
            chip.setAttribute('aria-current', 'true');
            const count = cards.filter(card => !card.hasAttribute('hidden')).length;
            const words = grid.dataset.codexShown || '';
            const said = words.replace('{count}', `${count}`).replace('{total}', `${cards.length}`);
            if (status) status.textContent = slug === '' && !status.textContent ? '' : said;
        }
        chips.forEach(chip => chip.addEventListener('click', event => {
            const click = /** @type {MouseEvent} */ (event);
            if (click.ctrlKey || click.metaKey || click.shiftKey) return;
            event.preventDefault();
            const slug = slugOf(chip);
            const hash = slug ? `#tag=${encodeURIComponent(slug)}` : location.pathname + location.search;
            if (chip !== (chosen() || chips[0])) history.pushState(null, '', hash);
            show();
        }));
        if (chips.length === 0) return;
        window.addEventListener('popstate', show);
        if (chosen()) show();
    }

    /** The card of a declaration, from the page's list of sources. @param {DOMStringMap} data */
    function definitionCard(data) {
        const card = make('div', 'codex-definition');
        card.id = 'codex-definition';
        card.setAttribute('role', 'tooltip');
        const head = make('div', 'codex-definition__head');
        const about = [data.codexKind, data.codexRelease].filter(Boolean).join(' · ');
        head.append(make('span', '', data.codexPlace), ' ', make('span', '', about));
        card.append(head);
        if (data.codexSignature) card.append(make('div', 'codex-definition__signature', data.codexSignature));
        const variants = (data.codexVariants || '').split('\n').slice(0, 6);
        const lines = [data.codexValue && `= ${data.codexValue}`, data.codexBody, ...variants];
        lines.forEach(line => line && card.append(make('div', 'codex-definition__line', line)));
        return card;
    }

    /** Below the link, or above it where there is no room; in the page's own coordinates, so that it scrolls with it.
     * @param {HTMLElement} card @param {Element} link */
    function place(card, link) {
        const at = link.getClientRects()[0] || link.getBoundingClientRect();
        const origin = (card.offsetParent || document.body).getBoundingClientRect();
        const room = document.documentElement.clientWidth - card.offsetWidth - 10;
        const below = at.bottom + card.offsetHeight + 8 < window.innerHeight || at.top < card.offsetHeight + 8;
        card.style.left = `${Math.max(10, Math.min(at.left, room)) - origin.left}px`;
        card.style.top = `${(below ? at.bottom + 6 : at.top - card.offsetHeight - 6) - origin.top}px`;
    }

    /** One card at a time, on hover and focus. @param {NodeListOf<HTMLElement>} links */
    function showDefinitions(links) {
        /** @type {Map<string | undefined, HTMLElement>} */
        const sources = new Map();
        document.querySelectorAll('.codex-source').forEach(item => {
            const link = /** @type {HTMLElement | null} */ (item.querySelector('[data-codex-ref]'));
            if (link) sources.set(link.dataset.codexRef, /** @type {HTMLElement} */ (item));
        });
        /** @type {{card: HTMLElement, link: HTMLElement, title: string} | null} */
        let open = null;
        let timer = 0;
        const later = (/** @type {() => void} */ act, /** @type {number} */ wait) => {
            clearTimeout(timer);
            timer = window.setTimeout(act, wait);
        };
        function close() {
            clearTimeout(timer);
            if (!open) return;
            open.card.remove();
            open.link.removeAttribute('aria-describedby');
            open.link.title = open.title;
            open = null;
        }
        function show(/** @type {HTMLElement} */ link) {
            const source = sources.get(link.dataset.codexRef);
            if (!source || (open && open.link === link)) return clearTimeout(timer);
            close();
            const card = definitionCard(source.dataset);
            card.addEventListener('pointerenter', () => clearTimeout(timer));
            card.addEventListener('pointerleave', () => later(close, 200));
            (link.closest('main') || document.body).append(card);
            place(card, link);
            open = { card, link, title: link.title };
            link.removeAttribute('title');
            link.setAttribute('aria-describedby', card.id);
        }
        links.forEach(link => {
            link.addEventListener('pointerenter', event => event.pointerType !== 'touch' && later(() => show(link), 120));
            link.addEventListener('pointerleave', () => later(close, 250));
            link.addEventListener('focus', () => link.matches(':focus-visible') && show(link));
            link.addEventListener('blur', close);
        });
        document.addEventListener('keydown', event => event.key === 'Escape' && close());
    }

    /** Code wider than the page is reached, and so scrolled, by the keyboard too. @param {Element} element */
    function reachByKeyboard(element) {
        if (element.scrollWidth > element.clientWidth) element.setAttribute('tabindex', '0');
    }

    /** mdBook's searcher writes the titles of what it finds as HTML. A joiner behind each `<` makes them words again. */
    function keepTitlesWords() {
        const lunr = /** @type {any} */ (window).elasticlunr;
        if (!lunr) return;
        const load = lunr.Index.load;
        lunr.Index.load = (/** @type {any} */ index) => {
            const found = /** @type {{breadcrumbs: string}[]} */ (Object.values(index.documentStore.docs));
            found.forEach(page => { page.breadcrumbs = page.breadcrumbs.replace(/</g, '<\u2060'); });
            return load.call(lunr.Index, index);
        };
    }

    keepTitlesWords();
    document.querySelectorAll('.content pre > code, .content .table-wrapper').forEach(reachByKeyboard);
    document.querySelectorAll('.codex-cards').forEach(element => {
        const grid = /** @type {HTMLElement} */ (element);
        filterCards(grid);
        showReading(grid);
    });
    const feet = document.querySelectorAll('.codex-foot');
    if (feet.length === 1) rememberPage(feet[0]);
    const symbols = document.querySelectorAll('.codex-symbol');
    if (symbols.length > 0) showDefinitions(/** @type {NodeListOf<HTMLElement>} */ (symbols));
})();
