// A stored run's text: writing it, and reading it back however old, new or damaged it is.
import * as z from 'zod';
import { toDotPath } from 'zod/v4/core';
import { FailureError } from '../model/failure.ts';
import type { Run } from '../model/run.ts';
import { RUN_SCHEMA } from '../model/run.ts';
import { fromSchema1 } from './migrate-1-to-2.ts';
import * as say from './messages.ts';
import { runSchema } from './run-schema.ts';

/** From each older schema version, what makes the document one version newer; throws a ZodError where it is no run. */
const MIGRATIONS: ReadonlyMap<number, (document: object) => object> = new Map([[1, fromSchema1]]);

/** The document of a run: one line of JSON. */
export function runText(run: Run): string {
  return `${JSON.stringify(run)}\n`;
}

/**
 * The run in a document's text; fields this version does not know are kept.
 * @param path names the document in failures.
 * @throws {FailureError} `run-damaged`, or `run-too-new`.
 */
export function parseRun(text: string, path: string): Run {
  const document = upToDate(parseObject(text, path), path);
  const result = runSchema.safeParse(document);
  if (!result.success) throw damaged(path, firstIssue(result.error));
  // The document itself, not zod's copy of it, which would lose what the schema does not name.
  return document as unknown as Run;
}

function parseObject(text: string, path: string): object {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw damaged(path, { what: text.trim() === '' ? 'empty' : 'no-json' }, error);
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw damaged(path, { what: 'no-run' });
  }
  return document;
}

function upToDate(document: object, path: string): object {
  let current = document;
  let version: unknown = (current as { schema?: unknown }).schema;
  if (typeof version !== 'number' || !Number.isInteger(version)) {
    throw damaged(path, { what: 'no-version' });
  }
  if (version > RUN_SCHEMA) throw tooNew(path, version, document);
  for (; version < RUN_SCHEMA; version++) {
    const migrate = MIGRATIONS.get(version);
    if (migrate === undefined) {
      const oldest = RUN_SCHEMA - MIGRATIONS.size;
      throw damaged(path, { what: 'old-version', version, oldest });
    }
    try {
      current = { ...migrate(current), schema: version + 1 };
    } catch (error) {
      if (error instanceof z.ZodError) throw damaged(path, firstIssue(error));
      throw error;
    }
  }
  return current;
}

function firstIssue(error: z.ZodError): say.Damage {
  const issue = error.issues[0];
  if (issue === undefined) return { what: 'shape' };
  const place = issue.path.length === 0 ? {} : { place: toDotPath(issue.path) };
  return { what: 'shape', ...place, problem: issue.message };
}

function damaged(path: string, damage: say.Damage, cause?: unknown): FailureError {
  return new FailureError(
    {
      code: 'run-damaged',
      ...say.runDamaged({ path, damage }),
      place: { file: path },
    },
    { cause },
  );
}

function tooNew(path: string, version: number, document: object): FailureError {
  const tool = (document as { tool?: unknown }).tool;
  const writer = typeof tool === 'string' ? tool : undefined;
  return new FailureError({
    code: 'run-too-new',
    ...say.runTooNew({ path, writer, version, newest: RUN_SCHEMA }),
    place: { file: path },
  });
}
