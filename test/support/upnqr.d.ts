/** The part of the npm package that the tests use; it brings no types. */
declare module 'upnqr' {
  const reader: { decode(code: string): Record<string, string | number | boolean | Date | undefined> };
  export default reader;
}
