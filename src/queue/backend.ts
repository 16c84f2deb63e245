import type { BackendFactory, IQueueBackend } from 'bullmq';

/** What BullMQ stands on: PostgreSQL or Redis. */
export interface Backend {
  readonly factory: BackendFactory<IQueueBackend, Connection>;
  /** For those who add tasks: fails at once when the server is gone. */
  readonly producer: Line;
  /** For the workers that one `startWork` starts: waits for the server to come back. */
  openWorkerLine(): Line;
  close(): Promise<void>;
}

/** The connections of one user of the queue. */
export interface Line {
  readonly connection: Connection;
  /** From now on they do not wait for a server that is away: closing would wait with them, for ever. */
  leave(): void;
}

/** A pg.Pool or ioredis options; only the backend that made it looks inside. */
export type Connection = object;
