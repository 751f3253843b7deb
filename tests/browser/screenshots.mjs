// Pictures of the overview, the groups and a product, at desktop and phone width: node screenshots.mjs FOLDER

import { mkdirSync } from 'node:fs';
import { Shop } from './shop.mjs';

const folder = process.argv[2];
if (!folder) {
    console.error('usage: node screenshots.mjs FOLDER');
    process.exit(2);
}
mkdirSync(folder, { recursive: true });
const shop = await Shop.open();
try {
    await shop.ask('recalculate');
    await shop.ask('age', '190');
    await shop.ask('group', JSON.stringify([3, [
        { id: 31, memory: [65536, 24576], cpu: [32, 8], storage: [1000, 780], ipv4: 2000 },
        { id: 32, memory: [65536, 0], cpu: [32, 0], storage: [1000, 0], ipv4: 2000, prohibit: true },
    ]]));
    await shop.ask('recalculate');
    await shop.ask('age', '7');
    // 30 days in which three servers in two days were sold, a hypervisor came, and a panel was down for a day.
    const days = Array.from({ length: 60 }, (_, n) => {
        const left = 84 - n - Math.floor(n / 2) + (n > 21 ? 37 : 0);
        return n === 40 || n === 41 ? [720 - 12 * n, null, null, null, false] : [720 - 12 * n, left + n % 4, n % 4, left, false];
    });
    await shop.ask('history', JSON.stringify([2, [...days, [0.1, 33, 0, 33, false]]]));
    for (const [name, path] of [['overview', ''], ['groups', '&view=groups&group=1:3'], ['product', '&product=2']]) {
        for (const [device, width, height] of [['desktop', 1280, 860], ['phone', 400, 860]]) {
            const tab = await shop.browser(width, height);
            await tab.goto(`${shop.page}${path}`);
            await tab.getByRole('table').first().waitFor();
            const full = name !== 'overview' && device === 'desktop';
            await tab.screenshot({ path: `${folder}/${name}-${device}.png`, fullPage: full });
            await tab.close();
        }
    }
    const tab = await shop.browser(1280, 860);
    await tab.goto(`${shop.page}&product=2&days=30`);
    const [heading, figure] = [await tab.locator('#vfs-history').boundingBox(), await tab.locator('.vfs-history').boundingBox()];
    const y = heading.y - 6;
    await tab.screenshot({ path: `${folder}/history-desktop.png`, clip: { x: 0, y, width: 940, height: figure.y + figure.height - y + 8 } });
    await tab.close();
} finally {
    await shop.close();
}
