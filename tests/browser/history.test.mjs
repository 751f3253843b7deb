// The history on a product's page in a real browser: its figures, and whether people can read the chart on a phone, on paper, without
// colours and in a high contrast theme.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Shop, contents, names, tree } from './shop.mjs';

const PRODUCT = 2;
const HOUR = 3600000;

// Hours that the chart of seven days has: since midnight (UTC, like the shop) six days ago.
const WHOLE = 144 + (Date.now() % (24 * HOUR)) / HOUR;
// Parts of it, and since when: fits, on order, for sale, preview or not.
const ROWS = [
    [1.1, 30, 0, 30, true],
    [0.9, 30, 10, 20, false],
    [0.6, null, null, null, false],
    [0.45, 24, 12, 12, false],
    [0.05, 37, 0, 37, false],
].map(([part, ...row]) => [part * WHOLE, ...row]);

let shop;
before(async () => {
    shop = await Shop.open();
    await shop.ask('recalculate');
    await shop.ask('history', JSON.stringify([PRODUCT, ROWS]));
});
after(async () => { await shop.close(); });

const open = async (width = 1280, days = 7) => {
    const tab = await shop.browser(width);
    await tab.goto(`${shop.page}&product=${PRODUCT}&days=${days}`);
    return tab;
};
const isDay = (row) => /^\d{4}-\d\d-\d\d /.test(row);

// What the table says of the day that many days ago, from ROWS.
const expected = (ago) => {
    const begin = WHOLE - 24 * (6 - ago);
    const end = Math.max(0, begin - 24);
    const of = ROWS.filter(([since], n) => since > end && (ROWS[n + 1]?.[0] ?? 0) < begin && ROWS[n][3] !== null);
    const day = new Date(Date.now() - 24 * HOUR * ago).toISOString().slice(0, 10);
    if (of.length === 0) {
        return `${day} not known not known not known – 1 day`;
    }
    const [, , held, last, isPreview] = of.at(-1);
    return `${day} ${last}${isPreview ? ' (preview)' : ''} ${Math.min(...of.map((row) => row[3]))} ${held} memory`;
};

// The rectangle of each area of the chart, in CSS pixels.
const boxes = (tab) => tab.evaluate(() => Object.fromEntries([...document.querySelectorAll('.vfs-chart [data-kind]')]
    .filter((path) => path.getAttribute('d') !== '')
    .map((path) => { const { x, y, width, height } = path.getBoundingClientRect(); return [path.dataset.kind, { x, y, width, height }]; })));

// The brightness (0 to 255) of each pixel of a part of the page, by row.
const brightness = async (tab, { x, y, width, height }) => {
    const picture = await tab.screenshot({ clip: { x, y, width, height }, scale: 'css' });
    return tab.evaluate(async (base64) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext('2d');
        context.drawImage(bitmap, 0, 0);
        const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        return Array.from({ length: bitmap.height }, (_, row) => Array.from({ length: bitmap.width }, (_, column) => {
            const at = 4 * (row * bitmap.width + column);
            return 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
        }));
    }, picture.toString('base64'));
};
const deviation = (values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};
// How much brightness changes along a row, and along a column.
const texture = (rows) => ({
    along: rows.reduce((sum, row) => sum + deviation(row), 0) / rows.length,
    down: rows[0].reduce((sum, _, n) => sum + deviation(rows.map((row) => row[n])), 0) / rows[0].length,
});

test('the accessibility tree has the figures of each day and what the chart is', async () => {
    const tab = await open();

    const all = await tree(tab);
    const chart = all.find(([role, name]) => ['image', 'img'].includes(role) && name.startsWith('Chart of the last 7 days.'));
    assert.equal(chart?.[1], 'Chart of the last 7 days. For sale now: 37. Lowest: 12. The table below has the figures of each day.');
    const rows = await contents(tab, 'row');
    assert.ok(rows.includes('Day For sale at the end of the day Lowest On order Limited by Not known for'), rows.join('\n'));
    const days = rows.filter(isDay);
    assert.equal(days.length, 7);
    days.forEach((row, ago) => assert.ok(row.startsWith(expected(ago)), `${row} is not ${expected(ago)}`));
    assert.ok((await names(tab, 'heading')).includes('History'));
    await tab.close();
});

test('the days are links that a keyboard reaches, and the shown one is marked', async () => {
    const tab = await open();

    await tab.getByRole('link', { name: 'Last 90 days' }).focus();
    await tab.keyboard.press('Enter');
    await tab.waitForURL(/days=90/);

    assert.equal(await tab.locator('.vfs-spans [aria-current]').textContent(), 'Last 90 days');
    assert.equal((await contents(tab, 'row')).filter(isDay).length, 90);
    await tab.close();
});

