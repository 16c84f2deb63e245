import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { assetText } from './assets.ts';
import { docsContentSecurityPolicy } from './securityHeaders.ts';

const description = `
Postwerk takes an ERP's data and turns it into invoices, delivery notes and labels, in the recipient's language, on a
printer, in a mailbox or in the portal. This is how a program talks to it.

**First steps**

1. Get a key: \`npx postwerk keys create my-erp --scope submit read\` prints it once. Send it with every request as
   \`Authorization: Bearer pw_…\`.
2. Submit a job with \`POST /v1/jobs\` and keep the \`documentId\` of each of its \`documents\`.
3. Ask \`GET /v1/documents/{id}\` what became of it: every state, every attempt, every reason.

**Scopes.** \`submit\` sends jobs, \`read\` reads everything, \`operate\` holds, releases, cancels and resends. A revoked key
stops working with its next request.

**Errors** are \`application/problem+json\` (RFC 9457) with a stable \`code\`, the exact place where there is one, and
what to do about it. All codes are listed at [/errors](/errors).

**Times** are ISO 8601 in UTC. **Amounts and quantities** are text exactly as submitted. **Lists** are paged: pass
\`next\` of one answer as \`after\` of the next request.
`.trim();

const tags = [
  { name: 'Jobs', description: 'Send documents in and see what was accepted.' },
  { name: 'Documents', description: 'Find any document, read its whole history and its stored bytes.' },
  { name: 'Actions', description: 'What a person or a program may do with a document. Every action is audited.' },
  { name: 'Devices', description: 'Printers: how they stand, what waits at them, and what may be done with them.' },
  { name: 'Sites', description: 'Sites and the agents that print there, also while the line is down.' },
  { name: 'Health', description: 'For whoever watches the process.' },
];

/** Collects the route schemas into OpenAPI 3.1 and serves it: for people at /docs, for programs at /openapi.json. */
export async function serveOpenApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Postwerk', version, description, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/', description: 'This server' }],
      tags,
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'A key made by `postwerk keys create`.' },
        },
      },
    },
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, index) =>
        typeof schema['$id'] === 'string' ? schema['$id'] : `schema${index}`,
    },
  });
  await app.register(async (docs) => {
    docs.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', docsContentSecurityPolicy);
    });
    await docs.register(swaggerUi, {
      routePrefix: '/docs',
      logo: { type: 'image/svg+xml', content: assetText('icon.svg'), href: '/' },
      theme: {
        title: 'Postwerk API',
        css: [{ filename: 'postwerk.css', content: assetText('docs.css') }],
        js: [{ filename: 'postwerk.js', content: assetText('docs.js') }],
        favicon: [
          { filename: 'icon.svg', rel: 'icon', type: 'image/svg+xml', sizes: 'any', content: assetText('icon.svg') },
        ],
      },
      uiConfig: { deepLinking: true, docExpansion: 'list', defaultModelsExpandDepth: 0, tryItOutEnabled: false },
    });
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
