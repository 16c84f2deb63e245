import type { Outcome } from '../../model/outcome.ts';
import { delivered, failed } from '../outcome.ts';
import type { IppExchange } from './ippConnection.ts';
import type { IppGroup, IppMessage } from './ippCodec.ts';
import { describeStatus, groupsOf, groupTags, jobStates, numberOf, statuses, textOf, textsOf } from './ippMessages.ts';

/** What a refusal (status-code 0x0400 and up, RFC 8011 appendix B.1) means for the delivery and its queue. */
export function outcomeOfStatus(message: IppMessage): Outcome {
  const detail = `The printer answered ${describeStatus(message)}.`;
  // Some printers say "value not supported" and name the attribute in the unsupported group (RFC 8011 §4.1.7).
  const unsupported = groupsOf(message, groupTags.unsupported).flatMap(({ attributes }) => attributes);
  if (unsupported.some(({ name }) => name === 'document-format')) {
    return failed('hold', 'dispatch.format-unsupported', detail);
  }
  switch (message.code) {
    case statuses.documentFormatNotSupported:
      return failed('hold', 'dispatch.format-unsupported', detail);
    case statuses.internalError:
    case statuses.serviceUnavailable:
    case statuses.temporaryError:
    case statuses.notAcceptingJobs:
    case statuses.busy:
    case statuses.timeout:
      return failed('retry', 'dispatch.device-busy', detail);
    case statuses.deviceError:
      return failed('stop', 'dispatch.device-stopped', detail);
    // These concern the device, not this document: going on would only refuse the whole queue, one by one.
    case statuses.forbidden:
    case statuses.notAuthenticated:
    case statuses.notAuthorized:
    case statuses.notFound:
    case statuses.gone:
    case statuses.operationNotSupported:
    case statuses.versionNotSupported:
      return failed('stop', 'dispatch.device-refused', detail);
    case statuses.jobCanceled:
      return failed('cancel', 'dispatch.canceled-at-device', detail);
    default:
      return failed('hold', 'dispatch.device-refused', detail);
  }
}

/** Something on that address answered, but no IPP. */
export function outcomeOfHttp(answer: Extract<IppExchange, { kind: 'http' }>): Outcome {
  const detail = `The printer answered ${answer.detail} instead of IPP.`;
  if (answer.status === 408 || answer.status === 429 || answer.status >= 500) {
    return failed('retry', 'dispatch.device-busy', detail);
  }
  return failed('stop', 'dispatch.device-refused', detail);
}

/** Nothing of the document left us. */
export function outcomeOfUnreachable(detail: string): Outcome {
  return failed('stop', 'dispatch.device-unreachable', `The printer did not answer (${detail}).`, ['offline']);
}

/** The outcome a job's state already proves, or null while it is under way. */
export function outcomeOfJob(job: IppGroup | undefined): Outcome | null {
  const said = [textOf(job, 'job-state-message'), ...textsOf(job, 'job-state-reasons')]
    .filter((text) => text !== null && text !== '' && text !== 'none')
    .join('; ');
  const suffix = said === '' ? '.' : `: ${said}.`;
  const id = numberOf(job, 'job-id');
  const name = id === null ? 'The job' : `Job ${id}`;
  const state: number = numberOf(job, 'job-state') ?? jobStates.pending;
  switch (state) {
    case jobStates.completed:
      // A completed job's reasons are leftovers of its way (CUPS: processing-to-stop-point); nobody needs them.
      return delivered('printed', `The printer reports ${id === null ? 'the job' : `job ${id}`} as printed.`);
    case jobStates.canceled:
      return failed('cancel', 'dispatch.canceled-at-device', `${name} was canceled at the printer${suffix}`);
    case jobStates.aborted:
      return failed('hold', 'dispatch.aborted-at-device', `${name} was aborted by the printer${suffix}`);
    default:
      return null;
  }
}
