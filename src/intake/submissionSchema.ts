import { permissions } from '../model/protection.ts';
import { channels } from '../model/states.ts';

const text = (description: string) => ({ description, type: 'string', minLength: 1, maxLength: 200 });

/** What stands around a message in a submission (model/job.ts, SubmittedDocument). The message has a schema of its own. */
export const submissionSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['type', 'message'],
  properties: {
    type: text('Document type.'),
    message: { description: 'The data of the document, by the schema of its type.', type: 'object' },
    reference: text('Your own key of this document; it is given back everywhere.'),
    recipient: text('Id of a registered recipient.'),
    sender: text('Id of a registered sender.'),
    site: text('Id of a registered site.'),
    locale: text('BCP 47 language tag of the document, for example de-AT.'),
    hold: { description: 'true: accept the document and wait for release.', type: 'boolean' },
    deliveries: {
      description: 'Where the document shall go, instead of what recipient and type say.',
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['channel'],
        properties: {
          channel: { description: 'Channel of the delivery.', enum: channels },
          device: text('Id of a registered printer; only for print.'),
          to: { ...text('E-mail address; only for email.'), maxLength: 320 },
          when: {
            description: 'scan: held at the site until somebody scans one of its numbers there; only for print.',
            enum: ['scan'],
          },
          protection: {
            description: 'The PDF attached is encrypted, and then no PDF/A; only for email.',
            type: 'object',
            additionalProperties: false,
            properties: {
              password: {
                description: 'Opens the file. Forgotten once the document is composed. Absent: everybody can read it.',
                type: 'string',
                minLength: 1,
                maxLength: 127,
              },
              permissions: {
                description: 'What may be done beside reading; absent: nothing.',
                type: 'array',
                uniqueItems: true,
                items: { enum: permissions },
              },
            },
          },
        },
      },
    },
  },
} as const;
