// A shop for one test, and a real browser that is signed in to it. close() ends both.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const EXECUTABLE = process.env.VIRTFUSION_CHROMIUM || '/usr/bin/chromium';
const FLAGS = [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
];

export class Shop {
    static async open() {
        const shop = new Shop();
        const file = new URL('shop.php', import.meta.url).pathname;
        shop.process = spawn('php', [file], { stdio: ['pipe', 'pipe', 'inherit'] });
        shop.lines = createInterface({ input: shop.process.stdout })[Symbol.asyncIterator]();
        shop.url = (await shop.line()).url;
        shop.page = `${shop.url}/admin/addonmodules.php?module=virtfusion_stock`;
        shop.profile = mkdtempSync(join(tmpdir(), 'virtfusion-browser-'));
        return shop;
    }

    async line() {
        const { value, done } = await this.lines.next();
        if (done) {
            throw new Error('the shop ended');
        }
        return JSON.parse(value);
    }

    // Sends the shop a command; see shop.php.
    ask(command, argument = '') {
        this.process.stdin.write(`${command} ${argument}\n`);
        return this.line();
    }

    async browser(width = 1280, height = 900) {
        if (!this.context) {
            this.context = await chromium.launchPersistentContext(this.profile, {
                executablePath: EXECUTABLE,
                headless: true,
                args: FLAGS,
                viewport: { width, height },
            });
            this.token = await (await this.context.request.post(`${this.url}/admin/login.php`, { form: { username: 'admin' } })).text();
        }
        const tab = await this.context.newPage();
        await tab.setViewportSize({ width, height });
        return tab;
    }

    // Another browser, without JavaScript, signed in to the shop at this address. Closing it is up to the caller.
    async withoutScript(url) {
        const browser = await chromium.launch({ executablePath: EXECUTABLE, headless: true, args: FLAGS });
        const context = await browser.newContext({ javaScriptEnabled: false });
        await context.request.post(`${url}/admin/login.php`, { form: { username: 'admin' } });
        return context;
    }

    async close() {
        await this.context?.close();
        this.process.stdin.end();
        await new Promise((resolve) => this.process.once('exit', resolve));
        rmSync(this.profile, { recursive: true, force: true });
    }
}

// The nodes of the browser's accessibility tree, in page order.
async function nodes(tab) {
    const session = await tab.context().newCDPSession(tab);
    const answer = await session.send('Accessibility.getFullAXTree');
    await session.detach();
    return answer.nodes;
}

// Role and name of everything in the accessibility tree.
export async function tree(tab) {
    return (await nodes(tab)).filter((node) => !node.ignored).map((node) => [node.role?.value, node.name?.value ?? '']);
}

// The names of everything with this role.
export async function names(tab, role) {
    return (await tree(tab)).filter(([one]) => one === role).map(([, name]) => name);
}

// What a screen reader says for everything with this role: the names of its content.
export async function contents(tab, role) {
    const all = await nodes(tab);
    const byId = new Map(all.map((node) => [node.nodeId, node]));
    const read = (node) => {
        const isLeaf = ['StaticText', 'image', 'img'].includes(node.role?.value);
        return isLeaf ? [node.name?.value ?? ''] : (node.childIds ?? []).flatMap((id) => read(byId.get(id)));
    };
    return all.filter((node) => !node.ignored && node.role?.value === role).map((node) => read(node).join(' '));
}