test('for sale, on order and gaps are drawn where they belong', async () => {
    const tab = await open();

    const { sale, order, gap, line } = await boxes(tab);
    assert.ok(order.y < sale.y + sale.height && order.y + order.height <= sale.y + sale.height + 1, 'on order is above for sale');
    assert.ok(gap.width > 0.14 * line.width && gap.width < 0.16 * line.width, JSON.stringify(gap));
    assert.ok(line.x < gap.x && line.x + line.width > gap.x + gap.width);
    await tab.close();
});

for (const days of [7, 30, 90]) {
    test(`at 400 pixels ${days} days fit the page, and their labels are large enough and apart`, async () => {
        const tab = await open(400, days);

        const { scroll, texts } = await tab.evaluate(() => ({
            scroll: document.documentElement.scrollWidth,
            texts: [...document.querySelectorAll('.vfs-chart text')].filter((text) => text.textContent !== '').map((text) => {
                const { left, right, top, bottom, height } = text.getBoundingClientRect();
                return { left, right, top, bottom, height, text: text.textContent };
            }),
        }));
        assert.ok(scroll <= 400, `the page is ${scroll} wide`);
        assert.ok(texts.length >= 8);
        const edge = await tab.locator('.vfs-chart').boundingBox();
        for (const [n, one] of texts.entries()) {
            assert.ok(one.height >= 11, `${one.text} is ${one.height} high`);
            assert.ok(one.left >= edge.x && one.right <= edge.x + edge.width, `${one.text} is cut`);
            for (const two of texts.slice(n + 1)) {
                const isApart = one.right < two.left || two.right < one.left || one.bottom <= two.top + 2 || two.bottom <= one.top + 2;
                assert.ok(isApart, `${one.text} covers ${two.text}`);
            }
        }
        await tab.close();
    });
}

test('in print the chart is whole, on one page, and keeps its areas', async () => {
    const tab = await open();
    const screen = await boxes(tab);
    await tab.emulateMedia({ media: 'print' });

    assert.deepEqual(Object.keys(await boxes(tab)), Object.keys(screen));
    assert.equal(await tab.locator('.vfs-chart').isVisible(), true);
    assert.equal(await tab.locator('.vfs-history').evaluate((figure) => getComputedStyle(figure).breakInside), 'avoid');
    assert.deepEqual(await tab.locator('.vfs-spans a:visible').allTextContents(), ['Last 7 days']);
    const { order } = await boxes(tab);
    const look = texture(await brightness(tab, { x: order.x + order.width - 60, y: order.y + order.height - 40, width: 40, height: 24 }));
    assert.ok(look.down > 20, 'the lines of what is on order are printed');
    await tab.close();
});

for (const [name, width, media] of [
    ['without colours', 1280, {}], ['without colours on a phone', 400, {}], ['in a high contrast theme', 1280, { forcedColors: 'active' }],
]) {
    test(`${name} the areas differ by their pattern`, async () => {
        const tab = await open(width);
        await tab.emulateMedia(media);
        const chart = await tab.locator('.vfs-chart').boundingBox();
        const unit = chart.width / 720;
        const { order, gap, sale } = await boxes(tab);
        const bottom = sale.y + sale.height;

        // A part of each area between the lines of the scale.
        const part = (x, y) => brightness(tab, { x, y, width: 36 * unit, height: 20 * unit });
        const looks = {
            sale: texture(await part(order.x + order.width - 60 * unit, bottom - 30 * unit)),
            order: texture(await part(order.x + order.width - 60 * unit, order.y + order.height - 30 * unit)),
            gap: texture(await part(gap.x + 20 * unit, bottom - 30 * unit)),
            preview: texture(await part(chart.x + 70 * unit, bottom - 30 * unit)),
        };

        const text = JSON.stringify(looks);
        assert.ok(looks.sale.along < 3 && looks.sale.down < 3, `for sale is plain: ${text}`);
        assert.ok(looks.order.down > 20 && looks.order.along < 0.3 * looks.order.down, `on order has level lines: ${text}`);
        assert.ok(looks.preview.along > 20 && looks.preview.down > 20, `a preview has slanted lines: ${text}`);
        assert.ok(looks.gap.along > 5 && looks.gap.along < looks.preview.along, `a gap has dots: ${text}`);
        await tab.close();
    });
}

test('the legend names what the chart has, with the same patterns', async () => {
    const tab = await open();

    const legend = await tab.locator('.vfs-history .vfs-legend li').allTextContents();
    assert.deepEqual(legend.map((text) => text.trim()), ['for sale', 'computed, not written (preview only)', 'on order', 'not known']);
    assert.equal(await tab.locator('.vfs-history .vfs-swatch').count(), 4);
    await tab.close();
});
