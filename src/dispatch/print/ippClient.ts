import type { IppAttribute, IppGroup, IppMessage } from './ippCodec.ts';
import type { IppConnection, IppExchange } from './ippConnection.ts';
import { attribute, buildRequest, groupsOf, groupTags, operations, statuses } from './ippMessages.ts';

export interface IppClient {
  /** A request with the attributes that every one needs, and job template attributes in a group of their own. */
  build(operation: number, attributes: readonly IppAttribute[], template?: readonly IppAttribute[]): IppMessage;
  /** A question that changes nothing; it gets a third of the time, so that a silent printer leaves some for the rest. */
  ask(operation: number, attributes: readonly IppAttribute[], template?: readonly IppAttribute[]): Promise<IppExchange>;
  /** One job; null when it cannot be told. */
  job(jobId: number): Promise<IppGroup | null>;
  /** Jobs of one kind the printer lists, newest first, or null when it does not say (RFC 8011 §4.2.6). */
  jobs(which: 'completed' | 'not-completed', limit?: number): Promise<readonly IppGroup[] | null>;
  /** Cancels a job that shall not be printed any more; true when the printer says that it is. */
  cancel(jobId: number): Promise<boolean>;
}

export const jobAttributes = [
  'job-id',
  'job-name',
  'job-state',
  'job-state-reasons',
  'job-state-message',
  'number-of-documents',
  'time-at-creation',
  'job-printer-up-time',
] as const;

/** Requests and questions of one user to one printer, in the newest version of IPP that it knows. */
export function createIppClient(connection: IppConnection, userName: string, timeoutMs: number): IppClient {
  let version: readonly [number, number] = [2, 0];
  let requestId = 0;

  const build: IppClient['build'] = (operation, operationAttributes, template = []) => {
    requestId = (requestId % 0x7fffffff) + 1;
    const { printerUri } = connection;
    const message = buildRequest({ operation, requestId, version, printerUri, userName, operationAttributes });
    if (template.length === 0) return message;
    return { ...message, groups: [...message.groups, { tag: groupTags.job, attributes: template }] };
  };
  const ask: IppClient['ask'] = async (operation, attributes, template) => {
    const exchange = { repeatable: true, timeoutMs: timeoutMs / 3 };
    const answer = await connection.exchange(build(operation, attributes, template), exchange);
    if (answer.kind === 'reply' && answer.message.code === statuses.versionNotSupported && version[0] > 1) {
      // RFC 8011 §4.1.8: fall back to a version that the printer knows.
      version = [1, 1];
      return connection.exchange(build(operation, attributes, template), exchange);
    }
    return answer;
  };

  return {
    build,
    ask,
    async job(jobId) {
      const answer = await ask(operations.getJobAttributes, [
        attribute('job-id', 'integer', jobId),
        attribute('requested-attributes', 'keyword', ...jobAttributes),
      ]);
      if (answer.kind !== 'reply' || answer.message.code >= 0x0100) return null;
      return groupsOf(answer.message, groupTags.job)[0] ?? null;
    },
    async jobs(which, limit = 100) {
      const answer = await ask(operations.getJobs, [
        attribute('limit', 'integer', limit),
        attribute('requested-attributes', 'keyword', ...jobAttributes),
        attribute('which-jobs', 'keyword', which),
        attribute('my-jobs', 'boolean', false),
      ]);
      if (answer.kind !== 'reply' || answer.message.code >= 0x0100) return null;
      return groupsOf(answer.message, groupTags.job);
    },
    async cancel(jobId) {
      const answer = await ask(operations.cancelJob, [attribute('job-id', 'integer', jobId)]);
      return answer.kind === 'reply' && answer.message.code < 0x0100;
    },
  };
}
