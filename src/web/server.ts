import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyPluginCallback, LogController } from 'fastify';
import type { Log } from '../log.ts';
import type { Store } from '../store/db.ts';
import { collectAllowedMethods } from './allowedMethods.ts';
import { deviceActionRoutes } from './api/deviceActions.ts';
import { deviceRoutes } from './api/devices.ts';
import { addDeviceSchemas } from './api/deviceSchemas.ts';
import { type DeviceWork, noDeviceWork } from './api/deviceWork.ts';
import { createBundles } from './api/agentsBundle.ts';
import { agentLineRoutes } from './api/agentsLine.ts';
import { siteRoutes } from './api/agentsSites.ts';
import { documentActionRoutes } from './api/documentActions.ts';
import { documentRoutes } from './api/documents.ts';
import { jobRoutes } from './api/jobs.ts';
import { addSchemas } from './api/schemas.ts';
import type { HintWork } from './api/workHint.ts';
import { serveAssets } from './assets.ts';
import { requireApiKey } from './authenticate.ts';
import { consoleRoutes } from './console/routes.ts';
import { answerClientError, handleErrors } from './errorHandling.ts';
import { errorListRoute } from './errorPage.ts';
import { healthRoutes } from './health.ts';
import { serveOpenApi } from './openApi.ts';
import type { DrawPage } from './pagePictures.ts';
import { loadPortalTexts } from './portal/portalTexts.ts';
import { portalRoutes } from './portal/routes.ts';
import './requestContext.ts';
import { addSecurityHeaders } from './securityHeaders.ts';
import { parseStrictJson } from './strictJson.ts';
import { webSecret } from './webSecret.ts';

export interface ServerOptions {
  readonly store: Store;
  readonly log: Log;
  /** The routes by which jobs come in (`intakeRoutes` of intake/http.ts); registered under `/v1`. */
  readonly intake: FastifyPluginCallback;
  /** Tells the queue what an action made runnable. */
  readonly hint: HintWork;
  /** Test pages, moves to another model, asking a device; without it these answer that they cannot. */
  readonly deviceWork?: DeviceWork;
  /** Holds `<language>/portal.json`. */
  readonly localesDir: string;
  /** What site agents are given to compose by; without it this server is not their headquarters. */
  readonly templatesDir?: string;
  /** Language of a portal page whose reader is not known. */
  readonly defaultLocale?: string;
  /** Document types that have templates, for the console's filter. */
  readonly types?: readonly string[];
  /** Draws the pages of a PDF; without it pages show a link to the PDF instead of pictures. */
  readonly drawPage?: DrawPage;
  readonly version?: string;
  /** Pages from outside (the landscape), registered on the same server. They have no API key and no session. */
  readonly extraRoutes?: (app: FastifyInstance) => void | Promise<void>;
  /** Where `/` leads; the console when absent. */
  readonly home?: string;
  /** More links for the console's navigation: where extra routes can be seen. */
  readonly extraLinks?: readonly { readonly href: string; readonly text: string }[];
}

/** A trusted proxy may name the request; anything odd in the header is not worth a log injection. */
const requestIdPattern = /^[\w.:-]{1,64}$/;

/**
 * The one HTTP server: intake, API, console, portal and whatever is registered from outside. It does not listen yet;
 * `listen` and `close` are the caller's. `close` lets running requests end.
 */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { store, log, hint, deviceWork = noDeviceWork } = options;
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID();
    },
    // JSON bodies of actions are small; intake sets its own limits.
    bodyLimit: 64 * 1024,
    // A whole batch over a slow line may take its time; a client that stops sending is met by intake's idle limit.
    requestTimeout: 3_600_000,
    keepAliveTimeout: 10_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 2_000, ignoreTrailingSlash: false },
    http: { headersTimeout: 20_000, maxHeaderSize: 16 * 1024 },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: true, allErrors: false, allowUnionTypes: true } },
    clientErrorHandler: answerClientError,
    exposeHeadRoutes: true,
  }) as unknown as FastifyInstance;

  app.decorateRequest('apiKey', null);
  const allowed = collectAllowedMethods(app);
  addSecurityHeaders(app);
  handleErrors(app, allowed);
  parseStrictJson(app);
  addSchemas(app);
  addDeviceSchemas(app);
  await serveOpenApi(app, options.version ?? '0');

  await app.register(
    async (api) => {
      requireApiKey(api, store);
      await api.register(options.intake);
      jobRoutes(api, store);
      documentRoutes(api, store);
      documentActionRoutes(api, { store, hintWork: hint, deviceWork });
      if (options.templatesDir !== undefined) siteRoutes(api, store);
      deviceRoutes(api, store);
      deviceActionRoutes(api, { store, hintWork: hint, deviceWork });
    },
    { prefix: '/v1' },
  );
  if (options.templatesDir !== undefined) {
    const { templatesDir, localesDir, defaultLocale = 'en', version: program = '0' } = options;
    const bundles = createBundles({ store, templatesDir, localesDir, defaultLocale, program });
    await app.register(agentLineRoutes({ store, bundles, log }), { prefix: '/v1/agent' });
  }
  healthRoutes(app, store);
  errorListRoute(app);
  serveAssets(app);

  const secret = await webSecret(store);
  const pictures = options.drawPage === undefined ? {} : { drawPage: options.drawPage };
  const texts = await loadPortalTexts(options.localesDir, options.defaultLocale ?? 'en');
  await app.register(async (scope) => {
    consoleRoutes(scope, {
      store,
      hintWork: hint,
      deviceWork,
      secret,
      links: options.extraLinks ?? [],
      types: options.types ?? [],
      ...pictures,
    });
  });
  await app.register(async (scope) => {
    portalRoutes(scope, { store, secret, texts, ...pictures });
  });
  if (options.extraRoutes !== undefined) {
    const extra = options.extraRoutes;
    await app.register(async (scope) => {
      await extra(scope);
    });
  }
  app.get('/', { schema: { hide: true } }, async (_request, reply) => reply.redirect(options.home ?? '/console'));
  return app;
}
