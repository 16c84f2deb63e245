import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PostwerkError } from './errors.ts';

/** Everything that can be set from outside, read once by main.ts. Times in ms. */
export interface Config {
  /** Folder of the embedded store and of the landscape's sinks. */
  readonly dataDir: string;
  /** External PostgreSQL; absent, the embedded one in `dataDir` is used. */
  readonly databaseUrl: string | null;
  /** Absent, the queue lives in PostgreSQL. */
  readonly redisUrl: string | null;
  readonly host: string;
  readonly port: number;
  /** How the outside reaches the web server; absent, http://host:port. */
  readonly publicUrl: string | null;
  /** Outgoing mail, `smtp://user:password@host:port` or `smtps://…`. */
  readonly smtpUrl: string | null;
  readonly templatesDir: string;
  readonly localesDir: string;
  readonly samplesDir: string;
  /** Locale when neither document, recipient nor sender says one. */
  readonly defaultLocale: string;
  readonly composeThreads: number;
  readonly composeTimeoutMs: number;
  readonly leaseMs: number;
  /** Longest time one attempt may take; shorter than the lease, so that a live attempt never loses its row. */
  readonly attemptTimeoutMs: number;
  readonly sweepMs: number;
}

/** The checkout or installed package, whether this file runs from src/ or dist/. */
export const packageRoot = dirname(fileURLToPath(new URL('../package.json', import.meta.url)));

export const { version } = JSON.parse(readFileSync(`${packageRoot}/package.json`, 'utf8')) as { version: string };

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const leaseMs = integer(env, 'POSTWERK_LEASE_MS', 30_000, 1_000, 3_600_000);
  return {
    dataDir: resolve(env['POSTWERK_DATA'] ?? 'data'),
    databaseUrl: env['DATABASE_URL'] ?? null,
    redisUrl: env['REDIS_URL'] ?? null,
    host: env['POSTWERK_HOST'] ?? '127.0.0.1',
    port: integer(env, 'POSTWERK_PORT', 8631, 0, 65_535),
    publicUrl: env['POSTWERK_PUBLIC_URL'] ?? null,
    smtpUrl: env['POSTWERK_SMTP_URL'] ?? null,
    templatesDir: resolve(env['POSTWERK_TEMPLATES'] ?? `${packageRoot}/templates`),
    localesDir: resolve(env['POSTWERK_LOCALES'] ?? `${packageRoot}/locales`),
    samplesDir: resolve(env['POSTWERK_SAMPLES'] ?? `${packageRoot}/samples`),
    defaultLocale: env['POSTWERK_DEFAULT_LOCALE'] ?? 'en',
    composeThreads: integer(env, 'POSTWERK_COMPOSE_THREADS', Math.max(1, availableParallelism() - 1), 1, 64),
    composeTimeoutMs: integer(env, 'POSTWERK_COMPOSE_TIMEOUT_MS', 2_000, 100, 60_000),
    leaseMs,
    attemptTimeoutMs: integer(env, 'POSTWERK_ATTEMPT_TIMEOUT_MS', Math.floor(leaseMs / 2), 100, leaseMs),
    sweepMs: integer(env, 'POSTWERK_SWEEP_MS', 5_000, 100, 600_000),
  };
}

function integer(env: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new PostwerkError(
      'cli.invalid-setting',
      `${name} is "${text}"; it must be a whole number from ${min} to ${max}.`,
    );
  }
  return value;
}
