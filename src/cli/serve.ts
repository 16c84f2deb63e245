import type { Config } from '../config.ts';
import { PostwerkError } from '../errors.ts';
import { createLog } from '../log.ts';
import { assemble, type Role } from './assemble.ts';
import { say } from './print.ts';
import { untilSignal } from './untilSignal.ts';

/** `postwerk serve`: the product without the landscape. Runs until SIGINT or SIGTERM. */
export async function serve(
  config: Config,
  options: { readonly roles: string; readonly port?: number },
): Promise<void> {
  const roles = options.roles.split(',').map((role) => role.trim());
  const unknown = roles.find((role) => role !== 'web' && role !== 'worker');
  if (unknown !== undefined) {
    throw new PostwerkError('cli.invalid-setting', `"${unknown}" is not a role; there are web and worker.`);
  }
  const signal = untilSignal();
  const running = await assemble(
    { ...config, port: options.port ?? config.port },
    { roles: roles as Role[], log: createLog(), smtpUrl: config.smtpUrl },
  );
  say(running.url === null ? 'Postwerk works off its queue.' : `Postwerk listens at ${running.url}`);
  const end = await Promise.race([signal, running.lost]);
  await running.close();
  if (end) throw end;
}
