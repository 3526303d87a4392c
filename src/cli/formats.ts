// The formats a run can be written in, by the names that --format takes.

export const FORMATS = ['markdown', 'junit', 'csv', 'samples', 'html', 'json'] as const;
export type Format = (typeof FORMATS)[number];
