import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PostwerkError } from '../errors.ts';
import { convertBytes } from '../intake/convertBytes.ts';
import { readLanguages, readMessageSchemas } from '../intake/messageSchemas.ts';
import { createDocumentValidator, type DocumentValidator } from '../intake/validateDocument.ts';
import type { SubmittedDocument } from '../model/job.ts';
import type { Message } from '../model/message.ts';
import type { Sender } from '../model/parties.ts';

/** One document of the samples folder. */
export interface Sample {
  /** File without ending, and the number of the document where a file has several: `shipping-labels-de-2`. */
  readonly name: string;
  /** As errors name it: `samples/invoice-de.json`. */
  readonly file: string;
  readonly document: Message;
  readonly sender: Sender | null;
}

export interface SampleFolders {
  readonly templatesDir: string;
  readonly localesDir: string;
  readonly samplesDir: string;
}

export interface Samples {
  readonly samples: readonly Sample[];
  /** Files that hold no valid document. */
  readonly problems: readonly { readonly file: string; readonly error: PostwerkError }[];
}

/** Every document of the samples: own JSON, UBL and CII; their senders from `landscape.yaml`. */
export function readSamples({ templatesDir, localesDir, samplesDir }: SampleFolders): Samples {
  const validate = validatorOf(templatesDir, localesDir);
  const senders = readSenders(samplesDir);
  const samples: Sample[] = [];
  const problems: Samples['problems'][number][] = [];
  for (const name of readdirSync(samplesDir).sort()) {
    if (!/\.(?:json|xml)$/u.test(name)) continue;
    const file = `samples/${name}`;
    try {
      const bytes = readFileSync(join(samplesDir, name));
      const ids = senderIds(name, bytes);
      const documents = convertBytes(bytes, name, validate);
      const short = name.replace(/\.\w+$/u, '');
      for (const [index, document] of documents.entries()) {
        const sender = senders.find(({ id }) => id === ids[index]) ?? senders[0] ?? null;
        samples.push({ name: documents.length === 1 ? short : `${short}-${index + 1}`, file, document, sender });
      }
    } catch (error) {
      if (!(error instanceof PostwerkError)) throw error;
      problems.push({ file, error });
    }
  }
  return { samples, problems };
}

/** Compiled once for what the schemas say: whoever edits templates saves often. */
let known: { readonly schemas: string; readonly validate: DocumentValidator } | null = null;

function validatorOf(templatesDir: string, localesDir: string): DocumentValidator {
  const languages = readLanguages(localesDir);
  const schemas = JSON.stringify([languages, ...readMessageSchemas(templatesDir)]);
  if (known?.schemas !== schemas) {
    known = { schemas, validate: createDocumentValidator({ templatesDir, languages }) };
  }
  return known.validate;
}

function readSenders(samplesDir: string): readonly Sender[] {
  const file = join(samplesDir, 'landscape.yaml');
  if (!existsSync(file)) return [];
  const { senders = [] } = parse(readFileSync(file, 'utf8')) as { readonly senders?: readonly Sender[] };
  return senders;
}

/** Senders that the documents of a file name; an XML document names none. */
function senderIds(name: string, bytes: Buffer): readonly (string | undefined)[] {
  if (!name.endsWith('.json')) return [];
  const { documents = [] } = JSON.parse(bytes.toString('utf8')) as {
    documents?: readonly Partial<SubmittedDocument>[];
  };
  return documents.map(({ sender }) => sender);
}
