import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configJsonSchema } from '../../src/config/config-schema.ts';
import { parseDuration } from '../../src/config/duration.ts';

describe('schemas/retarget.schema.json', () => {
  it('is the one that the code validates with; if not, run `node scripts/schema.mjs`', () => {
    const url = new URL('../../schemas/retarget.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(url, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(configJsonSchema())),
    );
  });

  it('describes every key for the editor', () => {
    const bare: string[] = [];
    const walk = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [key, value] of Object.entries(schema)) {
        if (key === 'properties') {
          for (const [name, property] of Object.entries(value as Record<string, object>)) {
            if (!('description' in property)) bare.push(`${path}.${name}`);
          }
        }
        walk(value, `${path}.${key}`);
      }
    };
    walk(configJsonSchema(), '');
    expect(bare).toEqual([]);
  });
});

describe('parseDuration', () => {
  it.each([
    ['60s', 60],
    ['2m', 120],
    ['1.5 min', 90],
    ['250ms', 0.25],
    ['1h', 3600],
    ['90', 90],
    ['', undefined],
    ['-1s', undefined],
    ['1d', undefined],
    ['1m30s', undefined],
    ['1e999', undefined],
  ])('reads %j as %s seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });
});
