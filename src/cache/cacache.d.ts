// Where cacache keeps an entry and a content: functions of its own, which its door does not offer and its type package leaves out.
declare module 'cacache/lib/entry-index.js' {
  const entryIndex: {
    readonly bucketDir: (cache: string) => string;
    readonly bucketPath: (cache: string, key: string) => string;
  };
  export default entryIndex;
}

declare module 'cacache/lib/content/path.js' {
  const pathOfContent: {
    (cache: string, integrity: string): string;
    readonly contentDir: (cache: string) => string;
  };
  export default pathOfContent;
}
