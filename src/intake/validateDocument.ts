import { Ajv2020, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { PostwerkError } from '../errors.ts';
import type { SubmittedDocument } from '../model/job.ts';
import { resolveLocale } from '../model/localeTags.ts';
import { describeProblem } from './describeProblem.ts';
import { checkDigitProblem, gs1Formats } from './gs1Keys.ts';
import { ownLocalesDir, ownTemplatesDir, readLanguages, readMessageSchemas } from './messageSchemas.ts';
import { submissionSchema } from './submissionSchema.ts';
import { type DecimalPlan, plainCopy, planDecimals } from './validateShape.ts';

export type DocumentValidator = (submitted: unknown) => SubmittedDocument;

export interface ValidatorOptions {
  /** Folder with one folder for each document type, holding its `message.schema.json`. */
  readonly templatesDir: string;
  /** Languages that documents can be composed in; a locale must be one of them or a region of it. */
  readonly languages: readonly string[];
}

/** One schema, compiled twice, each when it is first needed: an invoice's takes 0.2 s, and a label is waited for. */
interface SchemaValidator {
  /** Stops at the first problem: the answer for nearly all documents, and cheap for huge broken ones. */
  readonly first: () => ValidateFunction;
  /** Finds all problems; its time grows with their square, so it is used on values of ordinary size only. */
  readonly every: () => ValidateFunction;
}

interface TypeValidator extends SchemaValidator {
  readonly plan: DecimalPlan;
}

/** Problems named in one error; a document with more is broken enough to be looked at by its sender. */
const problemLimit = 10;

/**
 * Reads the schemas and gives a function that checks one submitted element: an element of a JSON job or one
 * NDJSON line. The result is a copy of plain objects, with every decimal as text; the element itself is not changed.
 *
 * The function throws PostwerkError: intake.invalid-message (field as JSON pointer, what is wrong, what is expected,
 * up to ten problems), intake.unknown-type, intake.unknown-locale, intake.invalid-check-digit,
 * intake.forbidden-character.
 */
export function createDocumentValidator({ templatesDir, languages }: ValidatorOptions): DocumentValidator {
  const [stopping, going] = [createAjv(false), createAjv(true)];
  const compile = (schema: AnySchemaObject): SchemaValidator => ({
    first: once(() => stopping.compile(schema)),
    every: once(() => going.compile(schema)),
  });
  const envelope = compile(submissionSchema);
  const types = new Map<string, TypeValidator>();
  for (const [type, schema] of readMessageSchemas(templatesDir)) {
    types.set(type, { ...compile(schema), plan: planDecimals(schema) });
  }
  return (submitted) => {
    const type = typeOf(submitted, types);
    const message: DecimalPlan = { decimal: false, members: new Map([['message', type.plan]]), items: undefined };
    const document = plainCopy(submitted, message) as SubmittedDocument;
    requireNone([...problemsIn(document, envelope, ''), ...problemsIn(document.message, type, '/message')]);
    requireDeliveries(document);
    requireLocale(document.locale, languages);
    return document;
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function createAjv(allErrors: boolean): Ajv2020 {
  const ajv = new Ajv2020({ allErrors, verbose: true, allowUnionTypes: true });
  formats.default(ajv);
  for (const [name, isRight] of Object.entries(gs1Formats)) ajv.addFormat(name, isRight);
  return ajv;
}

/** A message that is missing or no object is a problem of the envelope already. */
function problemsIn(value: object | undefined, { first, every }: SchemaValidator, under: string): Found[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || first()(value)) return [];
  const validate = hasMoreMembers(value, ordinarySize) ? first() : every();
  validate(value);
  return (validate.errors ?? []).map((error) => ({ error, under }));
}

interface Found {
  readonly error: ErrorObject;
  readonly under: string;
}

/** Members of an invoice of about 150 lines. */
const ordinarySize = 3_000;

function hasMoreMembers(value: object, limit: number): boolean {
  const waiting: object[] = [value];
  let count = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const member of Object.values(next) as unknown[]) {
      count += 1;
      if (count > limit) return true;
      if (typeof member === 'object' && member !== null) waiting.push(member);
    }
  }
  return false;
}

let own: DocumentValidator | undefined;

