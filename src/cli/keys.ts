import type { Config } from '../config.ts';
import { PostwerkError } from '../errors.ts';
import { type Scope, scopes } from '../model/parties.ts';
import { createApiKey, listApiKeys, revokeApiKey } from '../store/apiKeys.ts';
import { print, table } from './print.ts';
import { withStore } from './withStore.ts';

export async function createKey(config: Config, name: string, wanted: readonly string[]): Promise<void> {
  const asked = wanted.flatMap((scope) => scope.split(','));
  const unknown = asked.find((scope) => !scopes.includes(scope as Scope));
  if (unknown !== undefined) {
    throw new PostwerkError('cli.invalid-setting', `"${unknown}" is not a scope; there are ${scopes.join(', ')}.`);
  }
  await withStore(config, async (store) => {
    const { key, apiKey } = await createApiKey(store, name, asked as Scope[]);
    print(`${key}\n`);
    process.stderr.write(`Key "${apiKey.name}" with scope ${apiKey.scopes.join(', ')}. It is not shown again.\n`);
  });
}

export async function listKeys(config: Config): Promise<void> {
  await withStore(config, async (store) => {
    const rows = (await listApiKeys(store)).map((key) => [
      key.prefix,
      key.name,
      key.scopes.join(','),
      day(key.createdAt),
      key.lastUsedAt ? day(key.lastUsedAt) : 'never',
      key.revokedAt ? `revoked ${day(key.revokedAt)}` : 'active',
    ]);
    print(table(['prefix', 'name', 'scopes', 'created', 'last used', 'state'], rows));
  });
}

export async function revokeKey(config: Config, key: string): Promise<void> {
  await withStore(config, async (store) => {
    const revoked = await revokeApiKey(store, key);
    if (!revoked) throw new PostwerkError('cli.unknown-key', `No active key has the id, prefix or name "${key}".`);
    print(`Key "${revoked.name}" (${revoked.prefix}…) is revoked.`);
  });
}

function day(date: Date): string {
  return date.toISOString().slice(0, 16).replace('T', ' ');
}
