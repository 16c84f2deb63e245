import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { failpoints, siteFailpoints } from '../fault/failpoints.ts';

test('every failpoint in the source is killed at by the fault suite, and the other way round', () => {
  const source = fileURLToPath(new URL('../../src', import.meta.url));
  const named = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(source, file), 'utf8').matchAll(/failpoint\('([^']+)'\)/g)])
    .map(([, name]) => name);
  const killedAt = [...failpoints.map(({ name }) => name), ...siteFailpoints];
  expect([...new Set(named)].toSorted()).toEqual(killedAt.toSorted());
});
