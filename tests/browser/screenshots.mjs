// Pictures of the overview and of a product, at desktop and phone width: node screenshots.mjs FOLDER

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
    for (const [name, path] of [['overview', ''], ['product', '&product=2']]) {
        for (const [device, width, height] of [['desktop', 1280, 860], ['phone', 400, 860]]) {
            const tab = await shop.browser(width, height);
            await tab.goto(`${shop.page}${path}`);
            await tab.getByRole('table').first().waitFor();
            const full = name === 'product' && device === 'desktop';
            await tab.screenshot({ path: `${folder}/${name}-${device}.png`, fullPage: full });
            await tab.close();
        }
    }
} finally {
    await shop.close();
}
