import { defineConfig } from 'vitest/config';

/**
 * On a shared CI machine whole seconds go missing now and then, and some tests wait for real servers; there a failed test
 * is tried twice more. At your desk it fails at once.
 */
const retry = process.env['CI'] ? 2 : 0;

/** Projects `unit`, `golden`, `property` and `integration` need only Node and npm; `fault` and `system` are `npm run test:all`. */
const project = (name: string, testTimeout: number) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, retry, hookTimeout: 60_000 },
});

export default defineConfig({
  test: {
    globalSetup: ['test/build.ts'],
    projects: [
      project('unit', 15_000),
      project('golden', 30_000),
      project('property', 60_000),
      project('integration', 60_000),
      project('fault', 300_000),
      project('system', 180_000),
    ],
  },
});
