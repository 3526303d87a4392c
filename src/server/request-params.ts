// The parameters of each request, checked at the door: whoever sends them may be any editor's script.
import { isAbsolute, resolve } from 'node:path';
import * as z from 'zod';
import type { ServerRequests } from '../protocol/server-requests.ts';

const path = z
  .string()
  .min(1)
  .refine((text) => isAbsolute(text) && !text.includes('\0'), {
    error: 'expected an absolute path',
  })
  // One file has one name here, however its sender writes it.
  .transform((text) => resolve(text));
const index = z.int().min(0);
const names = z.array(z.string().min(1)).readonly();
const someNames = z.array(z.string().min(1)).min(1).readonly();
const token = z.union([z.string(), z.int()]);
const nothing = z.object({});

export const REQUEST_PARAMS: {
  readonly [Method in keyof ServerRequests]: z.ZodType<ServerRequests[Method]['params']>;
} = {
  'retarget/profile': z.object({
    paths: z.array(path).min(1).readonly(),
    programs: z.exactOptional(someNames),
    benchmarks: z.exactOptional(someNames),
    alone: z.exactOptional(z.boolean()),
    targets: z.exactOptional(names),
    baseline: z.exactOptional(z.string().min(1)),
    budget: z.exactOptional(z.number().positive()),
    precision: z.exactOptional(z.number().min(0.0005).max(0.5)),
    bitcodeOnly: z.exactOptional(z.boolean()),
    name: z.exactOptional(z.string().min(1).max(200)),
    workDoneToken: z.exactOptional(token),
    partialResultToken: z.exactOptional(token),
  }),
  'retarget/host': nothing,
  'retarget/targets': z.object({ folder: z.exactOptional(path) }),
  'retarget/choose': z.object({
    folder: path,
    targets: z.exactOptional(names),
    baseline: z.exactOptional(z.string().min(1)),
  }),
  'retarget/project': z.object({ path }),
  'retarget/owner': z.object({ path }),
  'retarget/offers': z.object({ folder: path }),
  'retarget/remember': z.object({ folder: path, programs: someNames }),
  'retarget/record': z.object({ folder: path, command: someNames }),
  'retarget/trial': z.object({ folder: path, program: z.string().min(1) }),
  'retarget/setArguments': z.object({
    folder: path,
    program: z.string().min(1),
    arguments: z.string(),
    stdin: z.exactOptional(path),
    directory: z.exactOptional(path),
  }),
  'retarget/takeAdvice': z.object({
    path,
    program: index,
    benchmark: index,
    target: z.exactOptional(z.string()),
    remedy: index,
  }),
  'retarget/suggestion': z.object({ folder: path }),
  'retarget/toolchains': nothing,
  'retarget/runs': z.object({ folder: path }),
  'retarget/runOutline': z.object({ path }),
  'retarget/runComparisons': z.object({ path, program: index, benchmark: index }),
  'retarget/runPiece': z.object({
    path,
    from: index,
    version: z.exactOptional(z.string()),
    brief: z.exactOptional(z.boolean()),
  }),
  'retarget/runMarkdown': z.object({ path }),
  'retarget/exportRun': z.object({
    path,
    format: z.enum(['html', 'csv', 'markdown', 'json', 'junit']),
    out: path,
  }),
  'retarget/deleteRun': z.object({ path }),
  'retarget/compareRuns': z.object({
    before: path,
    after: path,
    acrossHosts: z.exactOptional(z.boolean()),
  }),
  'retarget/exportComparison': z.object({
    before: path,
    after: path,
    acrossHosts: z.exactOptional(z.boolean()),
    format: z.enum(['html', 'csv', 'markdown', 'json']),
    out: path,
  }),
  'retarget/nameRun': z.object({ path, name: z.string().max(200) }),
};
