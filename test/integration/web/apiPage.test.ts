import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submitJobSchema } from '../../../src/intake/httpSchema.ts';
import { upsertSender } from '../../../src/store/senders.ts';
import { upsertSite } from '../../../src/store/sites.ts';
import { startTestServer, type TestServer } from './startTestServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

describe('the API page', () => {
  it('the OpenAPI document is 3.1 and describes every route under /v1 with its security and failures', async () => {
    const api = (await (await server.fetch('/openapi.json', { key: null })).json()) as {
      openapi: string;
      paths: Record<
        string,
        Record<string, { operationId: string; description: string; responses: object; security: object[] }>
      >;
    };
    expect(api.openapi).toBe('3.1.0');
    expect(Object.keys(api.paths).sort()).toEqual([
      '/healthz',
      '/readyz',
      '/v1/devices',
      '/v1/devices/{id}',
      '/v1/devices/{id}/move',
      '/v1/devices/{id}/pause',
      '/v1/devices/{id}/resume',
      '/v1/devices/{id}/test',
      '/v1/documents',
      '/v1/documents/{id}',
      '/v1/documents/{id}/cancel',
      '/v1/documents/{id}/hold',
      '/v1/documents/{id}/release',
      '/v1/documents/{id}/renditions/{format}',
      '/v1/documents/{id}/resend',
      '/v1/jobs',
      '/v1/jobs/{id}',
    ]);
    const operations = Object.values(api.paths).flatMap((methods) => Object.values(methods));
    expect(operations.filter(({ operationId, description }) => !operationId || !description)).toEqual([]);
    const guarded = Object.entries(api.paths)
      .filter(([path]) => path.startsWith('/v1'))
      .flatMap(([, methods]) => Object.values(methods));
    expect(guarded.map(({ security }) => security.length)).toEqual(guarded.map(() => 1));
    expect(guarded.filter(({ responses }) => !('401' in responses && '403' in responses))).toEqual([]);
    expect(JSON.stringify(api)).not.toContain('"$id"');
  });

  it('the job that the API page gives as an example is accepted, as JSON and as NDJSON', async () => {
    await upsertSite(server.store, { id: 'linz', name: 'Linz', country: 'AT', locale: 'de' });
    await upsertSender(server.store, {
      id: 'alpenfracht',
      name: 'Alpenfracht Logistik AG',
      locale: 'de',
      accent: '#0b5d66',
      logo: null,
      emailFrom: 'a@example.org',
    });
    const { content } = submitJobSchema.body;
    for (const [type, body] of [
      ['application/json', JSON.stringify(content['application/json'].schema.example)],
      ['application/x-ndjson', content['application/x-ndjson'].schema.example],
    ] as const) {
      const response = await server.fetch('/v1/jobs', { method: 'POST', body, headers: { 'content-type': type } });
      expect(await response.json()).toMatchObject({ accepted: 1, refused: 0 });
    }
  });

  it('the API page loads nothing from elsewhere', async () => {
    const page = await (await server.fetch('/docs', { key: null })).text();
    expect(page).toContain('swagger-ui');
    expect(page).not.toMatch(/(?:src|href)="https?:/);
  });

  it('every error code has its place on the page that problems point to', async () => {
    const page = await (await server.fetch('/errors', { key: null })).text();
    expect(page).toContain('id="web.wrong-state"');
  });
});
