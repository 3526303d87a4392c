import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { endOfPiece, PIECE_SIZE, RunPieces } from '../../src/server/runs/run-pieces.ts';
import { bigRun } from '../ui/big-run.ts';
import { hostileRun } from '../report/hostile-run.ts';

function together(pieces: RunPieces, run: Run, brief = false): { text: string; count: number } {
  let text = '';
  let count = 0;
  let next: number | undefined = 0;
  while (next !== undefined) {
    const piece = pieces.piece(
      '/run.json',
      { run, version: '1' },
      { from: next, version: '1', brief },
    );
    text += piece.text;
    next = piece.next;
    count++;
  }
  return { text, count };
}

describe('pieces of a run', () => {
  it('put together are the run', () => {
    const run = bigRun({ benchmarks: 20, targets: 10, rounds: 30 });
    const { text, count } = together(new RunPieces(), run);
    expect(count).toBeGreaterThan(2);
    expect(JSON.parse(text)).toEqual(run);
    expect(JSON.parse(together(new RunPieces(), hostileRun()).text)).toEqual(hostileRun());
  });

  it('in brief leave samples and command lines out, and nothing else', () => {
    const run = bigRun({ benchmarks: 200, targets: 50, rounds: 2 });
    const { text } = together(new RunPieces(), run, true);
    const brief = JSON.parse(text) as Run;
    const [program] = brief.programs;
    expect(program?.benchmarks.map(({ samples }) => samples)).toEqual(Array(200).fill([]));
    expect(program?.variants.map(({ units }) => units)).toEqual(
      run.programs[0]?.variants.map(() => []),
    );
    expect(run.programs[0]?.variants[0]?.units).not.toEqual([]);
    expect(program?.benchmarks.map(({ comparisons }) => comparisons)).toEqual(
      run.programs[0]?.benchmarks.map(({ comparisons }) => comparisons),
    );
    expect(text.length).toBeLessThan(JSON.stringify(run).length / 1.5);
  });

  it('start over where the document has changed', () => {
    const pieces = new RunPieces();
    const run = bigRun({ benchmarks: 20, targets: 10, rounds: 30 });
    const first = pieces.piece('/run.json', { run, version: '1' }, { from: 0 });
    const changed = pieces.piece(
      '/run.json',
      { run, version: '2' },
      { from: first.next ?? 0, version: '1' },
    );
    expect(changed.version).toBe('2');
    expect(changed.text).toBe(first.text);
  });

  it('end within the size, never inside a character, and always further on', () => {
    const repeated = fc
      .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }), {
        minLength: 1,
        maxLength: 4,
      })
      .map((parts) => parts.join('').repeat(Math.ceil(400_000 / parts.join('').length)));
    fc.assert(
      fc.property(repeated, (text) => {
        let from = 0;
        const all: string[] = [];
        while (from < text.length) {
          const end = endOfPiece(text, from);
          const piece = text.slice(from, end);
          expect(end).toBeGreaterThan(from);
          expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(PIECE_SIZE);
          // A lone half would not survive the way as UTF-8.
          expect(Buffer.from(piece).toString() === piece).toBe(true);
          all.push(piece);
          from = end;
        }
        expect(all.join('') === text).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('after the end are empty', () => {
    const run = bigRun({ benchmarks: 1, targets: 2, rounds: 0 });
    const beyond = new RunPieces().piece('/r.json', { run, version: '1' }, { from: 1e9 });
    expect(beyond).toEqual({ version: '1', text: '' });
  });
});
