import type { BackendFactory, IQueueBackend } from 'bullmq';

/** What BullMQ stands on: PostgreSQL or Redis. */
export interface Backend {
  readonly factory: BackendFactory<IQueueBackend, Connection>;
  /** Connection of those who add tasks: fails at once when the server is gone. */
  readonly producer: Connection;
  /** Connection of the workers: waits for the server to come back. */
  readonly worker: Connection;
  /** From now on nobody waits for a server that is away: closing would wait with him, for ever. */
  leave(): void;
  close(): Promise<void>;
}

/** A pg.Pool or ioredis options; only the backend that made it looks inside. */
export type Connection = object;
