import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProfileEvent } from '../../src/model/event.ts';
import type { Run } from '../../src/model/run.ts';
import { RunRecorder } from '../../src/profile/run-recorder.ts';
import { openStore } from '../../src/store/run-store.ts';
import { sampleRun } from '../report/sample-run.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-recorder-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A recorder of a project whose runs cannot be stored until the file in the way is gone. */
async function blocked(name: string) {
  const project = join(folder, name);
  await mkdir(project);
  const inTheWay = join(project, '.retarget');
  await writeFile(inTheWay, '');
  const events: ProfileEvent['type'][] = [];
  const run = sampleRun({ state: 'running', warnings: [] });
  const recorder = new RunRecorder(run, openStore(project), ({ type }) => events.push(type));
  return { recorder, events, inTheWay, project, id: run.id };
}

describe('a run that could not be stored', () => {
  it('is not tried again while it goes on, but as it ends, and then says nothing of it', async () => {
    const { recorder, events, inTheWay, project, id } = await blocked('freed');
    await recorder.save();
    expect(recorder.run.warnings.map(({ code }) => code)).toEqual(['run-not-saved']);
    await rm(inTheWay);
    await recorder.save();
    expect(events).toEqual(['warning']);
    recorder.update({ state: 'finished' });
    await recorder.save();
    expect(events).toEqual(['warning', 'run-saved']);
    expect(recorder.run.warnings).toEqual([]);
    const path = join(project, '.retarget', 'runs', `${id}.json`);
    const stored = JSON.parse(await readFile(path, 'utf8')) as Run;
    expect(stored.state).toBe('finished');
    expect(stored.warnings).toEqual([]);
  });

  it('warns once, also where the last attempt fails', async () => {
    const { recorder, events } = await blocked('blocked');
    await recorder.save();
    recorder.update({ state: 'finished' });
    await recorder.save();
    expect(events).toEqual(['warning']);
    expect(recorder.run.warnings).toHaveLength(1);
  });
});
