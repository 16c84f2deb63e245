/**
 * The one table of coded errors. Every code a person or a program can meet stands here once; `docs/errors.md`
 * lists the same codes and a test keeps both equal.
 *
 * - `status`: HTTP status used when the error is an answer to a request.
 * - `title`: what failed, one short sentence.
 * - `help`: what the reader can do about it.
 */
export interface ErrorEntry {
  readonly status: number;
  readonly title: string;
  readonly help: string;
}

export const errorTable = {
  'intake.invalid-json': {
    status: 400,
    title: 'The text is not valid JSON.',
    help: 'Correct the JSON at the position named in the detail and submit again.',
  },
  'intake.invalid-utf8': {
    status: 400,
    title: 'The bytes are not valid UTF-8.',
    help: 'Send the body as UTF-8 without lone surrogates or overlong forms.',
  },
  'intake.forbidden-character': {
    status: 422,
    title: 'A text holds a character that no document can carry.',
    help: 'Remove NUL characters and lone surrogates from the named field.',
  },
  'intake.unknown-type': {
    status: 422,
    title: 'The document type is not known.',
    help: 'Use one of the types listed in the detail.',
  },
  'intake.unknown-locale': {
    status: 422,
    title: 'The locale is not known.',
    help: 'Use one of the locales listed in the detail.',
  },
  'intake.invalid-message': {
    status: 422,
    title: 'The message does not fit the schema of its type.',
    help: 'Correct the named field; templates/<type>/message.schema.json says what is expected.',
  },
  'intake.invalid-check-digit': {
    status: 422,
    title: 'The check digit of an SSCC or GTIN is wrong.',
    help: 'Correct the number in the named field; the detail says which digit was expected.',
  },
  'intake.unknown-format': {
    status: 415,
    title: 'The content is no format that is read here.',
    help: 'Send own JSON or NDJSON, UBL 2.0/2.1 Invoice, CreditNote or DespatchAdvice, or a CII invoice (D16B).',
  },
  'intake.invalid-xml': {
    status: 400,
    title: 'The file is not well-formed XML.',
    help: 'Correct the file at the line and column named and submit again.',
  },
  'intake.xml-forbidden': {
    status: 400,
    title: 'The XML uses something that is refused for safety.',
    help: 'Send the document without DOCTYPE and within the limits named in the detail.',
  },
  'intake.missing-term': {
    status: 422,
    title: 'A business term without which there is no document is missing.',
    help: 'Add the element named in the detail and submit again.',
  },
  'intake.invalid-term': {
    status: 422,
    title: 'A business term cannot be read.',
    help: 'Correct the value at the element and line named; the detail says what is expected.',
  },
  'intake.line-too-long': {
    status: 422,
    title: 'The line is longer than a document may be.',
    help: 'Keep every NDJSON line under the limit named in the detail.',
  },
  'intake.body-too-large': {
    status: 413,
    title: 'The body is larger than the limit.',
    help: 'Send large batches as application/x-ndjson, one document a line.',
  },
  'intake.truncated': {
    status: 400,
    title: 'The body ended before it was complete.',
    help: 'Nothing of this job was accepted; submit it again with the same Idempotency-Key.',
  },
  'compose.markup-invalid': {
    status: 422,
    title: 'The markup of a template is not valid.',
    help: 'Correct the template at the line and column in the detail; docs/templates.md lists every element and attribute.',
  },
  'compose.overflow': {
    status: 422,
    title: 'Content does not fit its place on the page.',
    help: 'Shorten the text, or give the element named in the detail more room, a smaller style or shrink.',
  },
  'compose.missing-glyph': {
    status: 422,
    title: 'No font has a character of the text.',
    help: 'Remove or replace the character named in the detail.',
  },
  'compose.barcode-invalid': {
    status: 422,
    title: 'A barcode cannot carry its data.',
    help: 'Correct the value named in the detail: its length, its check digit or its characters.',
  },
  'compose.barcode-too-small': {
    status: 422,
    title: 'The modules of a barcode are smaller than devices print.',
    help: 'Give the code more room or a wider module, less data, or a print head of more dots per inch.',
  },
  'compose.proof-failed': {
    status: 500,
    title: 'The composed document did not pass its proof.',
    help: 'Nothing was sent. The picture shows the spot; correct the template, the text or the data, then release it.',
  },
  'compose.unknown-picture': {
    status: 422,
    title: 'A template or a sender names a picture that is not there.',
    help: 'Correct the name, or put the file (PNG, JPEG or SVG) into templates/_shared or the folder of the type.',
  },
  'compose.format-unavailable': {
    status: 422,
    title: 'The document type cannot be made in this format.',
    help: 'Ask for a format that the type offers, or route it to a device of another driver.',
  },
  'compose.time-limit': {
    status: 500,
    title: 'Composing the document took more time or memory than one document may.',
    help: 'Only this document was stopped. Look for a loop in the template or an unusually large message.',
  },
  'cli.invalid-setting': {
    status: 500,
    title: 'A setting from the environment or the command line cannot be used.',
    help: 'Correct the setting named in the detail and start again.',
  },
  'intake.idempotency-conflict': {
    status: 409,
    title: 'This Idempotency-Key was used with another body.',
    help: 'Use a new Idempotency-Key for a new submission; repeat a submission with exactly the same bytes.',
  },
  'intake.still-receiving': {
    status: 409,
    title: 'A submission with this Idempotency-Key is still being received.',
    help: 'Wait as long as Retry-After says and submit again with the same Idempotency-Key.',
  },
  'intake.too-slow': {
    status: 408,
    title: 'No byte of the body came for too long.',
    help: 'Nothing of this job was accepted; submit it again with the same Idempotency-Key.',
  },
  'web.unauthorized': {
    status: 401,
    title: 'No valid API key came with the request.',
    help: 'Send `Authorization: Bearer pw_…` with a key made by `postwerk keys create`. A revoked key stops at once.',
  },
  'web.forbidden': {
    status: 403,
    title: 'This key or session may not do that.',
    help: 'Use a key that holds the scope named in the detail.',
  },
  'web.unknown-route': {
    status: 404,
    title: 'There is nothing at this address.',
    help: 'Compare method and path with the API description at /docs.',
  },
  'web.not-found': {
    status: 404,
    title: 'What was asked for does not exist.',
    help: 'Check the id; GET /v1/documents finds documents by number, recipient, reference and date.',
  },
  'web.method-not-allowed': {
    status: 405,
    title: 'This address does not take that method.',
    help: 'Use one of the methods in the Allow header.',
  },
  'web.unsupported-media-type': {
    status: 415,
    title: 'The Content-Type is not taken here.',
    help: 'Use one of the media types named in the detail.',
  },
  'web.invalid-request': {
    status: 400,
    title: 'A parameter, header or field of the request is wrong.',
    help: 'Correct what the detail names; /docs describes every parameter.',
  },
  'web.wrong-state': {
    status: 409,
    title: 'The document is in a state that does not allow this.',
    help: 'Read the document again; its state has moved on or the action does not apply to it.',
  },
  'web.not-ready': {
    status: 503,
    title: 'The server cannot work at the moment.',
    help: 'Try again shortly; nothing that was acknowledged is lost.',
  },
  'dispatch.no-mail-server': {
    status: 500,
    title: 'No mail server is set up.',
    help: 'Set POSTWERK_SMTP_URL, start the workers again and release the delivery.',
  },
  'dispatch.rendition-missing': {
    status: 500,
    title: 'The document was not composed in the format that its channel needs.',
    help: 'Check the formats of its type in type.yaml, then submit it again.',
  },
  'dispatch.wrong-channel': {
    status: 500,
    title: 'A delivery was handed to a channel that is not its own.',
    help: 'This is a bug: release the delivery and report its id.',
  },
  'dispatch.device-unreachable': {
    status: 503,
    title: 'The device could not be reached or did not answer.',
    help: 'Nothing was delivered. Switch the device on, check its address and network; its queue goes on by itself.',
  },
  'dispatch.device-stopped': {
    status: 503,
    title: 'The device says that it cannot print now.',
    help: 'Nothing was delivered. Mend what the detail names (paper, cover, pause); its queue goes on by itself.',
  },
  'dispatch.device-busy': {
    status: 503,
    title: 'The device is busy.',
    help: 'Nothing was delivered. It is tried again by itself.',
  },
  'dispatch.device-refused': {
    status: 502,
    title: 'The device refused the document.',
    help: 'Read what the device says in the detail, mend it or choose another device, then release the document.',
  },
  'dispatch.format-unsupported': {
    status: 422,
    title: 'The destination does not take this format.',
    help: 'Send the document to a device or channel that takes one of its formats.',
  },
  'dispatch.canceled-at-device': {
    status: 409,
    title: 'Somebody canceled the print at the device.',
    help: 'Resend the document if it is still wanted.',
  },
  'dispatch.aborted-at-device': {
    status: 502,
    title: 'The device gave up printing the document.',
    help: 'Look at the device and at what it says in the detail, then release the document.',
  },
  'dispatch.unsupported-uri': {
    status: 422,
    title: 'The address of the device is not one that Postwerk speaks.',
    help: 'Use ipp://host:port/path, ipps://host:port/path or socket://host:port.',
  },
  'dispatch.malformed-ipp': {
    status: 502,
    title: 'The bytes are not a valid IPP message.',
    help: 'Check that the address leads to an IPP printer (RFC 8010).',
  },
  'dispatch.waits-for-scan': {
    status: 409,
    title: 'The document waits at the site until somebody scans it.',
    help: 'Scan one of its numbers on the page of the site, or release it.',
  },
  'dispatch.unknown-outcome': {
    status: 409,
    title: 'The document left us and nothing was confirmed.',
    help: 'Look whether it arrived. Release it to send it again, marked as a possible duplicate, or cancel it.',
  },
  'dispatch.waiting-for-counter': {
    status: 409,
    title: 'The label went to the printer, and only its counter can tell whether it came out.',
    help: 'Nothing is lost and nothing is printed twice. Switch the printer on or clear its error; it goes on by itself.',
  },
  'dispatch.not-printed': {
    status: 503,
    title: 'The label did not come out: the printer’s counter proves it.',
    help: 'Nothing need be done: it is printed again as soon as the printer can.',
  },
  'dispatch.unknown-device': {
    status: 422,
    title: 'The wanted device does not exist.',
    help: 'Name a device that is registered, or register this one, then release the document.',
  },
  'dispatch.no-device': {
    status: 422,
    title: 'There is no device to print this document on.',
    help: 'Register a fitting device at the site or for the recipient, then release the document.',
  },
  'dispatch.no-address': {
    status: 422,
    title: 'There is no e-mail address to send this document to.',
    help: 'Give the recipient an e-mail address or another channel, then release the document.',
  },
  'dispatch.no-channel': {
    status: 422,
    title: 'Nothing says where this document is to go.',
    help: 'Give the recipient or the document type a channel, then release the document.',
  },
  'dispatch.invalid-address': {
    status: 422,
    title: 'The e-mail address is not valid.',
    help: 'Correct the address and resend the document.',
  },
  'dispatch.mail-refused': {
    status: 502,
    title: 'The mail server refused the message for good.',
    help: 'Read its answer in the detail, correct the address or the sender, then resend the document.',
  },
  'dispatch.mail-deferred': {
    status: 503,
    title: 'The mail server does not take the message now.',
    help: 'Nothing was delivered. It is tried again by itself.',
  },
  'dispatch.mail-server-unreachable': {
    status: 503,
    title: 'The mail server could not be reached or broke off.',
    help: 'Nothing was delivered. Check its address and that it runs; the message is tried again by itself.',
  },
  'dispatch.mail-login-failed': {
    status: 503,
    title: 'The mail server refused our login.',
    help: 'Correct user and password of the mail server; the message is tried again by itself.',
  },
  'compose.locale-invalid': {
    status: 500,
    title: 'The texts of a language cannot be used.',
    help: 'Correct the file and key named in the detail; every language needs the same texts.',
  },
  'compose.unknown-locale': {
    status: 422,
    title: 'No texts are installed for this language.',
    help: 'Use one of the locales listed in the detail, or add a folder of texts for it under locales/.',
  },
  'compose.missing-text': {
    status: 500,
    title: 'A text of the template is missing in the language of the document.',
    help: 'Add the text named in the detail to the locale, then release the document.',
  },
  'compose.template-invalid': {
    status: 500,
    title: 'A template cannot be used.',
    help: 'Correct the template at the file and line named in the detail.',
  },
  'compose.template-failed': {
    status: 422,
    title: 'The template could not be filled with this message.',
    help: 'Correct the value named in the detail in the message, or the template at the place named.',
  },
  'compose.forbidden-character': {
    status: 422,
    title: 'A text of the message holds a character that no document can carry.',
    help: 'Remove the control character from the field named in the detail and submit the document again.',
  },
  'queue.unreachable': {
    status: 503,
    title: 'The queue cannot be reached.',
    help: 'Check that PostgreSQL (or Redis, where REDIS_URL is set) runs and that the address and the password are right.',
  },
  'queue.redis-may-evict': {
    status: 500,
    title: 'This Redis may throw tasks away when its memory is full.',
    help: 'Set maxmemory-policy to noeviction, or leave REDIS_URL out: the queue then lives in PostgreSQL.',
  },
  'site.unknown': {
    status: 404,
    title: 'There is no such site.',
    help: 'Use the id of a site; postwerk sites list shows them.',
  },
  'site.code-refused': {
    status: 401,
    title: 'The enrolment code is not good (any more).',
    help: 'Make a new one at headquarters: postwerk sites enroll SITE. It is good once and for an hour.',
  },
  'site.already-enrolled': {
    status: 409,
    title: 'The site has an agent already.',
    help: 'To replace it, revoke it first: postwerk sites revoke SITE. A site has one agent at a time.',
  },
  'site.not-enrolled': {
    status: 409,
    title: 'There is no agent here yet.',
    help: 'Make a code with postwerk sites enroll SITE and start the agent with --server URL --token CODE.',
  },
  'site.revoked': {
    status: 401,
    title: 'The agent was revoked at headquarters.',
    help: 'Enrol the site anew into an empty data folder: its numbers and its queue are no longer its own.',
  },
  'site.out-of-step': {
    status: 409,
    title: 'Agent and headquarters do not count the same reports.',
    help: 'The agent asks for a new epoch by itself; if this comes again and again, look at its log.',
  },
  'site.broken-frame': {
    status: 400,
    title: 'A message between agent and headquarters arrived broken.',
    help: 'It is sent again by itself; if it stays, something on the way changes what passes through it.',
  },
  'site.unreachable': {
    status: 503,
    title: 'Headquarters cannot be reached.',
    help: 'Look at the line, the address and the certificate; it is tried again by itself while the agent runs.',
  },
  'site.untrusted-server': {
    status: 502,
    title: 'Headquarters shows a certificate that is not trusted here.',
    help: 'Start the agent with --ca FILE where the certificate is of a private CA, and call headquarters by a name that the certificate has. Nothing was sent.',
  },
  'site.bad-bundle': {
    status: 502,
    title: 'A bundle of templates and devices is not what headquarters signed.',
    help: 'Nothing of it is used. Something on the way changes it, or another headquarters answers.',
  },
  'site.no-numbers': {
    status: 409,
    title: 'Headquarters has no SSCC numbers to lease.',
    help: 'Say from which GS1 company prefix they come: postwerk sites numbers PREFIX.',
  },
  'site.numbers-used-up': {
    status: 409,
    title: 'The SSCC numbers leased to this site are used up.',
    help: 'Wait until the line to headquarters is up: more are leased at once. Void no label to gain a number.',
  },
  'store.job-closed': {
    status: 409,
    title: 'The job takes no more documents.',
    help: 'It was sealed or given up after a long silence; submit it again.',
  },
  'store.invalid-device': {
    status: 400,
    title: 'A setting of the device is wrong.',
    help: 'Correct the named field; docs/devices.md says what each may hold.',
  },
  'store.device-in-use': {
    status: 409,
    title: 'The device is still needed.',
    help: 'Do what the detail says first; "postwerk devices move" empties an output queue.',
  },
  'store.embedded-failed': {
    status: 503,
    title: 'The embedded Postgres could not be started.',
    help: 'Read the last lines of its log in the detail, or set DATABASE_URL to a Postgres of your own.',
  },
  'compose.no-picture': {
    status: 422,
    title: 'No picture can be made of these bytes.',
    help: 'Open the bytes themselves; the detail says why they cannot be drawn.',
  },
  'cli.unreadable-file': {
    status: 500,
    title: 'A file or folder cannot be read.',
    help: 'Check its name and that you may read it.',
  },
  'cli.no-sample': {
    status: 500,
    title: 'A document type has no sample.',
    help: 'Add a job with a document of this type to samples/; nothing proves its templates without one.',
  },
  'cli.unknown-device': {
    status: 404,
    title: 'There is no such device.',
    help: 'Look the id up with "postwerk devices list".',
  },
  'cli.unknown-key': {
    status: 500,
    title: 'There is no such API key.',
    help: 'See with postwerk keys list which keys there are.',
  },
  'cli.already-running': {
    status: 500,
    title: 'The data folder is in use.',
    help: 'Stop the other one, or choose another folder with --data.',
  },
  'model.sscc-impossible': {
    status: 422,
    title: 'No SSCC can be made of these parts.',
    help: 'Correct the extension digit, GS1 company prefix or serial number; the detail says what fits.',
  },
  'intake.unknown-party': {
    status: 422,
    title: 'A sender, recipient or site named in the document is not registered.',
    help: 'Register it first, or leave the field out.',
  },
  'internal.unexpected': {
    status: 500,
    title: 'Something failed that should not.',
    help: 'Nothing is lost; look the request id up in the log and report it.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

/** Where in the input the error lies. `field` is a JSON pointer, lines and columns count from 1. */
export interface ErrorPlace {
  /** File of a template or text, where the line is one of it: `templates/invoice/page.hbs`. */
  readonly file?: string;
  readonly field?: string;
  readonly line?: number;
  readonly column?: number;
}

/** An expected failure with a code of the table. Throwing anything else is a bug. */
export class PostwerkError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly place: ErrorPlace;

  constructor(code: ErrorCode, detail: string, place: ErrorPlace = {}, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.name = 'PostwerkError';
    this.code = code;
    this.detail = detail;
    this.place = place;
  }

  get status(): number {
    return errorTable[this.code].status;
  }
}
