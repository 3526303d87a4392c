// The machine, its toolchain and the targets of a stored run, for reading.
import * as z from 'zod';
import type { HostNote } from '../model/host.ts';
import { maybe, open, texts } from './schema-words.ts';

export const hostSchema = z.object({
  id: z.string(),
  brand: z.string(),
  vendor: z.string(),
  arch: z.string(),
  os: z.object({ platform: z.string(), distribution: z.string(), kernel: z.string() }),
  cores: z.object({ physical: z.number(), logical: z.number() }),
  caches: z.object({
    l1d: maybe(z.number()),
    l1i: maybe(z.number()),
    l2: maybe(z.number()),
    l3: maybe(z.number()),
  }),
  frequency: z.object({ base: maybe(z.number()), max: maybe(z.number()) }),
  memory: z.number(),
  virtualisation: maybe(z.string()),
  cpu: z.string(),
  features: texts,
  level: maybe(z.string()),
  notes: z.array(z.object({ code: open<HostNote['code']>(), message: z.string() })),
});

export const toolchainSchema = z.object({
  clang: z.string(),
  clangxx: maybe(z.string()),
  llvmDis: z.string(),
  llvmObjdump: z.string(),
  llvmAr: maybe(z.string()),
  lld: maybe(z.string()),
  version: z.string(),
  major: z.number(),
  triple: z.string(),
  banner: z.string(),
  configFiles: maybe(texts),
});

export const targetSchema = z.object({
  name: z.string(),
  cpu: maybe(z.string()),
  flags: maybe(texts),
  features: texts,
  fit: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('runs') }),
    z.object({ kind: z.literal('masked'), masked: texts }),
    z.object({ kind: z.literal('cannot-run'), missing: texts, masked: texts }),
  ]),
});
