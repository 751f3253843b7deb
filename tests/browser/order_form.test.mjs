// The locations in an order form with the standard cart's markup, in a real browser. Group 11 is full, group 3 has room for 3.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Shop, tree } from './shop.mjs';

let shop;
let dropdown;
let radio;
let option;
before(async () => {
    shop = await Shop.open();
    [dropdown, option] = await shop.ask('order_form', '1');
    [radio] = await shop.ask('order_form', '2');
    await shop.ask('group', JSON.stringify([3, [{ id: 31, memory: [8192, 0], cpu: [32, 0], storage: [1000, 0], ipv4: 2000 }]]));
    await shop.ask('recalculate');
});
after(async () => { await shop.close(); });

const open = async (product, query = '') => {
    const tab = await shop.browser();
    await tab.goto(`${shop.url}/configure.php?pid=${product}${query}`);
    return tab;
};
const choices = (tab) => tab.locator(`select[name="configoption[${option}]"] option`)
    .evaluateAll((all) => all.map((one) => [one.textContent.trim(), one.disabled, one.selected]));
const marked = [['Full (sold out)', true, false], ['London', false, true], ['Frankfurt (3 left)', false, false]];

test('a dropdown says which locations are sold out or nearly so', async () => {
    const tab = await open(dropdown);
    assert.deepEqual(await choices(tab), marked);

    const names = (await tree(tab)).filter(([role]) => ['MenuListOption', 'option'].includes(role)).map(([, name]) => name);
    for (const name of ['Full (sold out)', 'London', 'Frankfurt (3 left)']) {
        assert.ok(names.includes(name), `${name} is read out: ${names}`);
    }
    assert.equal(await tab.getByRole('status').textContent(), 'Full (sold out)', 'why another one is chosen');
    await tab.close();
});

test('the keyboard does not reach a sold-out choice, and what is sent can be ordered', async () => {
    const tab = await open(dropdown);
    const select = tab.getByRole('combobox', { name: 'Where' });
    await select.focus();
    await tab.keyboard.press('ArrowUp');
    await tab.keyboard.press('Home');
    const london = (await tab.locator('option', { hasText: 'London' }).getAttribute('value'));
    assert.equal(await select.inputValue(), london);
    await tab.getByRole('button', { name: 'Continue' }).click();
    await tab.waitForLoadState();
    assert.deepEqual(JSON.parse(await tab.locator('#sent').textContent()), { [option]: london });
    await tab.close();
});

test('radio buttons are marked as well, and the first that is open is chosen', async () => {
    const tab = await open(radio);
    const all = await tab.getByRole('radio').evaluateAll((buttons) => buttons.map((one) => [
        one.closest('label').textContent.replace(/\s+/g, ' ').trim(), one.disabled, one.checked,
    ]));
    assert.deepEqual(all.map(([name]) => name.replace(' Full (sold out)', '')), ['Full (sold out)', 'London', 'Frankfurt (3 left)']);
    assert.deepEqual(all.map(([, ...state]) => state), marked.map(([, ...state]) => state));
    await tab.getByRole('radio', { name: 'London' }).focus();
    await tab.keyboard.press('ArrowUp');
    assert.ok(await tab.getByRole('radio', { name: 'Frankfurt (3 left)' }).isChecked(), 'the arrow skips the sold-out one');
    await tab.close();
});

test('options that the billing cycle replaces are marked again, once', async () => {
    const tab = await open(dropdown);
    await tab.getByRole('combobox', { name: 'Where' }).selectOption({ label: 'Frankfurt (3 left)' });
    await tab.getByRole('combobox', { name: 'Billing cycle' }).selectOption('annually');
    await tab.waitForFunction((name) => document.querySelector(`select[name="${name}"]`).value
        && document.querySelector(`select[name="${name}"] option:checked`).textContent.trim() === 'London', `configoption[${option}]`);
    assert.deepEqual(await choices(tab), marked);
    await tab.close();
});

test('the marks are in the language of the page', async () => {
    const tab = await open(dropdown, '&language=russian');
    assert.deepEqual((await choices(tab)).map(([name]) => name), ['Full (распродано)', 'London', 'Frankfurt (осталось 3 сервера)']);
    await tab.close();
});

test('the script holds ids of choices and texts, and nothing of the panel', async () => {
    const tab = await open(dropdown);
    const asked = await shop.ask('requests');
    await tab.reload();
    const marks = JSON.parse(/\}\)\s*\((\{.*\})\);<\/script>/.exec(await (await tab.request.get(tab.url())).text())[1]);
    const ids = await tab.locator(`select[name="configoption[${option}]"] option`).evaluateAll((all) => all.map((one) => one.value));
    assert.deepEqual(Object.keys(marks).sort(), [ids[0], ids[2]].sort());
    assert.deepEqual(Object.keys(marks[ids[0]]).sort(), ['sold', 'text']);
    assert.equal(await shop.ask('requests'), asked);
    await tab.close();
});

test('when every location is sold out all can be chosen, and the shop decides', async () => {
    const [full, only] = await shop.ask('full_form', '');
    await shop.ask('recalculate');
    const tab = await open(full);
    const all = await tab.locator(`select[name="configoption[${only}]"] option`)
        .evaluateAll((options) => options.map((one) => [one.textContent.trim(), one.disabled]));
    assert.deepEqual(all, [['Full (sold out)', false]]);
    await tab.close();
});

test('without the script the form is as WHMCS makes it', async () => {
    const tab = await open(dropdown, '&script=no');
    assert.deepEqual(await choices(tab), [['Full', false, true], ['London', false, false], ['Frankfurt', false, false]]);
    await tab.close();
});

test('a report that is older than 120 seconds marks nothing', async () => {
    await shop.ask('age', '3');
    const tab = await open(dropdown);
    assert.deepEqual((await choices(tab)).map(([name, disabled]) => [name, disabled]), [['Full', false], ['London', false], ['Frankfurt', false]]);
    await tab.close();
});