/** As `createDocumentValidator` with the types and languages of this program's own `templates` and `locales`. */
export function validateDocument(submitted: unknown): SubmittedDocument {
  own ??= createDocumentValidator({ templatesDir: ownTemplatesDir, languages: readLanguages(ownLocalesDir) });
  return own(submitted);
}

/** The type comes first, because everything else is judged by it. */
function typeOf(submitted: unknown, types: ReadonlyMap<string, TypeValidator>): TypeValidator {
  const known = [...types.keys()].join(', ');
  if (typeof submitted !== 'object' || submitted === null || Array.isArray(submitted)) {
    const detail = 'The document is no JSON object; expected {"type": …, "message": {…}}.';
    throw new PostwerkError('intake.invalid-message', detail, { field: '' });
  }
  const { type } = submitted as { readonly type?: unknown };
  if (typeof type !== 'string') {
    const wrong = Object.hasOwn(submitted, 'type') ? 'is no text' : 'is missing';
    throw new PostwerkError('intake.invalid-message', `/type ${wrong}; expected one of ${known}.`, { field: '/type' });
  }
  const found = types.get(type);
  if (found !== undefined) return found;
  const shown = JSON.stringify(type.slice(0, 60));
  throw new PostwerkError('intake.unknown-type', `${shown} is no document type; known are ${known}.`, {
    field: '/type',
  });
}

function requireNone(found: readonly Found[]): void {
  const [first] = found;
  const wrongDigit = found.length === 1 && first !== undefined ? checkDigitProblem(first.error) : null;
  if (first !== undefined && wrongDigit !== null) {
    throw new PostwerkError('intake.invalid-check-digit', wrongDigit, {
      field: `${first.under}${first.error.instancePath}`,
    });
  }
  const named = found.slice(0, problemLimit).map(({ error, under }) => describeProblem(error, under));
  const [worst] = named;
  if (worst === undefined) return;
  const sentences = named.map(({ field, text }) => `${field === '' ? 'The document' : field} ${text}.`);
  if (found.length > problemLimit) sentences.push(`And ${found.length - problemLimit} more problems.`);
  throw new PostwerkError('intake.invalid-message', sentences.join(' '), { field: worst.field });
}

function requireDeliveries({ deliveries = [] }: SubmittedDocument): void {
  const asked = deliveries.find(({ protection }) => protection !== undefined)?.protection;
  for (const [index, { channel, device, to, when, protection }] of deliveries.entries()) {
    if (device !== undefined && channel !== 'print') {
      throw misplaced(`/deliveries/${index}/device`, `names a printer for channel ${channel}; only print has one`);
    }
    if (protection !== undefined && channel !== 'email') {
      throw misplaced(`/deliveries/${index}/protection`, `protects a PDF on channel ${channel}; only e-mails are`);
    }
    if (protection !== undefined && JSON.stringify(protection) !== JSON.stringify(asked)) {
      throw misplaced(`/deliveries/${index}/protection`, 'differs from that of an earlier e-mail; all carry one PDF');
    }
    if (when !== undefined && channel !== 'print') {
      throw misplaced(`/deliveries/${index}/when`, `waits for a scan on channel ${channel}; only print does`);
    }
    if (to !== undefined && channel !== 'email') {
      throw misplaced(`/deliveries/${index}/to`, `names an address for channel ${channel}; only email has one`);
    }
    if (to !== undefined && !/^[^\s@<>,;"]+@[^\s@<>,;"]+$/u.test(to)) {
      throw misplaced(`/deliveries/${index}/to`, `is ${JSON.stringify(to)}; expected one e-mail address`);
    }
  }
}

function misplaced(field: string, text: string): PostwerkError {
  return new PostwerkError('intake.invalid-message', `${field} ${text}.`, { field });
}

function requireLocale(locale: string | undefined, languages: readonly string[]): void {
  if (locale === undefined) return;
  const isTag = /^[a-z]{2,3}(?:-[a-z\d]{1,8})*$/iu.test(locale);
  if (isTag && resolveLocale(languages, locale) !== null) return;
  const detail = `"${locale}" is no known locale; known are ${languages.join(', ')}, each with any region (de-AT).`;
  throw new PostwerkError('intake.unknown-locale', detail, { field: '/locale' });
}
