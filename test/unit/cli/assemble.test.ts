import { expect, test } from 'vitest';
import { assemble } from '../../../src/cli/assemble.ts';
import { readConfig } from '../../../src/config.ts';
import { createLog } from '../../../src/log.ts';

test('a default locale that nobody serves ends the start before anything is opened', async () => {
  const config = readConfig({ POSTWERK_DEFAULT_LOCALE: 'nb-NO', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
  const started = assemble(config, { roles: [], log: createLog(), smtpUrl: null });
  await expect(started).rejects.toThrow(/POSTWERK_DEFAULT_LOCALE is "nb-NO", which none of .*, de-CH, .* serves/);
});
