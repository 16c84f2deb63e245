import { describe } from 'vitest';
import { failpoints } from './failpoints.ts';
import { killAtEach } from './killAt.ts';

describe('SIGKILL while delivering and sweeping loses nothing', () => {
  killAtEach(failpoints.filter(({ name }) => /^(?:deliver|drain|sweep)\./.test(name)));
});
