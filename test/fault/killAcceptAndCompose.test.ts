import { describe } from 'vitest';
import { failpoints } from './failpoints.ts';
import { killAtEach } from './killAt.ts';

describe('SIGKILL while accepting and composing loses nothing', () => {
  killAtEach(failpoints.filter(({ name }) => /^(?:accept|compose)\./.test(name)));
});
