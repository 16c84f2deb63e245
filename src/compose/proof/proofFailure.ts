import { PostwerkError } from '../../errors.ts';
import type { Finding } from './finding.ts';

/** A composed document that must not leave: what is wrong with it, and the first page that shows it. */
export class ProofFailure extends PostwerkError {
  readonly findings: readonly Finding[];
  /** PNG of the page with the spots framed; null where no picture was made. */
  readonly picture: Uint8Array<ArrayBuffer> | null;

  constructor(findings: readonly Finding[], picture: Uint8Array<ArrayBuffer> | null) {
    const [first] = findings;
    super('compose.proof-failed', summary(findings), first?.line === undefined ? {} : { line: first.line });
    this.findings = findings;
    this.picture = picture;
  }
}

function summary(findings: readonly Finding[]): string {
  const [first, ...more] = findings;
  const further = more.length === 0 ? '' : ` (And ${more.length} more.)`;
  return `${first?.sentence ?? 'The proof failed.'}${further}`;
}
