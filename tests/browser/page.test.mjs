// The admin page in a real browser, served by real PHP over MariaDB. Figures are read from the accessibility tree.

import assert from 'node:assert/strict';
import { createServer, request as httpRequest } from 'node:http';
import { after, before, test } from 'node:test';
import { Shop, contents, names, tree } from './shop.mjs';

let shop;
before(async () => { shop = await Shop.open(); });
after(async () => { await shop.close(); });

const rows = async (tab) => (await contents(tab, 'row')).filter((text) => /#\d/.test(text));

test('the preview shows what would change and changes nothing in the database', async () => {
    const tab = await shop.browser();
    await tab.goto(shop.page);
    const tables = await shop.ask('tables');

    await tab.getByRole('button', { name: 'Preview' }).click();
    await tab.getByRole('heading', { name: 'What would change (nothing was written)' }).waitFor();

    const status = (await tab.locator('#vfs-result [role=status]').textContent()).trim();
    assert.equal(status, '16 quantities would change, 0 unchanged, 3 not updated.');
    assert.ok((await rows(tab)).some((row) => /#2 Two locations\D+50\D+37/.test(row)));
    assert.equal(await shop.ask('tables'), tables);
    await tab.close();
});

test('a recalculation shows that it runs, then its result, and writes the quantities', async () => {
    const tab = await shop.browser();
    await tab.goto(shop.page);
    await shop.ask('latency', '3000');

    await tab.getByRole('button', { name: 'Recalculate now' }).click();
    await tab.getByText(/Asking server #\d .* of 19 products done\./).waitFor();
    await tab.getByRole('heading', { name: 'Result' }).waitFor();
    await shop.ask('latency', '0');

    const quantities = await shop.ask('quantities');
    assert.deepEqual([quantities[1], quantities[2], quantities[5], quantities[15]], [57, 37, 450, 12]);
    await tab.close();
});

test('the overview says in words what limits each product and asks no panel', async () => {
    const tab = await shop.browser();
    const asked = await shop.ask('requests');
    await tab.goto(shop.page);

    const all = await rows(tab);
    assert.equal(all.length, 19);
    assert.ok(all.some((row) => row.includes('#1 Vendor\'s example') && row.includes('Memory on 5 of 11 hypervisors')));
    assert.ok(all.some((row) => row.includes('#15 Group unreadable') && row.includes('Needs attention') && row.includes('Not updated')));
    assert.ok(!all.some((row) => row.includes('Stock control off')));
    await tab.getByRole('link', { name: '#2 Two locations' }).click();
    await tab.getByRole('heading', { name: 'Group 3' }).waitFor();
    assert.equal(await shop.ask('requests'), asked);
    await tab.close();
});

test('columns sort from the keyboard, and the header says how', async () => {
    const tab = await shop.browser();
    await tab.goto(shop.page);
    const quantity = tab.getByRole('button', { name: 'Quantity' });
    const order = async () => tab.locator('#vfs-products tbody .vfs-quantity').allTextContents();

    await quantity.focus();
    await tab.keyboard.press('Enter');
    const up = (await order()).map((text) => Number(text.replaceAll(',', '')));
    assert.deepEqual(up, [...up].sort((a, b) => a - b));
    assert.equal(await tab.getByRole('columnheader', { name: 'Quantity' }).getAttribute('aria-sort'), 'ascending');
    await tab.keyboard.press('Enter');
    const down = (await order()).map((text) => Number(text.replaceAll(',', '')));
    assert.deepEqual(down, [...up].reverse());
    await tab.close();
});

test('the search and the filter narrow the list and say how much is left', async () => {
    const tab = await shop.browser();
    await tab.goto(shop.page);

    await tab.getByRole('searchbox', { name: 'Search' }).fill('locations');
    assert.equal((await rows(tab)).length, 1);
    assert.equal(await tab.locator('#vfs-shown').textContent(), '1 product shown');
    await tab.getByRole('searchbox', { name: 'Search' }).fill('');
    await tab.getByRole('combobox', { name: 'Show' }).selectOption({ label: 'needs attention' });
    const ids = (await rows(tab)).map((row) => Number(/#(\d+)/.exec(row)[1]));
    assert.deepEqual(ids, [15, 16, 17, 11, 13, 14]);
    await tab.close();
});

test('search, filter and order are kept after a preview and when going back', async () => {
    const tab = await shop.browser();
    await tab.goto(shop.page);
    const names = async () => (await rows(tab)).map((row) => /#(\d+)/.exec(row)[1]);

    await tab.getByRole('combobox', { name: 'Show' }).selectOption({ label: 'not updated' });
    await tab.getByRole('searchbox', { name: 'Search' }).fill('could not be read');
    await tab.getByRole('button', { name: 'Quantity' }).click();
    assert.deepEqual(await names(), ['16', '15']);
    await tab.getByRole('button', { name: 'Preview' }).click();
    await tab.locator('#vfs-result').waitFor();

    const listed = await tab.locator('#vfs-products tbody tr:not([hidden]) td:first-child a').allTextContents();
    assert.deepEqual(listed, ['#16 Panel down', '#15 Group unreadable']);
    assert.equal(await tab.getByRole('searchbox', { name: 'Search' }).inputValue(), 'could not be read');
    await tab.locator('#vfs-products').getByRole('link', { name: '#15 Group unreadable' }).click();
    await tab.getByRole('heading', { name: 'Group 12' }).waitFor();
    await tab.goBack();
    await tab.locator('#vfs-shown').getByText('2 products shown').waitFor();
    assert.equal(await tab.getByRole('columnheader', { name: 'Quantity' }).getAttribute('aria-sort'), 'ascending');
    await tab.goto(`${shop.page}&product=15`);
    await tab.getByRole('link', { name: 'All products' }).click();
    await tab.locator('#vfs-shown').getByText('19 products shown').waitFor();
    await tab.close();
});

test('a preview without an answer shows an error, and the buttons work again', async () => {
    const tab = await shop.browser();
    await tab.goto(shop.page);
    await tab.route(shop.page, (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));

    await tab.getByRole('button', { name: 'Preview' }).click();
    await tab.getByText('The shop did not answer, and nothing was written.').waitFor();

    assert.ok(await tab.getByRole('button', { name: 'Preview' }).isEnabled());
    await tab.unroute(shop.page);
    await tab.getByRole('button', { name: 'Preview' }).click();
    await tab.getByRole('heading', { name: 'What would change (nothing was written)' }).waitFor();
    await tab.close();
});

test('the bars of a product have the right figures in the accessibility tree', async () => {
    const tab = await shop.browser();
    await tab.goto(`${shop.page}&product=2`);

    const images = (await tree(tab)).filter(([role]) => role === 'image' || role === 'img').map(([, name]) => name);
    const memory = images.find((name) => name.startsWith('Memory of hv-21'));
    assert.equal(memory, 'Memory of hv-21: 64 GB of 128 GB used, 12.8 GB reserved by the buffer, 51.1 GB usable; '
        + 'one more server needs 2 GB; 25 fit.');
    const cpu = images.find((name) => name.startsWith('CPU of hv-22'));
    assert.equal(cpu, 'CPU of hv-22: 30 of 64 cores used, 7 reserved by the buffer, 27 usable; one more server needs 2; 13 fit.');
    const text = await tab.locator('.vfs').innerText();
    assert.match(text, /27 \+ 10 = 37/);
    assert.match(text, /18 \+ 9 = 27, within 2,000 free IPv4/);
    assert.match(text, /Closed to new servers/);
    await tab.goto(`${shop.page}&product=6`);
    assert.match(await tab.locator('.vfs').innerText(), /capped by 6 free IPv4, 2 for each server → 3/);
    await tab.goto(`${shop.page}&product=10`);
    assert.ok((await names(tab, 'image')).some((name) => name === 'Memory of hv-61: no quota, limits nothing.'));
    await tab.close();
});

test('what if is answered from the stored report', async () => {
    const tab = await shop.browser();
    const asked = await shop.ask('requests');
    await tab.goto(`${shop.page}&product=2`);

    await tab.getByRole('textbox', { name: 'Buffer in %' }).fill('0');
    await tab.getByRole('checkbox', { name: 'What if: take out hv-22' }).check();
    await tab.getByRole('button', { name: 'Compute' }).click();

    await tab.getByText('Then 36 instead of 37').waitFor();
    assert.equal(await shop.ask('requests'), asked);
    await tab.close();
});

test('a test of the alerts says what each channel did', async () => {
    await shop.ask('setting', '["alert_mail", "system"]');
    await shop.ask('setting', '["alert_url", "https://localhost:1/"]');
    const tab = await shop.browser();
    await tab.goto(shop.page);
    const tables = await shop.ask('tables');

    await tab.getByRole('button', { name: 'Send a test' }).click();
    await tab.getByText('Alerts by mail: the test was sent.').waitFor();

    assert.match(await tab.locator('#vfs-result').textContent(), /Alerts by webhook: the test failed: /);
    assert.match(await tab.locator('#vfs-alerts').textContent(), /Alerts by webhook: sending failed just now: /);
    assert.equal(await shop.ask('tables'), tables);
    await tab.close();
    await shop.ask('setting', '["alert_mail", "off"]');
    await shop.ask('setting', '["alert_url", ""]');
});

test('a product name is shown as text, whatever it holds', async () => {
    const tab = await shop.browser();
    const id = await shop.ask('product', '<script>alert(1)</script>');
    let alerted = false;
    tab.on('dialog', (dialog) => { alerted = true; dialog.dismiss(); });

    await tab.goto(shop.page);
    await tab.getByRole('link', { name: `#${id} <script>alert(1)</script>` }).waitFor();
    await tab.getByRole('button', { name: 'Preview' }).click();
    await tab.locator('#vfs-result').waitFor();
    await tab.goto(`${shop.page}&product=${id}`);
    await tab.getByRole('heading', { name: `#${id} <script>alert(1)</script>: 0` }).waitFor();

    assert.equal(alerted, false);
    await tab.close();
});

test('a forged origin and a missing token are refused and change nothing', async () => {
    const tab = await shop.browser();
    await tab.goto(shop.page);
    const tables = await shop.ask('tables');
    const form = { action: 'recalculate', token: shop.token };
    const post = (fields, headers) => shop.context.request.post(shop.page, { form: fields, headers });

    assert.equal((await post(form, { Origin: 'https://evil.example' })).status(), 403);
    assert.equal((await post({ action: 'recalculate' }, { Origin: shop.url })).status(), 403);
    // A page of another origin on the same site: the browser sends the admin's cookie along.
    const evil = createServer((request, answer) => answer.setHeader('Content-Type', 'text/html').end(
        `<form method="post" action="${shop.page}"><input name="action" value="recalculate">`
        + `<input name="token" value="${shop.token}"><button>Win</button></form>`,
    ));
    await new Promise((listening) => evil.listen(0, '127.0.0.1', listening));
    await tab.goto(`http://127.0.0.1:${evil.address().port}/`);
    const [answer] = await Promise.all([tab.waitForResponse(shop.page), tab.getByRole('button').click()]);
    assert.equal(answer.status(), 403);
    assert.match(await answer.text(), /does not come from this shop/);
    evil.close();
    evil.closeAllConnections();

    assert.equal(await shop.ask('tables'), tables);
    await tab.close();
});

test('plain forms work without a script on a shop that withholds the referrer', async () => {
    const sent = [];
    // A web server in front of the shop that adds the header.
    const front = createServer((request, answer) => {
        sent.push(`${request.method} ${request.headers.origin ?? ''} ${request.headers.referer ?? ''}`);
        const { method, headers } = request;
        const inner = httpRequest(new URL(request.url, shop.url), { method, headers }, (response) => {
            answer.writeHead(response.statusCode, { ...response.headers, 'referrer-policy': 'no-referrer' });
            response.pipe(answer);
        });
        request.pipe(inner);
    });
    await new Promise((listening) => front.listen(0, '127.0.0.1', listening));
    const own = `http://127.0.0.1:${front.address().port}`;
    const context = await shop.withoutScript(own);
    const tab = await context.newPage();
    await tab.goto(`${own}/admin/addonmodules.php?module=virtfusion_stock`);

    await tab.getByRole('button', { name: 'Preview' }).click();
    await tab.getByRole('heading', { name: 'What would change (nothing was written)' }).waitFor();

    // The page's own request to name the shop to itself took effect.
    assert.ok(sent.some((one) => one.startsWith(`POST ${own} ${own}/admin/`)), sent.join('; '));
    await context.browser().close();
    front.close();
    front.closeAllConnections();
});

test('at a width of 400 pixels no page scrolls sideways', async () => {
    const tab = await shop.browser(400, 800);
    for (const page of [shop.page, `${shop.page}&view=groups`, `${shop.page}&product=2`, `${shop.page}&product=1`]) {
        await tab.goto(page);
        await tab.getByRole('table').first().waitFor();
        const [content, window] = await tab.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
        assert.ok(content <= window, `${page} is ${content} pixels wide`);
    }
    await tab.close();
});

test('every text has enough contrast', async () => {
    const tab = await shop.browser();
    for (const page of [shop.page, `${shop.page}&view=groups`, `${shop.page}&product=2`, `${shop.page}&product=15`, `${shop.page}&product=19`]) {
        await tab.goto(page);
        const faint = await tab.evaluate(() => {
            const rgb = (colour) => colour.match(/[\d.]+/g).map(Number);
            const light = ([r, g, b]) => [r, g, b].map((c) => (c <= 10 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4))
                .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
            const behind = (element) => {
                for (let at = element; at; at = at.parentElement) {
                    const colour = rgb(getComputedStyle(at).backgroundColor);
                    if (colour.length === 3 || colour[3] > 0) {
                        return colour;
                    }
                }
                return [255, 255, 255];
            };
            const texts = document.createTreeWalker(document.querySelector('.vfs'), NodeFilter.SHOW_TEXT);
            const found = [];
            for (let text = texts.nextNode(); text; text = texts.nextNode()) {
                const element = text.parentElement;
                if (text.data.trim() !== '' && element.offsetParent !== null) {
                    const [one, two] = [light(rgb(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
                    found.push([(one + 0.05) / (two + 0.05), text.data.trim()]);
                }
            }
            return found.length > 30 ? found.filter(([contrast]) => contrast < 4.5) : [`${found.length} texts`];
        });
        assert.deepEqual(faint, [], page);
    }
    await tab.close();
});

test('every control has a name and a visible focus', async () => {
    const tab = await shop.browser();
    for (const page of [shop.page, `${shop.page}&view=groups`, `${shop.page}&product=2`]) {
        await tab.goto(page);
        for (const [role, name] of await tree(tab)) {
            if (['button', 'link', 'checkbox', 'textbox', 'searchbox', 'combobox', 'image', 'table'].includes(role)) {
                assert.notEqual(name, '', `a ${role} of ${page} has no name`);
            }
        }
        await tab.keyboard.press('Tab');
        const outline = await tab.evaluate(() => [document.activeElement.textContent, getComputedStyle(document.activeElement).outlineStyle]);
        assert.equal(outline[1], 'solid', outline[0]);
    }
    await tab.close();
});
