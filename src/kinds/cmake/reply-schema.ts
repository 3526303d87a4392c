// The objects of CMake's File API that are read, in the versions that are understood: cmake-file-api(7).
import * as z from 'zod';

const version = z.object({ major: z.number(), minor: z.number() });
const reference = z.object({ kind: z.string(), version, jsonFile: z.string() });

export const indexSchema = z.object({
  cmake: z.object({
    generator: z.object({ name: z.string(), multiConfig: z.boolean().optional() }),
    version: z.object({ string: z.string() }),
  }),
  objects: z.array(reference),
});

const targetReference = z.object({
  id: z.string(),
  name: z.string(),
  jsonFile: z.string(),
  directoryIndex: z.number().optional(),
});

export const codemodelSchema = z.object({
  paths: z.object({ source: z.string(), build: z.string() }),
  configurations: z
    .array(
      z.object({
        name: z.string(),
        directories: z
          .array(z.object({ source: z.string(), projectIndex: z.number().optional() }))
          .default([]),
        targets: z.array(targetReference),
      }),
    )
    .min(1, { error: 'expected at least one configuration' }),
});

export const cmakeFilesSchema = z.object({
  inputs: z.array(
    z.object({
      path: z.string(),
      isGenerated: z.boolean().optional(),
      isCMake: z.boolean().optional(),
    }),
  ),
});

const fragment = z.object({ fragment: z.string() });
const path = z.object({ path: z.string() });

const compileGroup = z.object({
  sourceIndexes: z.array(z.number()),
  language: z.string(),
  compileCommandFragments: z.array(fragment).default([]),
  defines: z.array(z.object({ define: z.string() })).default([]),
  includes: z.array(path.extend({ isSystem: z.boolean().optional() })).default([]),
  frameworks: z.array(path.extend({ isSystem: z.boolean().optional() })).default([]),
  sysroot: path.optional(),
});

export const targetSchema = z.object({
  name: z.string(),
  id: z.string(),
  type: z.string(),
  nameOnDisk: z.string().optional(),
  paths: z.object({ source: z.string(), build: z.string() }),
  artifacts: z.array(path).default([]),
  dependencies: z.array(z.object({ id: z.string() })).default([]),
  sources: z
    .array(
      path.extend({
        compileGroupIndex: z.number().optional(),
        fileSetIndex: z.number().optional(),
        isGenerated: z.boolean().optional(),
      }),
    )
    .default([]),
  fileSets: z.array(z.object({ type: z.string() })).default([]),
  compileGroups: z.array(compileGroup).default([]),
  link: z
    .object({
      language: z.string(),
      commandFragments: z.array(fragment.extend({ role: z.string().optional() })).default([]),
      sysroot: path.optional(),
    })
    .optional(),
});

export type CmakeTarget = z.output<typeof targetSchema>;
export type CompileGroup = CmakeTarget['compileGroups'][number];
export type CmakeConfiguration = z.output<typeof codemodelSchema>['configurations'][number];
