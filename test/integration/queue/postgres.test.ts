import { queueConformance } from './conformance.ts';
import { startPostgresServer } from './postgresServer.ts';

queueConformance(startPostgresServer);
