/**
 * A process that only composes, without the loader of the tests: what it takes in memory is what composing takes. Answers
 * each list of requests with the bytes made and the size of the process.
 */
const [root] = process.argv.slice(2);
const { createComposer } = await import(`${root}dist/compose/composeDocument.js`);
const composer = await createComposer({ templatesDir: `${root}templates`, localesDir: `${root}locales` });

process.on('message', async (requests) => {
  const before = process.cpuUsage();
  let bytes = 0;
  for (const request of requests) {
    const { renditions } = await composer.compose(request);
    for (const rendition of renditions) bytes += rendition.bytes.length;
  }
  const { user, system } = process.cpuUsage(before);
  process.send({ bytes, cpuMicroseconds: user + system, rss: process.memoryUsage.rss() });
});
