// The tab "Groups" in a real browser: keyboard, accessibility tree, phone width, print. Figures are read from the accessibility tree.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Shop, names, tree } from './shop.mjs';

let shop;
let groups;
before(async () => {
    shop = await Shop.open();
    groups = `${shop.page}&view=groups`;
    for (const n of [1, 2, 3, 4, 5]) {
        await shop.ask('product', `Another in group 1, ${n}`);
    }
    await shop.ask('recalculate');
});
after(async () => { await shop.close(); });

test('the tab is reached and a group is picked by the keyboard alone', async () => {
    const tab = await shop.browser();
    await tab.goto(shop.page);
    const asked = await shop.ask('requests');
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    await tab.waitForURL(/view=groups/);
    assert.equal(await tab.locator('[aria-current=page]').textContent(), 'Groups');

    await tab.getByRole('link', { name: 'London (group 3)' }).focus();
    await tab.keyboard.press('Enter');
    await tab.waitForURL(/group=1:3#vfs-picked/);
    await tab.getByRole('heading', { name: 'London (group 3)' }).waitFor();
    const summary = tab.locator('.vfs-hypervisors summary');
    await summary.focus();
    await tab.keyboard.press('Enter');
    assert.ok(await tab.getByText('hv-31', { exact: true }).isVisible());
    assert.equal(await shop.ask('requests'), asked, 'no panel is asked');
    await tab.close();
});

test('a screen reader gets the figures of the bars and the headers of the matrix', async () => {
    const tab = await shop.browser();
    await tab.goto(`${groups}&group=1:3`);

    const images = (await tree(tab)).filter(([role]) => role === 'image' || role === 'img').map(([, name]) => name);
    const bar = 'Memory of London (group 3): 16 GB of 64 GB used, 6.4 GB reserved by the buffer, 41.5 GB usable.';
    assert.ok(images.includes(bar), images.join('\n'));
    const region = tab.getByRole('region', { name: 'Sell one of this, and the others fall by' });
    const matrix = region.getByRole('table', { name: 'Sell one of this, and the others fall by' });
    assert.deepEqual(await matrix.getByRole('rowheader').allTextContents(), ['#11 One group gone', '#9 No buffer', '#2 Two locations']);
    assert.deepEqual((await matrix.getByRole('columnheader').allTextContents()).slice(1), ['#11 One group gone', '#9 No buffer', '#2 Two locations']);
    assert.deepEqual(await matrix.getByRole('cell').allTextContents().then((cells) => cells.map((cell) => cell.trim())), Array(9).fill('1'));
    assert.deepEqual(await matrix.locator('th').evaluateAll((cells) => cells.map((cell) => cell.scope)),
        ['col', 'col', 'col', 'col', 'row', 'row', 'row']);
    await tab.close();
});

test('everything on it has a name, and a visible focus', async () => {
    const tab = await shop.browser();
    await tab.goto(groups);
    for (const [role, name] of await tree(tab)) {
        if (['link', 'image', 'table', 'region', 'navigation'].includes(role)) {
            assert.notEqual(name, '', `a ${role} has no name`);
        }
    }
    assert.ok((await names(tab, 'table')).includes('Hypervisor groups'));
    await tab.goto(`${groups}&group=1:3`);
    await tab.locator('.vfs-scroll').focus();
    assert.equal(await tab.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'solid');
    await tab.close();
});

test('at a width of 400 pixels the page does not scroll sideways, and the matrix does within its box, with its headers in sight', async () => {
    const tab = await shop.browser(400, 800);
    await tab.goto(`${groups}&group=1:1`);

    const [content, window] = await tab.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(content <= window, `${content} pixels wide`);
    const box = tab.locator('.vfs-scroll');
    assert.ok(await box.evaluate((one) => one.scrollWidth > one.clientWidth));
    await box.focus();
    await tab.keyboard.press('ArrowRight');
    await tab.waitForFunction(() => document.querySelector('.vfs-scroll').scrollLeft > 0);
    const [header, left] = await box.evaluate((one) => [one.querySelector('tbody th').getBoundingClientRect().left, one.getBoundingClientRect().left]);
    assert.ok(Math.abs(header - left) < 3, 'the first column stays');
    await tab.close();
});

test('in print the matrix is whole, and bars keep their patterns', async () => {
    const tab = await shop.browser(700, 900);
    await tab.goto(`${groups}&group=1:3`);
    await tab.emulateMedia({ media: 'print' });

    const style = (selector, property) => tab.locator(selector).first().evaluate((one, name) => getComputedStyle(one)[name], property);
    assert.equal(await style('.vfs-scroll', 'overflow'), 'visible');
    assert.equal(await style('.vfs-matrix th', 'position'), 'static');
    assert.match(await style('.vfs-bar', 'printColorAdjust'), /exact/);
    assert.ok((await tab.pdf()).length > 1000);
    await tab.close();
});

test('the tab works without a script', async () => {
    const context = await shop.withoutScript(shop.url);
    const tab = await context.newPage();
    await tab.goto(shop.page);
    await tab.getByRole('link', { name: 'Groups', exact: true }).click();
    await tab.getByRole('link', { name: 'London (group 3)' }).click();

    await tab.getByRole('heading', { name: 'London (group 3)' }).waitFor();
    assert.ok(await tab.getByRole('table', { name: 'Sell one of this' }).isVisible());
    await context.browser().close();
});

test('a product is recalculated from its row and from its page, and the result is announced', async () => {
    const tab = await shop.browser();
    await tab.goto(shop.page);
    await tab.getByRole('button', { name: 'Recalculate #2', exact: true }).click();
    await tab.locator('#vfs-result').waitFor();
    assert.equal(await tab.evaluate(() => document.activeElement.id), 'vfs-result');
    assert.match(await tab.locator('#vfs-result [role=status]').textContent(), /0 not updated/);

    await tab.goto(`${shop.page}&product=2`);
    await tab.getByRole('button', { name: 'Recalculate', exact: true }).click();
    await tab.locator('#vfs-result').waitFor();
    await tab.getByRole('heading', { name: /^#2 Two locations: 37/ }).waitFor();
    assert.equal(await tab.getByRole('link', { name: 'Edit the product in WHMCS' }).getAttribute('href'), 'configproducts.php?action=edit&id=2');
    await tab.close();
});
