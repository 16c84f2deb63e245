import { spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMailer, type Mailer } from '../../src/dispatch/email/smtp.ts';
import { type Mailbox, startMailbox } from '../../src/landscape/sinks/mailbox.ts';
import { canConnect } from './cupsServer.ts';
import { eventually, freePort, isInstalled, type RunningProgram, startProgram } from './runningProgram.ts';

const missing = ['postfix'].filter((program) => !isInstalled(program));
if (process.getuid?.() !== 0) missing.push('root, to start Postfix');

/** Our mailer sends to a real Postfix, which relays to our mailbox. */
describe.skipIf(missing.length > 0)(
  `Postfix (needs Debian package postfix; missing: ${missing.join(', ') || 'none'})`,
  () => {
    let folder: string;
    let postfix: RunningProgram;
    let mailbox: Mailbox;
    let mailer: Mailer;
    const log = (): string => {
      const path = join(folder, 'log');
      return `${postfix.said()}${existsSync(path) ? readFileSync(path, 'utf8') : ''}`;
    };
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'postwerk-postfix-'));
      chmodSync(folder, 0o755);
      for (const name of ['etc', 'queue', 'data', 'sink']) mkdirSync(join(folder, name));
      spawnSync('chown', ['postfix', join(folder, 'data')]);
      mailbox = await startMailbox({ folder: join(folder, 'sink'), name: 'Mailbox' });
      const port = await freePort();
      writeFileSync(join(folder, 'etc/main.cf'), mainConfiguration(folder, new URL(mailbox.state().url).port));
      writeFileSync(join(folder, 'etc/master.cf'), masterConfiguration(port));
      postfix = startProgram('postfix', ['-c', join(folder, 'etc'), 'start-fg']);
      await eventually(() => canConnect(port), log);
      mailer = createMailer({
        url: `smtp://127.0.0.1:${port}`,
        from: 'Linz <rechnung@linz.example>',
        timeoutMs: 10_000,
      });
    });
    afterAll(async () => {
      await mailer?.close();
      // The master takes its children with it when it is told by its own command.
      const abort = startProgram('postfix', ['-c', join(folder, 'etc'), 'abort']);
      await abort.ended;
      await postfix.stop();
      await mailbox.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const bytes = randomBytes(200_000);
    const send = (to: string, deliveryId = randomUUID()) =>
      mailer.send({
        deliveryId,
        to,
        content: { subject: 'Рахунок 7 – рахунок-фактура', text: 'Добрий день', html: '<p>Добрий день</p>' },
        attachment: { name: 'Рахунок 7.pdf', bytes },
      });

    it('takes a message and relays it whole', async () => {
      const deliveryId = randomUUID();
      const outcome = await send('anna@example.com', deliveryId);
      expect(outcome).toMatchObject({ kind: 'ok', evidence: 'accepted' });
      expect(outcome.detail).toContain('queued as');
      const item = await eventually(async () => mailbox.items().items[0] ?? null, log, 20_000);
      expect(item).toMatchObject({ deliveryId, name: 'Рахунок 7 – рахунок-фактура' });
      const read = await mailbox.read(item.id);
      expect(read?.mail.attachments[0]).toMatchObject({ filename: 'Рахунок 7.pdf' });
      expect(Buffer.from(read?.mail.attachments[0]?.content as ArrayBuffer).equals(bytes)).toBe(true);
    });

    it.each([
      ['nobody@example.com', 'abort', 'dispatch.mail-refused'],
      ['full@example.com', 'retry', 'dispatch.mail-deferred'],
    ])('is told about %s: %s', async (to, kind, code) => {
      expect(await send(to)).toMatchObject({ kind, code });
    });

    it('takes many at once', async () => {
      const before = mailbox.state().received;
      const outcomes = await Promise.all(Array.from({ length: 40 }, () => send('anna@example.com')));
      expect(outcomes.filter(({ kind }) => kind !== 'ok')).toEqual([]);
      await eventually(async () => (mailbox.state().received === before + 40 ? true : null), log, 30_000);
    });
  },
);

function mainConfiguration(folder: string, relayPort: string): string {
  return `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = ${folder}/log
maillog_file_prefixes = ${folder}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = postfix.example
mydestination =
relayhost = [127.0.0.1]:${relayPort}
alias_maps =
alias_database =
smtpd_recipient_restrictions =
  check_recipient_access inline:{ {nobody@example.com = 550 5.1.1 no such user}, {full@example.com = 452 4.2.2 mailbox full} },
  permit_mynetworks, reject
`;
}

/** Debian's services without chroot, as far as relaying needs them. */
function masterConfiguration(port: number): string {
  return `127.0.0.1:${port} inet n - n - - smtpd
pickup    unix n - n 60 1 pickup
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
tlsmgr    unix - - n 1000? 1 tlsmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
proxymap  unix - - n - - proxymap
smtp      unix - - n - - smtp
error     unix - - n - - error
retry     unix - - n - - error
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
`;
}
